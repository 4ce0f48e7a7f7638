"""Paying the notices that tickets and receipts owe: finding, marking and settling them."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from models.database import Collection, Document, DuplicateError
from models.document import from_document, to_document
from models.notice import UNSETTLED, Notice, NoticeState, next_due
from models.vault import Vault, VaultError

log = logging.getLogger(__name__)

PUT_OFF = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Debtor:
    """A document that owes notices."""

    id: str
    document: Document
    notices: tuple[Notice, ...]
    owed_at: datetime


class Debts:
    """The owed notices of one collection."""

    def __init__(self, collection: Collection, vault: Vault) -> None:
        self._collection = collection
        self._vault = vault

    async def due(self, now: datetime, limit: int = 50) -> Sequence[Debtor]:
        """Documents that owe something by now, longest waiting first."""
        found = await self._collection.many(
            {"owed_at": {"$lte": now}}, sort=[("owed_at", 1)], limit=limit
        )
        return [debtor for each in found if (debtor := await self._debtor(each, now))]

    async def _debtor(self, document: Document, now: datetime) -> Debtor | None:
        """The debtor of a document; one that cannot be read is put off, so that others go on."""
        try:
            return Debtor(document["_id"], document, self._notices(document), document["owed_at"])
        except (VaultError, ValueError, TypeError) as error:
            log.error("notices cannot be read", extra={"error": type(error).__name__})
            put_off = {"$set": {"owed_at": now + PUT_OFF}}
            await self._collection.update({"_id": document["_id"]}, put_off)
            return None

    async def mark(self, identifier: str, notice: Notice, salt: int | None = None) -> None:
        """Record what became of one notice, unless its result is there already.

        ``salt`` is that of the attempt, when its early result has already led to another one.
        """
        states = {"$in": sorted(UNSETTLED)}
        attempt = notice.salt if salt is None else salt
        still_owed = {"_id": notice.id, "salt": attempt, "state": states}
        await self._write(identifier, still_owed, notice)

    async def revise(self, identifier: str, before: Notice, after: Notice) -> None:
        """Record what WeChat said later; a notice owed again is looked at when it is due."""
        # It may have been marked as sent since ``before`` was read.
        states = {"$in": [before.state.value, NoticeState.SENT.value]}
        guard = {"_id": before.id, "salt": before.salt, "state": states}
        more = {"owed_at": after.due} if after.state in UNSETTLED else {}
        await self._write(identifier, guard, after, **more)

    async def _write(
        self, identifier: str, guard: Document, notice: Notice, **more: object
    ) -> None:
        document = to_document(notice, self._vault)
        names = ("_id" if each.name == "id" else each.name for each in fields(Notice))
        change = {f"notices.$.{name}": document.get(name) for name in names} | more
        await self._collection.update(
            {"_id": identifier, "notices": {"$elemMatch": guard}}, {"$set": change}
        )

    async def settle(self, debtor: Debtor, after: Iterable[Notice]) -> None:
        """Set when to look again, unless more came to be owed in between."""
        due = next_due(after)
        if due:
            guard: Document = {"notices": {"$size": len(debtor.notices)}, "owed_at": debtor.owed_at}
            change: Document = {"$set": {"owed_at": due}}
        else:
            guard = {"notices.state": {"$nin": sorted(UNSETTLED)}}
            change = {"$unset": {"owed_at": ""}}
        await self._collection.update({"_id": debtor.id} | guard, change)

    def _notices(self, document: Document) -> tuple[Notice, ...]:
        stored = document.get("notices", ())
        return tuple(from_document(Notice, each, self._vault) for each in stored)


@dataclass(frozen=True, slots=True)
class Delivery:
    """Which notice a template message carried, and what WeChat said became of it."""

    id: str
    owner: str | None = None
    notice: str | None = None
    status: str | None = None


class Deliveries:
    """Template messages by WeChat's msgid; the result can overtake the answer to the send."""

    KEEP = timedelta(days=3)

    def __init__(self, collection: Collection, vault: Vault) -> None:
        self._collection = collection
        self._vault = vault

    async def ensure_indexes(self) -> None:
        """Create the index that ends the keeping."""
        keep = int(self.KEEP.total_seconds())
        await self._collection.ensure_index([("at", 1)], expireAfterSeconds=keep)

    async def note(self, delivery: Delivery, at: datetime) -> Delivery:
        """Record one side, the send or its result; answers what is known of both."""
        document = to_document(delivery, self._vault) | {"at": at}
        try:
            await self._collection.insert(document)
        except DuplicateError:
            known = {name: value for name, value in document.items() if name != "_id"}
            await self._collection.update({"_id": delivery.id}, {"$set": known})
        stored = await self._collection.get(delivery.id)
        return from_document(Delivery, stored or document, self._vault)
