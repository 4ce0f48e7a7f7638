"""Which days the month has: those around National Day 2026, moved far ahead."""

from datetime import date, datetime, timedelta

from models.calendar import Calendar, CalendarSettings
from models.clock import CHINA

# The weekdays of 2082 are those of 2026, whose days off are known.
FIRST, LIKE = date(2082, 9, 20), date(2026, 9, 20)


def holidays(days: int) -> CalendarSettings:
    """The days off and the working weekends of 2026, moved to the month that is played."""
    known = Calendar()
    moved = {FIRST + timedelta(n): known.is_workday(LIKE + timedelta(n)) for n in range(days)}
    return CalendarSettings(
        holidays=tuple(day for day, works in moved.items() if not works),
        workdays=tuple(day for day, works in moved.items() if works),
    )


def midnight(day: int) -> datetime:
    """The beginning of the n-th day in China."""
    start = FIRST + timedelta(day)
    return datetime(start.year, start.month, start.day, tzinfo=CHINA)
