"""Who suits a task, best first, with a reason for each place and for everybody left out.

Pure, and the same for offers and for dispatch, so that whoever is sent by hand is chosen by what
the program would have gone by.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from models.area import AreaTree, Level
from models.moves import Move
from models.people import Volunteer
from models.record import Record
from models.ticket import Ticket


class Nearness(IntEnum):
    """How far somebody is from a task, nearest first."""

    GRID = 0
    COMMUNITY = 1
    LISTED = 2  # an area they said they go to
    WIDER = 3


class Unfit(StrEnum):
    """Why somebody is not asked."""

    ASKER = "asker"
    INACTIVE = "inactive"
    BARRED = "barred"
    SKILL = "skill"
    CERTIFICATE = "certificate"
    GAVE_BACK = "gave_back"
    HOURS = "hours"
    QUIET = "quiet"
    CAP = "cap"
    REST = "rest"


# Nobody takes a task against these; the others are only reasons not to ask.
FORBIDDING = frozenset({Unfit.ASKER, Unfit.INACTIVE, Unfit.BARRED, Unfit.SKILL, Unfit.CERTIFICATE})


_NOTHING_YET = Record()


@dataclass(frozen=True, slots=True)
class Task:
    """What a task asks of whoever takes it: the ticket, and the paper its queue wants."""

    ticket: Ticket
    certificate: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be asked, with how many tasks they have in hand and what they did so far."""

    volunteer: Volunteer
    load: int = 0
    record: Record = _NOTHING_YET


@dataclass(frozen=True, slots=True)
class Place:
    """A candidate's place in the list; with ``unfit`` they are not asked, and that is why."""

    volunteer: Volunteer
    nearness: Nearness
    load: int
    reliability: float
    unfit: Unfit | None = None


def rank(
    task: Task, candidates: Iterable[Candidate], areas: AreaTree, now: datetime
) -> Sequence[Place]:
    """The candidates in order: who is fit first, then nearest, least busy, most reliable."""
    places = [
        Place(
            volunteer=each.volunteer,
            nearness=nearness(task.ticket, each.volunteer, areas),
            load=each.load,
            reliability=each.record.reliability,
            unfit=unfit_for(task, each.volunteer, now) or _is_busy(each, now),
        )
        for each in candidates
    ]
    return sorted(places, key=_order)


def _order(place: Place) -> tuple[bool, Nearness, int, float, str]:
    is_unfit = place.unfit is not None
    return is_unfit, place.nearness, place.load, -place.reliability, place.volunteer.id


def nearness(ticket: Ticket, volunteer: Volunteer, areas: AreaTree) -> Nearness:
    """How far a volunteer is from a ticket."""
    for level, near in ((Level.GRID, Nearness.GRID), (Level.COMMUNITY, Nearness.COMMUNITY)):
        around = areas.above(ticket.area, level)
        if around and around.id in volunteer.area_path:
            return near
    is_listed = not set(volunteer.areas).isdisjoint(ticket.area_path)
    return Nearness.LISTED if is_listed else Nearness.WIDER


def unfit_for(task: Task, volunteer: Volunteer, now: datetime) -> Unfit | None:
    """Why this person does not suit the task, whatever else they do; None when they do."""
    ticket = task.ticket
    against = {
        Unfit.ASKER: volunteer.id in ticket.askers,
        Unfit.INACTIVE: not volunteer.active,
        Unfit.BARRED: volunteer.id in ticket.barred,
        Unfit.SKILL: ticket.queue not in volunteer.skills,
        Unfit.CERTIFICATE: not _is_certified(task, volunteer, now),
        Unfit.GAVE_BACK: volunteer.id in _gave_back(ticket),
        Unfit.HOURS: not volunteer.wants_tasks(now),
        Unfit.QUIET: volunteer.is_quiet(now) and not ticket.urgent,
    }
    return next((why for why, applies in against.items() if applies), None)


def _gave_back(ticket: Ticket) -> frozenset[str]:
    """Who had it and could not: asked again at once, they would only lose the asker time."""
    moves = (Move.GIVE_BACK, Move.ESCALATE)
    return frozenset(event.by for event in ticket.events if event.move in moves)


def _is_certified(task: Task, volunteer: Volunteer, now: datetime) -> bool:
    return task.certificate is None or volunteer.holds(task.certificate, now)


def _is_busy(candidate: Candidate, now: datetime) -> Unfit | None:
    """Why somebody who suits the task should have no other just now."""
    volunteer, last = candidate.volunteer, candidate.record.finished_at
    if candidate.load >= volunteer.cap:
        return Unfit.CAP
    if last and now < last + timedelta(minutes=volunteer.rest):
        return Unfit.REST
    return None
