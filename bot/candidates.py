"""Who could take a ticket, for offers and for dispatch alike, and why in plain words."""

from collections.abc import Collection, Sequence

from bot.services import Services
from models.area import Area, Level
from models.suitability import Candidate, Place, Task, nearness, rank, unfit_for
from models.ticket import Ticket

MOST_FOUND = 500  # of the volunteers around
MOST_RANKED = 60  # of those it fits, nearest first: three waves of twenty
_INSIDE = (Level.GRID, Level.BUILDING)
_PUNCTUAL, _UNRELIABLE = 0.9, 0.6


async def candidates(
    services: Services, ticket: Ticket, within: Level, asked: Collection[str] = ()
) -> Sequence[Place]:
    """The volunteers of the area around a ticket, best first, then those who are left out and why.

    Without those who were asked already. Three queries, however many communities there are.
    """
    around = services.areas.above(ticket.area, within)
    if around is None:
        return []
    store, now = services.store, services.clock()
    found = await store.volunteers.serving(
        around.id, ticket.queue, _listed(ticket, around), MOST_FOUND
    )
    task = task_of(services, ticket)
    others = [each for each in found if each.id not in asked]
    near = sorted(others, key=lambda each: nearness(ticket, each, services.areas))
    fit = [each for each in near if unfit_for(task, each, now) is None][:MOST_RANKED]
    people = [each.id for each in fit]
    loads, records = await store.tickets.loads(people), await store.records.of(people)
    looked_up = [Candidate(each, loads[each.id], records[each.id]) for each in fit]
    left_out = [Candidate(each) for each in near if unfit_for(task, each, now)]
    return rank(task, [*looked_up, *left_out], services.areas, now)


def task_of(services: Services, ticket: Ticket) -> Task:
    """What a ticket asks of whoever takes it."""
    return Task(ticket, services.timetable.queue(ticket).certificate)


def _listed(ticket: Ticket, around: Area) -> Sequence[str]:
    """The areas that somebody from elsewhere may have listed to be asked here.

    A grid asks its own first; those who come to the whole community are asked with that.
    """
    path = ticket.area_path
    return path[path.index(around.id) :] if around.level in _INSIDE else path


def reason(services: Services, place: Place, ticket: Ticket) -> str:
    """Why somebody has this place, such as 同一网格 · 会水电维修 · 手上 1 件 · 守时."""
    say = services.phrases
    if place.unfit:
        return say(f"unfit.{place.unfit.value}")
    parts = [
        say(f"nearness.{place.nearness.name.lower()}"),
        say("reason.skill", skill=say(f"skill.{ticket.queue}")),
        say("reason.load", count=place.load),
    ]
    if place.reliability >= _PUNCTUAL:
        parts.append(say("reason.punctual"))
    elif place.reliability < _UNRELIABLE:
        parts.append(say("reason.unreliable"))
    return " · ".join(parts)
