"""What the people around a ticket are called on a page: name and role, never an identifier."""

import asyncio
from collections.abc import Iterable, Mapping

from bot.office.masks import masked_name
from bot.services import Services
from models.steps import AGENCY, CLOCK
from models.ticket import Ticket

Names = Mapping[str, str]


async def names_around(services: Services, ticket: Ticket, people: Iterable[str]) -> Names:
    """The name and role of each; residents are masked."""
    unique = list(dict.fromkeys(people))
    names = await asyncio.gather(*(_name(services, ticket, each) for each in unique))
    return dict(zip(unique, names, strict=True))


async def _name(services: Services, ticket: Ticket, person: str) -> str:
    say, store = services.phrases, services.store
    if person == CLOCK:
        return say("who.clock")
    if person.startswith(AGENCY):
        agency = services.timetable.agencies.get(person.removeprefix(AGENCY))
        return agency.name if agency else say("undelivered.agency")
    if person in ticket.askers:
        return await _resident(services, ticket, person)
    if member := await store.staff.get(person):
        return say("who.person", name=member.name, role=say(f"role.{member.role}"))
    if volunteer := await store.volunteers.get(person):
        return say("who.person", name=volunteer.name, role=say("who.volunteer"))
    return say("who.somebody")


async def _resident(services: Services, ticket: Ticket, person: str) -> str:
    say = services.phrases
    is_child = ticket.is_entrusted_to(person)
    role = say(
        "who.asker" if person == ticket.asker else ("who.family" if is_child else "who.follower")
    )
    resident = await services.store.residents.get(person)
    name = masked_name(resident.name if resident else None)
    return say("who.person", name=name, role=role) if name else role
