"""What the clock does to tickets: each deadline that has come leads to its move, once."""

import logging
from collections.abc import Mapping, Sequence

from bot.alarms import ring
from bot.neighbours import audiences
from bot.services import Services
from jobs.climb import climb
from models.database import StoreUnavailableError
from models.moves import Actor, Move
from models.steps import CLOCK, GROUP, IllegalMoveError, Step
from models.ticket import Deadline, Due, Ticket
from models.tickets import PUT_OFF, CrowdedError

log = logging.getLogger(__name__)

MOVES: Mapping[Due, Move] = {
    Due.LAPSE: Move.LAPSE,
    Due.WARN: Move.WARN,
    Due.EXPIRE: Move.EXPIRE,
    Due.LIMIT: Move.OVERDUE,
    Due.CALL_BACK: Move.CALL_BACK,
    Due.RESUME: Move.RESUME,
    Due.RECEIVE: Move.REMIND,
    Due.DECIDE: Move.REMIND,
    Due.ASSIGN: Move.REMIND,
    Due.ALARM: Move.ALARM,
}


async def settle_due(services: Services) -> int:
    """Do what is due to every ticket; how many there were."""
    due = await services.store.tickets.due(services.clock())
    for ticket in due:
        try:
            await _settle(services, ticket, ticket.deadlines[0])
        except StoreUnavailableError:
            raise
        except (IllegalMoveError, CrowdedError):
            # Somebody moved it this very moment: it is due again, or not any more.
            await _put_off(services, ticket)
        except Exception:
            log.exception("a deadline cannot be met", extra={"ticket": ticket.number})
            await _put_off(services, ticket)
    return len(due)


async def _put_off(services: Services, ticket: Ticket) -> None:
    """Broken tickets must not keep all others waiting; one that was moved is left alone."""
    await services.store.tickets.put_off(ticket, services.clock() + PUT_OFF)


async def _settle(services: Services, ticket: Ticket, deadline: Deadline) -> None:
    if deadline.kind is Due.CLIMB:
        await climb(services, ticket)
        return
    if deadline.kind is Due.ALARM:
        await ring(services, ticket)
        return
    move = MOVES[deadline.kind]
    step = Step(
        move=move,
        actor=Actor.CLOCK,
        by=CLOCK,
        at=services.clock(),
        key=f"{CLOCK}:{deadline.kind}:{ticket.version}",
        tell=await audiences(services, ticket, move),
        adds={"barred": _too_late(ticket, move)},
        version=ticket.version,
    )
    await services.store.tickets.make(ticket.id, step, ticket)


def _too_late(ticket: Ticket, move: Move) -> Sequence[str]:
    """Who let the time pass and is not asked again; a group is, for others may answer."""
    if move is Move.EXPIRE:
        return [each.id for each in ticket.holders]
    if move is Move.LAPSE and ticket.dispatch and not ticket.dispatch.to.startswith(GROUP):
        return [ticket.dispatch.to]
    return []
