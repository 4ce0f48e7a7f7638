"""Who takes tasks, and which of them they may see: the one place that says so for every talk."""

from collections.abc import Sequence

from bot import powers
from bot.candidates import task_of
from bot.services import Services
from models.area import Level
from models.moves import Move
from models.people import StaffMember, Volunteer
from models.suitability import FORBIDDING, unfit_for
from models.ticket import Ticket

Helper = Volunteer | StaffMember


async def helper_of(services: Services, person: str) -> Helper | None:
    """Somebody as one who takes tasks; staff first, for they may take what nobody took."""
    member = await services.store.staff.get(person)
    if member and not member.is_outside:
        return member
    volunteer = await services.store.volunteers.get(person)
    return volunteer if volunteer and volunteer.active else None


def concerns(services: Services, ticket: Ticket, helper: Helper) -> bool:
    """Whether this person may take the ticket, and so may hear of it."""
    if isinstance(helper, StaffMember):
        return powers.may(helper, Move.GRAB, ticket)
    why = unfit_for(task_of(services, ticket), helper, services.clock())
    if why in FORBIDDING:
        return False
    was_told = any(notice.to == helper.id for notice in ticket.notices)
    return was_told or not set(_around(services, helper)).isdisjoint(ticket.area_path)


async def on_offer(services: Services, helper: Helper) -> Sequence[Ticket]:
    """What this person may take: fitting tasks near, or for staff what nobody took."""
    tickets = services.store.tickets
    if isinstance(helper, StaffMember):
        found = await tickets.untaken_in(helper.area or "", limit=20)
    else:
        found = [
            ticket
            for area in _around(services, helper)
            for ticket in await tickets.offered_in(area, helper.skills, limit=20)
        ]
    each_once = {ticket.id: ticket for ticket in found if concerns(services, ticket, helper)}
    return sorted(each_once.values(), key=lambda each: each.created)


def _around(services: Services, volunteer: Volunteer) -> Sequence[str]:
    """The areas whose tasks a volunteer sees: their community, and those they go to."""
    community = services.areas.above(volunteer.area, Level.COMMUNITY)
    own = community.id if community else volunteer.area
    return list(dict.fromkeys([*([own] if own else []), *volunteer.areas]))
