"""进度 and 催: where my matters stand, who has them, since when."""

from datetime import timedelta

from bot.commands import Command
from bot.context import Turn
from bot.display import moment, short
from bot.talks.meant import meant
from models.ticket import HELD, LIVE, UNHELD, Actor, Move, State, Ticket, possible_moves

SHOWN = 3
URGE_AGAIN = timedelta(minutes=30)  # as often as a person should be pressed


async def tell(turn: Turn, command: Command) -> str | None:
    """The state of one ticket by its number, of those that were named, or of the latest ones.

    Whoever names a matter and has none with us asks about something else: then no answer.
    """
    tickets = turn.services.store.tickets
    if command.number:
        ticket = await tickets.numbered(command.number)
        if ticket is None or not _may_see(turn, ticket):
            return turn.say("progress.not_found", number=command.number)
        return describe(turn, ticket)
    found = sorted(await turn.asked(None), key=lambda each: each.state not in LIVE)
    if command.rest:
        found = meant(found, command.rest) or [each for each in found if each.state in LIVE]
    if not found:
        return None if command.rest else turn.say("progress.none")
    lines = [describe(turn, each) for each in found[:SHOWN]]
    return "\n".join([turn.say("progress.head"), *lines])


async def urge(turn: Turn, command: Command) -> str | None:
    """催: remind whoever has it, or the desk when nobody has.

    A sentence of somebody who waits for nothing from us may be a need: then no answer.
    """
    live = [ticket for ticket in await turn.asked(command.number) if ticket.state in LIVE]
    if not live:
        return None if command.rest else turn.say("progress.nothing_to_urge")
    ticket = (meant(live, command.rest) or live)[0]
    if _was_urged(turn, ticket) or Move.URGE not in possible_moves(ticket, Actor.ASKER):
        return turn.say("progress.urged_before", number=ticket.number)
    await turn.move(ticket, Move.URGE, Actor.ASKER)
    return turn.say("progress.urged", number=ticket.number)


def describe(turn: Turn, ticket: Ticket) -> str:
    """A ticket in two lines: what it is, and how far."""
    state, holder = ticket.state, ticket.holder
    since = holder.since if holder and holder.since and state in HELD else ticket.updated
    shape = "ended"
    if state in UNHELD:
        shape = "open"
    elif state in HELD:
        shape = "held"
    elif state is State.DONE:
        shape = "done"
    return turn.say(
        f"progress.{shape}",
        number=ticket.number,
        queue=turn.say(f"queue.{ticket.queue}"),
        text=short(ticket.text),
        state=turn.say(f"state.{state}"),
        who=holder.name if holder else "",
        since=moment(since, turn.now),
    )


def _was_urged(turn: Turn, ticket: Ticket) -> bool:
    """Whether somebody was reminded a short while ago, by another message than this one."""
    since = turn.now - URGE_AGAIN
    urges = [each for each in ticket.events if each.move is Move.URGE and each.at > since]
    return any(each.key != turn.message.key for each in urges)


def _may_see(turn: Turn, ticket: Ticket) -> bool:
    return turn.person in {ticket.asker, ticket.holder.id if ticket.holder else None}
