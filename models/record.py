"""The record of service of those who take tasks, counted from what happened and from nothing else.

Each entry is owed by the ticket it comes from and paid like a notice, so it counts once and is
never lost. Hours and praise are never typed in. Source:
民政部令第 67 号, 志愿服务记录与证明出具办法.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from models.database import Collection, DuplicateError

REMEMBERED = 200  # the latest entries, so that one paid again after a crash changes nothing


@dataclass(frozen=True, slots=True)
class Record:
    """What somebody did so far."""

    taken: int = 0
    finished: int = 0
    given_back: int = 0
    given_back_late: int = 0
    expired: int = 0
    vetoed: int = 0
    not_fixed: int = 0
    praised: int = 0
    criticised: int = 0
    finished_at: datetime | None = None

    @property
    def reliability(self) -> float:
        """How likely a task is brought to its end, 0 to 1; who is new has the benefit of doubt."""
        kept = self.finished + 3
        broken = self.given_back_late + 2 * self.expired + self.vetoed + self.not_fixed
        return kept / (kept + broken)


class Records:
    """The repository of records, one document a person."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    async def add(self, person: str, kind: str, key: str, at: datetime) -> None:
        """Count one thing; the same key counts once."""
        change: dict[str, dict[str, object]] = {
            "$inc": {kind: 1},
            "$push": {"keys": {"$each": [key], "$slice": -REMEMBERED}},
        }
        if kind == "finished":
            change["$max"] = {"finished_at": at}
        guard = {"_id": person, "keys": {"$ne": key}}
        try:
            await self._collection.update(guard, change, upsert=True)
        except DuplicateError:
            # It is there: with this key already, or made by somebody else this very moment.
            await self._collection.update(guard, change)

    async def of(self, people: Sequence[str]) -> Mapping[str, Record]:
        """The records of these people; who has none yet has an empty one."""
        found = await self._collection.many({"_id": {"$in": list(people)}})
        names = Record.__slots__
        known = {
            each["_id"]: Record(**{name: each[name] for name in names if name in each})
            for each in found
        }
        return {person: known.get(person, Record()) for person in people}
