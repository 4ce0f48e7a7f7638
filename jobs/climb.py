"""Tickets climb their ladder: offered to those near, then to the desk, so that someone has it."""

from datetime import timedelta

from bot.neighbours import desk_of, fitting_volunteers
from bot.services import Services
from models.ladder import Rung
from models.ticket import Actor, Audience, IllegalMoveError, Move, Step, Ticket
from models.tickets import CrowdedError

CLOCK = "clock"


async def climb(services: Services) -> int:
    """Move every ticket whose rung has run out to the next one; how many there were."""
    due = await services.store.tickets.due_to_climb(services.clock())
    for ticket in due:
        try:
            await _climb(services, ticket)
        except (IllegalMoveError, CrowdedError):
            # Somebody took it this very moment: then there is nothing left to climb.
            continue
    return len(due)


async def _climb(services: Services, ticket: Ticket) -> None:
    """Find the next rung that has somebody to ask and take it."""
    ladder = services.queues[ticket.queue].ladder
    for position in range(ticket.rung + 1, len(ladder)):
        rung = ladder[position]
        if rung.who == "desk":
            await _fall_back(services, ticket, position)
            return
        asked = await fitting_volunteers(services, ticket, rung.within)
        if asked:
            await _offer(services, ticket, position, rung, list(asked))
            return


async def _offer(
    services: Services, ticket: Ticket, position: int, rung: Rung, asked: list[str]
) -> None:
    now = services.clock()
    until = now + timedelta(minutes=rung.minutes or 0)
    await services.store.tickets.make(
        ticket.id,
        Step(
            move=Move.OFFER,
            actor=Actor.CLOCK,
            by=CLOCK,
            at=now,
            key=_key(ticket, position),
            tell={Audience.FITTING: asked},
            changes={"rung": position, "climb_at": until},
        ),
    )


async def _fall_back(services: Services, ticket: Ticket, position: int) -> None:
    now = services.clock()
    await services.store.tickets.make(
        ticket.id,
        Step(
            move=Move.FALL_BACK,
            actor=Actor.CLOCK,
            by=CLOCK,
            at=now,
            key=_key(ticket, position),
            tell={Audience.DESK: await desk_of(services, ticket.area)},
            changes={"rung": position, "climb_at": None},
        ),
    )


def _key(ticket: Ticket, position: int) -> str:
    """Each rung once per round: a ticket that starts over has more events by then."""
    return f"{CLOCK}:{position}:{ticket.version}"
