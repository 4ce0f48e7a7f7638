"""A ticket and the table of its legal moves; pure, so that every rule can be read and tested.

Nothing here touches the store or sends anything: ``apply`` answers the ticket after a move, with
the event on its timeline and the notices the move owes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from models.document import sealed
from models.notice import Channel, Notice, next_due

LONGEST_TIMELINE = 200
SHOWN_KINDS = frozenset({"photo", "voice"})
MOST_SHOWN = 3  # of the five customer messages WeChat allows after a word of the person


class State(StrEnum):
    """Where a ticket is in its life."""

    OPEN = "open"
    OFFERED = "offered"
    TAKEN = "taken"
    WORKING = "working"
    DONE = "done"
    CLOSED = "closed"
    REOPENED = "reopened"
    CANCELLED = "cancelled"


UNHELD = frozenset({State.OPEN, State.OFFERED, State.REOPENED})
HELD = frozenset({State.TAKEN, State.WORKING})
LIVE = UNHELD | HELD


class Actor(StrEnum):
    """Who makes a move, seen from the ticket."""

    ASKER = "asker"
    HOLDER = "holder"
    VOLUNTEER = "volunteer"
    STAFF = "staff"
    CLOCK = "clock"


class Move(StrEnum):
    """What can happen to a ticket."""

    FILE = "file"
    OFFER = "offer"
    FALL_BACK = "fall_back"
    GRAB = "grab"
    GIVE_BACK = "give_back"
    FINISH = "finish"
    RATE = "rate"
    NOT_FIXED = "not_fixed"
    CANCEL = "cancel"
    ADD = "add"
    REROUTE = "reroute"
    URGE = "urge"


class Audience(StrEnum):
    """Whom a move tells."""

    ASKER = "asker"
    HOLDER = "holder"
    FITTING = "fitting"
    DESK = "desk"


@dataclass(frozen=True, slots=True)
class Rule:
    """One legal move: who may make it from where, where it leads and whom it tells what."""

    move: Move
    actors: frozenset[Actor]
    sources: frozenset[State]
    target: State | None
    tells: Mapping[Audience, str] = field(default_factory=dict)
    needs_note: bool = False
    most: int | None = None

    def allows(self, ticket: "Ticket", actor: Actor) -> bool:
        """Whether this actor may make the move now; some moves only so many times."""
        if actor not in self.actors or ticket.state not in self.sources:
            return False
        made = sum(event.move is self.move for event in ticket.events)
        return self.most is None or made < self.most


def _rule(
    move: Move,
    actors: Sequence[Actor],
    sources: frozenset[State],
    target: State | None,
    needs_note: bool = False,
    most: int | None = None,
    **tells: str,
) -> Rule:
    told = {Audience(name): kind for name, kind in tells.items()}
    return Rule(move, frozenset(actors), sources, target, told, needs_note, most)


# After these somebody has to be found anew, from the lowest rung on.
RESTARTS = frozenset({Move.GIVE_BACK, Move.NOT_FIXED, Move.REROUTE})

RULES: tuple[Rule, ...] = (
    _rule(Move.OFFER, [Actor.CLOCK], UNHELD, State.OFFERED, fitting="task"),
    _rule(Move.FALL_BACK, [Actor.CLOCK], UNHELD, State.OPEN, desk="desk"),
    _rule(Move.GRAB, [Actor.VOLUNTEER], frozenset({State.OFFERED}), State.TAKEN, asker="taken"),
    _rule(Move.GRAB, [Actor.STAFF], UNHELD, State.TAKEN, asker="taken"),
    _rule(Move.GIVE_BACK, [Actor.HOLDER, Actor.CLOCK], HELD, State.OPEN, asker="given_back"),
    _rule(Move.FINISH, [Actor.HOLDER], HELD, State.DONE, needs_note=True, asker="done"),
    _rule(Move.RATE, [Actor.ASKER], frozenset({State.DONE}), State.CLOSED, holder="rated"),
    _rule(
        Move.NOT_FIXED,
        [Actor.ASKER],
        frozenset({State.DONE, State.CLOSED}),
        State.REOPENED,
        most=5,
        holder="not_fixed",
    ),
    _rule(Move.CANCEL, [Actor.ASKER], LIVE, State.CANCELLED, holder="cancelled"),
    _rule(Move.ADD, [Actor.ASKER], LIVE, None, most=100, holder="added"),
    _rule(Move.REROUTE, [Actor.ASKER], UNHELD, State.OPEN, most=5),
    _rule(Move.URGE, [Actor.ASKER], LIVE, None, most=10, holder="urged", desk="urged"),
)


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the timeline; ``key`` names the message that caused it, so it counts once."""

    at: datetime
    by: str
    move: Move
    to: State
    key: str | None = None
    note: str | None = sealed(default=None)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A photo or recording; ``file`` names it in GridFS once it was fetched from WeChat."""

    media_id: str
    kind: str
    at: datetime
    state: str = "owed"
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the ticket, and since when."""

    id: str
    name: str = sealed()
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """One need of one resident."""

    id: str
    number: str
    queue: str
    asker: str
    created: datetime
    updated: datetime
    text: str = sealed()
    state: State = State.OPEN
    version: int = 1
    area_path: tuple[str, ...] = ()
    place: str | None = sealed(default=None)
    phone: str | None = sealed(default=None)
    when: str | None = sealed(default=None)
    urgent: bool = False
    danger: str | None = None
    undecided: bool = False
    evidence: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    notices: tuple[Notice, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    holder: Holder | None = None
    rung: int = -1
    climb_at: datetime | None = None
    owed_at: datetime | None = None
    fetch_at: datetime | None = None
    rating: int | None = None

    @property
    def area(self) -> str | None:
        """The area the ticket belongs to."""
        return self.area_path[-1] if self.area_path else None

    def is_held_by(self, person: str) -> bool:
        """Whether this person has the ticket."""
        return self.holder is not None and self.holder.id == person

    def heard(self, key: str, move: "Move | None" = None) -> bool:
        """Whether this message already made this move (or any)."""
        return any(e.key == key and move in (None, e.move) for e in self.events)


class IllegalMoveError(Exception):
    """The move is not possible now; ``ticket`` is what stands and ``possible`` what is."""

    def __init__(self, ticket: Ticket, move: Move, possible: frozenset[Move]) -> None:
        super().__init__(f"{move} is not possible while {ticket.state}")
        self.ticket = ticket
        self.move = move
        self.possible = possible


class NoteMissingError(Exception):
    """The move needs a word or a photo that says what was done."""


def possible_moves(ticket: Ticket, actor: Actor) -> frozenset[Move]:
    """What this actor may do with the ticket as it stands."""
    return frozenset(rule.move for rule in RULES if rule.allows(ticket, actor))


def find_rule(ticket: Ticket, move: Move, actor: Actor) -> Rule:
    """The rule that allows the move. Raises IllegalMoveError."""
    for rule in RULES:
        if rule.move is move and rule.allows(ticket, actor):
            return rule
    raise IllegalMoveError(ticket, move, possible_moves(ticket, actor))


@dataclass(frozen=True, slots=True)
class Step:
    """A move somebody makes: who, as what, when, because of which message, with what to add."""

    move: Move
    actor: Actor
    by: str
    at: datetime
    key: str | None = None
    note: str | None = None
    attachments: tuple[Attachment, ...] = ()
    tell: Mapping[Audience, Sequence[str]] = field(default_factory=dict)
    changes: Mapping[str, Any] = field(default_factory=dict)


def apply(ticket: Ticket, step: Step) -> Ticket:
    """The ticket after the step.

    Raises IllegalMoveError, NoteMissingError, or ValueError when a taken ticket has no holder.
    """
    rule = find_rule(ticket, step.move, step.actor)
    if step.actor is Actor.HOLDER and not ticket.is_held_by(step.by):
        raise IllegalMoveError(ticket, step.move, frozenset())
    if rule.needs_note and not (step.note or step.attachments):
        raise NoteMissingError(step.move)
    target = rule.target or ticket.state
    event = Event(step.at, step.by, step.move, target, step.key, step.note)
    owed = _notices(ticket, step, rule) + _showings(ticket, step)
    after = replace(
        ticket,
        state=target,
        version=ticket.version + 1,
        updated=step.at,
        events=(*ticket.events, event),
        notices=(*ticket.notices, *owed),
        attachments=(*ticket.attachments, *step.attachments),
        owed_at=_earliest(ticket.owed_at, next_due(owed)),
        fetch_at=_earliest(ticket.fetch_at, step.at if step.attachments else None),
        **(_consequences(step, target) | dict(step.changes)),
    )
    if after.state in HELD and after.holder is None:
        raise ValueError("a taken ticket needs its holder in the changes of the step")
    return after


def _consequences(step: Step, target: State) -> dict[str, Any]:
    """What follows for any caller: only a free ticket climbs, and nobody holds a free one."""
    if step.move in RESTARTS:
        return {"holder": None, "rung": -1, "climb_at": step.at}
    return {} if target in UNHELD else {"climb_at": None}


def _notices(ticket: Ticket, step: Step, rule: Rule) -> tuple[Notice, ...]:
    """What the move owes; nobody is told what they did themselves."""
    told: dict[str, str] = {}
    for audience, kind in rule.tells.items():
        for person in _people(ticket, audience, step.tell):
            if person != step.by:
                told.setdefault(person, kind)
    position = len(ticket.events)
    return tuple(
        Notice(id=f"{position}-{index}", to=person, kind=kind, due=step.at, event=position)
        for index, (person, kind) in enumerate(told.items())
    )


def _showings(ticket: Ticket, step: Step) -> tuple[Notice, ...]:
    """Photos and recordings that somebody has to see: who takes it, has it, or asked for it."""
    to, shown = None, step.attachments
    if step.move is Move.GRAB:
        to, shown = step.by, ticket.attachments
    elif step.move is Move.FINISH:
        to = ticket.asker
    elif ticket.holder and ticket.holder.id != step.by:
        to = ticket.holder.id
    position = len(ticket.events)
    wanted = [each for each in shown if each.kind in SHOWN_KINDS][:MOST_SHOWN]
    return tuple(
        Notice(
            id=f"{position}-a{index}",
            to=to,
            kind="attachment",
            due=step.at,
            event=position,
            channel=Channel.CUSTOMER,
            media_id=each.media_id,
        )
        for index, each in enumerate(wanted)
        if to
    )


def _people(
    ticket: Ticket, audience: Audience, tell: Mapping[Audience, Sequence[str]]
) -> Sequence[str]:
    if audience is Audience.ASKER:
        return [ticket.asker]
    if audience is Audience.HOLDER:
        return [ticket.holder.id] if ticket.holder else []
    return tell.get(audience, [])


def _earliest(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((each for each in (one, other) if each), default=None)
