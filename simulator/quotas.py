"""Daily caps per API, counted by the Beijing day."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from simulator.clock import VirtualClock
from simulator.errors import ApiError

# Source: WeChat 服务号 docs, API call limits page (default figures of a verified account).
DAILY_LIMITS = {
    "/cgi-bin/token": 2_000,
    "/cgi-bin/stable_token": 500_000,
    "/cgi-bin/menu/create": 1_000,
    "/cgi-bin/menu/get": 10_000,
    "/cgi-bin/menu/delete": 1_000,
    "/cgi-bin/media/upload": 100_000,
    "/cgi-bin/media/get": 200_000,
    "/cgi-bin/message/custom/send": 500_000,
    "/cgi-bin/message/template/send": 100_000,
    "/cgi-bin/qrcode/create": 100_000,
    "/cgi-bin/user/get": 500,
    "/cgi-bin/user/info": 5_000_000,
}
RESETS_PER_MONTH = 10


class Quotas:
    """Counts calls of the day and refuses those above the cap."""

    def __init__(self, clock: VirtualClock, limits: Mapping[str, int]) -> None:
        self._clock = clock
        self._limits = {**DAILY_LIMITS, **limits}
        self._used: Counter[str] = Counter()
        self._day = clock.day()
        self._resets: Counter[tuple[int, int]] = Counter()

    def spend(self, path: str) -> None:
        """Count one call; raises ApiError 45009 above the daily cap."""
        self._turn_page()
        if path in self._limits:
            if self._used[path] >= self._limits[path]:
                raise ApiError(45009)
            self._used[path] += 1

    def status(self, path: str) -> dict[str, int]:
        """Return the day's figures of one API; raises ApiError 76021 for an unknown one."""
        self._turn_page()
        if path not in self._limits:
            raise ApiError(76022 if path.startswith("/sns/") else 76021)
        limit, used = self._limits[path], self._used[path]
        return {"daily_limit": limit, "used": used, "remain": limit - used}

    def clear(self) -> None:
        """Start the day's counts again; raises ApiError 48006 after ten times in a month."""
        month = self._month(self._clock.day())
        if self._resets[month] >= RESETS_PER_MONTH:
            raise ApiError(48006)
        self._resets[month] += 1
        self._used.clear()

    def _turn_page(self) -> None:
        if self._day != self._clock.day():
            self._day = self._clock.day()
            self._used.clear()

    @staticmethod
    def _month(day: date) -> tuple[int, int]:
        return day.year, day.month
