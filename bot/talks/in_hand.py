"""Which of the tasks somebody has in hand a word is about."""

from collections.abc import Collection

from bot.commands import Command
from bot.context import Turn
from bot.display import ticket_line
from models.moves import HELD, State
from models.ticket import Ticket

SHOWN = 5


async def in_hand(
    turn: Turn, command: Command, states: Collection[State] = HELD
) -> tuple[Ticket | None, str | None]:
    """The ticket that is meant; or None and what to answer.

    Whoever has no task and says more than the word means something else: then there is no answer.
    """
    if command.number:
        return await _named(turn, command.number, states)
    held = await turn.services.store.tickets.held_by(turn.person, states)
    if not held:
        return None, None if command.rest else turn.say("volunteer.nothing_held")
    if len(held) > 1:
        turn.open_form("which_ticket", command=command.name, rest=command.rest or "")
        lines = "\n".join(ticket_line(each, turn.services.phrases) for each in held[:SHOWN])
        return None, turn.say("volunteer.which", lines=lines)
    return held[0], None


async def _named(
    turn: Turn, number: str, states: Collection[State]
) -> tuple[Ticket | None, str | None]:
    """The ticket of this number; what this very message did to it already counts as in hand."""
    ticket = await turn.services.store.tickets.numbered(number)
    if ticket and ticket.heard(turn.message.key):
        return ticket, None
    if ticket and ticket.state in states and ticket.is_held_by(turn.person):
        return ticket, None
    return None, turn.say("volunteer.not_yours", number=number)
