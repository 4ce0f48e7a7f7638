"""Whom the office has to phone, because no way of ours reaches them."""

from collections.abc import Sequence

from bot.manners import CALL
from bot.neighbours import desk_of
from bot.services import Services
from models.area import Level
from models.notice import Notice
from models.ticket import Ticket


async def calls_for(services: Services, notice: Notice, ticket: Ticket) -> Sequence[Notice]:
    """The notices to the desk that ask it to phone; none when nobody else works there.

    Even then the ticket is on the list of the undelivered, which the offices further out see.
    """
    desk: list[str] = []
    for level in (Level.COMMUNITY, Level.STREET):
        around = await desk_of(services, ticket.area, level)
        desk = desk or [member for member in around if member != notice.to]
    now = services.clock()
    return [
        Notice(f"{notice.id}-p{number}", member, CALL, now, notice.event)
        for number, member in enumerate(desk)
    ]
