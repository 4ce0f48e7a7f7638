"""Raising an alarm, and telling the next people of it: family, grid, desk, neighbours, the street.

An alarm goes to whoever can help soonest. What somebody's own family or the neighbours must not
learn stays from them: whom a person fears may be one of them.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.candidates import candidates
from bot.neighbours import coordinators_of, desk_of
from bot.services import Services
from models.alarm import DANGER, DESK, FAMILY, GRID, NEIGHBOURS, STREET, Alarm
from models.area import Level
from models.moves import Actor, Audience, Move
from models.people import Role
from models.steps import CLOCK, Step
from models.suitability import Unfit
from models.ticket import Ticket
from nlp import OTHER

ANY_HELP = "volunteer"  # the skill of whoever comes to help with anything
MOST_NEIGHBOURS = 10
# An alarm asks also those who rest, are busy or wish for quiet.
_ONLY_RESTING = frozenset({None, Unfit.HOURS, Unfit.QUIET, Unfit.CAP, Unfit.REST})
KEPT_FROM: Mapping[str, frozenset[str]] = {
    "violence": frozenset({FAMILY, NEIGHBOURS}),
    "robbery": frozenset({NEIGHBOURS}),
    "self_harm": frozenset({NEIGHBOURS}),
}


async def raised(
    services: Services, ticket: Ticket, kind: str = DANGER, danger: str | None = None
) -> Ticket:
    """The ticket with an alarm: one to be filed rings with its filing, a live one rings at once.

    ``danger`` is which one it is, where the ticket does not say so yet. An alarm that somebody
    looks after already stands. Raises IllegalMoveError when the ticket is over.
    """
    known = await services.store.tickets.get(ticket.id)
    if known is None:
        urgent = replace(ticket, urgent=True, danger=ticket.danger or danger)
        return services.timetable.alarmed(urgent, kind, services.clock())
    if _stands(known.alarm, kind):
        return known
    changes = {"urgent": True, "danger": known.danger or danger}
    return await _tell(services, known, Alarm(kind, services.clock()), changes)


def _stands(alarm: Alarm | None, kind: str) -> bool:
    """Whether there is an alarm already; a danger is more than a sign of life that did not come."""
    return alarm is not None and not alarm.is_cleared and (alarm.kind == kind or kind != DANGER)


async def ring(services: Services, ticket: Ticket) -> None:
    """Tell the next people of an alarm that nobody looks after yet."""
    if ticket.alarm:
        await _tell(services, ticket, ticket.alarm, {}, version=ticket.version)


async def _tell(
    services: Services,
    ticket: Ticket,
    alarm: Alarm,
    changes: Mapping[str, Any],
    version: int | None = None,
) -> Ticket:
    """Make the next telling that reaches somebody; the last rung is told even to nobody."""
    about = replace(ticket, **changes)
    tellings = services.timetable.alarms.tellings(alarm.kind)
    position = min(alarm.rung + 1, len(tellings) - 1)
    told = await _whom(services, about, tellings[position].who)
    while not any(told.values()) and tellings[position] != tellings[-1]:
        position += 1
        told = await _whom(services, about, tellings[position].who)
    people = dict.fromkeys((*alarm.told, *(each for some in told.values() for each in some)))
    climbed = replace(alarm, rung=position, told=tuple(people))
    step = Step(
        move=Move.ALARM,
        actor=Actor.CLOCK,
        by=CLOCK,
        at=services.clock(),
        key=f"{CLOCK}:alarm:{alarm.since.isoformat()}:{position}:{ticket.version}",
        tell=told,
        changes={**changes, "alarm": climbed},
        version=version,
    )
    return await services.store.tickets.make(ticket.id, step, ticket)


async def _whom(
    services: Services, ticket: Ticket, who: Sequence[str]
) -> Mapping[Audience, Sequence[str]]:
    """Whom a rung names; the family hears it in words of its own."""
    kept = KEPT_FROM.get(ticket.danger or "", frozenset())
    found = {each: await _FINDERS[each](services, ticket) for each in who if each not in kept}
    family = found.pop(FAMILY, ())
    others = dict.fromkeys(each for some in found.values() for each in some)
    known = {ticket.asker, *family}
    return {
        Audience.FAMILY: [each for each in family if each != ticket.asker],
        Audience.ALARMED: [each for each in others if each not in known],
    }


async def family_of(services: Services, person: str) -> Sequence[str]:
    """Who may act for an elder."""
    return [bond.child for bond in await services.store.kin.of_elder(person)]


async def is_family(services: Services, ticket: Ticket, person: str) -> bool:
    """Whether somebody is of the asker's family, and may know of this alarm."""
    if FAMILY in KEPT_FROM.get(ticket.danger or "", frozenset()):
        return False
    return person in await family_of(services, ticket.asker)


async def _family(services: Services, ticket: Ticket) -> Sequence[str]:
    return await family_of(services, ticket.asker)


async def _grid(services: Services, ticket: Ticket) -> Sequence[str]:
    """The grid workers; of the whole community where nobody knows which grid it is."""
    areas = services.areas
    around = areas.above(ticket.area, Level.GRID) or areas.above(ticket.area, Level.COMMUNITY)
    found = await services.store.staff.within(around.id) if around else []
    return [each.id for each in found if each.role is Role.GRID_WORKER]


async def _neighbours(services: Services, ticket: Ticket) -> Sequence[str]:
    """The volunteers around who know how to help with it, nearest first."""
    skill = ANY_HELP if ticket.queue == OTHER else ticket.queue
    wanted = replace(ticket, queue=skill, urgent=True)
    places = await candidates(services, wanted, Level.COMMUNITY)
    fit = [each.volunteer.id for each in places if each.unfit in _ONLY_RESTING]
    return fit[:MOST_NEIGHBOURS]


async def _desk(services: Services, ticket: Ticket) -> Sequence[str]:
    return await desk_of(services, ticket.area)


async def _street(services: Services, ticket: Ticket) -> Sequence[str]:
    """Who watches over the community, and the office above it."""
    coordinators = await coordinators_of(services, ticket.area)
    return [*coordinators, *await desk_of(services, ticket.area, Level.STREET)]


_FINDERS: Mapping[str, Callable[[Services, Ticket], Awaitable[Sequence[str]]]] = {
    FAMILY: _family,
    GRID: _grid,
    NEIGHBOURS: _neighbours,
    DESK: _desk,
    STREET: _street,
}
