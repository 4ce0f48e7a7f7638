"""进度 and 催: where my matters stand, who has them, since when."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from bot import family
from bot.commands import Command
from bot.context import Turn
from bot.display import moment, short
from bot.talks.meant import meant
from models.moves import AWAY, HELD, LIVE, RUNNING, UNHELD, Actor, Move, State
from models.steps import possible_moves
from models.ticket import Ticket

SHOWN = 3
NOBODYS: Mapping[str, str] = {}
URGE_AGAIN = timedelta(minutes=30)  # as often as a person should be pressed


async def tell(turn: Turn, command: Command) -> str | None:
    """The state of one ticket by its number, of those that were named, or of the latest ones.

    Whoever names a matter and has none with us asks about something else: then no answer.
    """
    tickets, elders = turn.services.store.tickets, await _elders(turn)
    if command.number:
        ticket = await tickets.numbered(command.number)
        if ticket is None or not (_may_see(turn, ticket) or ticket.asker in elders):
            return turn.say("progress.not_found", number=command.number)
        return describe(turn, ticket, elders)
    waiting = [*await turn.awaited(None), *await _asked_by(turn, elders)]
    unique = {each.id: each for each in waiting}.values()
    found = sorted(unique, key=lambda each: each.state not in LIVE)
    if command.rest:
        found = meant(found, command.rest) or [each for each in found if each.state in LIVE]
    if not found:
        return None if command.rest else turn.say("progress.none")
    most = 1 if turn.is_elder else SHOWN
    own = [each for each in found if each.asker not in elders]
    theirs = [each for each in found if each.asker in elders]
    lines = [describe(turn, each, elders) for each in (*own[:most], *theirs[:most])]
    if turn.is_elder and len(found) > len(lines):
        lines.append(turn.say("progress.more", count=len(found) - len(lines)))
    return "\n".join([turn.say("progress.head"), *lines])


async def urge(turn: Turn, command: Command) -> str | None:
    """催: remind whoever has it, or the desk when nobody has.

    A sentence of somebody who waits for nothing from us may be a need: then no answer.
    """
    live = [ticket for ticket in await turn.awaited(command.number) if ticket.is_live()]
    if not live:
        return None if command.rest else turn.say("progress.nothing_to_urge")
    ticket = (meant(live, command.rest) or live)[0]
    actor = turn.role_in(ticket)
    if was_urged(turn, ticket) or Move.URGE not in possible_moves(ticket, actor):
        return turn.say("progress.urged_before", number=ticket.number)
    await turn.move(ticket, Move.URGE, actor)
    return turn.say("progress.urged", number=ticket.number)


async def _elders(turn: Turn) -> Mapping[str, str]:
    """The elders who let the person see their matters, and what they are called."""
    bonds = await turn.services.store.kin.of_child(turn.person)
    return {each.elder: family.called(turn.services, each) for each in bonds}


async def _asked_by(turn: Turn, elders: Iterable[str]) -> Sequence[Ticket]:
    tickets = turn.services.store.tickets
    asked = [await tickets.asked_by(each, limit=SHOWN) for each in elders]
    return [each for found in asked for each in found if each.state is not State.MERGED]


def describe(turn: Turn, ticket: Ticket, elders: Mapping[str, str] = NOBODYS) -> str:
    """A ticket in two or three lines: what it is, how far, and by when; an elder's marked so."""
    text, elder = about(turn, ticket), elders.get(ticket.asker)
    if elder:
        text = turn.say("family.whose", who=elder, text=short(ticket.text))
    line = turn.say(
        f"progress.{_shape(turn, ticket)}",
        number=ticket.number,
        queue=turn.say(f"queue.{ticket.queue}"),
        text=text,
        state=turn.say(f"state.{ticket.state}"),
        who=who_has(turn, ticket),
        since=moment(_since(ticket), turn.now),
        why=_why_paused(ticket),
    )
    more = (_agency_lines, _answer_line, _result_line, _due_line)
    return "\n".join([line, *(each for lines in more for each in lines(turn, ticket))])


def line_of(turn: Turn, ticket: Ticket) -> str:
    """A ticket on one line, where several are to choose from."""
    queue = turn.say(f"queue.{ticket.queue}")
    return turn.say("report.line", number=ticket.number, queue=queue, text=about(turn, ticket))


def about(turn: Turn, ticket: Ticket) -> str:
    """What it is about: in the own words of whoever asks, never in a neighbour's."""
    if turn.role_in(ticket) is Actor.ASKER or ticket.is_held_by(turn.person):
        return short(ticket.text, 14) if turn.is_elder else short(ticket.text)
    own = [each.note for each in ticket.events if each.by == turn.person and each.note]
    return short(own[0]) if own else "、".join(ticket.evidence)


def _shape(turn: Turn, ticket: Ticket) -> str:
    if ticket.state in UNHELD:
        return "open"
    if ticket.state in HELD:
        return "held"
    if ticket.state in AWAY:
        return "away"
    may_rate = ticket.state is State.DONE and turn.role_in(ticket) is Actor.ASKER
    return ticket.state if may_rate or ticket.state is State.PAUSED else "ended"


def who_has(turn: Turn, ticket: Ticket) -> str:
    """Whoever has it or was asked, as residents know them."""
    if ticket.handover:
        agency = turn.services.timetable.agencies.get(ticket.handover.agency)
        names = (agency.name if agency else None, ticket.handover.lawyer_name)
        return " ".join(name for name in names if name)
    if ticket.dispatch and ticket.state is State.DISPATCHED:
        return ticket.dispatch.name
    return "、".join(each.name for each in ticket.holders)


def _since(ticket: Ticket) -> datetime:
    holder = ticket.holder
    return holder.since if holder and holder.since and ticket.state in HELD else ticket.updated


def _why_paused(ticket: Ticket) -> str:
    return last_note(ticket, Move.PAUSE) or ""


def _agency_lines(turn: Turn, ticket: Ticket) -> list[str]:
    """The agency's own number and what it last said, once it told us."""
    away = ticket.handover
    if away is None or away.number is None:
        return []
    if away.status:
        return [turn.say("progress.agency_says", number=away.number, status=away.status)]
    return [turn.say("progress.agency_number", number=away.number)]


def _answer_line(turn: Turn, ticket: Ticket) -> list[str]:
    """What an agency last answered, for whoever asked and nobody else."""
    is_theirs = turn.role_in(ticket) is Actor.ASKER and ticket.state is not State.CLOSED
    words = last_note(ticket, Move.ANSWER) if is_theirs else None
    return [turn.say("progress.answered", words=words)] if words else []


def _result_line(turn: Turn, ticket: Ticket) -> list[str]:
    words = last_note(ticket, Move.FINISH) if ticket.state is State.DONE else None
    return [turn.say("progress.result", words=words)] if words else []


def last_note(ticket: Ticket, move: Move) -> str | None:
    """What was said with the latest move of this kind."""
    notes = [each.note for each in ticket.events if each.move is move and each.note]
    return notes[-1] if notes else None


def _due_line(turn: Turn, ticket: Ticket) -> list[str]:
    """What has to happen next by when; what is over its limit says only that."""
    due = ticket.next_deadline
    if due is None or not ticket.is_live():
        return []
    is_late = ticket.limit_at is not None and ticket.limit_at <= turn.now
    if is_late and ticket.state in RUNNING:
        return [turn.say("progress.late")]
    return [turn.say(f"progress.due.{due.kind}", until=moment(due.at, turn.now))]


def was_urged(turn: Turn, ticket: Ticket) -> bool:
    """Whether somebody was reminded a short while ago, by another message than this one."""
    since = turn.now - URGE_AGAIN
    urges = [each for each in ticket.events if each.move is Move.URGE and each.at > since]
    return any(each.key != turn.message.key for each in urges)


def _may_see(turn: Turn, ticket: Ticket) -> bool:
    return turn.person in ticket.askers or ticket.is_held_by(turn.person)
