"""A step somebody makes, and whether the table of moves allows it now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from models.moves import Actor, Audience, Move, Need, Rule
from models.rules import RULES
from models.ticket import Attachment, Ticket

GROUP = "group:"
AGENCY = "agency:"
CLOCK = "clock"  # who makes a move when nobody does


class IllegalMoveError(Exception):
    """The move is not possible now; ``ticket`` is what stands and ``possible`` what is."""

    def __init__(self, ticket: Ticket, move: Move, possible: frozenset[Move]) -> None:
        super().__init__(f"{move} is not possible while {ticket.state}")
        self.ticket = ticket
        self.move = move
        self.possible = possible


class TooLateError(IllegalMoveError):
    """The time within which the move could be made has passed, or it was made too often."""


class MissingError(Exception):
    """The move needs something with it; ``need`` is what."""

    def __init__(self, move: Move, need: Need) -> None:
        super().__init__(f"{move} needs a {need}")
        self.move = move
        self.need = need


@dataclass(frozen=True, slots=True)
class Step:
    """A move somebody makes: who, as what, when, because of which message, with what to add.

    ``changes`` are written as they are; ``adds`` and ``drops`` are names that join or leave a
    list, whatever the list has become meanwhile. ``version`` makes the step valid for that version
    of the ticket only.
    """

    move: Move
    actor: Actor
    by: str
    at: datetime
    key: str | None = None
    note: str | None = None
    attachments: tuple[Attachment, ...] = ()
    tell: Mapping[Audience, Sequence[str]] = field(default_factory=dict)
    changes: Mapping[str, Any] = field(default_factory=dict)
    adds: Mapping[str, Sequence[str]] = field(default_factory=dict)
    drops: Mapping[str, Sequence[str]] = field(default_factory=dict)
    version: int | None = None


def possible_moves(ticket: Ticket, actor: Actor) -> frozenset[Move]:
    """What this actor may do with the ticket as it stands."""
    return frozenset(rule.move for rule in RULES if _allows(rule, ticket, actor))


def find_rule(ticket: Ticket, move: Move, actor: Actor) -> Rule:
    """The rule that allows the move. Raises IllegalMoveError."""
    for rule in RULES:
        if rule.move is move and _allows(rule, ticket, actor):
            return rule
    raise IllegalMoveError(ticket, move, possible_moves(ticket, actor))


def _allows(rule: Rule, ticket: Ticket, actor: Actor) -> bool:
    if actor not in rule.actors or ticket.state not in rule.sources:
        return False
    if actor is Actor.VOLUNTEER and not _fits_hands(rule.move, ticket):
        return False
    if not _fits_alarm(rule.move, ticket):
        return False
    return rule.most is None or ticket.times(rule.move) < rule.most


def _fits_alarm(move: Move, ticket: Ticket) -> bool:
    """There has to be an alarm that can be confirmed or ended."""
    if move is Move.CONFIRM_ALARM:
        return ticket.alarm is not None and ticket.alarm.is_open
    return move is not Move.ALL_CLEAR or (ticket.alarm is not None and not ticket.alarm.is_cleared)


def _fits_hands(move: Move, ticket: Ticket) -> bool:
    """Where two go together, the first one pledges and the second one takes it."""
    if move is Move.PLEDGE:
        return ticket.hands > 1 and ticket.pledged is None
    if move is Move.WITHDRAW:
        return ticket.pledged is not None
    return move is not Move.GRAB or ticket.hands == 1 or ticket.pledged is not None


def check(ticket: Ticket, step: Step, rule: Rule) -> None:
    """Refuse what the table cannot know: whose ticket it is, its version, and what is missing.

    Raises IllegalMoveError or MissingError.
    """
    is_stale = step.version is not None and step.version != ticket.version
    is_strange = step.actor is Actor.HOLDER and not _may_act_as_holder(ticket, step)
    is_odd = step.move is Move.GRAB and not _pairs_up(ticket, step)
    is_unasked = step.actor is Actor.VOLUNTEER and not _may_confirm(ticket, step)
    if is_stale or is_strange or is_odd or is_unasked:
        raise IllegalMoveError(ticket, step.move, possible_moves(ticket, step.actor) - {step.move})
    words, shown = (step.note or "").strip(), step.attachments
    if rule.needs and not (words or (shown and rule.needs is Need.RESULT)):
        raise MissingError(step.move, rule.needs)


def _pairs_up(ticket: Ticket, step: Step) -> bool:
    """Whether a volunteer goes with the very one who pledged; staff may also go alone."""
    takers = [step.changes.get(name) for name in ("holder", "partner")]
    others = {each.id for each in takers if each and each.id != step.by}
    pledged = {ticket.pledged.id} if ticket.pledged else set()
    return others == pledged or (step.actor is Actor.STAFF and not others)


def _may_confirm(ticket: Ticket, step: Step) -> bool:
    """A neighbour looks only after an alarm that they were told of."""
    told = ticket.alarm.told if ticket.alarm else ()
    return step.move is not Move.CONFIRM_ALARM or step.by in told


def _may_act_as_holder(ticket: Ticket, step: Step) -> bool:
    """Who has it; once it is finished, who finished it."""
    return ticket.is_held_by(step.by) or (step.move is Move.SHOW and step.by in ticket.helpers)
