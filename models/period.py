"""A stretch of whole days in China, so that two offices mean the same by a month."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Self

from models.clock import CHINA


@dataclass(frozen=True, slots=True)
class Period:
    """From ``start``, which belongs to it, to ``end``, which does not."""

    start: datetime
    end: datetime

    @classmethod
    def of_days(cls, first: date, after: date, now: datetime) -> Self:
        """The days from ``first`` to the one before ``after``, as far as they have passed.

        Raises ValueError when there is no day between them, or none has begun.
        """
        start, end = _midnight(first), _midnight(after)
        if now <= start:
            raise ValueError(f"{first} has not begun; ask for days that have")
        if end <= start:
            raise ValueError(f"from {first} to {after} is no day; the last day is not counted")
        return cls(start, min(end, now))

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment < self.end


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA)
