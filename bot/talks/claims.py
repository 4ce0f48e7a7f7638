"""延时, 出发, 求助, 暂停 and 恢复: what whoever has a task says while it is under way."""

from bot.commands import Command
from bot.context import Turn
from bot.display import moment
from bot.helpers import helper_of
from bot.oversight import Oversight
from bot.talks import cases, staff
from bot.talks.in_hand import in_hand
from models.moves import Actor, Move, State
from models.steps import TooLateError
from models.ticket import Due, Ticket


async def extend(turn: Turn, command: Command) -> str | None:
    """延时 and why: more time, as long as the time has not run out."""
    if said := await cases.extend(turn, command):
        return said
    ticket, answer = await in_hand(turn, command)
    if ticket is None:
        return await _of_another(turn, command, answer, _extend_for_another)
    is_done = ticket.heard(turn.message.key)
    times = turn.services.timetable
    if not is_done and not times.is_in_time(ticket, Move.EXTEND, Actor.HOLDER, turn.now):
        return _no_more_time(turn, ticket)
    if not command.rest:
        return _ask(turn, ticket, command, turn.say("claims.ask_extend", number=ticket.number))
    try:
        ticket = await turn.move(ticket, Move.EXTEND, Actor.HOLDER, note=command.rest)
    except TooLateError as error:
        return _no_more_time(turn, error.ticket)
    return turn.say("claims.extended", number=ticket.number, until=_until(turn, ticket))


async def start(turn: Turn, command: Command) -> str | None:
    """出发: on the way, or at it."""
    ticket, answer = await in_hand(turn, command)
    if ticket is None:
        return await _of_another(turn, command, answer)
    if ticket.state is State.WORKING and not ticket.heard(turn.message.key):
        return turn.say("claims.started_before", number=ticket.number)
    await turn.move(ticket, Move.START, Actor.HOLDER)
    return turn.say("claims.started", number=ticket.number)


async def escalate(turn: Turn, command: Command) -> str | None:
    """求助 and why: it is beyond them, so the next rung is asked."""
    ticket, answer = await in_hand(turn, command)
    if ticket is None:
        return await _of_another(turn, command, answer)
    if not command.rest:
        return _ask(turn, ticket, command, turn.say("claims.ask_escalate", number=ticket.number))
    await turn.move(ticket, Move.ESCALATE, Actor.HOLDER, note=command.rest)
    return turn.say("claims.escalated", number=ticket.number)


async def pause(turn: Turn, command: Command) -> str | None:
    """暂停 and why: the clock stands still."""
    if said := await cases.pause(turn, command):
        return said
    ticket, answer = await in_hand(turn, command)
    if ticket is None:
        return await _of_another(turn, command, answer, _pause_for_another)
    if not command.rest:
        return _ask(turn, ticket, command, turn.say("claims.ask_pause", number=ticket.number))
    ticket = await turn.move(ticket, Move.PAUSE, Actor.HOLDER, note=command.rest)
    return _paused(turn, ticket)


async def resume(turn: Turn, command: Command) -> str | None:
    """恢复: it goes on."""
    if said := await cases.resume(turn, command):
        return said
    ticket, answer = await in_hand(turn, command, {State.PAUSED})
    if ticket is None:
        return await _of_another(turn, command, answer, _resume_for_another)
    ticket = await turn.move(ticket, Move.RESUME, Actor.HOLDER)
    return _resumed(turn, ticket)


async def _of_another(
    turn: Turn, command: Command, answer: str | None, deed: staff.Deed | None = None
) -> str | None:
    """What is not in hand may be staff's to do; of who takes no tasks these are ordinary words."""
    if await helper_of(turn.services, turn.person) is None:
        return None
    said = await staff.do(turn, command, deed) if deed and command.number else None
    return said or answer


def _ask(turn: Turn, ticket: Ticket, command: Command, question: str) -> str:
    """Ask for the reason; it is heard as if it had come with the word."""
    turn.open_form("more_words", command=command.name, number=ticket.number, said="")
    return question


async def _extend_for_another(turn: Turn, oversight: Oversight, ticket: Ticket, reason: str) -> str:
    if not reason:
        question = turn.say("claims.ask_extend", number=ticket.number)
        return staff.ask(turn, oversight, ticket, Move.EXTEND, "extend", question)
    ticket = await oversight.extend(ticket, reason)
    return turn.say("claims.extended", number=ticket.number, until=_until(turn, ticket))


async def _pause_for_another(turn: Turn, oversight: Oversight, ticket: Ticket, reason: str) -> str:
    if not reason:
        question = turn.say("claims.ask_pause", number=ticket.number)
        return staff.ask(turn, oversight, ticket, Move.PAUSE, "pause", question)
    return _paused(turn, await oversight.pause(ticket, reason))


async def _resume_for_another(turn: Turn, oversight: Oversight, ticket: Ticket, words: str) -> str:
    return _resumed(turn, await oversight.resume(ticket))


def _paused(turn: Turn, ticket: Ticket) -> str:
    return turn.say("claims.paused", number=ticket.number, until=_until(turn, ticket))


def _resumed(turn: Turn, ticket: Ticket) -> str:
    return turn.say("claims.resumed", number=ticket.number, until=_until(turn, ticket))


def _no_more_time(turn: Turn, ticket: Ticket) -> str:
    """Why there is no more time, and what to do instead."""
    expiry = ticket.deadline(Due.EXPIRE)
    if expiry and turn.now < expiry.at:
        until = moment(expiry.at, turn.now)
        return turn.say("claims.extended_before", number=ticket.number, until=until)
    return turn.say("claims.too_late", number=ticket.number)


def _until(turn: Turn, ticket: Ticket) -> str:
    """By when something has to happen next."""
    found = ticket.next_deadline
    return moment(found.at, turn.now) if found else turn.say("claims.no_limit")
