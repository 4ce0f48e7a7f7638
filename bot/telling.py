"""Whom somebody still has to phone about a ticket, and that it was done: for chat and page."""

from collections.abc import Sequence

from bot.oversight import Oversight
from models.notice import Notice, NoticeState
from models.ticket import Ticket


def untold(ticket: Ticket) -> Sequence[Notice]:
    """What did not reach its people."""
    return [each for each in ticket.notices if each.state is NoticeState.UNDELIVERED]


async def told_by_phone(oversight: Oversight, ticket: Ticket, words: str) -> Ticket:
    """Note that all of them were phoned; raises what every deed of an Oversight raises."""
    services = oversight.services
    after = await oversight.phoned(ticket, words or None)
    await services.store.ticket_debts.told(ticket.id, untold(ticket), services.clock())
    return after
