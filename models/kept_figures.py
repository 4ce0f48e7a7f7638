"""Figures that were counted once, kept so that nobody waits for the same count twice.

What is over hardly changes: figures follow from events before the end of the period, and only a
ticket whose place is put right moves to another area. So a finished period is counted again once
a day, and one that still runs when somebody looks a minute later; what took long to count is kept
for longer, so that counting never fills more than a small part of the time.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from models.database import Collection
from models.document import from_document, sealed, to_document
from models.vault import Vault

KEEP = timedelta(days=400)
FRESH_WHEN_OVER = timedelta(days=1)
FRESH_WHILE_RUNNING = timedelta(minutes=1)
_TIMES_TAKEN = 20  # how many times as long as it took to count


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer; ``id`` is what was asked, ``content`` whatever whoever counted wrote down.

    ``took`` is for how many seconds it was counted.
    """

    id: str
    at: datetime
    is_over: bool
    content: str = sealed()
    took: float = 0.0

    def is_fresh(self, now: datetime) -> bool:
        """Whether it need not be counted again."""
        running = max(FRESH_WHILE_RUNNING, _TIMES_TAKEN * timedelta(seconds=self.took))
        return abs(now - self.at) < (FRESH_WHEN_OVER if self.is_over else running)


class KeptFigures:
    """The repository of counted figures."""

    def __init__(self, collection: Collection, vault: Vault) -> None:
        self._collection = collection
        self._vault = vault

    async def ensure_indexes(self) -> None:
        """Let what nobody has asked for in a long time go."""
        keep = int(KEEP.total_seconds())
        await self._collection.ensure_index([("at", 1)], expireAfterSeconds=keep)

    async def get(self, identifier: str) -> Kept | None:
        """What was counted last for this question."""
        found = await self._collection.get(identifier)
        return from_document(Kept, found, self._vault) if found else None

    async def put(self, kept: Kept) -> None:
        """Keep an answer in the place of the one before."""
        await self._collection.put(to_document(kept, self._vault))
