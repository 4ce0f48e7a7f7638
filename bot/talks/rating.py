"""评价 and 没修好: the asker has the last word."""

from bot.commands import Command
from bot.context import Turn
from models.ticket import Actor, Move, State, Ticket

STARS = range(1, 6)


async def rate(turn: Turn, command: Command) -> str:
    """Give the newest finished ticket, or the one named, 1 to 5."""
    if command.stars not in STARS:
        return turn.say("rating.ask")
    ticket = await _find(turn, command, {State.DONE})
    if ticket is None:
        return turn.say("rating.none")
    note = str(command.stars)
    await turn.move(ticket, Move.RATE, Actor.ASKER, note=note, rating=command.stars)
    return turn.say("rating.thanks", number=ticket.number, stars=command.stars)


async def not_fixed(turn: Turn, command: Command) -> str | None:
    """It is not done: the ticket starts over, with somebody else if need be."""
    ticket = await _find(turn, command, {State.DONE, State.CLOSED})
    if ticket is None and command.rest and not command.number:
        return None
    if ticket is None:
        return turn.say("rating.nothing_to_reopen")
    await turn.move(
        ticket,
        Move.NOT_FIXED,
        Actor.ASKER,
        note=command.rest,
    )
    turn.join_to(ticket.id)
    return turn.say("rating.reopened", number=ticket.number)


async def invite(turn: Turn) -> str | None:
    """What to say to an asker who says it is done: please rate it."""
    done = [ticket for ticket in await turn.asked(None) if ticket.state is State.DONE]
    return turn.say("rating.ask") if done else None


async def _find(turn: Turn, command: Command, states: set[State]) -> Ticket | None:
    for ticket in await turn.asked(command.number):
        if ticket.state in states or ticket.heard(turn.message.key):
            return ticket
    return None
