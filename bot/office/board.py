"""The dispatch board: what the staff of an area have to look at first, most urgent part first.

One board serves everybody of the same area, so nothing on it depends on who looks.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.office.listening import waiting
from bot.office.rows import SOON, Row, row_of
from bot.services import Services
from models.moves import RUNNING, UNHELD
from models.outlines import Outline
from models.presence import Presence
from models.ticket import Ticket

MOST = 20  # of a section; the list of tickets shows the others


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the board with its rows, at most ``MOST``; ``count`` is how many there are.

    ``is_counted`` is whether the count is exact, else there are more than that.
    """

    name: str
    rows: Sequence[Row]
    count: int
    is_counted: bool = True


@dataclass(frozen=True, slots=True)
class Board:
    """The sections in order; ``mark`` is another one as soon as anything on the board is."""

    sections: Sequence[Section]
    mark: str

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not any(each.rows for each in self.sections)


@dataclass(frozen=True, slots=True)
class _Found:
    """The tickets to be shown in a section, and how many there are."""

    tickets: Sequence[Ticket]
    count: int
    is_counted: bool = True


async def look(services: Services, area: str | None) -> Board:
    """The board of an area; of None, of everything there is."""
    outlines, asked = await asyncio.gather(_live(services, area), _asked(services, area))
    now = services.clock()
    chosen = {name: choose(outlines, now) for name, choose in _CHOSEN.items()}
    found = {**await _opened(services, chosen), **asked}
    shown = [ticket for each in found.values() for ticket in each.tickets]
    present = await services.store.presences.at((each.id for each in shown), now)
    sections = [_section(services, name, each, present) for name, each in found.items()]
    return Board(sections, _mark(found.values(), sections, present))


async def _live(services: Services, area: str | None) -> Sequence[Outline]:
    """Every live ticket from afar; whoever sees everything sees what has no area as well."""
    areas = [area] if area else [None, *(each.id for each in services.areas.below(None))]
    found = await asyncio.gather(*(services.store.outlines.live_in(each) for each in areas))
    return [each for some in found for each in some]


async def _opened(
    services: Services, chosen: Mapping[str, Sequence[Outline]]
) -> Mapping[str, _Found]:
    """The first of those chosen for each section, all read together."""
    first = {name: [each.id for each in some[:MOST]] for name, some in chosen.items()}
    wanted = dict.fromkeys(each for some in first.values() for each in some)
    read = {each.id: each for each in await services.store.tickets.these(wanted)}
    return {
        name: _Found([read[each] for each in some if each in read], len(chosen[name]))
        for name, some in first.items()
    }


async def _asked(services: Services, area: str | None) -> Mapping[str, _Found]:
    """What an index of its own finds; one more than is shown tells that there are more."""
    tickets, most = services.store.tickets, MOST + 1
    questions: Mapping[str, Awaitable[Sequence[Ticket]]] = {
        "voices": waiting(services, area, most),
        "untold": tickets.untold_in(area, most),
        "call_back": tickets.to_call_back(area, services.clock(), most),
    }
    answers = await asyncio.gather(*questions.values())
    return {
        name: _Found(found[:MOST], min(len(found), MOST), len(found) < most)
        for name, found in zip(questions, answers, strict=True)
    }


def _in_danger(outlines: Iterable[Outline], now: datetime) -> Sequence[Outline]:
    return _oldest_first(each for each in outlines if each.is_alarming)


def _untaken(outlines: Iterable[Outline], now: datetime) -> Sequence[Outline]:
    """What is dangerous stands first already."""
    untaken = (each for each in outlines if each.state in UNHELD)
    return _oldest_first(each for each in untaken if not each.is_alarming)


def _late(outlines: Iterable[Outline], now: datetime) -> Sequence[Outline]:
    """Whose limit has passed or is near, the latest first."""
    running = [(e.limit_at, e.id, e) for e in outlines if e.limit_at and e.state in RUNNING]
    return [each for limit, _, each in sorted(running, key=_by_time) if limit <= now + SOON]


def _by_time(entry: tuple[datetime, str, Outline]) -> tuple[datetime, str]:
    return entry[:2]


def _oldest_first(outlines: Iterable[Outline]) -> Sequence[Outline]:
    return sorted(outlines, key=lambda each: (each.created, each.id))


_CHOSEN: Mapping[str, Callable[[Iterable[Outline], datetime], Sequence[Outline]]] = {
    "danger": _in_danger,
    "untaken": _untaken,
    "late": _late,
}


def _section(
    services: Services, name: str, found: _Found, present: Mapping[str, Sequence[Presence]]
) -> Section:
    rows = [row_of(services, each, present.get(each.id, ())) for each in found.tickets]
    return Section(name, rows, found.count, found.is_counted)


def _mark(
    found: Iterable[_Found],
    sections: Iterable[Section],
    present: Mapping[str, Sequence[Presence]],
) -> str:
    """A digest of what would make anybody look again; that time passes is none of it."""
    tickets = [[(each.id, each.version) for each in some.tickets] for some in found]
    counts = [each.count for each in sections]
    people = sorted(each.id for some in present.values() for each in some)
    lateness = [(row.is_late, row.is_soon) for each in sections for row in each.rows]
    told = repr((tickets, counts, people, lateness)).encode()
    return hashlib.sha256(told).hexdigest()[:16]
