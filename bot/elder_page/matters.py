"""我的事 on the page: where matters stand, and what their asker can do about them now."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.commands import Command
from bot.context import Turn
from bot.display import moment, short
from bot.elder_page.turns import turn_at
from bot.services import Services
from bot.talks import cancel, progress, rating
from models.moves import AWAY, FINISHED, HELD, LIVE, UNHELD, Actor, Move, State
from models.steps import possible_moves
from models.ticket import Ticket

SHOWN = 3
_WORDS = 40  # characters of what it is about
_DEEDS: Mapping[str, Move] = {
    "urge": Move.URGE,
    "not_fixed": Move.NOT_FIXED,
    "cancel": Move.CANCEL,
}
_TALKS: Mapping[str, Callable[[Turn, Command], Awaitable[str | None]]] = {
    "urge": progress.urge,
    "not_fixed": rating.not_fixed,
    "cancel": cancel.cancel,
}


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter as its asker reads it, with the deeds that are possible now."""

    number: str
    about: str
    stands: str
    said: str | None  # the result, or the last answer
    deeds: Sequence[str]


async def matters(services: Services, person: str) -> Sequence[Matter]:
    """The latest matters of a person, those that go on first."""
    turn = turn_at(services, person, "")
    found = sorted(await turn.awaited(None), key=lambda each: each.state not in LIVE)
    return [_matter(turn, each) for each in found[:SHOWN]]


async def matter(services: Services, person: str, number: str) -> Matter | None:
    """One matter of a person; None for a number that is none of theirs."""
    turn = turn_at(services, person, "")
    found = await turn.awaited(number)
    return _matter(turn, found[0]) if found else None


async def do(services: Services, person: str, number: str, deed: str, key: str) -> bool:
    """Do something about a matter, once however often it is sent; whether it was possible.

    Raises IllegalMoveError, MissingError or CrowdedError.
    """
    turn = turn_at(services, person, key)
    found = await turn.awaited(number)
    if not found or deed not in _TALKS:
        return False
    is_repeated = found[0].heard(turn.message.key, _DEEDS[deed])
    if not is_repeated and deed not in _possible(turn, found[0]):
        return False
    await _TALKS[deed](turn, Command(deed, number))
    after = await turn.awaited(number)
    return bool(after) and after[0].heard(turn.message.key, _DEEDS[deed])


def _matter(turn: Turn, ticket: Ticket) -> Matter:
    about = progress.about(turn, ticket)
    if turn.role_in(ticket) is Actor.ASKER:
        about = short(ticket.text, _WORDS)
    stands = turn.say(
        f"page.stands.{_shape(ticket)}",
        who=progress.who_has(turn, ticket),
        since=moment(ticket.updated, turn.now),
    )
    return Matter(ticket.number, about, stands, _said(turn, ticket), _possible(turn, ticket))


def _said(turn: Turn, ticket: Ticket) -> str | None:
    """What the asker was told of the result or before it; a follower reads only the result."""
    if ticket.state in FINISHED:
        return progress.last_note(ticket, Move.FINISH)
    is_theirs = turn.role_in(ticket) is Actor.ASKER
    return progress.last_note(ticket, Move.ANSWER) if is_theirs else None


def _possible(turn: Turn, ticket: Ticket) -> tuple[str, ...]:
    """What the table of moves allows now, and what makes sense so soon."""
    role = turn.role_in(ticket)
    allowed = possible_moves(ticket, role)
    timetable = turn.services.timetable
    return tuple(
        deed
        for deed, move in _DEEDS.items()
        if move in allowed
        and timetable.is_in_time(ticket, move, role, turn.now)
        and not (move is Move.URGE and progress.was_urged(turn, ticket))
    )


def _shape(ticket: Ticket) -> str:
    if ticket.state in UNHELD:
        return "open"
    if ticket.state in HELD:
        return "held"
    if ticket.state in AWAY:
        return "away"
    return {State.CLOSED: "done"}.get(ticket.state, ticket.state.value)
