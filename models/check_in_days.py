"""Keeping 报平安: plans and their days, where each step of a day is one guarded update.

Whatever was decided before a crash stands; of two processes that decide the same at once, one
finds the day as it was and the other changes nothing.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from models.check_ins import UNHEARD, Day, Ending, Plan
from models.database import Collection, Document, DuplicateError
from models.document import from_document, to_document
from models.vault import Vault

KEEP = timedelta(days=90)
FAR = timedelta(days=2)  # only a clock that jumped can have promised to look so late


class CheckIns:
    """The repository of plans and their days."""

    def __init__(self, plans: Collection, days: Collection, vault: Vault) -> None:
        self._plans = plans
        self._days = days
        self._vault = vault

    async def ensure_indexes(self) -> None:
        """Create the indexes of the clock and of the lists; days are forgotten after a while."""
        await self._plans.ensure_index([("next_at", 1)], sparse=True)
        for due in ("act_at", "owed_at"):
            await self._days.ensure_index([(due, 1)], sparse=True)
        await self._days.ensure_index([("plan", 1), ("date", -1)])
        await self._days.ensure_index([("area_path", 1), ("date", -1)])
        keep = int(KEEP.total_seconds())
        await self._days.ensure_index([("due", 1)], expireAfterSeconds=keep)

    async def plan(self, person: str) -> Plan | None:
        """The plan of a person, running or not."""
        found = await self._plans.get(person)
        return from_document(Plan, found, self._vault) if found else None

    async def put(self, plan: Plan) -> None:
        """Set or change a plan."""
        await self._plans.put(to_document(plan, self._vault))

    async def due_plans(self, now: datetime, limit: int = 200) -> Sequence[Plan]:
        """Plans to look at by now, and those a jump of the clock put far off."""
        found = await self._plans.many({"next_at": {"$lte": now}}, limit=limit)
        found += await self._plans.many({"next_at": {"$gt": now + FAR}}, limit=limit)
        return [from_document(Plan, each, self._vault) for each in found]

    async def looked(self, plan: Plan, opened: str | None, next_at: datetime) -> bool:
        """Set when to look again, unless the plan was changed meanwhile."""
        guard: Document = {"_id": plan.id, "next_at": plan.next_at, "by": plan.by}
        change: Document = {"next_at": next_at} | ({"opened": opened} if opened else {})
        return await self._plans.update(guard, {"$set": change})

    async def open(self, day: Day) -> bool:
        """Begin a day; False when it has begun already."""
        try:
            await self._days.insert(to_document(day, self._vault))
        except DuplicateError:
            return False
        return True

    async def offer(self, day: Day) -> None:
        """Ask them whether they want a plan, in the place of an earlier question."""
        await self._days.put(to_document(day, self._vault))

    async def day(self, identifier: str) -> Day | None:
        """The day of an identifier."""
        found = await self._days.get(identifier)
        return self._read(found) if found else None

    async def due_days(self, now: datetime, limit: int = 100) -> Sequence[Day]:
        """Days with which the clock has something to do, longest waiting first."""
        found = await self._days.many({"act_at": {"$lte": now}}, sort=[("act_at", 1)], limit=limit)
        jumped = {"act_at": {"$gt": now + FAR}, "state": Ending.REMINDED.value}
        found += await self._days.many(jumped, limit=limit)
        return [self._read(each) for each in found]

    async def move(self, before: Day, after: Day) -> bool:
        """Make a step of a day, with what it owes; False when somebody else made one first."""
        old, new = (to_document(each, self._vault) for each in (before, after))
        owed = new.pop("notices", [])[len(before.notices) :]
        old.pop("notices", None)
        change: Document = {
            "$set": {name: value for name, value in new.items() if value != old.get(name)},
            "$unset": {name: "" for name in old if name not in new},
            "$push": {"notices": {"$each": owed}} if owed else {},
        }
        guard: Document = {"_id": before.id, "state": before.state.value}
        guard["act_at"] = before.act_at or {"$exists": False}
        made = {operator: what for operator, what in change.items() if what}
        return bool(made) and await self._days.update(guard, made)

    async def unheard(self, person: str, limit: int = 40) -> Sequence[Day]:
        """The days on which they were not heard of yet, newest first."""
        query = {"plan": person, "state": {"$in": [each.value for each in UNHEARD]}}
        return await self._list(query, limit)

    async def days_of(self, person: str, limit: int = 100) -> Sequence[Day]:
        """The days that are still kept of a person, newest first."""
        return await self._list({"plan": person}, limit)

    async def late(self, person: str, since: datetime) -> int:
        """On how many days since then they were heard of only after the reminder."""
        return await self._days.count({"plan": person, "due": {"$gte": since}, "late": True})

    async def lately(self, area: str | None, first: str, limit: int = 500) -> Sequence[Day]:
        """The days of an area (None: of all) from this one on, newest first."""
        around = {"area_path": area} if area else {}
        return await self._list({"date": {"$gte": first}} | around, limit)

    async def forget(self, person: str) -> None:
        """Delete a person's plan and days."""
        await self._plans.delete({"_id": person})
        await self._days.delete({"plan": person})

    async def _list(self, query: Document, limit: int) -> Sequence[Day]:
        found = await self._days.many(query, sort=[("date", -1)], limit=limit)
        return [self._read(each) for each in found]

    def _read(self, document: Document) -> Day:
        return from_document(Day, document, self._vault)
