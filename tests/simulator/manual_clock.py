"""A clock that stands still until a test moves it."""

from simulator.clock import VirtualClock

START = 1_760_000_000.0  # 2025-10-09 16:53:20 in Beijing


def manual_clock() -> VirtualClock:
    return VirtualClock(source=lambda: START)
