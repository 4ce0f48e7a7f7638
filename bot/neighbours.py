"""Who is near: the volunteers that fit a task, the staff on duty, and what to call people."""

from collections.abc import Iterator, Sequence

from bot.services import Services
from models.area import Area, AreaTree, Level
from models.ticket import Holder, Ticket

OUTWARD = (Level.COMMUNITY, Level.STREET, Level.DISTRICT, Level.CITY)
MOST_CHOICES = 8  # 9 and 0 always mean a person and the menu


def communities(areas: AreaTree) -> Sequence[Area]:
    """The communities to choose from by number."""
    return areas.of_level(Level.COMMUNITY)[:MOST_CHOICES]


async def desk_of(services: Services, area: str | None) -> Sequence[str]:
    """The staff of the community an area lies in, or further out when it has none."""
    for around in _outward(services.areas, area):
        staff = await services.store.staff.within(around.id, limit=20)
        if staff:
            return [member.id for member in staff]
    return []


def _outward(areas: AreaTree, area: str | None) -> Iterator[Area]:
    """The areas around one, nearest first; when nobody knows which, all from the largest on."""
    for level in OUTWARD:
        if above := areas.above(area, level):
            yield above
    if areas.get(area) is None:
        for level in reversed(OUTWARD):
            yield from areas.of_level(level)


async def fitting_volunteers(services: Services, ticket: Ticket, within: Level) -> Sequence[str]:
    """The volunteers of the area around a ticket who have the skill, without its asker."""
    around = services.areas.above(ticket.area, within)
    if around is None:
        return []
    found = await services.store.volunteers.within(around.id, skill=ticket.queue, limit=50)
    return [volunteer.id for volunteer in found if volunteer.id != ticket.asker]


async def as_holder(services: Services, person: str) -> Holder | None:
    """What a volunteer or staff member is called when they take a ticket; None for others."""
    volunteer = await services.store.volunteers.get(person)
    if volunteer and volunteer.active:
        return Holder(person, volunteer.name)
    member = await services.store.staff.get(person)
    return Holder(person, member.name) if member else None
