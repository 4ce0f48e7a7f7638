"""A ticket's life in plain words: who did what when, who was told of it, and how that went."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.manners import ATTACHMENT
from bot.notice_words import NoticeWords
from bot.office.who import Names, names_around
from bot.services import Services
from models.moves import Move
from models.notice import Channel, Notice
from models.ticket import Event, Ticket
from nlp import QUEUES

Hide = Callable[[str], str]

NAMED = 3  # more who are told the same by the same way are counted


@dataclass(frozen=True, slots=True)
class Told:
    """Who was told what, by which way, and what became of it."""

    who: str
    what: str
    way: str
    became: str
    is_missed: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened."""

    at: datetime
    who: str
    what: str
    note: str
    told: tuple[Told, ...]
    is_internal: bool  # for the offices alone


async def timeline(services: Services, ticket: Ticket, hide: Hide) -> Sequence[Line]:
    """All that happened, latest first; ``hide`` takes out of words what may not be shown."""
    messages = [each for each in ticket.notices if each.channel is not Channel.RECORD]
    people = [*(each.by for each in ticket.events), *(each.to for each in messages)]
    names = await names_around(services, ticket, people)
    by_event: dict[int, list[Notice]] = {}
    for each in messages:
        by_event.setdefault(min(each.event, len(ticket.events) - 1), []).append(each)
    lines = [
        _line(services, ticket, event, by_event.get(position, []), names, hide)
        for position, event in enumerate(ticket.events)
    ]
    return lines[::-1]


def _line(
    services: Services,
    ticket: Ticket,
    event: Event,
    notices: Sequence[Notice],
    names: Names,
    hide: Hide,
) -> Line:
    who = names[event.by]
    return Line(
        at=event.at,
        who=who,
        what=services.phrases(f"timeline.{event.move}"),
        note=hide(_note(services, event, who)),
        told=tuple(_told(services, ticket, notices, names)),
        is_internal=event.move is Move.NOTE,
    )


def _note(services: Services, event: Event, who: str) -> str:
    """What was said with it; a queue by its name, and nothing that only repeats who it was."""
    note = event.note or ""
    if event.move is Move.REROUTE and note in QUEUES:
        return services.phrases(f"queue.{note}")
    return "" if note and who.startswith(note) else note


def _told(
    services: Services, ticket: Ticket, notices: Iterable[Notice], names: Names
) -> Iterable[Told]:
    alike: dict[tuple[str, Channel, str], list[Notice]] = {}
    for each in notices:
        alike.setdefault((each.kind, each.channel, each.state), []).append(each)
    for together in alike.values():
        yield _together(services, ticket, together, names)


def _together(
    services: Services, ticket: Ticket, notices: Sequence[Notice], names: Mapping[str, str]
) -> Told:
    say, first = services.phrases, notices[0]
    who = list(dict.fromkeys(names[each.to] for each in notices))
    is_photo = first.kind == ATTACHMENT
    words = NoticeWords(services)
    return Told(
        who="、".join(who) if len(who) <= NAMED else say("timeline.several", count=len(who)),
        what=say("timeline.attachment") if is_photo else words.brief(first, ticket),
        way=say(f"way.{first.channel}"),
        became=say(f"became.{first.state}"),
        is_missed=first.state == "undelivered",
    )
