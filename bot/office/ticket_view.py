"""All that the page of one ticket shows of it, put together for whoever may see the ticket."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from bot.display import moment, place_of
from bot.office.highlight import highlighted
from bot.office.masks import masked_name, masked_phone
from bot.office.timeline import Line, timeline
from bot.office.who import names_around
from bot.services import Services
from bot.wechat.wording import mask_digits
from models.steps import GROUP
from models.ticket import UNSHOWN, Attachment, Deadline, Due, Ticket

SHOWN_DUES = frozenset(Due) - UNSHOWN


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach who asked; masked until it was revealed."""

    name: str
    phone: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class DueLine:
    """What has to happen by when, and how much time is left."""

    what: str
    until: str
    left: str
    is_over: bool


@dataclass(frozen=True, slots=True)
class Media:
    """A photo or recording; ``path`` is None while it is still at WeChat or lost."""

    kind: str
    at: datetime
    state: str
    path: str | None


@dataclass(frozen=True, slots=True)
class TicketView:
    """A ticket in words."""

    number: str
    queue: str
    state: str
    place: str
    areas: str
    source: str
    contact: Contact
    pieces: Sequence[tuple[str, bool]]
    evidence: tuple[str, ...]
    has: Sequence[str]
    agency: Sequence[str]
    dues: Sequence[DueLine]
    lines: Sequence[Line]
    media: Sequence[Media]
    merged_into: str | None


async def view_of(services: Services, ticket: Ticket, *, is_revealed: bool = False) -> TicketView:
    """The ticket as the page shows it; with ``is_revealed`` the reveal was noted before."""
    say = services.phrases
    hide = _as_it_is if is_revealed else mask_digits
    into = await services.store.tickets.get(ticket.merged_into) if ticket.merged_into else None
    known = [services.areas.get(each) for each in ticket.area_path]
    return TicketView(
        number=ticket.number,
        queue=say(f"queue.{ticket.queue}"),
        state=say(f"state.{ticket.state}"),
        place=place_of(ticket, say, services.areas),
        areas=" › ".join(each.name for each in known if each),
        source=say(f"source.{ticket.source}"),
        contact=await _contact(services, ticket, is_revealed),
        pieces=highlighted(hide(ticket.story), ticket.evidence),
        evidence=ticket.evidence,
        has=await _who_has_it(services, ticket),
        agency=_agency(services, ticket),
        dues=[_due(services, each) for each in ticket.deadlines if each.kind in SHOWN_DUES],
        lines=await timeline(services, ticket, hide),
        media=[media_of(ticket, each) for each in ticket.attachments],
        merged_into=into.number if into else None,
    )


def media_of(ticket: Ticket, attachment: Attachment) -> Media:
    """An attachment and the page that serves it."""
    path = f"/console/tickets/{ticket.number}/media/{quote(attachment.media_id, safe='')}"
    is_kept = attachment.state == "kept"
    return Media(attachment.kind, attachment.at, attachment.state, path if is_kept else None)


async def _contact(services: Services, ticket: Ticket, is_revealed: bool) -> Contact:
    say = services.phrases
    asker = await services.store.residents.get(ticket.asker)
    name = asker.name if asker else None
    phone = ticket.phone or (asker.phone if asker else None)
    if not is_revealed:
        name, phone = masked_name(name), masked_phone(phone)
    return Contact(name or say("who.unknown"), phone or say("who.phone"), is_revealed)


async def _who_has_it(services: Services, ticket: Ticket) -> Sequence[str]:
    """Who has it or was sent, and since when."""
    since = {each.id: each.since for each in ticket.holders}
    if ticket.pledged:
        since[ticket.pledged.id] = ticket.pledged.since
    if ticket.dispatch and not ticket.holder:
        if ticket.dispatch.to.startswith(GROUP):
            return [f"{ticket.dispatch.name} {_at(services, ticket.dispatch.at)}"]
        since[ticket.dispatch.to] = ticket.dispatch.at
    names = await names_around(services, ticket, since)
    return [f"{names[person]} {_at(services, at)}".strip() for person, at in since.items()]


def _as_it_is(text: str) -> str:
    return text


def _at(services: Services, at: datetime | None) -> str:
    return moment(at, services.clock()) if at else ""


def _agency(services: Services, ticket: Ticket) -> Sequence[str]:
    """The agency that has it, its own number, how far it says it is, and the lawyer."""
    away = ticket.handover
    if away is None:
        return []
    agency = services.timetable.agencies.get(away.agency)
    name = agency.name if agency else services.phrases("undelivered.agency")
    return [each for each in (name, away.number, away.status, away.lawyer_name) if each]


def _due(services: Services, deadline: Deadline) -> DueLine:
    now = services.clock()
    is_over = deadline.at <= now
    span = span_words(services, abs(deadline.at - now))
    return DueLine(
        what=services.phrases(f"due_for.{deadline.kind}"),
        until=moment(deadline.at, now),
        left=services.phrases("span.over" if is_over else "span.left", span=span),
        is_over=is_over,
    )


def span_words(services: Services, span: timedelta) -> str:
    """How long in words: 2 天 3 小时, 3 小时 20 分钟, 5 分钟."""
    say, minutes = services.phrases, int(span.total_seconds() // 60)
    if minutes >= 24 * 60:
        return say("span.days", days=minutes // 1440, hours=minutes % 1440 // 60)
    if minutes >= 60:
        return say("span.hours", hours=minutes // 60, minutes=minutes % 60)
    return say("span.minutes", minutes=minutes)
