"""The audit trail: who did what in the console, in a chain in which nothing can be changed unseen.

Each entry carries a keyed mark over itself and the mark before it. Whoever can write to the store
but has no key of the vault can take entries from the end, and nothing else; whoever keeps the
latest mark elsewhere notices that as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import orjson

from models.database import Collection, Document, DuplicateError, StoreUnavailableError
from models.document import from_document, sealed, to_document
from models.vault import Vault, VaultError

PURPOSE = "audit"
_RETRIES = 50
_BATCH = 500
# What reading an entry raises that somebody else has written over.
_UNREADABLE = (VaultError, TypeError, ValueError, AttributeError, LookupError)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: ``by`` is a member of staff, ``about`` a ticket, a person or a setting."""

    id: int
    at: datetime
    by: str
    deed: str
    about: str = ""
    note: str | None = sealed(default=None)
    area_path: tuple[str, ...] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries somebody wants to read; ``area`` is the subtree, ``until`` is outside."""

    by: str | None = None
    deed: str | None = None
    area: str | None = None
    since: datetime | None = None
    until: datetime | None = None


class BrokenChainError(Exception):
    """An entry was changed, removed or added by somebody else; ``id`` is the first wrong one."""

    def __init__(self, identifier: int) -> None:
        super().__init__(f"the audit trail is broken at entry {identifier}")
        self.id = identifier


class Audit:
    """The repository of the audit trail; it can only grow."""

    def __init__(self, collection: Collection, vault: Vault) -> None:
        self._collection = collection
        self._vault = vault

    async def ensure_indexes(self) -> None:
        """Create the indexes that reading by person, deed, area and day needs."""
        for name in ("by", "deed", "area_path"):
            await self._collection.ensure_index([(name, 1), ("_id", -1)])
        await self._collection.ensure_index([("at", -1), ("_id", -1)])

    async def note(
        self,
        at: datetime,
        by: str,
        deed: str,
        about: str = "",
        note: str | None = None,
        area_path: tuple[str, ...] = (),
    ) -> Entry:
        """Add a line. Raises StoreUnavailableError."""
        for _ in range(_RETRIES):
            last = await self._last()
            # The store keeps milliseconds, and what is marked has to be what is read.
            moment = at.replace(microsecond=at.microsecond // 1000 * 1000)
            identifier = last.id + 1 if last else 1
            entry = Entry(identifier, moment, by, deed, about, note, area_path)
            entry = replace(entry, mark=self._mark(entry, last.mark if last else ""))
            try:
                await self._collection.insert(to_document(entry, self._vault))
            except DuplicateError:
                continue  # another process was first
            return entry
        raise StoreUnavailableError("too many entries at once")

    async def latest(
        self, wanted: Wanted | None = None, before: int | None = None, limit: int = 50
    ) -> Sequence[Entry]:
        """The latest entries of those wanted, newest first."""
        wanted = wanted or Wanted()
        query = {name: getattr(wanted, name) for name in ("by", "deed") if getattr(wanted, name)}
        query |= {"area_path": wanted.area} if wanted.area else {}
        first = await self._last_before(wanted.since) if wanted.since else 0
        last = await self._last_before(wanted.until) if wanted.until else None
        ends = [each for each in (last, before - 1 if before else None) if each is not None]
        query["_id"] = {"$gt": first} | ({"$lte": min(ends)} if ends else {})
        found = await self._collection.many(query, sort=[("_id", -1)], limit=limit)
        return [from_document(Entry, each, self._vault) for each in found]

    async def _last_before(self, at: datetime) -> int:
        """The number of the last entry before a moment; entries are as old as their numbers."""
        newest = [("at", -1), ("_id", -1)]  # several may have been noted in one moment
        found = await self._collection.first({"at": {"$lt": at}}, sort=newest)
        return int(found["_id"]) if found else 0

    async def verify(self) -> Entry | None:
        """Walk the whole chain; its last entry. Raises BrokenChainError."""
        last: Entry | None = None
        while True:
            after = {"_id": {"$gt": last.id if last else 0}}
            found = await self._collection.many(after, sort=[("_id", 1)], limit=_BATCH)
            for document in found:
                last = self._checked(document, last)
            if not found:
                return last

    def _checked(self, document: Document, last: Entry | None) -> Entry:
        try:
            entry = from_document(Entry, document, self._vault)
            expected = self._mark(replace(entry, mark=""), last.mark if last else "")
        except _UNREADABLE as error:
            raise BrokenChainError(document["_id"]) from error
        if entry.id != (last.id + 1 if last else 1) or entry.mark != expected:
            raise BrokenChainError(entry.id)
        return entry

    async def _last(self) -> Entry | None:
        found = await self._collection.first({}, sort=[("_id", -1)])
        return from_document(Entry, found, self._vault) if found else None

    def _mark(self, entry: Entry, before: str) -> str:
        told = [entry.id, entry.at.isoformat(), entry.by, entry.deed, entry.about, entry.note]
        content = orjson.dumps([before, *told, list(entry.area_path)])
        return self._vault.sign(PURPOSE, content).hex()
