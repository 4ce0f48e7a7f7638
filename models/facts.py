"""What of a ticket's life is counted: read without opening anything sealed, judged for a period.

Everything follows from events before the end of the period, so that a report on a past period says
the same for ever, whatever becomes of its tickets.
"""

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any, TypeVar

from models.area import Part
from models.calendar import Calendar
from models.database import Collection, Document
from models.moves import FINISHED, HELD, LIVE, RUNNING, Move, State
from models.period import Period

ANSWERING = HELD | {State.HANDED_OVER}
CALLING = frozenset({Move.CALL_BACK, Move.COMPLAIN})
ANSWERED = frozenset({Move.CONFIRM, Move.NOT_FIXED, Move.RATE})
_HOUR = timedelta(hours=1)

Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of a timeline; see ``models.ticket.Event`` for what it keeps."""

    at: datetime
    move: Move
    to: State
    queue_before: str | None = None
    limit_before: datetime | None = None
    level: str | None = None
    stars: int | None = None
    volunteers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """One ticket, without what is personal; ``queue`` and ``limit_at`` are those of today."""

    id: str
    queue: str
    created: datetime
    source: str = "chat"
    area_path: tuple[str, ...] = ()
    limit_at: datetime | None = None
    events: tuple[Happening, ...] = ()


@dataclass(frozen=True, slots=True)
class Wait:
    """How long the asker waited, in hours by the clock and in hours the office is open."""

    hours: float
    working: float


@dataclass(frozen=True, slots=True)
class Seen:
    """One ticket as it stood at the end of a period, and what happened to it in the period."""

    queue: str
    source: str
    area_path: tuple[str, ...]
    created: datetime
    is_new: bool  # filed in the period
    state: State
    is_late: bool  # it took longer than it may, since it was filed or reopened
    was_answered: bool  # somebody took it up, ever
    answer: Wait | None = None  # for the first who took it up, in the period
    closing: Wait | None = None  # for the result that stands, given in the period
    closed_at: datetime | None = None  # when it was given, in the period
    level: str | None = None  # at which that result was given
    served: tuple[str, ...] = ()  # volunteers, once for each result they gave in the period
    stars: int | None = None  # the last the asker gave in the period
    is_complaint: bool | None = None  # whether those were a complaint
    reopened: int = 0
    followed: int = 0
    was_answered_back: bool | None = None  # whether the call-back asked for was answered


def look(fact: Fact, period: Period, calendar: Calendar) -> Seen | None:
    """The ticket as seen at the end of the period; None when it was not filed by then."""
    past = tuple(takewhile(lambda each: each.at < period.end, fact.events))
    if fact.created >= period.end or not past:
        return None
    inside = [each for each in past if each.at in period]
    answer = next((each for each in past if each.to in ANSWERING), None)
    result = _standing_result(past)
    rated = next((each for each in reversed(inside) if each.stars is not None), None)

    def waited(event: Happening | None) -> Wait | None:
        return _wait(fact.created, event.at, calendar) if event and event.at in period else None

    return Seen(
        queue=_until(fact.events[len(past) :], "queue_before", fact.queue),
        source=fact.source,
        area_path=fact.area_path,
        created=fact.created,
        is_new=fact.created in period,
        state=past[-1].to,
        is_late=_is_late(fact, past, period.end),
        was_answered=answer is not None,
        answer=waited(answer),
        closing=waited(result),
        closed_at=result.at if result and result.at in period else None,
        level=result.level if result else None,
        served=tuple(person for each in inside for person in each.volunteers),
        stars=rated.stars if rated else None,
        is_complaint=rated.move is Move.COMPLAIN if rated else None,
        reopened=_times(inside, Move.NOT_FIXED),
        followed=_times(inside, Move.FOLLOW),
        was_answered_back=_was_answered_back(inside),
    )


def _standing_result(past: Sequence[Happening]) -> Happening | None:
    """The result with which the ticket ended, unless it is being done again."""
    if past[-1].to not in FINISHED:
        return None
    return next((each for each in reversed(past) if each.move is Move.FINISH), None)


def _is_late(fact: Fact, past: Sequence[Happening], end: datetime) -> bool:
    """Whether it ever ran past the limit it had then; a limit moved afterwards heals nothing."""
    is_late, state = False, State.PAUSED
    for position, event in enumerate(past):
        is_late = is_late or _has_run_past(fact, position, state, event.at)
        is_late = is_late and event.move is not Move.NOT_FIXED
        state = event.to
    return is_late or _has_run_past(fact, len(past), state, end)


def _has_run_past(fact: Fact, position: int, state: State, moment: datetime) -> bool:
    """Whether the limit in force before the event at ``position`` had passed by then."""
    limit = _until(fact.events[position:], "limit_before", fact.limit_at)
    return state in RUNNING and limit is not None and limit < moment


def _until(later: Sequence[Happening], name: str, now: Kept) -> Kept:
    """What was so before these events: the first that changed it says, or it is so to this day."""
    return next((value for each in later if (value := getattr(each, name))), now)


def _was_answered_back(inside: Sequence[Happening]) -> bool | None:
    """Whether the last call-back asked for was answered; None when none was asked for."""
    asked = [n for n, each in enumerate(inside) if each.move in CALLING]
    return any(each.move in ANSWERED for each in inside[asked[-1] :]) if asked else None


def _times(events: Sequence[Happening], move: Move) -> int:
    return sum(each.move is move for each in events)


def _wait(start: datetime, end: datetime, calendar: Calendar) -> Wait:
    return Wait((end - start) / _HOUR, calendar.between(start, end) / _HOUR)


_PLAIN = tuple(each.name for each in fields(Fact) if each.name not in ("id", "events"))
_FIELDS = (*_PLAIN, *(f"events.{each.name}" for each in fields(Happening)))


class Facts:
    """What is counted of the tickets in the store."""

    def __init__(self, tickets: Collection) -> None:
        self._tickets = tickets

    async def within(self, parts: Iterable[Part], period: Period) -> AsyncIterator[Fact]:
        """The tickets that can matter to a period, of pieces that do not overlap.

        Piece by piece, for the embedded store answers nobody while it goes through many tickets.
        """
        for part in parts:
            around = {"created": {"$lt": period.end}, "area_path": _lying_in(part)}
            async for fact in self._around(around, period):
                yield fact

    async def _around(self, around: Document, period: Period) -> AsyncIterator[Fact]:
        """What is live comes first, state by state: for equals and one range the embedded store
        uses the whole index (area path, state, created). What ends meanwhile is met again among
        those touched since, and counted once.
        """
        live: list[Document] = [{"state": each} for each in sorted(LIVE)]
        touched: Document = {"updated": {"$gte": period.start}}
        met: set[str] = set()
        for query in (*live, touched):
            async for document in self._tickets.stream(around | query, _FIELDS):
                if document["_id"] not in met:
                    yield _read(document)
                if query is not touched:
                    met.add(document["_id"])


def _lying_in(part: Part) -> str | list[str] | None:
    """What the path of a ticket holds or is; None where it has none."""
    return part.path[-1] if part.is_whole else list(part.path) or None


def _read(document: Document) -> Fact:
    values = {name: document[name] for name in _PLAIN if name in document}
    values["area_path"] = tuple(document.get("area_path", ()))
    events = tuple(_happening(each) for each in document.get("events", ()))
    return Fact(id=document["_id"], **values | {"events": events})


def _happening(stored: dict[str, Any]) -> Happening:
    converted = {"move": Move(stored["move"]), "to": State(stored["to"])}
    people = tuple(stored.get("volunteers", ()))
    return Happening(**stored | converted | {"volunteers": people})
