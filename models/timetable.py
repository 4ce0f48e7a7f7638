"""What is due next: the deadlines that follow from a move, by the settings of the queue.

Pure but for the settings and the calendar it holds. A ticket carries its deadlines; the clock's
job takes those that have come, and people see the next one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from models.agency import AgencyLimits, AgencySettings
from models.alarm import DANGER, Alarm, AlarmSettings
from models.area import Level
from models.calendar import Calendar
from models.ladder import Ladder, Limits, QueueSettings, Rung
from models.moves import CLIMBS, HELD, LIVE, RESTARTS, Actor, Move, State
from models.span import Span
from models.ticket import Deadline, Due, Ticket

MOST_REDONE = 2  # the next time it goes up the ladder
OVERDUE_AGAIN = Span.parse("5 working days")
MOST_OVERDUE = 10

# Whoever is asked now, what the one before had to do by when no longer matters.
_ANEW = RESTARTS | CLIMBS | {Move.OFFER, Move.FALL_BACK, Move.DISPATCH, Move.HAND_OVER}
_ANEW |= {Move.GRAB, Move.ACCEPT}
_TAKES = frozenset({Move.GRAB, Move.ACCEPT, Move.HAND_OVER})
# Deadlines that a move meets or replaces.
_MET: Mapping[Move, frozenset[Due]] = {
    Move.WARN: frozenset({Due.WARN}),
    Move.EXTEND: frozenset({Due.WARN, Due.EXPIRE}),
    Move.OVERDUE: frozenset({Due.LIMIT}),
    Move.RECEIVE: frozenset({Due.RECEIVE}),
    Move.DECIDE: frozenset({Due.RECEIVE, Due.DECIDE, Due.ASSIGN}),
    Move.ASSIGN: frozenset({Due.RECEIVE, Due.DECIDE, Due.ASSIGN}),
}
_AGENCYS = frozenset({Due.RECEIVE, Due.DECIDE, Due.ASSIGN})


@dataclass(frozen=True, slots=True)
class Timetable:
    """The settings that decide what is due when."""

    queues: Mapping[str, QueueSettings] = field(default_factory=dict)
    agencies: Mapping[str, AgencySettings] = field(default_factory=dict)
    calendar: Calendar = field(default_factory=Calendar)
    alarms: AlarmSettings = field(default_factory=AlarmSettings)

    def queue(self, ticket: Ticket) -> QueueSettings:
        """How its queue is worked; one that was taken out of the settings goes to the desk."""
        return self.queues.get(ticket.queue) or QueueSettings()

    def hands(self, queue: str) -> int:
        """How many have to go together in this queue."""
        return self.queues[queue].hands if queue in self.queues else 1

    def is_shared(self, queue: str) -> bool:
        """Whether neighbours may hear that a matter of this queue is known already."""
        return queue in self.queues and self.queues[queue].shared

    def ladder(self, ticket: Ticket) -> Ladder:
        """The rungs it climbs."""
        return self.queue(ticket).ladder_in(ticket.area_path)

    def rung(self, ticket: Ticket) -> Rung | None:
        """The rung it stands on; None before the first."""
        return _rung(self.ladder(ticket), ticket.rung) if ticket.rung >= 0 else None

    def limits(self, ticket: Ticket) -> Limits:
        """How long the parts of its life may take."""
        return self.queue(ticket).limits

    def filed(self, ticket: Ticket, wait: timedelta = timedelta()) -> Ticket:
        """A new ticket with its first deadlines; it climbs after ``wait``."""
        limit = self._at(Due.LIMIT, ticket.created, self.limits(ticket).total)
        climb = Deadline(Due.CLIMB, ticket.created + wait)
        filed = _with(ticket, climb, limit, limit_at=limit.at)
        return self.alarmed(filed, DANGER, ticket.created) if ticket.danger else filed

    def alarmed(self, ticket: Ticket, kind: str, now: datetime) -> Ticket:
        """A ticket to be filed that raises an alarm; the clock tells the first who hear of it."""
        raised = replace(ticket, alarm=Alarm(kind, now))
        others = [each for each in ticket.deadlines if each.kind is not Due.ALARM]
        return _with(raised, *others, *self._next_telling(raised, now))

    def is_in_time(self, ticket: Ticket, move: Move, actor: Actor, now: datetime) -> bool:
        """Whether a move that has a time limit of its own may still be made."""
        limits = self.limits(ticket)
        if move is Move.EXTEND:
            expiry = ticket.deadline(Due.EXPIRE)
            end = expiry.at if expiry else ticket.limit_at
            return end is not None and now < end and _extensions(ticket) < limits.extensions
        if move is Move.RETURN and ticket.handover:
            return now <= self.return_by(ticket.handover.agency, ticket.handover.at)
        if move is Move.RETURN and ticket.dispatch and ticket.dispatch.at:
            return now <= self.calendar.add(ticket.dispatch.at, limits.refuse)
        if move is Move.NOT_FIXED and actor is Actor.ASKER and ticket.done_at:
            return now <= self.calendar.add(ticket.done_at, limits.reopen)
        return True

    def return_by(self, agency: str, since: datetime) -> datetime:
        """Until when an agency may say that a case is not theirs."""
        return self.calendar.add(since, self._agency_limits(agency).returning)

    def follow(self, before: Ticket, move: Move, now: datetime, after: Ticket) -> Ticket:
        """The ticket with the deadlines that follow from the move that led to it.

        That of an alarm stands beside them: no pause stops it, and nobody who is asked ends it.
        """
        led = self._followed(before, move, now, after)
        others = [each for each in led.deadlines if each.kind is not Due.ALARM]
        stopped = tuple(each for each in led.stopped if each.kind is not Due.ALARM)
        return _with(led, *others, *self._alarm_due(before, move, now, led), stopped=stopped)

    def _alarm_due(
        self, before: Ticket, move: Move, now: datetime, after: Ticket
    ) -> Sequence[Deadline]:
        """When the alarm tells more people; never, once somebody looks after it."""
        if after.alarm is None or not after.alarm.is_open or after.state not in LIVE:
            return ()
        is_new = before.alarm is None or not before.alarm.is_open
        if move is Move.ALARM or is_new:
            return self._next_telling(after, now)
        kept = before.deadline(Due.ALARM)
        return (kept,) if kept else ()

    def _next_telling(self, ticket: Ticket, now: datetime) -> Sequence[Deadline]:
        """The next telling of its alarm, if there is one left."""
        alarm = ticket.alarm
        left = self.alarms.tellings(alarm.kind)[alarm.rung + 1 :] if alarm else ()
        return [self._in(Due.ALARM, now, rung.after) for rung in left[:1]]

    def _followed(self, before: Ticket, move: Move, now: datetime, after: Ticket) -> Ticket:
        """The ticket with all its other deadlines."""
        if move is Move.PAUSE:
            longest = self._at(Due.RESUME, now, self.limits(after).pause)
            return _with(after, longest, stopped=before.deadlines)
        if move is Move.RESUME:
            return self._resumed(before, now, after)
        if after.state is State.PAUSED:
            return after
        if after.state not in LIVE:
            return self._ended(before, move, now, after)
        deadlines = (*_kept(move, now, after), *self._new(before, move, now, after))
        return self._limited(move, now, _with(after, *deadlines))

    def _new(
        self, before: Ticket, move: Move, now: datetime, after: Ticket
    ) -> tuple[Deadline, ...]:
        """What the move itself puts on the timetable."""
        if move in RESTARTS | CLIMBS:
            return (Deadline(Due.CLIMB, now),)
        if move in (Move.OFFER, Move.FALL_BACK):
            lasts = _rung(self.ladder(after), after.rung).lasts
            return (self._at(Due.CLIMB, now, lasts),) if lasts else ()
        if move is Move.DISPATCH:
            return (self._at(Due.LAPSE, now, self._answer_time(after)),)
        if move in (Move.GRAB, Move.ACCEPT):
            return self._claim(now, after)
        if move is Move.EXTEND and after.state in HELD:
            expiry = before.deadline(Due.EXPIRE)
            return self._claim(expiry.at if expiry else now, after)
        if move is Move.OVERDUE and after.times(move) < MOST_OVERDUE:
            return (self._at(Due.LIMIT, now, OVERDUE_AGAIN),)
        return self._agency_times(move, now, after)

    def _answer_time(self, ticket: Ticket) -> Span:
        """How long a dispatch may stay unanswered; a group has as long as its rung lasts."""
        rung = _rung(self.ladder(ticket), ticket.rung)
        by_ladder = rung.lasts if rung.who == "group" else None
        return by_ladder or self.limits(ticket).accept

    def _claim(self, start: datetime, ticket: Ticket) -> tuple[Deadline, ...]:
        """When a claim expires, and before that the warning."""
        limits = self.limits(ticket)
        expiry = self._at(Due.EXPIRE, start, limits.claim)
        ahead = min(limits.warning.length, (expiry.at - start) / 2)
        return Deadline(Due.WARN, expiry.at - ahead, expiry.working), expiry

    def _agency_times(self, move: Move, now: datetime, ticket: Ticket) -> tuple[Deadline, ...]:
        if ticket.handover is None:
            return ()
        limits = self._agency_limits(ticket.handover.agency)
        if move is Move.HAND_OVER:
            decide = limits.urgent if ticket.urgent and limits.decide else limits.decide
            spans = {Due.RECEIVE: limits.receive, Due.DECIDE: decide}
            return tuple(self._at(kind, now, span) for kind, span in spans.items() if span)
        if move is Move.DECIDE and limits.assign:
            return (self._at(Due.ASSIGN, now, limits.assign),)
        return ()

    def _limited(self, move: Move, now: datetime, ticket: Ticket) -> Ticket:
        """A redo has a limit of its own; whoever gets more time has it for the whole as well.

        What is overdue stays so: its deadline is then only when people hear of it again.
        """
        limit, total = ticket.deadline(Due.LIMIT), self.limits(ticket).total
        later = None
        if move is Move.NOT_FIXED:
            later = self._at(Due.LIMIT, now, total)
        elif move is Move.EXTEND and limit and now < limit.at == ticket.limit_at:
            expiry = ticket.deadline(Due.EXPIRE)
            until = expiry.at if expiry else self.calendar.add(limit.at, total)
            later = replace(limit, at=max(limit.at, until))
        if later is None:
            return ticket
        others = [each for each in ticket.deadlines if each.kind is not Due.LIMIT]
        return _with(ticket, *others, later, limit_at=later.at)

    def _ended(self, before: Ticket, move: Move, now: datetime, ticket: Ticket) -> Ticket:
        """A result nobody spoke about is asked after, once; one without proof sooner."""
        limits = self.limits(ticket)
        if ticket.state is not State.DONE or move in (Move.CALL_BACK, Move.COMPLAIN):
            return _with(ticket, stopped=())
        if move is Move.FINISH:
            span = limits.rate if ticket.proven else limits.proof
            return _with(ticket, self._at(Due.CALL_BACK, now, span), stopped=())
        if ticket.deadline(Due.CALL_BACK) and ticket.proven and not before.proven:
            return _with(ticket, self._at(Due.CALL_BACK, now, limits.rate))
        return ticket

    def _resumed(self, before: Ticket, now: datetime, after: Ticket) -> Ticket:
        """Every deadline moves on by as long as the clock stood still."""
        since = before.paused_at or now
        moved = [self._moved(each, since, now) for each in before.stopped]
        pairs = zip(before.stopped, moved, strict=True)
        limits = [new.at for old, new in pairs if (old.kind, old.at) == (Due.LIMIT, after.limit_at)]
        return _with(after, *moved, stopped=(), limit_at=limits[0] if limits else after.limit_at)

    def _moved(self, deadline: Deadline, since: datetime, now: datetime) -> Deadline:
        if deadline.at <= since:
            return deadline
        if not deadline.working:
            return replace(deadline, at=deadline.at + (now - since))
        left = self.calendar.between(since, deadline.at)
        return replace(deadline, at=self.calendar.add_working(now, left))

    def _agency_limits(self, agency: str) -> AgencyLimits:
        settings = self.agencies.get(agency)
        return settings.limits if settings else AgencyLimits()

    def _in(self, kind: Due, start: datetime, span: Span | None) -> Deadline:
        """After a span, or at once."""
        return self._at(kind, start, span) if span else Deadline(kind, start)

    def _at(self, kind: Due, start: datetime, span: Span) -> Deadline:
        return Deadline(kind, self.calendar.add(start, span), span.working)


def next_rung(ladder: Ladder, ticket: Ticket) -> tuple[int, Rung]:
    """The rung a ticket climbs to; the last one keeps what reached it.

    What was redone too often goes to the office above the community.
    """
    position = ticket.rung + 1
    if ticket.times(Move.NOT_FIXED) > MOST_REDONE:
        above = [n for n, rung in enumerate(ladder) if rung.who == "desk" and _is_above(rung)]
        position = max(position, above[0] if above else len(ladder) - 1)
    position = min(position, len(ladder) - 1)
    return position, ladder[position]


def _is_above(rung: Rung) -> bool:
    return rung.within in (Level.STREET, Level.DISTRICT, Level.CITY)


def _rung(ladder: Ladder, position: int) -> Rung:
    """A rung by its position; settings may have changed since the ticket reached it."""
    return ladder[max(0, min(position, len(ladder) - 1))]


def _extensions(ticket: Ticket) -> int:
    """How often whoever has it now was given more time."""
    moves = [each.move for each in ticket.events]
    taken = [n for n, move in enumerate(moves) if move in _TAKES]
    return moves[taken[-1] if taken else 0 :].count(Move.EXTEND)


def _kept(move: Move, now: datetime, ticket: Ticket) -> list[Deadline]:
    """The deadlines that a move leaves."""
    if move in _ANEW:
        return [each for each in ticket.deadlines if each.kind is Due.LIMIT]
    gone = _MET.get(move, frozenset())
    kept = [each for each in ticket.deadlines if each.kind not in gone]
    if move is Move.REMIND:
        kept = [each for each in kept if each.kind not in _AGENCYS or each.at > now]
    return kept


def _with(ticket: Ticket, *deadlines: Deadline, **changes: object) -> Ticket:
    kept = tuple(sorted(deadlines, key=lambda each: (each.at, each.kind)))
    due = kept[0].at if kept else None
    return replace(ticket, deadlines=kept, due_at=due, **changes)  # type: ignore[arg-type]
