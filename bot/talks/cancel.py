"""取消: leave a form, or take a request back."""

from bot.commands import Command
from bot.context import Turn
from bot.talks.meant import meant
from bot.talks.progress import line_of
from models.moves import LIVE, Actor, Move
from models.steps import IllegalMoveError
from models.ticket import Ticket

# Forms that only ask about a ticket already filed: there 取消 means the ticket.
ABOUT_A_TICKET = {"which_queue", "which_area", "which_ticket", "limitation", "same_matter"}


async def cancel(turn: Turn, command: Command) -> str:
    """Withdraw a ticket; where number and words leave open which, ask."""
    form = turn.session.form
    turn.close_form()
    if form and form not in ABOUT_A_TICKET and not command.number:
        return turn.say("cancel.form")
    found = await turn.awaited(command.number)
    if command.number:
        if not found:
            return turn.say("progress.not_found", number=command.number)
        return await _withdraw(turn, found[0])
    live = [ticket for ticket in found if ticket.state in LIVE or ticket.heard(turn.message.key)]
    if not live:
        return turn.say("cancel.none")
    named = meant(live, command.rest) if command.rest else live
    if len(named) == 1:
        return await _withdraw(turn, named[0])
    turn.open_form("which_ticket", command=command.name)
    lines = [line_of(turn, ticket) for ticket in (named or live)[:5]]
    return turn.say("cancel.which", lines="\n".join(lines))


async def _withdraw(turn: Turn, ticket: Ticket) -> str:
    if turn.role_in(ticket) is Actor.FOLLOWER:
        return await _unfollow(turn, ticket)
    try:
        await turn.move(ticket, Move.CANCEL, Actor.ASKER)
    except IllegalMoveError as error:
        state = turn.say(f"state.{error.ticket.state}")
        return turn.say("cancel.too_late", number=ticket.number, state=state)
    if turn.session.ticket == ticket.id:
        turn.session = turn.session.settled()
    return turn.say("cancel.done", number=ticket.number)


async def _unfollow(turn: Turn, ticket: Ticket) -> str:
    """A neighbour's matter goes on without us."""
    leaving = {"followers": [turn.person]}
    await turn.move(ticket, Move.UNFOLLOW, Actor.FOLLOWER, drops=leaving)
    return turn.say("cancel.unfollowed", number=ticket.number)
