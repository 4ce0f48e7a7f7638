"""Tickets climb their ladder: offered to those near, then to the desk, so that someone has it."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.neighbours import desk_of, fitting_volunteers
from bot.services import Services
from models.database import StoreUnavailableError
from models.ladder import Rung
from models.ticket import Actor, Audience, IllegalMoveError, Move, Step, Ticket
from models.tickets import CrowdedError

log = logging.getLogger(__name__)

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
        except StoreUnavailableError:
            raise
        except Exception:
            # One broken ticket must not keep all others from being offered.
            log.exception("a ticket cannot climb", extra={"ticket": ticket.number})
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
            await _offer(services, ticket, position, rung, asked)
            return


async def _offer(
    services: Services, ticket: Ticket, position: int, rung: Rung, asked: Sequence[str]
) -> None:
    until = services.clock() + timedelta(minutes=rung.minutes or 0)
    await _step(services, ticket, position, Move.OFFER, {Audience.FITTING: asked}, until)


async def _fall_back(services: Services, ticket: Ticket, position: int) -> None:
    desk = await desk_of(services, ticket.area)
    await _step(services, ticket, position, Move.FALL_BACK, {Audience.DESK: desk}, None)


async def _step(
    services: Services,
    ticket: Ticket,
    position: int,
    move: Move,
    tell: Mapping[Audience, Sequence[str]],
    until: datetime | None,
) -> None:
    """Take the rung; a ticket that starts over has another version, so a new key."""
    step = Step(
        move=move,
        actor=Actor.CLOCK,
        by=CLOCK,
        at=services.clock(),
        key=f"{CLOCK}:{position}:{ticket.version}",
        tell=tell,
        changes={"rung": position, "climb_at": until},
    )
    await services.store.tickets.make(ticket.id, step, ticket)
