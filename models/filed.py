"""What was filed in a period, read in part: for lists that leave the house and for unmet needs.

Only these fields are opened, and every query goes by the index (area path, state, created), one
state at a time, for that is what the embedded store uses whole.
"""

import heapq
import logging
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from models.database import Collection, Document
from models.document import from_document, sealed
from models.moves import Move, State
from models.period import Period
from models.ticket import Holder
from models.vault import Vault, VaultError

log = logging.getLogger(__name__)

Areas = Sequence[str | None]  # those of None are the tickets that lie in no area


@dataclass(frozen=True, slots=True)
class Passed:
    """One line of a timeline without its words."""

    at: datetime
    move: Move


@dataclass(frozen=True, slots=True)
class FiledTicket:
    """The part of a ticket that lists and groups need; see ``models.ticket.Ticket``."""

    id: str
    number: str
    queue: str
    asker: str
    created: datetime
    state: State = State.OPEN
    text: str = sealed(default="")
    phone: str | None = sealed(default=None)
    area_path: tuple[str, ...] = ()
    urgent: bool = False
    undecided: bool = False
    source: str = "chat"
    evidence: tuple[str, ...] = ()
    events: tuple[Passed, ...] = ()
    holder: Holder | None = None
    limit_at: datetime | None = None
    done_at: datetime | None = None
    rating: int | None = None


_FIELDS = tuple(each.name for each in fields(FiledTicket) if each.name not in ("id", "events"))
_READ = (*_FIELDS, "events.at", "events.move")


class Filed:
    """Tickets by when they were filed."""

    def __init__(self, tickets: Collection, vault: Vault) -> None:
        self._tickets = tickets
        self._vault = vault

    async def count(self, areas: Areas, period: Period) -> int:
        """How many were filed."""
        return sum([await self._tickets.count(each) for each in _queries(areas, period)])

    async def stream(self, areas: Areas, period: Period) -> AsyncIterator[FiledTicket]:
        """Each of them, state by state and the oldest first."""
        for query in _queries(areas, period):
            async for document in self._tickets.stream(query, _READ, sort=[("created", 1)]):
                if ticket := self._readable(document):
                    yield ticket

    async def latest(self, areas: Areas, period: Period, limit: int) -> list[FiledTicket]:
        """The latest of them, newest first."""
        found: list[Document] = []
        for query in _queries(areas, period):
            newest = self._tickets.stream(query, _READ, sort=[("created", -1)], limit=limit)
            found += [document async for document in newest]
            found = heapq.nlargest(limit, found, key=lambda each: each["created"])
        return [ticket for each in found if (ticket := self._readable(each))]

    def _readable(self, document: Document) -> FiledTicket | None:
        try:
            return from_document(FiledTicket, document, self._vault)
        except (VaultError, ValueError, TypeError) as error:
            log.error("a ticket cannot be read", extra={"error": type(error).__name__})
            return None


def _queries(areas: Areas, period: Period) -> Iterator[Document]:
    created = {"$gte": period.start, "$lt": period.end}
    for area in areas:
        for state in sorted(State):
            yield {"area_path": area, "state": state.value, "created": created}
