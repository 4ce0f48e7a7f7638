"""退回: who cannot go says so, the task goes out again at once, and why is asked afterwards."""

from collections.abc import Mapping, Sequence

from bot.commands import Command, choice
from bot.context import Turn
from bot.talks.in_hand import in_hand
from models.moves import Actor, Move
from models.ticket import Ticket

# The reasons to choose from, by number.
REASONS = {1: "time", 2: "far", 3: "skill", 4: "family"}


async def give_back(turn: Turn, command: Command) -> str | None:
    """退回: the task goes out again at once; why is asked afterwards."""
    if pledged := await _pledged(turn, command):
        barred = _barring(turn, pledged, Move.WITHDRAW)
        await turn.move(pledged, Move.WITHDRAW, Actor.VOLUNTEER, adds=barred)
        return turn.say("claims.withdrawn", number=pledged.number)
    ticket, answer = await in_hand(turn, command)
    if ticket is None:
        return answer
    barred = _barring(turn, ticket, Move.GIVE_BACK)
    await turn.move(ticket, Move.GIVE_BACK, Actor.HOLDER, note=command.rest, adds=barred)
    if command.rest:
        return turn.say("claims.given_back", number=ticket.number)
    turn.open_form("why_back", ticket=ticket.id)
    return turn.say("claims.ask_why", number=ticket.number)


async def answer_why(turn: Turn, text: str) -> str | None:
    """Why it was given back, by number or in words."""
    ticket = await turn.services.store.tickets.get(turn.session.answers["ticket"])
    turn.close_form()
    if ticket is None or not _gave_back(turn, ticket):
        return None
    reason = REASONS.get(choice(text) or 0)
    note = turn.say(f"claims.reason.{reason}") if reason else text.strip()
    await turn.move(ticket, Move.EXPLAIN, Actor.VOLUNTEER, note=note)
    return turn.say("claims.explained")


def _barring(turn: Turn, ticket: Ticket, move: Move) -> Mapping[str, Sequence[str]]:
    """Who says yes and no twice is not asked again: each time all others are told anew."""
    again = any(e.move is move and e.by == turn.person for e in ticket.events)
    return {"barred": [turn.person]} if again else {}


def _gave_back(turn: Turn, ticket: Ticket) -> bool:
    return any(e.move is Move.GIVE_BACK and e.by == turn.person for e in ticket.events)


async def _pledged(turn: Turn, command: Command) -> Ticket | None:
    """Where they wait for another to go with: the one named, or the only thing they could mean."""
    tickets = turn.services.store.tickets
    waiting = await tickets.pledged_by(turn.person)
    if command.number:
        named = await tickets.numbered(command.number)
        was_this = named is not None and named.heard(turn.message.key, Move.WITHDRAW)
        return named if was_this else _numbered(waiting, command.number)
    is_clear = len(waiting) == 1 and not await tickets.held_by(turn.person)
    return waiting[0] if is_clear else None


def _numbered(tickets: Sequence[Ticket], number: str) -> Ticket | None:
    return next((each for each in tickets if each.number == number), None)
