"""Access tokens shared by all processes, sealed like any secret."""

from datetime import UTC, datetime

from models.database import Collection
from models.vault import Vault


class Credentials:
    """The shelf on which one process puts a token and the others find it."""

    def __init__(self, collection: Collection, vault: Vault) -> None:
        self._collection = collection
        self._vault = vault

    async def get(self, name: str) -> tuple[str, float] | None:
        """The token and when it expires (seconds since 1970)."""
        found = await self._collection.get(name)
        if not found:
            return None
        return self._vault.open(found["token"]).decode(), found["expires_at"].timestamp()

    async def put(self, name: str, token: str, expires_at: float) -> None:
        """Share a token."""
        fields = {
            "token": self._vault.seal(token.encode()),
            "mark": self._vault.fingerprint(token),
            "expires_at": datetime.fromtimestamp(expires_at, UTC),
        }
        await self._collection.update({"_id": name}, {"$set": fields}, upsert=True)

    async def drop(self, name: str, token: str) -> None:
        """Remove the token unless another one has taken its place."""
        await self._collection.delete({"_id": name, "mark": self._vault.fingerprint(token)})
