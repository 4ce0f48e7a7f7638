"""Access tokens with the real platform's rules of renewal, overlap and revocation."""

import re
import secrets
from dataclasses import dataclass
from datetime import date

from simulator.clock import VirtualClock
from simulator.errors import ApiError

LIFETIME = 7200
OVERLAP = 300
FORCED_GAP = 30
FORCED_PER_DAY = 20
_REMEMBERED = 1000
_WELL_FORMED = re.compile(r"\d{2}_[A-Za-z0-9_-]{100,}")


@dataclass
class Token:
    """An issued token; it stops working at `ends_at`, by age or because a newer one came."""

    value: str
    app_id: str
    expires_at: float
    ends_at: float


class TokenDesk:
    """Issues tokens from both endpoints, which do not disturb each other.

    Source: WeChat 服务号 docs, access token and stable access token pages.
    """

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock
        self._tokens: dict[str, Token] = {}
        self._plain: dict[str, Token] = {}
        self._stable: dict[str, Token] = {}
        self._forced_at: dict[str, float] = {}
        self._forced: dict[tuple[str, date], int] = {}

    def issue(self, app_id: str) -> Token:
        """Issue a new token; the one before it works on for five minutes."""
        if previous := self._plain.get(app_id):
            previous.ends_at = min(previous.ends_at, self._clock.now() + OVERLAP)
        self._plain[app_id] = self._new(app_id)
        return self._plain[app_id]

    def issue_stable(self, app_id: str, force: bool = False) -> Token:
        """Return the stable token, renewing it near its end or when forced to.

        A forced renewal ends the old token at once; raises ApiError 45009 after 20 in a day.
        """
        current = self._stable.get(app_id)
        if force and current and self._may_force(app_id):
            current.ends_at = self._clock.now()
            current = None
        if current is None or current.expires_at - self._clock.now() <= OVERLAP:
            current = self._stable[app_id] = self._new(app_id)
        return current

    def remaining(self, token: Token) -> int:
        """Seconds until the token expires."""
        return round(token.expires_at - self._clock.now())

    def check(self, value: str, app_id: str) -> None:
        """Raise ApiError 41001, 40014, 40001 or 42001 unless the token opens this app."""
        if not value:
            raise ApiError(41001)
        if not _WELL_FORMED.fullmatch(value):
            raise ApiError(40014)
        token = self._tokens.get(value)
        if token is None or token.app_id != app_id:
            raise ApiError(40001)
        if self._clock.now() >= token.expires_at:
            raise ApiError(42001)
        if self._clock.now() >= token.ends_at:
            raise ApiError(40001)

    def _may_force(self, app_id: str) -> bool:
        now = self._clock.now()
        if now - self._forced_at.get(app_id, float("-inf")) < FORCED_GAP:
            return False
        today = (app_id, self._clock.day())
        if self._forced.get(today, 0) >= FORCED_PER_DAY:
            raise ApiError(45009)
        self._forced[today] = self._forced.get(today, 0) + 1
        self._forced_at[app_id] = now
        return True

    def _new(self, app_id: str) -> Token:
        expires_at = self._clock.now() + LIFETIME
        token = Token(f"84_{secrets.token_urlsafe(99)}", app_id, expires_at, expires_at)
        self._tokens[token.value] = token
        while len(self._tokens) > _REMEMBERED:
            del self._tokens[next(iter(self._tokens))]
        return token
