"""When people work in China, so that a deadline never runs while the office is closed."""

import logging
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise
from typing import Self

import chinese_calendar
from pydantic import BaseModel, ConfigDict, field_validator, model_validator

from models.clock import CHINA
from models.span import Span, Unit

logger = logging.getLogger(__name__)

_HOURS = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])")
_SATURDAY = 5


class CalendarSettings(BaseModel):
    """When the office works, and the days on which it departs from the official calendar.

    ``working_hours`` are in China time, in order. ``holidays`` and ``workdays`` win over the
    official calendar, for example before next year's list is in the library.
    """

    model_config = ConfigDict(extra="forbid")

    working_hours: tuple[str, ...] = ("09:00-12:00", "14:00-17:30")
    holidays: tuple[date, ...] = ()
    workdays: tuple[date, ...] = ()

    @field_validator("working_hours")
    @classmethod
    def _in_order(cls, texts: tuple[str, ...]) -> tuple[str, ...]:
        if not texts:
            raise ValueError('no working hours; write at least one, such as "09:00-17:00"')
        hours = [_read_hours(text) for text in texts]
        for (earlier, later), (before, after) in zip(pairwise(texts), pairwise(hours), strict=True):
            if after[0] < before[1]:
                raise ValueError(
                    f"{later} begins before {earlier} has ended; "
                    "write the hours from morning to evening, without overlap"
                )
        return texts

    @model_validator(mode="after")
    def _one_or_the_other(self) -> Self:
        both = sorted(set(self.holidays) & set(self.workdays))
        if both:
            raise ValueError(f"{both[0]} is both in holidays and in workdays; keep one of them")
        return self


class Calendar:
    """Working days and working time in China, with weekends, public holidays and 调休.

    Years without an official list count Monday to Friday, and say so once in the log.
    Every time handed in must carry its zone (else ValueError); every result is in UTC.
    """

    def __init__(self, settings: CalendarSettings | None = None) -> None:
        settings = settings or CalendarSettings()
        self._hours = tuple(_read_hours(text) for text in settings.working_hours)
        self._own = dict.fromkeys(settings.holidays, False) | dict.fromkeys(settings.workdays, True)
        self._known: dict[date, bool] = {}
        self._warned: set[int] = set()

    def is_workday(self, day: date) -> bool:
        """Whether people work on this day in China."""
        if day not in self._known:
            self._known[day] = self._own[day] if day in self._own else self._official(day)
        return self._known[day]

    def is_festival(self, day: date) -> bool:
        """Whether it is a public holiday, and not just a weekend; unknown years have none."""
        if day in self._own:
            return not self._own[day]
        try:
            is_off, name = chinese_calendar.get_holiday_detail(day)
        except NotImplementedError:
            return False
        return bool(is_off and name)

    def unknown_years(self, *years: int) -> list[int]:
        """Those of the years that have no official list of holidays yet, in the order given."""
        return [year for year in years if _officially(date(year, 1, 1)) is None]

    def add(self, start: datetime, span: Span) -> datetime:
        """The deadline of a span that begins at ``start``.

        Working minutes and hours pass only while the office is open. Of working days the first
        is the one after ``start``, and the last ends when business closes.
        Source: 民法典 第二百零一条 (the day of the start is not counted), 第二百零三条 (the last
        day ends with business hours).
        """
        if not span.working:
            return _in_utc(start) + span.length
        if span.unit is not Unit.DAYS:
            return self.add_working(start, span.length)
        following = _in_utc(start).astimezone(CHINA).date() + timedelta(days=1)
        last = next(islice(self._workdays(following), span.count - 1, None))
        return _midnight(last) + self._hours[-1][1]

    def add_working(self, start: datetime, amount: timedelta) -> datetime:
        """The first moment by which ``amount`` of working time has passed since ``start``.

        Raises ValueError for a negative amount.
        """
        start = _in_utc(start)
        if amount < timedelta():
            raise ValueError(f"working time can only be added, not taken away: {amount}")
        if not amount:
            return start
        for opens, closes in self._open(start):
            if amount <= closes - opens:
                return opens + amount
            amount -= closes - opens
        raise OverflowError("there is not so much working time before the year 9999")

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much working time lies from ``start`` to ``end``; none when end is not later."""
        start, end = _in_utc(start), _in_utc(end)
        total = timedelta()
        if end <= start:
            return total
        for opens, closes in self._open(start):
            if opens >= end:
                break
            total += min(closes, end) - opens
        return total

    def _official(self, day: date) -> bool:
        official = _officially(day)
        if official is not None:
            return official
        if day.year not in self._warned:
            self._warned.add(day.year)
            logger.warning(
                "no official holidays are known for %d, so Monday to Friday count as working "
                "days; update chinesecalendar, or list its holidays and workdays in config.yaml",
                day.year,
            )
        return day.weekday() < _SATURDAY

    def _workdays(self, first: date) -> Iterator[date]:
        for ordinal in range(first.toordinal(), date.max.toordinal()):
            day = date.fromordinal(ordinal)
            if self.is_workday(day):
                yield day

    def _open(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The stretches of working time after ``start``; one that has begun is cut there."""
        for day in self._workdays(start.astimezone(CHINA).date()):
            midnight = _midnight(day)
            for opens, closes in self._hours:
                if midnight + closes > start:
                    yield max(midnight + opens, start), midnight + closes


def _read_hours(text: str) -> tuple[timedelta, timedelta]:
    """Opening and closing of "09:00-12:00", both counted from midnight."""
    written = _HOURS.fullmatch(text)
    if written is None:
        raise ValueError(f'{text!r} are no working hours; write them like "09:00-12:00"')
    hour, minute, last_hour, last_minute = map(int, written.groups())
    opens = timedelta(hours=hour, minutes=minute)
    closes = timedelta(hours=last_hour, minutes=last_minute)
    if opens >= closes:
        raise ValueError(f"{text} ends before it begins; write the earlier time first")
    return opens, closes


def _officially(day: date) -> bool | None:
    """Whether the State Council's list makes it a working day; None without a list."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=CHINA).astimezone(UTC)


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone; hand in a time that carries one")
    return moment.astimezone(UTC)
