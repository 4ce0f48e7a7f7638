"""A bounded log of API calls, with tokens and secrets hidden."""

import re
from collections import deque
from typing import Any

from simulator.clock import VirtualClock

KEPT_CALLS = 1000
_SHOWN_CHARACTERS = 5_000
_SECRET = re.compile(
    r"""((?:access_token|secret|appsecret)["']?\s*[=:]\s*["']?)[^&"'\s,}]+""", re.IGNORECASE
)


def redact(text: str) -> str:
    """Return the text with the values of tokens and secrets replaced."""
    return _SECRET.sub(r"\1***", text)


class CallLog:
    """The last calls, oldest first."""

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock
        self._calls: deque[dict[str, Any]] = deque(maxlen=KEPT_CALLS)

    def add(self, method: str, path: str, query: str, body: str, answer: str, ms: float) -> None:
        """Note one call and its answer."""
        self._calls.append(
            {
                "at": self._clock.now(),
                "method": method,
                "path": path,
                "query": redact(query),
                "body": redact(body)[:_SHOWN_CHARACTERS],
                "answer": redact(answer)[:_SHOWN_CHARACTERS],
                "ms": round(ms, 1),
            }
        )

    def last(self, path: str, limit: int) -> list[dict[str, Any]]:
        """Return up to `limit` of the last calls whose path starts like this, oldest first."""
        found = [call for call in self._calls if call["path"].startswith(path)]
        return found[-limit:] if limit > 0 else []
