"""Who is near: the volunteers that fit a task, the staff on duty, and what to call people."""

from collections.abc import Sequence

from bot.services import Services
from models.area import Level
from models.ticket import Holder, Ticket


async def desk_of(services: Services, area: str | None) -> Sequence[str]:
    """The staff of the community an area lies in, or of the street when it has none."""
    for level in (Level.COMMUNITY, Level.STREET, Level.DISTRICT, Level.CITY):
        if above := services.areas.above(area, level):
            staff = await services.store.staff.within(above.id, limit=20)
            if staff:
                return [member.id for member in staff]
    return []


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
