"""Whom staff mean when they send somebody: a person near the ticket by name, or a group."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.candidates import candidates, reason
from bot.neighbours import MOST_CHOICES, group_of
from bot.services import Services
from models.area import Level
from models.people import StaffMember, Volunteer
from models.steps import GROUP
from models.ticket import Ticket

MOST_SEARCHED = 2000


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who can be sent: an openid or ``group:NAME``, what they are called, and why they fit."""

    to: str
    name: str
    why: str = ""


async def suitable(services: Services, ticket: Ticket) -> Sequence[Addressee]:
    """The volunteers it fits, best first and with the reason, then the groups around."""
    places = await candidates(services, ticket, Level.COMMUNITY)
    fitting = [
        Addressee(each.volunteer.id, each.volunteer.name, reason(services, each, ticket))
        for each in places
        if each.unfit is None
    ]
    groups = await groups_near(services, ticket)
    return [*fitting[: MOST_CHOICES - len(groups)], *groups]


async def called(
    services: Services, member: StaffMember, ticket: Ticket, name: str
) -> Sequence[Addressee]:
    """Those of this name in the member's subtree; else those whose name holds it."""
    known = [*await groups_near(services, ticket), *await _people(services, member, ticket)]
    return [each for each in known if each.name == name] or [
        each for each in known if name in each.name
    ]


async def groups_near(services: Services, ticket: Ticket) -> Sequence[Addressee]:
    """The groups that have somebody around the ticket and did not refuse it."""
    found = []
    for key, name in services.groups.items():
        is_there = await group_of(services, ticket.area, key, Level.COMMUNITY)
        if is_there and GROUP + key not in ticket.barred:
            found.append(Addressee(GROUP + key, name))
    return found


async def _people(services: Services, member: StaffMember, ticket: Ticket) -> Sequence[Addressee]:
    """Everybody of the subtree who can be sent, each once."""
    area = member.area or (ticket.area_path[0] if ticket.area_path else "")
    volunteers = await services.store.volunteers.within(area, limit=MOST_SEARCHED)
    staff = await services.store.staff.within(area, limit=MOST_SEARCHED)
    active = [each for each in volunteers if each.active]
    inside = [each for each in staff if not each.is_outside and each.id != member.id]
    return _without_unfit(ticket, [*active, *inside])


def _without_unfit(ticket: Ticket, people: Iterable[Volunteer | StaffMember]) -> list[Addressee]:
    """Not those who wait for it themselves, nor those who shall not be asked again."""
    unfit = {*ticket.askers, *ticket.barred}
    found = {each.id: Addressee(each.id, each.name) for each in people if each.id not in unfit}
    return list(found.values())
