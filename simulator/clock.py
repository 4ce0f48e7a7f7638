"""One clock for everything that expires, so that days can pass in a test without sleeping."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))


class VirtualClock:
    """The real time plus an offset that only grows."""

    def __init__(self, source: Callable[[], float] = time.time) -> None:
        self._source = source
        self._offset = 0.0

    @property
    def offset(self) -> float:
        """Seconds by which this clock is ahead of the real one."""
        return self._offset

    def now(self) -> float:
        """Unix seconds, with fraction."""
        return self._source() + self._offset

    def seconds(self) -> int:
        """Unix seconds as WeChat writes them."""
        return int(self.now())

    def day(self) -> date:
        """The Beijing calendar day, on which daily quotas are counted."""
        return datetime.fromtimestamp(self.now(), UTC).astimezone(BEIJING).date()

    def advance(self, seconds: float) -> None:
        """Move forward; raises ValueError for a negative step."""
        if seconds < 0:
            raise ValueError("the clock only moves forward: give a number of seconds >= 0")
        self._offset += seconds
