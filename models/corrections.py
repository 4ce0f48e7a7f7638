"""Which tickets were put into another queue: what the understanding can learn from.

Kept apart from the tickets, where an index for it would make every update dearer. It holds no
words; those are read from the tickets by whoever may see them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.database import Collection
from models.document import from_document, to_document
from models.vault import Vault

KEEP = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Correction:
    """A ticket that somebody put into another queue, the last time it happened."""

    id: str  # of the ticket
    at: datetime
    area_path: tuple[str, ...] = ()


class Corrections:
    """The repository of corrections."""

    def __init__(self, collection: Collection, vault: Vault) -> None:
        self._collection = collection
        self._vault = vault

    async def ensure_indexes(self) -> None:
        """Create the indexes that list an area's latest, and everybody's, and end the keeping."""
        await self._collection.ensure_index([("area_path", 1), ("at", -1)])
        await self._collection.ensure_index(
            [("at", 1)], expireAfterSeconds=int(KEEP.total_seconds())
        )

    async def note(self, ticket: str, at: datetime, area_path: tuple[str, ...]) -> None:
        """Note that a ticket was put into another queue; the latest time counts."""
        await self._collection.put(to_document(Correction(ticket, at, area_path), self._vault))

    async def latest(self, area: str | None, limit: int = 100) -> Sequence[Correction]:
        """The latest of an area, or of all, newest first."""
        query = {"area_path": area} if area else {}
        found = await self._collection.many(query, sort=[("at", -1)], limit=limit)
        return [from_document(Correction, each, self._vault) for each in found]
