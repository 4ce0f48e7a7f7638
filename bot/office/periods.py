"""The days figures are wanted of, as people choose them, and those to compare them with."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from models.clock import CHINA

LONGEST = 366  # days
_ONE = timedelta(days=1)


class Choice(StrEnum):
    """A period by its name in the address."""

    THIS_MONTH = "month"
    LAST_MONTH = "last-month"
    THIS_WEEK = "week"
    THIRTY_DAYS = "30"
    OWN = "own"


NAMES = {
    Choice.THIS_MONTH: "本月",
    Choice.LAST_MONTH: "上个月",
    Choice.THIS_WEEK: "这一周",
    Choice.THIRTY_DAYS: "最近 30 天",
    Choice.OWN: "自己选日子",
}


class PeriodError(Exception):
    """These are no days to count; the message tells people what to do."""


@dataclass(frozen=True, slots=True)
class Days:
    """From ``first`` to the day before ``after``."""

    first: date
    after: date

    @property
    def last(self) -> date:
        """The last day that counts."""
        return self.after - _ONE

    def __len__(self) -> int:
        return (self.after - self.first).days


def chosen(choice: Choice, first: str, last: str, now: datetime) -> Days:
    """The days of a choice; ``first`` and ``last`` count for one's own only. Raises PeriodError."""
    today = now.astimezone(CHINA).date()
    this_month = today.replace(day=1)
    if choice is Choice.OWN:
        return _own(first, last, today)
    starts = {
        Choice.THIS_MONTH: this_month,
        Choice.LAST_MONTH: month_of(this_month - _ONE).first,
        Choice.THIS_WEEK: today - timedelta(days=today.weekday()),
        Choice.THIRTY_DAYS: today - timedelta(days=29),
    }
    return Days(starts[choice], this_month if choice is Choice.LAST_MONTH else today + _ONE)


def month_of(day: date) -> Days:
    """The whole month in which a day lies."""
    first = day.replace(day=1)
    return Days(first, (first + timedelta(days=31)).replace(day=1))


def named_month(text: str, now: datetime) -> Days:
    """The month written as 2026-10; without any the last one that is over. Raises PeriodError."""
    today = now.astimezone(CHINA).date()
    if not text:
        return month_of(today.replace(day=1) - _ONE)
    month = month_of(_day(f"{text}-01", "月份请写成 2026-10 这样。"))
    if month.first > today:
        raise PeriodError("这个月还没到。请选已经开始的月份。")
    return month


def before(days: Days) -> Days:
    """As many days before these; of a month's beginning the same days of the month before."""
    month = month_of(days.first)
    if days.first != month.first or days.after > month.after:
        back = timedelta(days=7 if len(days) <= 7 else len(days))
        return Days(days.first - back, days.after - back)
    earlier = month_of(days.first - _ONE)
    if days == month:
        return earlier
    return Days(earlier.first, min(earlier.first + timedelta(days=len(days)), earlier.after))


def _own(first: str, last: str, today: date) -> Days:
    days = Days(
        _day(first, "“从哪天”请选一个日子。"),
        _day(last, "“到哪天”请选一个日子。") + _ONE,
    )
    if len(days) < 1:
        raise PeriodError("“到哪天”在“从哪天”前面。请换一换。")
    if len(days) > LONGEST:
        raise PeriodError(f"日子太长了，最多 {LONGEST} 天。请分几次看。")
    if days.first > today:
        raise PeriodError("这些日子还没到。请选已经开始的日子。")
    return days


def _day(text: str, words: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise PeriodError(words) from None
    if not 2000 <= day.year < 9000:
        raise PeriodError(words)
    return day
