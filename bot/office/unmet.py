"""What people needed and did not get, and the words nobody understood, so that either can change.

Counted by people, since one person may ask ten times. Of a large area the latest tickets speak for
all.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import TypeAdapter

from bot.office.counting import Counting
from bot.office.figures import Asked
from bot.services import Services
from models.filed import Areas, FiledTicket
from models.kept_figures import Kept
from models.moves import LIVE, Move, State
from nlp import OTHER, Understander

MOST = 2000  # tickets looked at
SHOWN = 30  # groups, and as many words
EXAMPLES = 5  # tickets named of each
FEW = 3  # people; what fewer said is not shown to those who do not work on tickets
WAITED = timedelta(hours=1)  # from then on taking a request back means nobody came
FAILURES = frozenset({Move.FALL_BACK, Move.EXPIRE, Move.LAPSE, Move.GIVE_BACK, Move.REFUSE})
_REPEATEDLY = 2
_AT_A_TIME = 25  # tickets read before others have their turn


class Reason(StrEnum):
    """How a ticket ended, or stands, without what was needed."""

    GAVE_UP = "gave_up"
    NOBODY = "nobody"
    NOT_OURS = "not_ours"
    LATE = "late"
    BAD = "bad"


REASONS = {
    Reason.GAVE_UP: "等不到人，自己撤回",
    Reason.NOBODY: "几次没有人接住",
    Reason.NOT_OURS: "接的单位说不归他们管",
    Reason.LATE: "过了期限还没办完",
    Reason.BAD: "办了，居民不满意或说没办好",
}


@dataclass(frozen=True, slots=True)
class Need:
    """What was not met: a queue and the word it is about ("" for none), and why."""

    queue: str
    word: str
    tickets: int
    people: int
    reasons: dict[Reason, int] = field(default_factory=dict)
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StrangeWord:
    """A word that stands mostly in what was not understood."""

    word: str
    people: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unmet:
    """What was found in ``looked_at`` tickets; ``is_all`` tells whether there were more."""

    looked_at: int
    is_all: bool
    missed: int  # tickets without what was needed
    puzzling: int  # tickets not understood
    needs: tuple[Need, ...]
    words: tuple[StrangeWord, ...]
    examples: tuple[str, ...] = ()  # of what was not understood

    def without_few(self) -> "Unmet":
        """For those who do not work on tickets: no ticket, and no word of fewer than three."""
        common = [each for each in self.needs if each.people >= FEW]
        words = [replace(each, examples=()) for each in self.words if each.people >= FEW]
        needs = tuple(replace(each, examples=()) for each in common)
        return replace(self, needs=needs, words=tuple(words), examples=())


_CONTENT = TypeAdapter(Unmet)


async def found_unmet(counting: Counting, services: Services, asked: Asked) -> Unmet | None:
    """What was not met in the days asked for; None while it is first counted."""
    name = asked.name("unmet")

    async def count() -> Kept:
        now = services.clock()
        areas, period = roots(services, asked.area), asked.period(now)
        tickets = await services.store.filed.latest(areas, period, MOST)
        found = await find(tickets, services.understander, now)
        return Kept(name, now, asked.is_over(now), _CONTENT.dump_json(found).decode())

    kept = await counting.ask(name, count)
    return _CONTENT.validate_json(kept.content) if kept else None


def roots(services: Services, area: str | None) -> Areas:
    """The area, or without one every topmost area and what lies in none."""
    return (area,) if area else (*(each.id for each in services.areas.below(None)), None)


async def find(tickets: Sequence[FiledTicket], understander: Understander, now: datetime) -> Unmet:
    """Group the tickets, with room for others in between."""
    missed = [each for each in tickets if reasons(each, now)]
    puzzling = [each for each in tickets if is_puzzling(each)]
    return Unmet(
        looked_at=len(tickets),
        is_all=len(tickets) < MOST,
        missed=len(missed),
        puzzling=len(puzzling),
        needs=tuple(_largest(_needs(missed, now))),
        words=tuple(await _strange(tickets, understander)) if puzzling else (),
        examples=_examples(puzzling),
    )


def reasons(ticket: FiledTicket, now: datetime) -> tuple[Reason, ...]:
    """Why it did not get what it needed; none for most."""
    moves = Counter(each.move for each in ticket.events)
    last = ticket.events[-1].at if ticket.events else ticket.created
    failures = sum(moves[move] for move in FAILURES)
    is_late = ticket.state in LIVE and ticket.limit_at is not None and ticket.limit_at < now
    holds = {
        Reason.GAVE_UP: ticket.state is State.CANCELLED and last - ticket.created >= WAITED,
        Reason.NOBODY: failures >= _REPEATEDLY,
        Reason.NOT_OURS: moves[Move.RETURN] > 0,
        Reason.LATE: is_late,
        Reason.BAD: moves[Move.COMPLAIN] + moves[Move.NOT_FIXED] > 0,
    }
    return tuple(reason for reason, is_so in holds.items() if is_so)


def is_puzzling(ticket: FiledTicket) -> bool:
    """Whether it was not understood: nobody chose what it is, or it fits no queue."""
    return ticket.undecided or ticket.queue == OTHER


def _needs(missed: Iterable[FiledTicket], now: datetime) -> Iterator[Need]:
    groups: dict[tuple[str, str], list[FiledTicket]] = defaultdict(list)
    for ticket in missed:
        groups[ticket.queue, ticket.evidence[0] if ticket.evidence else ""].append(ticket)
    for (queue, word), group in groups.items():
        counted = Counter(reason for each in group for reason in reasons(each, now))
        people = len({each.asker for each in group})
        yield Need(queue, word, len(group), people, dict(counted), _examples(group))


def _largest(needs: Iterable[Need]) -> list[Need]:
    return sorted(needs, key=lambda each: (-each.people, each.queue, each.word))[:SHOWN]


async def _strange(tickets: Sequence[FiledTicket], understander: Understander) -> list[StrangeWord]:
    """Words the lexicon knows nothing of, where most of those that have them were not understood.

    Words such as 我们 stand everywhere, and so mostly in what was understood.
    """
    holding: dict[str, list[FiledTicket]] = defaultdict(list)
    for number, ticket in enumerate(tickets):
        for word in understander.strange_words(ticket.text):
            holding[word].append(ticket)
        if number % _AT_A_TIME == 0:
            await asyncio.sleep(0)
    return sorted(_telling(holding), key=lambda each: (-each.people, each.word))[:SHOWN]


def _telling(holding: dict[str, list[FiledTicket]]) -> Iterator[StrangeWord]:
    for word, group in holding.items():
        puzzling = [each for each in group if is_puzzling(each)]
        if 2 * len(puzzling) > len(group):
            people = len({each.asker for each in puzzling})
            yield StrangeWord(word, people, _examples(puzzling))


def _examples(group: Sequence[FiledTicket]) -> tuple[str, ...]:
    return tuple(each.number for each in group[:EXAMPLES])
