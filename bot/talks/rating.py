"""评价 and 没修好: the asker has the last word."""

from bot.commands import Command
from bot.context import Turn
from models.moves import FINISHED, Actor, Move, State
from models.steps import IllegalMoveError, TooLateError
from models.ticket import Ticket
from models.timetable import MOST_REDONE

STARS = range(1, 6)
CONTENT = 3  # fewer stars are a complaint, which the desk hears of


async def rate(turn: Turn, command: Command) -> str:
    """Give the newest finished ticket, or the one named, 1 to 5."""
    stars = command.stars
    if stars is None or stars not in STARS:
        return turn.say("rating.ask")
    ticket = await _find(turn, command, frozenset({State.DONE}))
    if ticket is None:
        return turn.say("rating.none")
    move = Move.RATE if stars >= CONTENT else Move.COMPLAIN
    await turn.move(ticket, move, Actor.ASKER, note=str(stars), rating=stars)
    thanks = "thanks" if move is Move.RATE else "sorry"
    return turn.say(f"rating.{thanks}", number=ticket.number, stars=stars)


async def not_fixed(turn: Turn, command: Command) -> str | None:
    """It is not done: the ticket starts over; who failed at it twice is not sent again."""
    ticket = await _find(turn, command, FINISHED)
    if ticket is None:
        is_need = command.rest and not command.number
        return None if is_need else turn.say("rating.nothing_to_reopen")
    again = ticket.times(Move.NOT_FIXED) > 0
    barred = {"barred": [each.id for each in ticket.holders if again]}
    try:
        ticket = await turn.move(
            ticket, Move.NOT_FIXED, Actor.ASKER, note=command.rest, adds=barred
        )
    except TooLateError:
        return turn.say("rating.too_late", number=ticket.number)
    except IllegalMoveError:
        return turn.say("rating.too_often", number=ticket.number)
    turn.join_to(ticket.id)
    is_sent_up = ticket.times(Move.NOT_FIXED) > MOST_REDONE
    return turn.say("rating.sent_up" if is_sent_up else "rating.reopened", number=ticket.number)


async def invite(turn: Turn) -> str | None:
    """What to say to an asker who says it is done: please rate it."""
    done = [ticket for ticket in await turn.asked(None) if ticket.state is State.DONE]
    return turn.say("rating.ask") if done else None


async def _find(turn: Turn, command: Command, states: frozenset[State]) -> Ticket | None:
    """The newest of their own, or of what they asked for an elder."""
    for ticket in await turn.awaited(command.number):
        if turn.role_in(ticket) is not Actor.ASKER:
            continue
        if ticket.state in states or ticket.heard(turn.message.key):
            return ticket
    return None
