"""Paying the notices that tickets and receipts owe: finding, marking and settling them."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta

from models.database import Collection, Document, DuplicateError, StoreUnavailableError
from models.document import from_document, to_document
from models.notice import UNSETTLED, Notice, NoticeState, next_due
from models.vault import Vault, VaultError

log = logging.getLogger(__name__)

PUT_OFF = timedelta(hours=1)
_RETRIES = 20


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

    async def due(self, now: datetime, limit: int = 100) -> Sequence[Debtor]:
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
            await self.put_off(document["_id"], now)
            return None

    async def put_off(self, identifier: str, now: datetime) -> None:
        """Look again much later at a document that cannot be read."""
        change = {"$set": {"owed_at": now + PUT_OFF}}
        await self._collection.update({"_id": identifier}, change)

    async def mark(self, identifier: str, notice: Notice, salt: int | None = None) -> None:
        """Record what became of one notice, unless its result is there already.

        ``salt`` is that of the attempt, when its early result has already led to another one.
        """
        states = {"$in": sorted(UNSETTLED)}
        attempt = notice.salt if salt is None else salt
        still_owed = {"_id": notice.id, "salt": attempt, "state": states}
        await self._write(identifier, still_owed, notice)

    async def mark_last(self, debtor: Debtor, notice: Notice, after: Sequence[Notice]) -> None:
        """Record what became of the last notice that was due, and when to look again, at once.

        ``after`` are all notices as they stand now.
        """
        before = next(each for each in debtor.notices if each.id == notice.id)
        states = {"$in": sorted(UNSETTLED)}
        still_owed = {"_id": notice.id, "salt": before.salt, "state": states}
        unchanged = {"owed_at": debtor.owed_at}
        query = {
            "_id": debtor.id,
            "notices": {"$elemMatch": still_owed, "$size": len(debtor.notices)},
        }
        due = next_due(after)
        change: Document = {"$set": self._fields(notice) | ({"owed_at": due} if due else {})}
        change |= {} if due else {"$unset": {"owed_at": ""}}
        if not await self._collection.update(query | unchanged, change):
            # More came to be owed meanwhile, or its result was there first.
            await self.mark(debtor.id, notice, before.salt)
            await self.settle(debtor, after)

    async def delivered(self, carried: "Carried") -> None:
        """Record that WeChat brought a notice to its person."""
        states = {"$in": [NoticeState.OWED.value, NoticeState.SENT.value]}
        sent = {"$elemMatch": {"_id": carried.notice, "state": states}}
        change = {"notices.$.state": NoticeState.DELIVERED.value, "notices.$.error": None}
        await self._collection.update({"_id": carried.owner, "notices": sent}, {"$set": change})

    async def revise(self, identifier: str, before: Notice, after: Notice) -> None:
        """Record what WeChat said later; a notice owed again is looked at when it is due."""
        # It may have been marked as sent since ``before`` was read.
        states = {"$in": [before.state.value, NoticeState.SENT.value]}
        guard = {"_id": before.id, "salt": before.salt, "state": states}
        more = {"owed_at": after.due} if after.state in UNSETTLED else {}
        await self._write(identifier, guard, after, **more)

    async def list_untold(
        self, identifier: str, notice: Notice, calls: Sequence[Notice], at: datetime
    ) -> None:
        """Put a notice on the list of the undelivered, and owe those who shall phone a word of it.

        All in one update. The notice may be new to the document. Nobody is asked twice to phone
        the same person about the same document. Raises StoreUnavailableError.
        """
        for _ in range(_RETRIES):
            found = await self._collection.get(identifier)
            if found is None:
                return
            known = self._notices(found)
            mine = next((n for n, each in enumerate(known) if each.id == notice.id), None)
            if mine is not None and known[mine].state not in UNSETTLED:
                return  # its result came first, or a crash interrupted us after the listing
            is_asked = any(_waits_for_a_call(each, notice.to) for each in known)
            new = [] if is_asked else [*calls]
            change = self._listing(known, mine, notice, new)
            change |= {} if "untold_at" in found else {"untold_at": at}
            change |= {"owed_at": at} if new else {}
            if await self._collection.update(_as_known(identifier, known, mine), {"$set": change}):
                return
        raise StoreUnavailableError("too many changes of one document at once")

    def _listing(
        self, known: Sequence[Notice], mine: int | None, notice: Notice, new: Sequence[Notice]
    ) -> Document:
        """The entries of the list of notices that change or are new, by their positions."""
        added = list(new) if mine is not None else [notice, *new]
        if not known:
            return {"notices": [to_document(each, self._vault) for each in added]}
        placed = list(enumerate(added, len(known)))
        if mine is not None:
            placed.append((mine, notice))
        return {f"notices.{position}": to_document(each, self._vault) for position, each in placed}

    async def told(self, identifier: str, notices: Iterable[Notice], at: datetime) -> None:
        """Record that these were told by phone; with the last one the document leaves the list."""
        for each in notices:
            guard = {"_id": each.id, "state": NoticeState.UNDELIVERED.value}
            change = {"notices.$.state": NoticeState.TOLD.value, "notices.$.at": at}
            await self._collection.update(
                {"_id": identifier, "notices": {"$elemMatch": guard}}, {"$set": change}
            )
        nobody = {"_id": identifier, "notices.state": {"$ne": NoticeState.UNDELIVERED.value}}
        await self._collection.update(nobody, {"$unset": {"untold_at": ""}})

    async def _write(
        self, identifier: str, guard: Document, notice: Notice, **more: object
    ) -> None:
        change = self._fields(notice) | more
        await self._collection.update(
            {"_id": identifier, "notices": {"$elemMatch": guard}}, {"$set": change}
        )

    def _fields(self, notice: Notice) -> Document:
        """All fields of a notice, for the entry that the query found."""
        document = to_document(notice, self._vault)
        names = ("_id" if each.name == "id" else each.name for each in fields(Notice))
        return {f"notices.$.{name}": document.get(name) for name in names}

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


def _as_known(identifier: str, known: Sequence[Notice], mine: int | None) -> Document:
    """Only while no notice was added, and ours is as it was."""
    guard: Document = {"_id": identifier}
    guard["notices"] = {"$size": len(known)} if known else {"$exists": False}
    if mine is not None:
        guard[f"notices.{mine}.state"] = known[mine].state.value
        guard[f"notices.{mine}.salt"] = known[mine].salt
    return guard


def _waits_for_a_call(notice: Notice, person: str) -> bool:
    return notice.to == person and notice.state is NoticeState.UNDELIVERED


@dataclass(frozen=True, slots=True)
class Carried:
    """A notice that a message carried, and the document that owed it."""

    owner: str
    notice: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """Which notices a template message carried, and what WeChat said became of it."""

    id: str
    carried: tuple[Carried, ...] = ()
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

    async def get(self, msgid: str) -> Delivery | None:
        """What is known of a template message."""
        stored = await self._collection.get(msgid)
        return from_document(Delivery, stored, self._vault) if stored else None

    async def note(self, delivery: Delivery, at: datetime) -> Delivery:
        """Record one side, the send or its result; answers what is known of both.

        A result that comes after its send needs no record: look with ``get`` first.
        """
        document = to_document(delivery, self._vault) | {"at": at}
        try:
            await self._collection.insert(document)
        except DuplicateError:
            known = await self.get(delivery.id)
            both = known or delivery
            return replace(
                both,
                carried=delivery.carried or both.carried,
                status=delivery.status or both.status,
            )
        return delivery
