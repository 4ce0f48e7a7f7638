"""What the tests of the clock look at, and how people make moves while it runs."""

from typing import Any

from bot.neighbours import as_holder
from models.moves import Actor, Audience, Move
from models.notice import Channel
from models.steps import CLOCK, Step
from models.ticket import Dispatch, Event, Ticket
from tests.support.house import CHEN, ZHOU
from tests.support.street import Street


def told(ticket: Ticket) -> list[tuple[str, str]]:
    """Who was told what so far; entries of a record are no messages."""
    messages = [each for each in ticket.notices if each.channel is not Channel.RECORD]
    return [(each.to, each.kind) for each in messages]


def by_clock(ticket: Ticket) -> list[Event]:
    """What the clock did so far."""
    return [event for event in ticket.events if event.by == CLOCK]


def moves_by_clock(ticket: Ticket) -> list[Move]:
    """By which moves."""
    return [event.move for event in by_clock(ticket)]


async def make(street: Street, ticket: Ticket, move: Move, actor: Actor, by: str) -> Ticket:
    """Somebody makes a move by other means than a chat word."""
    changes: dict[str, Any] = {}
    if move in (Move.GRAB, Move.ACCEPT):
        changes = {"holder": await as_holder(street.services, by)}
    elif move is Move.DISPATCH:
        changes = {"dispatch": Dispatch(CHEN, "陈姐", by, street.clock())}
    tell = {Audience.CHOSEN: [CHEN], Audience.DESK: [ZHOU]}
    step = Step(move, actor, by, street.clock(), note="原因", tell=tell, changes=changes)
    return await street.services.store.tickets.make(ticket.id, step)
