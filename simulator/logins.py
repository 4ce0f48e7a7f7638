"""Mini-program login codes: five minutes, once."""

import base64
import os
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Any

from simulator.clock import VirtualClock
from simulator.errors import ApiError
from simulator.people import Person

LIFETIME = 300
_REMEMBERED = 10_000


@dataclass
class Code:
    """One code given out by `wx.login`."""

    person: Person
    expires_at: float
    is_used: bool = False


class Logins:
    """Codes by their text.

    Source: WeChat 小程序 docs, code2Session page.
    """

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock
        self._codes: dict[str, Code] = {}

    def give_code(self, person: Person) -> str:
        """Do what `wx.login` does on the person's phone and return the code."""
        text = f"0{token_urlsafe(24)[:31]}"
        self._codes[text] = Code(person, self._clock.now() + LIFETIME)
        while len(self._codes) > _REMEMBERED:
            del self._codes[next(iter(self._codes))]
        return text

    def redeem(self, text: str, shares_unionid: bool) -> dict[str, Any]:
        """Return openid and session_key; raises ApiError 40029 or 40163."""
        code = self._codes.get(text)
        if code is None or self._clock.now() >= code.expires_at:
            raise ApiError(40029)
        if code.is_used:
            raise ApiError(40163)
        code.is_used = True
        key = base64.b64encode(os.urandom(16)).decode()
        answer = {"openid": code.person.miniprogram_openid, "session_key": key}
        return {**answer, "unionid": code.person.unionid} if shares_unionid else answer
