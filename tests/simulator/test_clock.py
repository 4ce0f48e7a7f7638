from datetime import date

import pytest

from simulator.clock import VirtualClock
from tests.simulator.manual_clock import START, manual_clock


def test_time_passes_only_when_the_clock_is_advanced() -> None:
    clock = manual_clock()
    clock.advance(60)
    clock.advance(0.5)
    assert clock.now() == START + 60.5
    assert clock.offset == 60.5
    assert clock.seconds() == int(START) + 60


def test_the_clock_never_goes_back() -> None:
    clock = manual_clock()
    with pytest.raises(ValueError, match="only moves forward"):
        clock.advance(-1)
    assert clock.offset == 0


def test_the_day_turns_at_midnight_in_beijing() -> None:
    before_midnight = 1_760_025_599  # 2025-10-09 23:59:59 +08:00
    clock = VirtualClock(source=lambda: before_midnight)
    assert clock.day() == date(2025, 10, 9)
    clock.advance(1)
    assert clock.day() == date(2025, 10, 10)
