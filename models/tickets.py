"""The repository of tickets: every change is one guarded update of one document."""

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from models.database import Collection, Document, DuplicateError
from models.document import from_document, to_document
from models.moves import HELD, LIVE, UNHELD, State
from models.steps import IllegalMoveError, Step
from models.ticket import Ticket
from models.timetable import Timetable
from models.transition import apply
from models.turns import Turns
from models.vault import Vault, VaultError
from models.words import Words, told_by

log = logging.getLogger(__name__)

PUT_OFF = timedelta(hours=1)

# Appended to, never rewritten: the delivery and fetching jobs mark their entries meanwhile.
_GROWING = ("events", "notices", "attachments")
_FIELDS = tuple(each.name for each in fields(Ticket) if each.name not in ("id", *_GROWING))
# The jobs settle these under the same version: whenever more comes to be due, we write them again.
_DUE = {"notices": "owed_at", "attachments": "fetch_at"}
_RETRIES = 20
_FOLLOWER, _HOLDER, _PLEDGED, _SENT, _AGENCY = "follower:", "holder:", "pledged:", "sent:", "at:"
_ALARMED = "alarmed:"


class CrowdedError(Exception):
    """Too many people changed this ticket at once; asking again will do."""


class Tickets:
    """Tickets in the store."""

    def __init__(
        self, collection: Collection, vault: Vault, timetable: Timetable, words: Words
    ) -> None:
        self._collection = collection
        self._vault = vault
        self._timetable = timetable
        self._words = words
        self._turns = Turns()

    async def ensure_indexes(self) -> None:
        """Create the indexes that lists, 进度 and grabs need to stay flat."""
        ensure = self._collection.ensure_index
        await ensure([("number", 1)], unique=True)
        await ensure([("asker", 1), ("created", -1)])
        await ensure([("people", 1), ("state", 1)])
        await ensure([("area_path", 1), ("state", 1), ("created", 1)])
        for due in (
            "due_at",
            "owed_at",
            "fetch_at",
            "untold_at",
            "call_at",
            "listen_at",
            "told_at",
        ):
            await ensure([(due, 1)], sparse=True)

    def document(self, ticket: Ticket) -> Document:
        """The document to be filed, with the words by which it is found."""
        return self._plain(ticket) | self._words.of(ticket)

    def _plain(self, ticket: Ticket) -> Document:
        """The document without those; all who have to do with it stand in one indexed list."""
        plain = to_document(ticket, self._vault)
        people = _people_of(ticket)
        return plain | {"people": people} if people else plain

    def read(self, document: Document) -> Ticket:
        """The ticket of a document."""
        return from_document(Ticket, document, self._vault)

    async def file(self, document: Document) -> None:
        """File a ticket; filing it again changes nothing."""
        try:
            await self._collection.insert(document)
        except DuplicateError:
            # Which index speaks first is up to the store, so we look for the ticket itself.
            if await self._collection.get(document["_id"]) is None:
                raise

    async def get(self, identifier: str) -> Ticket | None:
        """The ticket of this identifier."""
        found = await self._collection.get(identifier)
        return self.read(found) if found else None

    async def these(self, identifiers: Iterable[str]) -> Sequence[Ticket]:
        """The tickets of these identifiers in their order, but for those that cannot be read."""
        found = await asyncio.gather(*(self._collection.get(each) for each in identifiers))
        return [ticket for each in found if each and (ticket := self._readable(each))]

    async def numbered(self, number: str) -> Ticket | None:
        """The ticket of this number."""
        found = await self._collection.first({"number": number})
        return self.read(found) if found else None

    async def asked_by(self, person: str, limit: int = 5) -> Sequence[Ticket]:
        """The latest tickets of a resident, newest first."""
        return await self._list({"asker": person}, ("created", -1), limit)

    async def followed_by(self, person: str, limit: int = 20) -> Sequence[Ticket]:
        """Tickets of others that a resident waits for as well, newest first."""
        return await self._list({"people": f"{_FOLLOWER}{person}"}, ("created", -1), limit)

    async def held_by(
        self, person: str, states: Iterable[State] = HELD, limit: int = 20
    ) -> Sequence[Ticket]:
        """What a volunteer or staff member has in hand, alone or with a partner."""
        query = {"people": f"{_HOLDER}{person}", "state": {"$in": sorted(states)}}
        return await self._list(query, ("created", 1), limit)

    async def pledged_by(self, person: str) -> Sequence[Ticket]:
        """Where somebody waits for another to go with."""
        query = {"people": f"{_PLEDGED}{person}", "state": {"$in": sorted(UNHELD)}}
        return await self._list(query, ("created", 1), 20)

    async def loads(self, people: Sequence[str]) -> Mapping[str, int]:
        """How many tasks each of these people has in hand."""
        named = [f"{_HOLDER}{person}" for person in people]
        query = {"people": {"$in": named}, "state": {"$in": sorted(HELD)}}
        held = Counter(
            each[name]["_id"]
            for each in await self._collection.many(query)
            for name in ("holder", "partner")
            if name in each
        )
        return {person: held[person] for person in people}

    async def offered_in(
        self, area: str, queues: Sequence[str], limit: int = 5
    ) -> Sequence[Ticket]:
        """Tasks somebody of this area and these skills may grab, oldest first."""
        query = {"area_path": area, "state": State.OFFERED.value, "queue": {"$in": list(queues)}}
        return await self._list(query, ("created", 1), limit)

    async def alike_in(
        self, area: str, queue: str, topics: Sequence[str], since: datetime, limit: int = 10
    ) -> Sequence[Ticket]:
        """Open tickets of an area about the same topics, newest first."""
        query = {
            "area_path": area,
            "state": {"$in": sorted(LIVE)},
            "created": {"$gte": since},
            "queue": queue,
            "topics": {"$in": list(topics)},
        }
        return await self._list(query, ("created", -1), limit)

    async def untaken_in(self, area: str, limit: int = 5) -> Sequence[Ticket]:
        """What nobody has taken in an area, oldest first."""
        states = {"$in": [State.OPEN.value, State.REOPENED.value]}
        return await self._list({"area_path": area, "state": states}, ("created", 1), limit)

    async def dispatched_to(self, names: Sequence[str], limit: int = 5) -> Sequence[Ticket]:
        """What waits for the answer of a person or ``group:NAME``, oldest first."""
        named = [f"{_SENT}{name}" for name in names]
        query = {"people": {"$in": named}, "state": State.DISPATCHED.value}
        return await self._list(query, ("created", 1), limit)

    async def to_call_back(
        self, area: str | None, now: datetime, limit: int = 5
    ) -> Sequence[Ticket]:
        """Results that somebody has to ask about by phone, longest waiting first."""
        around = {"area_path": area} if area else {}
        return await self._list({"call_at": {"$lte": now}, **around}, ("call_at", 1), limit)

    async def with_agency(
        self, agency: str, lawyer: str | None = None, limit: int = 20
    ) -> Sequence[Ticket]:
        """What is with an agency, or with one lawyer of it; what is due first comes first."""
        query: Document = {
            "people": f"{_AGENCY}{agency}",
            "state": {"$in": [State.HANDED_OVER.value, State.PAUSED.value]},
        }
        if lawyer:
            query["handover.lawyer"] = lawyer
        return await self._list(query, ("due_at", 1), limit)

    async def alarming(self, person: str, limit: int = 20) -> Sequence[Ticket]:
        """Alarms that somebody was told of and nobody has ended, newest first."""
        query = {"people": f"{_ALARMED}{person}", "state": {"$in": sorted(LIVE)}}
        return await self._list(query, ("created", -1), limit)

    async def untold_in(self, area: str | None, limit: int = 5) -> Sequence[Ticket]:
        """Tickets with somebody who has to be told by phone, longest waiting first."""
        around = {"area_path": area} if area else {}
        query = {"untold_at": {"$exists": True}, **around}
        return await self._list(query, ("untold_at", 1), limit)

    async def to_listen(self, area: str | None, now: datetime, limit: int = 5) -> Sequence[Ticket]:
        """Live tickets with a recording nobody has written down, longest waiting first."""
        around = {"area_path": area} if area else {}
        query = {"listen_at": {"$lte": now}, **around}
        return await self._list(query, ("listen_at", 1), limit)

    async def count_live_in(self, area: str) -> int:
        """How many tickets of an area somebody still has to do something about."""
        query = {"area_path": area, "state": {"$in": sorted(LIVE)}}
        return await self._collection.count(query)

    async def is_empty(self, area: str) -> bool:
        """Whether there was never a ticket in an area."""
        return await self._collection.first({"area_path": area}) is None

    async def due(self, now: datetime, limit: int = 50) -> Sequence[Ticket]:
        """Tickets with which the clock has something to do."""
        return await self._due("due_at", now, limit)

    async def put_off(self, ticket: Ticket, until: datetime) -> None:
        """Look again later at a ticket nothing could be done to, unless somebody moved it."""
        guard = {"_id": ticket.id, "version": ticket.version}
        await self._collection.update(guard, {"$set": {"due_at": until}})

    async def due_to_fetch(self, now: datetime, limit: int = 20) -> Sequence[Ticket]:
        """Tickets with photos or audio still at WeChat."""
        return await self._due("fetch_at", now, limit)

    async def make(self, identifier: str, step: Step, known: Ticket | None = None) -> Ticket:
        """Make a move; a step whose message is already on the timeline changes nothing.

        ``known`` is the ticket as just read, which spares reading it again. Raises KeyError,
        IllegalMoveError, MissingError or, after many collisions, CrowdedError.
        """
        async with self._turns.of(identifier):
            if known:
                with contextlib.suppress(IllegalMoveError):
                    if after := await self._try(known, step):
                        return after
            for _ in range(_RETRIES):
                before = await self.get(identifier)
                if before is None:
                    raise KeyError(identifier)
                if after := await self._try(before, step):
                    return after
        raise CrowdedError(identifier)

    async def _try(self, before: Ticket, step: Step) -> Ticket | None:
        """The ticket after the step; None when another process changed it first."""
        if step.key and before.heard(step.key, step.move):
            return before
        after = apply(before, step, self._timetable)
        guard = {"_id": before.id, "version": before.version}
        is_made = await self._collection.update(guard, self._change(before, after))
        return after if is_made else None

    async def fetched(self, identifier: str, media_id: str, file: str | None) -> None:
        """Record that an attachment is kept, or lost when ``file`` is None."""
        state = "kept" if file else "lost"
        await self._collection.update(
            {"_id": identifier, "attachments.media_id": media_id},
            {"$set": {"attachments.$.state": state, "attachments.$.file": file}},
        )

    async def listen_next(self, identifier: str, at: datetime | None) -> None:
        """Set from when its recordings wait (None: no more), unless somebody listened already."""
        guard = {"_id": identifier, "listen_at": {"$exists": True}}
        change = {"$set": {"listen_at": at}} if at else {"$unset": {"listen_at": ""}}
        await self._collection.update(guard, change)

    async def fetch_next(self, ticket: Ticket, at: datetime | None) -> None:
        """Set when to look again (None: never), unless new attachments came in between."""
        guard = {"_id": ticket.id, "attachments": {"$size": len(ticket.attachments)}}
        change = {"$set": {"fetch_at": at}} if at else {"$unset": {"fetch_at": ""}}
        await self._collection.update(guard, change)

    async def _list(self, query: Document, order: tuple[str, int], limit: int) -> list[Ticket]:
        """What matches; one that cannot be read must not keep all others from being seen."""
        found = await self._collection.many(query, sort=[order], limit=limit)
        return [ticket for each in found if (ticket := self._readable(each))]

    async def _due(self, name: str, now: datetime, limit: int) -> list[Ticket]:
        """What is due; a ticket that cannot be read is put off, so that others go on."""
        query = {name: {"$lte": now}}
        tickets = []
        for document in await self._collection.many(query, sort=[(name, 1)], limit=limit):
            if ticket := self._readable(document):
                tickets.append(ticket)
            else:
                put_off = {"$set": {name: now + PUT_OFF}}
                await self._collection.update({"_id": document["_id"]}, put_off)
        return tickets

    def _readable(self, document: Document) -> Ticket | None:
        try:
            return self.read(document)
        except (VaultError, ValueError, TypeError) as error:
            log.error("a ticket cannot be read", extra={"error": type(error).__name__})
            return None

    def _change(self, before: Ticket, after: Ticket) -> Document:
        """The update that leads from one to the other."""
        told = {} if told_by(before) == told_by(after) else self._words.of(after)
        new = self._plain(after) | told
        grown = [
            name for name in _GROWING if len(getattr(after, name)) > len(getattr(before, name))
        ]
        changed = {name for name in _FIELDS if getattr(before, name) != getattr(after, name)}
        changed |= {_DUE[name] for name in grown if name in _DUE}
        changed |= {"people"} if _people_of(before) != _people_of(after) else set()
        changed |= told.keys()
        change: dict[str, dict[str, Any]] = {
            "$set": {name: new[name] for name in changed if name in new},
            "$unset": {name: "" for name in changed if name not in new},
            "$push": {name: {"$each": new[name][len(getattr(before, name)) :]} for name in grown},
        }
        return {operator: what for operator, what in change.items() if what}


def _people_of(ticket: Ticket) -> list[str]:
    """Who has to do with a ticket, each with what they are to it."""
    named = [
        *((_FOLLOWER, person) for person in ticket.followers),
        *((_HOLDER, each.id) for each in ticket.holders),
        (_PLEDGED, ticket.pledged.id if ticket.pledged else None),
        (_SENT, ticket.dispatch.to if ticket.dispatch else None),
        (_AGENCY, ticket.handover.agency if ticket.handover else None),
        *((_ALARMED, person) for person in _alarmed(ticket)),
    ]
    return [f"{role}{name}" for role, name in named if name]


def _alarmed(ticket: Ticket) -> tuple[str, ...]:
    """Who was told of an alarm that nobody has ended."""
    return ticket.alarm.told if ticket.alarm and not ticket.alarm.is_cleared else ()
