"""Slows down whoever guesses: so many failures in a while, by name and by address, and no more."""

from datetime import datetime, timedelta

from models.database import Collection
from models.vault import Vault

WINDOW = timedelta(minutes=15)
MOST_BY_NAME, MOST_BY_ADDRESS = 5, 30


class Throttle:
    """Counts failed tries; what is counted is kept as a keyed hash."""

    def __init__(self, collection: Collection, vault: Vault) -> None:
        self._collection = collection
        self._vault = vault

    async def ensure_indexes(self) -> None:
        """Create the index that ends the keeping."""
        keep = int(WINDOW.total_seconds())
        await self._collection.ensure_index([("at", 1)], expireAfterSeconds=keep)

    async def is_shut(self, name: str, address: str, now: datetime) -> bool:
        """Whether one more try has to wait."""
        by_name = await self._failures(self._name(name), now)
        return (
            by_name >= MOST_BY_NAME
            or await self._failures(self._address(address), now) >= MOST_BY_ADDRESS
        )

    async def failed(self, name: str, address: str, now: datetime) -> None:
        """Count a failure."""
        for identifier in (self._name(name), self._address(address)):
            recent = {"$push": {"failures": {"$each": [now], "$slice": -MOST_BY_ADDRESS}}}
            await self._collection.update(
                {"_id": identifier}, recent | {"$set": {"at": now}}, upsert=True
            )

    async def succeeded(self, name: str) -> None:
        """Forget the failures of a name; those of the address stay."""
        await self._collection.delete({"_id": self._name(name)})

    async def _failures(self, identifier: str, now: datetime) -> int:
        found = await self._collection.get(identifier)
        return sum(now - each < WINDOW for each in found["failures"]) if found else 0

    def _name(self, name: str) -> str:
        return self._vault.fingerprint(f"sign-in name {name.strip().lower()}")

    def _address(self, address: str) -> str:
        return self._vault.fingerprint(f"sign-in address {address}")
