"""The clock of 报平安: days begin, elders are reminded, and whoever stays silent is looked for.

Each step is decided by what the store holds, so that a job that was away for hours goes on where
it stopped, once.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from bot.alarms import raised
from bot.check_ins import alarm_id, alarm_ticket, mark, reminder, running_alarm
from bot.neighbours import audiences
from bot.services import Services
from models.alarm import CHECK_IN
from models.check_ins import UNHEARD, WAITED_FOR, Day, Ending, How, Plan, act, begun, to_begin
from models.database import StoreUnavailableError
from models.moves import LIVE, Actor, Move
from models.receipt import Receipt
from models.steps import IllegalMoveError, Step
from models.tickets import CrowdedError

log = logging.getLogger(__name__)

MOST_MESSAGES = 20
What = TypeVar("What", Plan, Day)


async def check_in(services: Services) -> int:
    """Do what is due; how many plans and days there were."""
    store, now = services.store.check_ins, services.clock()
    plans = await store.due_plans(now)
    for plan in plans:
        await _guarded(services, _begin, plan)
    days = await store.due_days(now)
    for day in days:
        await _guarded(services, _settle, day)
    return len(plans) + len(days)


async def _guarded(
    services: Services, deed: Callable[[Services, What], Awaitable[None]], what: What
) -> None:
    """One that cannot be dealt with must not keep all others waiting."""
    try:
        await deed(services, what)
    except StoreUnavailableError:
        raise
    except Exception:
        log.exception("a check-in cannot be dealt with")


async def _begin(services: Services, plan: Plan) -> None:
    """Begin the days whose time has come, and set when to look again."""
    store, now, window = services.store.check_ins, services.clock(), services.check_in.window.length
    if not plan.runs:
        return
    days, next_at = to_begin(plan, window, now, services.timetable.calendar)
    for on in days:
        await store.open(begun(plan, on, window, now))
    await store.looked(plan, str(days[-1]) if days else None, next_at)


async def _settle(services: Services, day: Day) -> None:
    if day.state in WAITED_FOR:
        await _wait(services, day)
    elif day.state is Ending.MISSED:
        await _raise_alarm(services, day)
    else:
        await _end_alarm(services, day)


async def _wait(services: Services, day: Day) -> None:
    """Remind, or give up waiting, unless they wrote anything meanwhile."""
    store, now = services.store.check_ins, services.clock()
    if (at := await _wrote(services, day)) is not None:
        await mark(services, day, How.MESSAGE, at)
        return
    after = act(day, now)
    if after is None:
        return
    if after.state is Ending.REMINDED and day.state is Ending.WAITING:
        after = replace(after, notices=(*day.notices, reminder(services, day)), owed_at=now)
    if after.state is Ending.MISSED:
        running = await running_alarm(services, await store.unheard(day.plan))
        after = replace(after, ticket=running or alarm_id(day))
    if await store.move(day, after) and after.state is Ending.MISSED:
        await _raise_alarm(services, after)


async def _wrote(services: Services, day: Day) -> datetime | None:
    """When they last wrote to us since the day began, if that counts; a danger is no good sign."""
    if not services.check_in.any_message:
        return None
    receipts = services.store.receipts
    found = await receipts.lately(day.plan, day.opens, MOST_MESSAGES)
    return next((each.at for each in found if not _tells_of_danger(each)), None)


def _tells_of_danger(receipt: Receipt) -> bool:
    return any(document.get("danger") for document in receipt.files)


async def _raise_alarm(services: Services, day: Day) -> None:
    """File the ticket of a missed day, unless an alarm runs already; filing again changes nothing.

    Who is heard of at this very moment ends the alarm in the next round: their day says so.
    """
    store = services.store
    if day.ticket == alarm_id(day) and await store.tickets.get(day.ticket) is None:
        filed = services.timetable.filed(await alarm_ticket(services, day))
        ticket = await raised(services, filed, CHECK_IN)
        await store.tickets.file(store.tickets.document(ticket))
    if await store.check_ins.move(day, replace(day, act_at=None)):
        return
    known = await store.check_ins.day(day.id)
    if known and known.state not in UNHEARD:
        await _end_alarm(services, known)


async def _end_alarm(services: Services, day: Day) -> None:
    """They were heard of, or staff reached them: those who were alarmed hear of it."""
    store = services.store
    ticket = await store.tickets.get(day.ticket) if day.ticket else None
    if ticket and ticket.state in LIVE:
        is_told = day.state is Ending.TOLD and day.by is not None
        step = Step(
            move=Move.ALL_CLEAR,
            actor=Actor.STAFF if is_told else Actor.ASKER,
            by=day.by if is_told and day.by else day.plan,
            at=services.clock(),
            key=f"check_in:{day.id}",
            note=services.phrases("check_in.reached" if is_told else "check_in.all_well"),
            tell=await audiences(services, ticket, Move.ALL_CLEAR),
        )
        try:
            await store.tickets.make(ticket.id, step, ticket)
        except (IllegalMoveError, CrowdedError):
            log.warning("an alarm could not be ended", extra={"ticket": ticket.number})
    await store.check_ins.move(day, replace(day, act_at=None))
