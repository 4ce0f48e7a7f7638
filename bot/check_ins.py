"""报平安: setting it up, hearing of somebody, and what follows when nobody hears of them.

The same for a word in the chat, a page of the console, a sensor and the clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.filing import area_path, ticket_id
from bot.services import Services
from models.check_ins import (
    UNHEARD,
    WAITED_FOR,
    Day,
    Ending,
    How,
    Plan,
    agreed,
    begun,
    heard,
    today,
)
from models.moves import LIVE, Move, State
from models.notice import Notice
from models.steps import CLOCK
from models.ticket import Event, Ticket
from nlp import OTHER

KIND, OFFER = "check_in", "check_in_offer"
SOURCE = "check_in"
LATE_WITHIN = timedelta(days=14)
MOST_LATE = 3
LATER = 30  # minutes
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Sign:
    """What hearing of somebody led to."""

    is_new: bool
    ends_alarm: bool


async def heard_of(services: Services, person: str, how: How) -> Sign | None:
    """Somebody says that all is well; None when nobody waits for them."""
    plan = await services.store.check_ins.plan(person)
    if plan is None or not plan.runs:
        return None
    ended: list[Day] = []
    for day in await services.store.check_ins.unheard(person):
        if before := await mark(services, day, how, services.clock()):
            ended.append(before)
    early = not ended and await _open_early(services, plan, how)
    alarmed = any(each.state is Ending.MISSED for each in ended)
    return Sign(bool(ended) or early, alarmed)


async def mark(services: Services, day: Day, how: How, at: datetime) -> Day | None:
    """Note on a day that they were heard of; the day as it was, None when it had ended."""
    store, known = services.store.check_ins, day
    for _ in range(_TRIES):
        if known.state not in UNHEARD:
            return None
        if await store.move(known, heard(known, how, at, services.clock())):
            return known
        again = await store.day(day.id)
        if again is None:
            return None
        known = again
    return None


async def _open_early(services: Services, plan: Plan, how: How) -> bool:
    """Count what is said before the waiting has begun for today, once."""
    now, calendar = services.clock(), services.timetable.calendar
    here = today(now)
    if not plan.is_on(here, calendar):
        return False
    day = begun(plan, here, services.check_in.window.length, now)
    return await services.store.check_ins.open(replace(heard(day, how, now, now), late=False))


async def sensed(services: Services, person: str) -> bool:
    """A sensor at their home was heard; it counts while they are waited for, not in an alarm."""
    now = services.clock()
    found = False
    for day in await services.store.check_ins.unheard(person):
        if day.state in WAITED_FOR and day.opens <= now:
            found = await mark(services, day, How.SENSOR, now) is not None or found
    return found


async def set_up(services: Services, person: str, by: str, consent: str) -> Plan:
    """Begin, or change the time; ``consent`` is who agreed or wrote the consent down."""
    known = await services.store.check_ins.plan(person) or await new_plan(services, person, by)
    plan = agreed(replace(known, by=by), consent, services.clock())
    await services.store.check_ins.put(plan)
    return plan


async def new_plan(services: Services, person: str, by: str) -> Plan:
    """A plan with what the settings say, that nobody has agreed to yet."""
    resident = await services.store.residents.get(person)
    usual = services.check_in
    return Plan(
        person,
        by,
        services.clock(),
        remind=usual.remind,
        grace=usual.grace,
        area_path=area_path(services.areas, resident.area if resident else services.home),
    )


async def propose(services: Services, person: str, by: str, proposer: str) -> bool:
    """Ask an elder whether they want it; False when they check in already."""
    store, now = services.store.check_ins, services.clock()
    known = await store.plan(person)
    if known and known.runs:
        return False
    plan = replace(await new_plan(services, person, by), proposed_by=proposer)
    await store.put(plan)
    words = services.phrases("check_in.offer", by=by)
    notice = Notice(OFFER, person, OFFER, now, text=words)
    offer = Day(f"{person}|offer", person, "", now, now, now, state=Ending.OFFERED)
    await store.offer(replace(offer, notices=(notice,), owed_at=now))
    return True


async def stop(services: Services, plan: Plan) -> None:
    """Wait for them no more; whoever is alarmed already hears that all is well."""
    await services.store.check_ins.put(replace(plan, paused=True, consent=None, next_at=None))
    await _end_days(services, plan.id, Ending.AWAY, plan.id)


async def go_away(services: Services, plan: Plan, first: str, last: str | None) -> None:
    """Do not wait on these days; today's waiting ends if it is one of them."""
    now = services.clock()
    plan = replace(plan, away_from=first, away_until=last, next_at=now)
    await services.store.check_ins.put(plan)
    if plan.is_away(today(now)):
        await _end_days(services, plan.id, Ending.AWAY, plan.id)


async def come_back(services: Services, plan: Plan) -> None:
    """Wait again, from the next time on."""
    now = services.clock()
    back = replace(plan, away_from=None, away_until=None)
    await services.store.check_ins.put(agreed(back, plan.consent or plan.id, now))


async def reached(services: Services, person: str, by: str) -> int:
    """Staff spoke with them: what was missed is told, and the alarm ends; how many days."""
    return await _end_days(services, person, Ending.TOLD, by)


async def _end_days(services: Services, person: str, ending: Ending, by: str) -> int:
    store, now, count = services.store.check_ins, services.clock(), 0
    for day in await store.unheard(person):
        is_missed = day.state is Ending.MISSED
        state = Ending.TOLD if is_missed or ending is Ending.TOLD else ending
        act_at = now if is_missed else None
        after = replace(day, state=state, by=by, at=now, act_at=act_at)
        count += await store.move(day, after)
    return count


async def asks_for_later(services: Services, person: str) -> str | None:
    """The later time to ask about, where they were late often; not asked again for two weeks."""
    store, now = services.store.check_ins, services.clock()
    plan = await store.plan(person)
    if plan is None or (plan.later_asked and now - plan.later_asked < LATE_WITHIN):
        return None
    if await store.late(person, now - LATE_WITHIN) < MOST_LATE:
        return None
    hour, minute = map(int, plan.by.split(":"))
    later = hour * 60 + minute + LATER
    if later >= 22 * 60:
        return None
    await store.put(replace(plan, later_asked=now))
    return f"{later // 60:02d}:{later % 60:02d}"


def reminder(services: Services, day: Day) -> Notice:
    """The gentle question to the elder."""
    now = services.clock()
    return Notice(KIND, day.plan, KIND, now, text=services.phrases("check_in.ask"))


async def alarm_ticket(services: Services, day: Day) -> Ticket:
    """The ticket of a day that was missed, the same however often it is made."""
    now, person = services.clock(), await services.store.residents.get(day.plan)
    say = services.phrases
    identifier = alarm_id(day)
    name = person.name if person and person.name else say("check_in.somebody")
    plan = await services.store.check_ins.plan(day.plan)
    by = plan.by if plan else ""
    return Ticket(
        id=identifier,
        number=await services.store.numbers.take(),
        queue=OTHER,
        asker=day.plan,
        created=now,
        updated=now,
        text=say("check_in.missed", name=name, date=day.date[5:], by=by),
        area_path=day.area_path,
        phone=person.phone if person else None,
        urgent=True,
        source=SOURCE,
        events=(Event(now, CLOCK, Move.FILE, State.OPEN, identifier),),
    )


def alarm_id(day: Day) -> str:
    """The identifier of the ticket of a day."""
    return ticket_id(f"check_in:{day.id}", 0)


async def running_alarm(services: Services, days: Sequence[Day]) -> str | None:
    """The alarm that runs already for days missed before."""
    for day in days:
        if day.state is Ending.MISSED and day.ticket:
            ticket = await services.store.tickets.get(day.ticket)
            if ticket and ticket.state in LIVE:
                return day.ticket
    return None
