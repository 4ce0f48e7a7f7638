"""The repository of tickets: every change is one guarded update of one document."""

import contextlib
import logging
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from models.database import Collection, Document, DuplicateError
from models.document import from_document, to_document
from models.ticket import HELD, IllegalMoveError, State, Step, Ticket, apply
from models.turns import Turns
from models.vault import Vault, VaultError

log = logging.getLogger(__name__)

PUT_OFF = timedelta(hours=1)

# Appended to, never rewritten: the delivery and fetching jobs mark their entries meanwhile.
_GROWING = ("events", "notices", "attachments")
_FIELDS = tuple(each.name for each in fields(Ticket) if each.name not in ("id", *_GROWING))
# The jobs settle these under the same version: whenever more comes to be due, we write them again.
_DUE = {"notices": "owed_at", "attachments": "fetch_at"}
_RETRIES = 20


class CrowdedError(Exception):
    """Too many people changed this ticket at once; asking again will do."""


class Tickets:
    """Tickets in the store."""

    def __init__(self, collection: Collection, vault: Vault) -> None:
        self._collection = collection
        self._vault = vault
        self._turns = Turns()

    async def ensure_indexes(self) -> None:
        """Create the indexes that lists, 进度 and grabs need to stay flat."""
        ensure = self._collection.ensure_index
        await ensure([("number", 1)], unique=True)
        await ensure([("asker", 1), ("created", -1)])
        await ensure([("holder._id", 1), ("state", 1)])
        await ensure([("area_path", 1), ("state", 1), ("created", 1)])
        for due in ("climb_at", "owed_at", "fetch_at"):
            await ensure([(due, 1)], sparse=True)

    def document(self, ticket: Ticket) -> Document:
        """The document to be filed."""
        return to_document(ticket, self._vault)

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

    async def numbered(self, number: str) -> Ticket | None:
        """The ticket of this number."""
        found = await self._collection.first({"number": number})
        return self.read(found) if found else None

    async def asked_by(self, person: str, limit: int = 5) -> Sequence[Ticket]:
        """The latest tickets of a resident, newest first."""
        return await self._list({"asker": person}, ("created", -1), limit)

    async def held_by(self, person: str, limit: int = 20) -> Sequence[Ticket]:
        """What a volunteer or staff member has taken and not finished."""
        states = {"$in": sorted(HELD)}
        return await self._list({"holder._id": person, "state": states}, ("created", 1), limit)

    async def offered_in(
        self, area: str, queues: Sequence[str], limit: int = 5
    ) -> Sequence[Ticket]:
        """Tasks somebody of this area and these skills may grab, oldest first."""
        query = {"area_path": area, "state": State.OFFERED.value, "queue": {"$in": list(queues)}}
        return await self._list(query, ("created", 1), limit)

    async def untaken_in(self, area: str, limit: int = 5) -> Sequence[Ticket]:
        """What nobody has taken in an area, oldest first."""
        states = {"$in": [State.OPEN.value, State.REOPENED.value]}
        return await self._list({"area_path": area, "state": states}, ("created", 1), limit)

    async def due_to_climb(self, now: datetime, limit: int = 50) -> Sequence[Ticket]:
        """Tickets whose rung has run out of time."""
        return await self._due("climb_at", now, limit)

    async def due_to_fetch(self, now: datetime, limit: int = 20) -> Sequence[Ticket]:
        """Tickets with photos or audio still at WeChat."""
        return await self._due("fetch_at", now, limit)

    async def make(self, identifier: str, step: Step, known: Ticket | None = None) -> Ticket:
        """Make a move; a step whose message is already on the timeline changes nothing.

        ``known`` is the ticket as just read, which spares reading it again. Raises KeyError,
        IllegalMoveError, NoteMissingError or, after many collisions, CrowdedError.
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
        after = apply(before, step)
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

    async def fetch_next(self, ticket: Ticket, at: datetime | None) -> None:
        """Set when to look again (None: never), unless new attachments came in between."""
        guard = {"_id": ticket.id, "attachments": {"$size": len(ticket.attachments)}}
        change = {"$set": {"fetch_at": at}} if at else {"$unset": {"fetch_at": ""}}
        await self._collection.update(guard, change)

    async def _list(self, query: Document, order: tuple[str, int], limit: int) -> list[Ticket]:
        found = await self._collection.many(query, sort=[order], limit=limit)
        return [self.read(each) for each in found]

    async def _due(self, name: str, now: datetime, limit: int) -> list[Ticket]:
        """What is due; a ticket that cannot be read is put off, so that others go on."""
        query = {name: {"$lte": now}}
        tickets = []
        for document in await self._collection.many(query, sort=[(name, 1)], limit=limit):
            try:
                tickets.append(self.read(document))
            except (VaultError, ValueError, TypeError) as error:
                log.error("a ticket cannot be read", extra={"error": type(error).__name__})
                put_off = {"$set": {name: now + PUT_OFF}}
                await self._collection.update({"_id": document["_id"]}, put_off)
        return tickets

    def _change(self, before: Ticket, after: Ticket) -> Document:
        """The update that leads from one to the other."""
        new = self.document(after)
        grown = [
            name for name in _GROWING if len(getattr(after, name)) > len(getattr(before, name))
        ]
        changed = {name for name in _FIELDS if getattr(before, name) != getattr(after, name)}
        changed |= {_DUE[name] for name in grown if name in _DUE}
        change: dict[str, dict[str, Any]] = {
            "$set": {name: new[name] for name in changed if name in new},
            "$unset": {name: "" for name in changed if name not in new},
            "$push": {name: {"$each": new[name][len(getattr(before, name)) :]} for name in grown},
        }
        return {operator: what for operator, what in change.items() if what}
