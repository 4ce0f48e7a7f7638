"""补充: further words of who asked or follows, also when those who work on it asked back."""

from bot.commands import Command
from bot.context import Turn
from bot.talks.progress import line_of
from models.moves import LIVE, Move
from models.steps import IllegalMoveError

SHOWN = 5


async def add(turn: Turn, command: Command) -> str | None:
    """补充 N and the words; they reach whoever has the ticket.

    For who waits for nothing from us these are ordinary words: then there is no answer.
    """
    key = turn.message.key
    awaited = [
        each
        for each in await turn.awaited(command.number)
        if each.state in LIVE or each.heard(key, Move.ADD)
    ]
    if not awaited:
        return turn.say("adding.none", number=command.number) if command.number else None
    if len(awaited) > 1:
        turn.open_form("which_ticket", command=command.name, rest=command.rest or "")
        lines = [line_of(turn, each) for each in awaited[:SHOWN]]
        return turn.say("adding.which", lines="\n".join(lines))
    (ticket,) = awaited
    if not command.rest:
        turn.open_form("more_words", command=command.name, number=ticket.number, said="")
        return turn.say("adding.ask", number=ticket.number)
    try:
        await turn.move(ticket, Move.ADD, turn.role_in(ticket), note=command.rest)
    except IllegalMoveError:
        return turn.say("adding.none", number=ticket.number)
    return turn.say("adding.added", number=ticket.number)
