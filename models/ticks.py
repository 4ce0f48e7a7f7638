"""What people ticked off that no machine can see, such as that the key file was copied."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from models.database import Collection
from models.document import from_document, to_document
from models.vault import Vault


@dataclass(frozen=True, slots=True)
class Tick:
    """Who ticked what off, and when."""

    id: str
    by: str
    at: datetime


class Ticks:
    """The repository of ticks: a handful."""

    def __init__(self, collection: Collection, vault: Vault) -> None:
        self._collection = collection
        self._vault = vault

    async def set(self, tick: Tick) -> None:
        """Tick something off."""
        await self._collection.put(to_document(tick, self._vault))

    async def clear(self, identifier: str) -> None:
        """Take a tick away."""
        await self._collection.delete({"_id": identifier})

    async def all(self) -> Mapping[str, Tick]:
        """All ticks by what they are of."""
        found = await self._collection.many({}, limit=100)
        ticks = (from_document(Tick, each, self._vault) for each in found)
        return {each.id: each for each in ticks}
