"""Tests turn the clock by hand; the house reads the real one, in UTC."""

from datetime import UTC, datetime, timedelta

from models.clock import CHINA, ManualClock, system_clock
from tests.support.house import NOON


def test_the_system_clock_tells_the_time_in_utc() -> None:
    now = system_clock()
    assert now.tzinfo is UTC
    assert abs(datetime.now(UTC) - now) < timedelta(seconds=5)


def test_a_manual_clock_moves_only_when_told() -> None:
    clock = ManualClock(NOON)
    assert clock() == clock() == NOON
    clock.advance(hours=1, seconds=30)
    assert clock() == NOON + timedelta(hours=1, seconds=30)


def test_noon_is_noon_in_china() -> None:
    assert NOON.astimezone(CHINA).hour == 12
