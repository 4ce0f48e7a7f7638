"""Which member of staff may do what, and see what: the one place that says so."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from bot.manners import CALL
from models.moves import Actor, Audience, Move
from models.people import Role, StaffMember
from models.rules import RULES
from models.steps import GROUP
from models.ticket import Ticket

_WORK = frozenset({Move.GRAB, Move.DISPATCH, Move.CONFIRM_ALARM, Move.ALL_CLEAR})
_LISTEN = frozenset({Move.NOTE, Move.HEAR, Move.UNHEARD})
_CARE = (
    _WORK
    | _LISTEN
    | {
        Move.VETO,
        Move.HAND_OVER,
        Move.FOLLOW,
        Move.MERGE,
        Move.PAUSE,
        Move.RESUME,
        Move.EXTEND,
        Move.REROUTE,
        Move.ADD,
        Move.REVEAL,
        Move.PHONED,
        Move.CONFIRM,
        Move.NOT_FIXED,
        Move.ANSWER,
    }
)

# Whoever works for an agency has no power here: what is theirs was handed over to them.
POWERS: Mapping[Role, frozenset[Move]] = {
    Role.DESK: _CARE,
    Role.COORDINATOR: _CARE | {Move.SUPERVISE},
    Role.GRID_WORKER: _WORK | _LISTEN,
    Role.LEADER: frozenset({Move.SUPERVISE, Move.CONFIRM_ALARM}),
    Role.AGENCY: frozenset(),
    Role.LAWYER: frozenset(),
    Role.ADMINISTRATOR: _CARE | {Move.SUPERVISE},
}


# What a lawyer does with their case; the rest is for those who run the cases of the agency.
_LAWYERS = frozenset({Move.ANSWER, Move.FINISH, Move.EXTEND, Move.PAUSE, Move.RESUME})


class Duty(StrEnum):
    """A part of the console, and what one may do there."""

    OWN = "own"  # one's own password, second factor and sign-ins
    BOARD = "board"
    TICKETS = "tickets"  # lists and single tickets; the moves are in POWERS
    CASES = "cases"  # what was handed over to one's agency
    INTAKE = "intake"
    LISTEN = "listen"
    REPLIES = "replies"  # the sentences kept to answer residents with
    RESIDENTS = "residents"
    VOLUNTEERS = "volunteers"
    AREAS = "areas"
    EDIT_AREAS = "edit_areas"
    TEACH = "teach"
    TEACH_LIVE = "teach_live"  # what residents meet changes
    FIGURES = "figures"
    STAFF = "staff"
    AUDIT = "audit"
    DOCTOR = "doctor"


_OVERSEE = frozenset({Duty.OWN, Duty.BOARD, Duty.TICKETS})
_DESK = _OVERSEE | {
    Duty.INTAKE,
    Duty.LISTEN,
    Duty.RESIDENTS,
    Duty.VOLUNTEERS,
    Duty.AREAS,
    Duty.TEACH,
    Duty.FIGURES,
}

DUTIES: Mapping[Role, frozenset[Duty]] = {
    Role.DESK: _DESK,
    Role.COORDINATOR: _DESK | {Duty.TEACH_LIVE, Duty.REPLIES},
    Role.GRID_WORKER: _OVERSEE | {Duty.INTAKE, Duty.LISTEN},
    Role.LEADER: _OVERSEE | {Duty.AREAS, Duty.FIGURES},
    Role.AGENCY: frozenset({Duty.OWN, Duty.CASES}),
    Role.LAWYER: frozenset({Duty.OWN, Duty.CASES}),
    Role.ADMINISTRATOR: frozenset(Duty) - {Duty.CASES},
}

_TO_THE_OFFICE = {CALL} | frozenset(
    kind
    for rule in RULES
    for audience, kind in rule.tells.items()
    if audience in (Audience.DESK, Audience.COORDINATORS, Audience.ALARMED)
)


def has(member: StaffMember, duty: Duty) -> bool:
    """Whether this part of the console is theirs."""
    return duty in DUTIES[member.role]


def covers(member: StaffMember, area_path: Sequence[str]) -> bool:
    """Whether what lies there is in their subtree."""
    return member.area is None or member.area in area_path


def sees(member: StaffMember, ticket: Ticket) -> bool:
    """Whether a ticket lies in their subtree, or their office was asked to look at it.

    The office of a neighbouring community is asked where none is nearer.
    """
    return not member.is_outside and (_is_theirs(member, ticket) or _was_asked(member, ticket))


def may(member: StaffMember, move: Move, ticket: Ticket) -> bool:
    """Whether they may make this move with this ticket; a grid worker in their own grid only."""
    is_near = _is_theirs(member, ticket) if member.role is Role.GRID_WORKER else True
    return move in POWERS[member.role] and is_near and sees(member, ticket)


def may_as(member: StaffMember, actor: Actor, move: Move, ticket: Ticket) -> bool:
    """Whether they may make this move as staff, as who has the ticket or as who was sent to it."""
    if actor is Actor.HOLDER:
        return ticket.is_held_by(member.id)
    if actor is Actor.CHOSEN:
        names = {member.id, *(GROUP + each for each in member.groups)}
        return ticket.dispatch is not None and ticket.dispatch.to in names
    return may(member, move, ticket)


def reads_chat(member: StaffMember, ticket: Ticket) -> bool:
    """Whether they see the chat of who asked: those who may answer in it, and nobody else."""
    return may(member, Move.ANSWER, ticket)


def may_on_case(member: StaffMember, move: Move) -> bool:
    """Whether this is for them to do with a case of theirs."""
    return member.role is Role.AGENCY or (member.role is Role.LAWYER and move in _LAWYERS)


def may_register(member: StaffMember, area_path: Sequence[str]) -> bool:
    """Whether they may type in what somebody wants there; a grid worker in their own grid."""
    return has(member, Duty.INTAKE) and covers(member, area_path)


def reads_words(member: StaffMember) -> bool:
    """Whether files and figures tell them what residents said; a leader's never do."""
    return POWERS[member.role] >= _CARE


def may_take_in(member: StaffMember, area_path: Sequence[str]) -> bool:
    """Whether they may take or send what lies in an area; a grid worker only in their own grid."""
    is_near = member.role is not Role.GRID_WORKER or member.area in (None, *area_path)
    return POWERS[member.role] >= _WORK and is_near


def sees_resident(member: StaffMember, area_path: Sequence[str], tickets: Sequence[Ticket]) -> bool:
    """Whether a resident lives in their subtree; of nowhere, whether one of their tickets does."""
    if area_path or covers(member, area_path):
        return has(member, Duty.RESIDENTS) and covers(member, area_path)
    return has(member, Duty.RESIDENTS) and any(sees(member, each) for each in tickets)


def may_keep(member: StaffMember, area_path: Sequence[str]) -> bool:
    """Whether they may have staff of this area, and so change who is there already."""
    return has(member, Duty.STAFF) and covers(member, area_path)


def may_found(member: StaffMember) -> bool:
    """Whether they may begin a tree of areas, above which there is nothing."""
    return has(member, Duty.EDIT_AREAS) and covers(member, ())


def _is_theirs(member: StaffMember, ticket: Ticket) -> bool:
    return covers(member, ticket.area_path)


def _was_asked(member: StaffMember, ticket: Ticket) -> bool:
    told = (each for each in ticket.notices if each.to == member.id)
    return any(each.kind in _TO_THE_OFFICE for each in told)
