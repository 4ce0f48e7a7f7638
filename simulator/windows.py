"""How many customer-service messages the account may still send to a person, and until when."""

from dataclasses import dataclass

from simulator.clock import VirtualClock
from simulator.errors import ApiError

TYPING_WINDOW = 30
TYPING_LASTS = 15


@dataclass(frozen=True)
class Rule:
    """How many messages one action allows, and for how many seconds."""

    messages: int
    seconds: int


# Source: WeChat 服务号 docs, customer-service messages guide (quota since 2023-06-12).
RULES = {
    "message": Rule(5, 48 * 3600),
    "menu": Rule(3, 60),
    "answer": Rule(3, 60),  # a tap on an item of a msgmenu message
    "follow": Rule(3, 60),
    "scan": Rule(3, 60),
}


@dataclass
class Window:
    """One open window."""

    left: int
    closes_at: float


class Windows:
    """The open windows of everyone; a send counts in each window that is open."""

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock
        self._open: dict[str, dict[str, Window]] = {}
        self._acted_at: dict[str, float] = {}
        self._typing_until: dict[str, float] = {}

    def act(self, openid: str, action: str) -> None:
        """Note an action of a person; it fills the window of its row up again."""
        rule, now = RULES[action], self._clock.now()
        self._open.setdefault(openid, {})[action] = Window(rule.messages, now + rule.seconds)
        self._acted_at[openid] = now

    def close(self, openid: str) -> None:
        """Forget every window of a person who no longer follows."""
        self._open.pop(openid, None)

    def spend(self, openid: str) -> None:
        """Count one send; raises ApiError 45015 outside and 45047 when none is left."""
        windows = self._current(openid)
        if not windows:
            raise ApiError(45015)
        if not any(window.left for window in windows):
            raise ApiError(45047)
        for window in windows:
            window.left = max(0, window.left - 1)

    def left(self, openid: str) -> int:
        """Messages that may still be sent now."""
        return max((window.left for window in self._current(openid)), default=0)

    def start_typing(self, openid: str) -> None:
        """Show the typing hint; raises ApiError 45080 or 45081 when it may not be shown."""
        now = self._clock.now()
        if now - self._acted_at.get(openid, float("-inf")) > TYPING_WINDOW:
            raise ApiError(45080)
        if now < self._typing_until.get(openid, 0):
            raise ApiError(45081)
        self._typing_until[openid] = now + TYPING_LASTS

    def stop_typing(self, openid: str) -> None:
        """Take the typing hint away."""
        self._typing_until.pop(openid, None)

    def _current(self, openid: str) -> list[Window]:
        now = self._clock.now()
        return [each for each in self._open.get(openid, {}).values() if now < each.closes_at]
