"""What every word of staff begins with: who says it, about which ticket, and whether they may."""

from collections.abc import Awaitable, Callable

from bot.commands import Command
from bot.context import Turn
from bot.oversight import NotAllowedError, Oversight
from bot.refusals import in_words
from models.moves import Move
from models.steps import IllegalMoveError, MissingError
from models.ticket import Ticket

# A deed and its answer; the words are those that came with the number, maybe none.
Deed = Callable[[Turn, Oversight, Ticket, str], Awaitable[str]]


async def oversight_of(turn: Turn) -> Oversight | None:
    """The person as a member of staff; None for everybody else."""
    member = await turn.services.store.staff.get(turn.person)
    return Oversight(turn.services, member, turn.message.key) if member else None


async def do(turn: Turn, command: Command, deed: Deed) -> str | None:
    """Do something to the ticket a member of staff names; for all others it is no command."""
    oversight = await oversight_of(turn)
    if oversight is None:
        return None
    if not command.number:
        return turn.say("staff.which_number")
    ticket = await oversight.find(command.number)
    if ticket is None:
        return turn.say("staff.not_found", number=command.number)
    try:
        return await deed(turn, oversight, ticket, command.rest or "")
    except NotAllowedError:
        return turn.say("staff.not_allowed", number=ticket.number)
    except (IllegalMoveError, MissingError) as error:
        return in_words(turn.services.phrases, error, oversight.member)


def ask(
    turn: Turn,
    oversight: Oversight,
    ticket: Ticket,
    move: Move,
    command: str,
    question: str,
    said: str = "",
) -> str:
    """Ask for the words that are missing; they are heard as if they had come with the command.

    ``said`` is what came with it already. Raises NotAllowedError or IllegalMoveError when no
    words would help.
    """
    oversight.check(ticket, move)
    turn.open_form("more_words", command=command, number=ticket.number, said=said)
    return question
