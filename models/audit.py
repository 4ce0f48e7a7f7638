"""The audit trail: who did what in the console, in a chain in which nothing can be changed unseen.

Each entry carries a keyed mark over itself and the mark before it. Whoever can write to the store
but has no key of the vault can take entries from the end, and nothing else; whoever keeps the
latest mark elsewhere notices that as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import orjson

from models.database import Collection, DuplicateError, StoreUnavailableError
from models.document import from_document, sealed, to_document
from models.vault import Vault

PURPOSE = "audit"
_RETRIES = 50
_BATCH = 500


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

    async def latest(self, before: int | None = None, limit: int = 50) -> Sequence[Entry]:
        """The latest entries, newest first."""
        query = {"_id": {"$lt": before}} if before else {}
        found = await self._collection.many(query, sort=[("_id", -1)], limit=limit)
        return [from_document(Entry, each, self._vault) for each in found]

    async def verify(self) -> Entry | None:
        """Walk the whole chain; its last entry. Raises BrokenChainError."""
        last: Entry | None = None
        while True:
            after = {"_id": {"$gt": last.id if last else 0}}
            found = await self._collection.many(after, sort=[("_id", 1)], limit=_BATCH)
            for document in found:
                entry = from_document(Entry, document, self._vault)
                self._check(entry, last)
                last = entry
            if not found:
                return last

    def _check(self, entry: Entry, last: Entry | None) -> None:
        expected = self._mark(replace(entry, mark=""), last.mark if last else "")
        if entry.id != (last.id + 1 if last else 1) or entry.mark != expected:
            raise BrokenChainError(entry.id)

    async def _last(self) -> Entry | None:
        found = await self._collection.first({}, sort=[("_id", -1)])
        return from_document(Entry, found, self._vault) if found else None

    def _mark(self, entry: Entry, before: str) -> str:
        told = [entry.id, entry.at.isoformat(), entry.by, entry.deed, entry.about, entry.note]
        content = orjson.dumps([before, *told, list(entry.area_path)])
        return self._vault.sign(PURPOSE, content).hex()
