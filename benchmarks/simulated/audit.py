"""The books at the end of the month: what the store says against what people really received.

Nothing here trusts a counter of the bot: tickets are read one by one, and a final result counts as
told only when its notice was sent, or stands on the list of those who are to be phoned.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from benchmarks.simulated.reading import Reader
from benchmarks.simulated.town import Ledger
from models.moves import HELD, Actor, Audience, Move, State
from models.notice import Channel, Notice, NoticeState
from models.rules import RULES
from models.store import Store
from models.ticket import Event, Ticket
from models.timetable import Timetable

FINAL = frozenset({"done", "answer"})
TOLD = frozenset({NoticeState.SENT, NoticeState.DELIVERED, NoticeState.TOLD})
SHOWN = 8


@dataclass(slots=True)
class Books:
    """What was counted; ``wrong`` holds examples of whatever must not be."""

    counts: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    finals: Counter[str] = field(default_factory=Counter)
    notices: Counter[str] = field(default_factory=Counter)
    wrong: dict[str, list[str]] = field(default_factory=dict)

    def blame(self, what: str, whom: str) -> None:
        """Count something that must not be, and keep an example."""
        self.counts[what] += 1
        self.wrong.setdefault(what, []).append(whom)

    @property
    def is_clean(self) -> bool:
        """Whether nothing was found that must not be."""
        return not self.wrong


async def close(store: Store, ledger: Ledger, timetable: Timetable, reader: Reader) -> Books:
    """Read every ticket and compare."""
    books = Books()
    documents = await store.database.collection("tickets").many({})
    tickets = [store.tickets.read(each) for each in documents]
    _count_reports(books, ledger, tickets)
    for ticket in tickets:
        books.states[ticket.state.value] += 1
        _check_life(books, ticket, timetable)
        _check_claims(books, ledger, ticket)
        _check_results(books, ticket)
    _count_doubles(books, ledger, tickets, reader)
    books.counts["moves"] = sum(len(each.events) for each in tickets)
    return books


def _count_reports(books: Books, ledger: Ledger, tickets: Sequence[Ticket]) -> None:
    """Every acknowledged report is on the timeline of a ticket, and files no ticket twice."""
    heard: set[str] = set()
    filed: Counter[tuple[str, str]] = Counter()
    for ticket in tickets:
        heard.update(each.key for each in ticket.events if each.key)
        filed[ticket.events[0].key or "", ticket.queue] += 1
    books.counts["tickets"] = len(tickets)
    for key in ledger.reports - heard:
        books.blame("lost", key)
    for (key, queue), times in filed.items():
        if times > 1:
            books.blame("filed twice", f"{key} {queue}")


def _check_life(books: Books, ticket: Ticket, timetable: Timetable) -> None:
    """Timeline and state agree, and the clock knows what to do next."""
    if ticket.events[-1].to is not ticket.state or ticket.version != len(ticket.events):
        books.blame("timeline and state disagree", ticket.number)
    if ticket.is_live() and not ticket.deadlines and not _is_at_the_end(ticket, timetable):
        books.blame("live without a deadline", f"{ticket.number} {ticket.state}")


def _check_claims(books: Books, ledger: Ledger, ticket: Ticket) -> None:
    """Nobody took what somebody had, and no more people heard that they won than did."""
    state, claims = State.OPEN, 0
    for event in ticket.events[1:]:
        if event.move in (Move.GRAB, Move.ACCEPT):
            claims += 1
            if state in HELD:
                books.blame("taken from somebody", ticket.number)
        state = event.to
    books.counts["taken"] += claims
    if ledger.won[ticket.number] > claims:
        books.blame("two winners", ticket.number)


def _is_at_the_end(ticket: Ticket, timetable: Timetable) -> bool:
    return ticket.rung >= len(timetable.ladder(ticket)) - 1


def _check_results(books: Books, ticket: Ticket) -> None:
    """Every final result reached all who wait for it, or stands on the list."""
    for position, event in enumerate(ticket.events):
        kind = _final_kind(event)
        if kind is None:
            continue
        for person in _waiting(ticket, position):
            if person == event.by:
                continue
            found = [n for n in ticket.notices if n.event == position and n.to == person]
            found = [each for each in found if each.kind == kind]
            books.finals[_fate(books, ticket, found)] += 1
    for notice in ticket.notices:
        if notice.channel is not Channel.RECORD:
            books.notices[notice.state.value] += 1


def _final_kind(event: Event) -> str | None:
    """What the asker has to hear of this event, when it is a final result."""
    told = (
        rule.tells.get(Audience.ASKER)
        for rule in RULES
        if rule.move is event.move and Actor.ASKER not in rule.actors
    )
    return next((kind for kind in told if kind in FINAL), None)


def _waiting(ticket: Ticket, position: int) -> Iterator[str]:
    """The asker, and who followed before this event and still does."""
    yield ticket.asker
    before = {each.by for each in ticket.events[:position] if each.move is Move.FOLLOW}
    yield from before.intersection(ticket.followers)


def _fate(books: Books, ticket: Ticket, found: Sequence[Notice]) -> str:
    if not found:
        books.blame("silent", f"{ticket.number}: no notice")
        return "silent"
    notice = found[0]
    if notice.state in TOLD:
        return notice.state.value
    if notice.state is NoticeState.UNDELIVERED and ticket.untold_at:
        return "listed for a call"
    if notice.state is NoticeState.DROPPED:
        return f"dropped: {notice.error}"
    books.blame("silent", f"{ticket.number} {notice.state}: {notice.error}")
    return "silent"


def _count_doubles(books: Books, ledger: Ledger, tickets: Sequence[Ticket], reader: Reader) -> None:
    """Nobody got one final result twice; what WeChat called failed may come once more."""
    allowed: Counter[tuple[str, str, str]] = Counter()
    for ticket in tickets:
        for notice in ticket.notices:
            allowed[notice.to, ticket.number, notice.kind] += 1 + notice.salt
    came: Counter[tuple[str, str, str]] = Counter()
    for person, items in ledger.received.items():
        for item in items:
            letter = reader.read(item)
            if letter and letter.kind in FINAL and letter.numbers:
                came[person, letter.numbers[0], letter.kind] += 1
    books.counts["results received"] = came.total()
    for (person, number, kind), times in came.items():
        if times > allowed[person, number, kind]:
            books.blame("double", f"{number} {kind} {person}: {times}")
