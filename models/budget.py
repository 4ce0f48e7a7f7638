"""What WeChat still lets us send, kept where all processes see it.

Only our own sends are counted; what opened a window is read from the receipts, so that an
incoming message costs no further write.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from models.database import Collection, Document, DuplicateError

REMEMBERED = 5  # the most that any window allows
KEEP = timedelta(hours=48)  # as long as any window is open


@dataclass(frozen=True, slots=True)
class Spending:
    """When customer messages were sent to a person; ``count`` changes with every one.

    ``shut_at`` is when WeChat said that nothing is left until the person acts again.
    """

    sends: tuple[datetime, ...] = ()
    count: int = 0
    shut_at: datetime | None = None


class Spendings:
    """The repository of what was sent, one document a person."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    async def ensure_indexes(self) -> None:
        """Create the index that ends the keeping."""
        await self._collection.ensure_index(
            [("at", 1)], expireAfterSeconds=int(KEEP.total_seconds())
        )

    async def of(self, person: str) -> Spending:
        """What was sent to a person."""
        found = await self._collection.get(person) or {}
        sends, count = tuple(found.get("sends", ())), found.get("count", 0)
        return Spending(sends, count, found.get("shut_at"))

    async def add(self, person: str, known: Spending, at: datetime) -> bool:
        """Count a send; False when somebody else sent since ``known`` was read."""
        change = {
            "$push": {"sends": {"$each": [at], "$slice": -REMEMBERED}},
            "$inc": {"count": 1},
            "$set": {"at": at},
        }
        try:
            return await self._collection.update(_unchanged(person, known), change, upsert=True)
        except DuplicateError:
            return False

    async def take_back(self, person: str, known: Spending) -> None:
        """Uncount the send that followed ``known``, which WeChat refused."""
        guard = {"_id": person, "count": known.count + 1}
        await self._collection.update(guard, {"$pop": {"sends": 1}, "$inc": {"count": 1}})

    async def shut(self, person: str, at: datetime) -> None:
        """Remember that nothing can be sent until the person acts again."""
        change = {"$set": {"shut_at": at, "at": at}, "$inc": {"count": 1}}
        await self._collection.update({"_id": person}, change, upsert=True)

    async def forget(self, person: str) -> None:
        """Delete what is known of a person."""
        await self._collection.delete({"_id": person})


def _unchanged(person: str, known: Spending) -> Document:
    guard: dict[str, Any] = {"_id": person}
    return guard | {"count": known.count if known.count else {"$exists": False}}


class Closures:
    """Ways that are closed for everybody, such as by a daily quota, and until when."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    async def close(self, way: str, until: datetime) -> None:
        """Remember that a way is closed."""
        await self._collection.update({"_id": way}, {"$set": {"until": until}}, upsert=True)

    async def is_closed(self, way: str, now: datetime) -> bool:
        """Whether a way is closed now."""
        found = await self._collection.get(way)
        return found is not None and bool(found["until"] > now)
