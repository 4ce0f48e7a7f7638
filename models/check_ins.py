"""报平安: by when an elder wants to be heard of each day, and what became of each of these days.

Pure: what is due next follows from a plan, a day and the clock alone, so that a restart, a night
or a clock that jumped leads to the same. What is kept is in ``models/check_in_days.py``.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from models.calendar import Calendar
from models.clock import CHINA
from models.hours import Daily, read_clock
from models.notice import Notice
from models.span import Span, SpanField

EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
NIGHT = Daily.parse("22:00-07:00")
SENSIBLE = timedelta(hours=3)  # so late a reminder still helps; after that somebody has to look
LOOK_AGAIN = timedelta(days=1)
MOST_BACK = 31  # days that are made up for after we were away
_WORK_WEEK = frozenset(range(1, 6))
_SATURDAY = 6


class CheckInSettings(BaseModel):
    """How 报平安 is done, unless a plan says otherwise."""

    model_config = ConfigDict(extra="forbid")

    window: SpanField = Span.parse("4 hours")
    remind: int = Field(default=15, ge=0, le=240)
    grace: int = Field(default=60, ge=5, le=720)
    any_message: bool = True


@dataclass(frozen=True, slots=True)
class Plan:
    """An elder who wants to be heard of ``by`` a time (as ``09:30``) on some days of the week.

    ``id`` is the openid. Days such as ``2026-10-01`` are China's; who is away without an end is
    away until they are back. Without ``consent``, the name of who gave it or wrote it down, it is
    only proposed. ``remind`` and ``grace`` are in minutes; ``opened`` is the last day whose
    waiting has begun.
    """

    id: str
    by: str
    since: datetime
    days: tuple[int, ...] = EVERY_DAY
    holidays_off: bool = False
    away_from: str | None = None
    away_until: str | None = None
    remind: int = 15
    grace: int = 60
    at_night: bool = False
    consent: str | None = None
    proposed_by: str | None = None
    paused: bool = False
    area_path: tuple[str, ...] = ()
    later_asked: datetime | None = None
    opened: str | None = None
    next_at: datetime | None = None

    @property
    def runs(self) -> bool:
        """Whether anybody waits for them."""
        return self.consent is not None and not self.paused

    @property
    def is_proposed(self) -> bool:
        """Whether they were asked and have not answered."""
        return self.consent is None and not self.paused

    def is_on(self, on: date, calendar: Calendar) -> bool:
        """Whether they check in on this day; a weekend that is worked counts as the work week."""
        is_theirs = on.isoweekday() in self.days
        if not self.holidays_off:
            return is_theirs
        if calendar.is_festival(on):
            return False
        is_made_up = on.isoweekday() >= _SATURDAY and calendar.is_workday(on)
        return is_theirs or (is_made_up and set(self.days) >= _WORK_WEEK)

    def is_away(self, on: date) -> bool:
        """Whether they said that they would not be at home."""
        if self.away_from is None or str(on) < self.away_from:
            return False
        return self.away_until is None or str(on) <= self.away_until


class Ending(StrEnum):
    """How far a day has come; it ends in safe, away, missed or told."""

    OFFERED = "offered"  # no day at all: the question whether they want a plan
    WAITING = "waiting"
    REMINDED = "reminded"
    MISSED = "missed"
    SAFE = "safe"
    AWAY = "away"
    TOLD = "told"  # missed, and staff reached them


class How(StrEnum):
    """By what somebody was heard of."""

    ONE = "one"
    WORD = "word"
    VOICE = "voice"
    TAP = "tap"
    MESSAGE = "message"
    SENSOR = "sensor"


WAITED_FOR = (Ending.WAITING, Ending.REMINDED)
UNHEARD = (*WAITED_FOR, Ending.MISSED)


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a plan: heard of from ``opens`` on, ``due``, reminded when it ``asks``.

    ``act_at`` is when the clock has something to do with it. ``late`` is whether they were heard
    of only after that reminder; ``ticket`` is the alarm, shared by days that were missed in a row.
    """

    id: str
    plan: str
    date: str
    due: datetime
    opens: datetime
    asks: datetime
    state: Ending = Ending.WAITING
    grace: int = 60
    at_night: bool = False
    area_path: tuple[str, ...] = ()
    act_at: datetime | None = None
    asked: datetime | None = None
    how: How | None = None
    at: datetime | None = None
    by: str | None = None
    late: bool = False
    ticket: str | None = None
    notices: tuple[Notice, ...] = ()
    owed_at: datetime | None = None


def today(now: datetime) -> date:
    """Which day it is in China."""
    return now.astimezone(CHINA).date()


def due_on(plan: Plan, on: date) -> datetime:
    """By when they want to be heard of on a day."""
    hour, minute = divmod(read_clock(plan.by), 60)
    return datetime.combine(on, time(hour, minute), CHINA).astimezone(UTC)


def awake(at: datetime, *, at_night: bool = False) -> datetime:
    """This moment, or when the night it lies in is over."""
    if at_night or not NIGHT.covers(at):
        return at
    there = at.astimezone(CHINA)
    hour, minute = divmod(NIGHT.end, 60)
    morning = datetime.combine(there.date(), time(hour, minute), CHINA)
    return (morning if morning > there else morning + timedelta(days=1)).astimezone(UTC)


def begun(plan: Plan, on: date, window: timedelta, now: datetime) -> Day:
    """The day as it begins: waited for, unless they are away."""
    due = due_on(plan, on)
    midnight = datetime.combine(on, time(), CHINA).astimezone(UTC)
    asks = awake(due + timedelta(minutes=plan.remind), at_night=plan.at_night)
    day = Day(
        id=f"{plan.id}|{on}",
        plan=plan.id,
        date=str(on),
        due=due,
        opens=max(due - window, midnight),
        asks=asks,
        grace=plan.grace,
        at_night=plan.at_night,
        area_path=plan.area_path,
        act_at=asks,
    )
    return replace(day, state=Ending.AWAY, at=now, act_at=None) if plan.is_away(on) else day


def to_begin(
    plan: Plan, window: timedelta, now: datetime, calendar: Calendar
) -> tuple[list[date], datetime]:
    """The days whose waiting has to begin by now, and when to look at the plan again."""
    here = today(now)
    first = here - timedelta(days=MOST_BACK)
    if plan.opened:
        # A day that lies ahead was opened by a clock that jumped.
        first = max(first, min(date.fromisoformat(plan.opened) + timedelta(days=1), here))
    days: list[date] = []
    for on in _from(first, here + timedelta(days=1)):
        if not plan.is_on(on, calendar):
            continue
        opens = begun(plan, on, window, now).opens
        if opens > now:
            return days, min(opens, now + LOOK_AGAIN)
        days.append(on)
    return days, now + LOOK_AGAIN


def agreed(plan: Plan, by: str, now: datetime) -> Plan:
    """The plan as it runs from now on; today only if there is time left."""
    here = today(now)
    is_over = due_on(plan, here) <= now
    last = here if is_over else here - timedelta(days=1)
    opened = max(plan.opened or "", str(last))
    # Where a jump of the clock left a day ahead of us, the next look puts it right.
    return replace(plan, consent=by, paused=False, opened=opened, next_at=now)


def act(day: Day, now: datetime) -> Day | None:
    """What the clock makes of a day that is waited for: reminded, missed, put off, or nothing."""
    if day.state not in WAITED_FOR:
        return None
    if day.state is Ending.REMINDED and day.asked and day.asked > now:
        # The clock was set back: they get the whole time again, but no second reminder.
        return replace(day, asked=now, act_at=_after_grace(day, now))
    if day.act_at and day.act_at > now:
        return None
    if (morning := awake(now, at_night=day.at_night)) > now:
        return replace(day, act_at=morning)
    if day.state is Ending.WAITING and now - day.asks <= SENSIBLE:
        return replace(day, state=Ending.REMINDED, asked=now, act_at=_after_grace(day, now))
    return replace(day, state=Ending.MISSED, at=now, act_at=now)


def heard(day: Day, how: How, at: datetime, now: datetime) -> Day:
    """The day after they were heard of; an alarm that was raised has to be ended."""
    ends_alarm = day.state is Ending.MISSED
    late = at > day.asks
    act_at = now if ends_alarm else None
    return replace(day, state=Ending.SAFE, how=how, at=at, late=late, act_at=act_at)


def _after_grace(day: Day, now: datetime) -> datetime:
    return awake(now + timedelta(minutes=day.grace), at_night=day.at_night)


def _from(first: date, last: date) -> Iterator[date]:
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(ordinal)
