"""What came in and what was closed day by day, so that people see how a period went."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models.clock import CHINA
from models.facts import Seen
from models.figures import is_received
from models.period import Period


@dataclass(frozen=True, slots=True)
class Point:
    """One day, or the first of several; the days of a period add up to 收到 and 办结."""

    day: date
    received: int = 0
    closed: int = 0


class Series:
    """The days of a period, counted as tickets stream by."""

    def __init__(self, period: Period) -> None:
        self._first = _day_of(period.start)
        count = (_day_of(period.end - timedelta(microseconds=1)) - self._first).days + 1
        self._received, self._closed = [0] * count, [0] * count

    def add(self, seen: Seen) -> None:
        """Count one ticket on the days it came in and was closed."""
        if is_received(seen):
            self._received[self._position(seen.created)] += 1
        if seen.closed_at is not None:
            self._closed[self._position(seen.closed_at)] += 1

    def points(self) -> tuple[Point, ...]:
        """Every day, in order."""
        counted = zip(self._received, self._closed, strict=True)
        return tuple(
            Point(self._first + timedelta(days=n), *counts) for n, counts in enumerate(counted)
        )

    def _position(self, moment: datetime) -> int:
        return (_day_of(moment) - self._first).days


def in_weeks(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Seven days to a point, from the first day on; the last may be shorter."""
    weeks = [points[start : start + 7] for start in range(0, len(points), 7)]
    return tuple(
        Point(week[0].day, sum(d.received for d in week), sum(d.closed for d in week))
        for week in weeks
    )


def _day_of(moment: datetime) -> date:
    return moment.astimezone(CHINA).date()
