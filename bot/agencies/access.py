"""Who may see a case that was handed over: those of its agency, while it is with them.

Whoever sees the contact is noted on the timeline with the purpose, once a day.
"""

from bot.services import Services
from models.clock import CHINA
from models.links import is_with
from models.moves import Actor, Move
from models.people import Role, StaffMember
from models.steps import Step
from models.ticket import Ticket

PURPOSE = "办案"


def is_agency_of(member: StaffMember | None, ticket: Ticket) -> bool:
    """Whether somebody works on this case: at its agency, or as the lawyer it was given to."""
    if member is None or member.agency is None or not is_with(ticket, member.agency):
        return False
    if member.role is Role.LAWYER:
        return ticket.handover is not None and ticket.handover.lawyer == member.id
    return member.role is Role.AGENCY


async def reveal(services: Services, ticket: Ticket, by: str, viewer: str) -> Ticket:
    """The ticket to be shown with its contact, which is noted once a day for each viewer.

    ``viewer`` names the person, link or program. Raises IllegalMoveError.
    """
    now = services.clock()
    step = Step(
        move=Move.REVEAL,
        actor=Actor.AGENCY,
        by=by,
        at=now,
        key=f"seen:{viewer}:{now.astimezone(CHINA):%Y-%m-%d}",
        note=PURPOSE,
    )
    return await services.store.tickets.make(ticket.id, step, ticket)
