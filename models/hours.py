"""Hours of the day and of the week as they are kept, read by one strict parser.

Volunteers say when they want tasks and when their phone must be silent; whoever offers or tells
them something has to read that in the same way.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from models.clock import CHINA

DAY = 24 * 60
_CLOCK = "([01][0-9]|2[0-4]):([0-5][0-9])"
_DAILY = re.compile(f"{_CLOCK}-{_CLOCK}")
_DAYS = re.compile("[1-7](?:-[1-7])?(?:,[1-7](?:-[1-7])?)*")


class HoursError(ValueError):
    """These words are no hours; the message says how to write them."""


@dataclass(frozen=True, slots=True)
class Daily:
    """From one time of day to another, in minutes after midnight in China; ``end`` is outside.

    An end at or before the start is on the next day. Raises HoursError for other minutes.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not (0 <= self.start < DAY and 0 < self.end <= DAY and self.start != self.end):
            raise HoursError("hours begin before 24:00, end by 24:00, and last a while")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "22:00-07:00". Raises HoursError."""
        written = _DAILY.fullmatch(text)
        if written is None:
            raise HoursError(f'{text!r} are no hours; write them like "22:00-07:00"')
        hour, minute, last_hour, last_minute = map(int, written.groups())
        # Midnight as an end is the end of the day.
        return cls(hour * 60 + minute, last_hour * 60 + last_minute or DAY)

    def __str__(self) -> str:
        return f"{clock(self.start)}-{clock(self.end % DAY)}"

    def covers(self, at: datetime) -> bool:
        """Whether this moment lies within."""
        now = _minutes(at)
        if self.start < self.end:
            return self.start <= now < self.end
        return now >= self.start or now < self.end


@dataclass(frozen=True, slots=True)
class Weekly:
    """The same hours on some days of the week, 1 (Monday) to 7."""

    days: frozenset[int]
    hours: Daily

    def __post_init__(self) -> None:
        if not self.days or not self.days <= set(range(1, 8)):
            raise HoursError("days of the week are 1 (Monday) to 7")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "1-5 18:00-21:00" or "1,3,6-7 09:00-12:00". Raises HoursError."""
        days, _, hours = text.partition(" ")
        if not _DAYS.fullmatch(days):
            raise HoursError(f'{text!r} are no hours of a week; write them like "1-5 18:00-21:00"')
        found: set[int] = set()
        for each in days.split(","):
            first, last = int(each[0]), int(each[-1])
            if first > last:
                raise HoursError(f"{each} ends before it begins; write the earlier day first")
            found.update(range(first, last + 1))
        return cls(frozenset(found), Daily.parse(hours))

    def __str__(self) -> str:
        return f"{_written(sorted(self.days))} {self.hours}"

    def covers(self, at: datetime) -> bool:
        """Whether this moment lies within; past midnight it is still the day it began on."""
        if not self.hours.covers(at):
            return False
        day = at.astimezone(CHINA).isoweekday()
        is_past_midnight = self.hours.end <= self.hours.start and _minutes(at) < self.hours.end
        return (day - 2) % 7 + 1 in self.days if is_past_midnight else day in self.days


def clock(minutes: int) -> str:
    """A time of day as it is written: 07:05."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def read_clock(text: str) -> int:
    """The minutes after midnight of "18:00". Raises HoursError."""
    written = re.fullmatch(_CLOCK, text)
    minutes = int(written[1]) * 60 + int(written[2]) if written else DAY
    if minutes >= DAY:
        raise HoursError(f'{text!r} is no time of day; write it like "18:00"')
    return minutes


def _minutes(at: datetime) -> int:
    there = at.astimezone(CHINA)
    return there.hour * 60 + there.minute


def _written(days: list[int]) -> str:
    """Days with runs of them as one: 1-5,7."""
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
