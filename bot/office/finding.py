"""The list of tickets: searched, filtered and paged, with what a member of staff may see.

One page looks at no more than ``EXAMINED`` tickets, whatever is filtered: where they are used up
before the page is full, it says so and goes on from there.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot import powers
from bot.display import moment, short
from bot.office.highlight import highlighted
from bot.office.masks import masked_name, masked_phone
from bot.office.reach import tops_of
from bot.office.rows import waited, who_has
from bot.office.wanted_list import WantedList
from bot.services import Services
from bot.wechat.wording import mask_digits
from models.database import Document
from models.listing import Found, Span
from models.moves import RUNNING
from models.number import is_number
from models.people import StaffMember
from models.steps import GROUP
from models.ticket import Ticket
from models.vault import VaultError

log = logging.getLogger(__name__)

PAGE = 30
EXAMINED = 300
_WORDS = 60


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page goes on: at a moment, without those of this moment that were shown."""

    at: datetime
    shown: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return ".".join([str(round(self.at.timestamp() * 1000)), *sorted(self.shown)])


def read_cursor(text: str) -> Cursor | None:
    """The cursor of an address; None where there is none that can be read."""
    at, *shown = text.split(".")
    try:
        return Cursor(datetime.fromtimestamp(int(at) / 1000, UTC), frozenset(shown))
    except (ValueError, OverflowError, OSError):
        return None


@dataclass(frozen=True, slots=True)
class Line:
    """A ticket in the list; ``said`` are pieces, each with whether it is marked."""

    number: str
    queue: str
    state: str
    area: str
    said: Sequence[tuple[str, bool]]
    asker: str
    filed: str
    waited: str
    who: str
    source: str
    is_late: bool
    is_urgent: bool
    is_danger: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One page; ``after`` is where the next begins, ``is_cut`` whether too much was to be seen."""

    lines: Sequence[Line]
    after: str | None = None
    is_cut: bool = False


class Finder:
    """Looks for what one member of staff wants to see."""

    def __init__(self, services: Services, member: StaffMember, wanted: WantedList) -> None:
        self._services = services
        self._member = member
        self._wanted = wanted

    async def page(self, cursor: Cursor | None = None) -> Page:
        """The page that begins there."""
        if ticket := await self._numbered():
            return Page([await self._line(ticket)])
        tickets: list[Ticket] = []
        examined, last = 0, cursor
        async for at, document in self._candidates(cursor):
            if last and at == last.at and document["number"] in last.shown:
                continue
            if len(tickets) == PAGE or examined == EXAMINED:
                is_cut = len(tickets) < PAGE
                return Page(await self._lines(tickets), str(last), is_cut)
            examined += 1
            shown = last.shown if last and last.at == at else frozenset[str]()
            last = Cursor(at, shown | {document["number"]})
            if self._matches(document) and (ticket := self._readable(document)):
                tickets.append(ticket)
        return Page(await self._lines(tickets))

    async def _numbered(self) -> Ticket | None:
        """The very ticket whose number was typed."""
        if not is_number(self._wanted.words):
            return None
        ticket = await self._services.store.tickets.numbered(self._wanted.words)
        return ticket if ticket and powers.sees(self._member, ticket) else None

    def _candidates(self, cursor: Cursor | None) -> AsyncIterator[Found]:
        """What may match, in order; by the index that narrows most."""
        wanted, store = self._wanted, self._services.store
        at, area = (cursor.at if cursor else None), wanted.area or self._member.area
        if wanted.words:
            return store.search.find(wanted.words, area, at)
        if at is None and not wanted.oldest:
            at = self._services.clock() + timedelta(days=1)
        span = Span(wanted.begins, wanted.ends, at, wanted.oldest)
        for name, is_asked in (("untold_at", wanted.untold), ("call_at", wanted.call_back)):
            if is_asked:
                return store.listing.waiting(name, area, span)
        if wanted.who:
            return store.listing.with_people(self._people(), wanted.states, span)
        tops = [each.id for each in tops_of(self._member, self._services.areas)]
        return store.listing.filed([area] if area else tops, wanted.states, span)

    def _people(self) -> list[str]:
        kind, _, name = self._wanted.who.partition(":")
        if kind == "agency":
            return [f"at:{name}"]
        if kind == "group":
            return [f"sent:{GROUP}{name}"]
        return [f"{role}:{self._member.id}" for role in ("holder", "pledged", "sent")]

    def _matches(self, document: Document) -> bool:
        wanted, now = self._wanted, self._services.clock()
        area = wanted.area or self._member.area
        filed, limit = document["created"], document.get("limit_at")
        return all(
            (
                document["state"] in wanted.states,
                area is None or area in document.get("area_path", ()),
                not wanted.queue or document["queue"] == wanted.queue,
                not wanted.source or document.get("source", "chat") == wanted.source,
                not wanted.urgent or document.get("urgent"),
                not wanted.danger or document.get("danger"),
                not wanted.late or (limit is not None and limit <= now),
                not wanted.untold or document.get("untold_at"),
                not wanted.call_back or document.get("call_at"),
                wanted.begins is None or filed >= wanted.begins,
                wanted.ends is None or filed < wanted.ends,
                not wanted.who or set(self._people()) & set(document.get("people", ())),
            )
        )

    def _readable(self, document: Document) -> Ticket | None:
        """The ticket, if it can be read and seen."""
        try:
            ticket = self._services.store.tickets.read(document)
        except (VaultError, ValueError, TypeError) as error:
            log.error("a ticket cannot be read", extra={"error": type(error).__name__})
            return None
        return ticket if powers.sees(self._member, ticket) else None

    async def _lines(self, tickets: Sequence[Ticket]) -> Sequence[Line]:
        return await asyncio.gather(*map(self._line, tickets))

    async def _line(self, ticket: Ticket) -> Line:
        services, now = self._services, self._services.clock()
        say, limit = services.phrases, ticket.limit_at
        asker = await services.store.residents.get(ticket.asker)
        called = [masked_name(asker.name if asker else None), masked_phone(ticket.phone)]
        marked = (*ticket.evidence, *self._wanted.words.split())
        return Line(
            number=ticket.number,
            queue=say(f"queue.{ticket.queue}"),
            state=say(f"state.{ticket.state}"),
            area=services.areas.name(ticket.area) or "还不知道在哪里",
            said=highlighted(short(mask_digits(ticket.text), _WORDS), marked),
            asker=" ".join(each for each in called if each),
            filed=moment(ticket.created, now),
            waited=waited(ticket.created, now) if ticket.is_live() else "",
            who=who_has(services, ticket),
            source=say(f"source.{ticket.source}"),
            is_late=ticket.state in RUNNING and limit is not None and limit <= now,
            is_urgent=ticket.urgent,
            is_danger=ticket.danger is not None,
        )
