"""Messages acknowledged before they were answered, so that a crash cannot lose them.

Only slow work comes here: WeChat waits five seconds, so the message is kept, acknowledged, and
its answer follows as a customer message. What is still here after a crash is handled on return.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from models.database import Collection, DuplicateError
from models.vault import Vault


class Inbox:
    """The repository of accepted but unanswered messages."""

    def __init__(self, collection: Collection, vault: Vault) -> None:
        self._collection = collection
        self._vault = vault

    async def ensure_indexes(self) -> None:
        """Create the index that finds what waits longest."""
        await self._collection.ensure_index([("at", 1)])

    async def keep(self, key: str, xml: bytes, at: datetime) -> None:
        """Keep a message durably; keeping it again changes nothing."""
        try:
            await self._collection.insert({"_id": key, "at": at, "body": self._vault.seal(xml)})
        except DuplicateError:
            return

    async def drop(self, key: str) -> None:
        """The message is handled."""
        await self._collection.delete({"_id": key})

    async def waiting(self, now: datetime, longer_than: timedelta) -> Sequence[bytes]:
        """The messages that have waited longer than that, oldest first."""
        query = {"at": {"$lte": now - longer_than}}
        found = await self._collection.many(query, sort=[("at", 1)], limit=100)
        return [self._vault.open(each["body"]) for each in found]
