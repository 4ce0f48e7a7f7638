"""What time it is, handed in everywhere, so that tests turn the clock by hand."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

Clock = Callable[[], datetime]

# China has one time zone without daylight saving; WeChat's quotas and dates follow it.
CHINA = timezone(timedelta(hours=8), "CST")


def system_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


class ManualClock:
    """A clock that moves only when told to."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """The time it was last set to."""
        return self.now

    def advance(self, **duration: float) -> None:
        """Move on by ``timedelta(**duration)``."""
        self.now += timedelta(**duration)
