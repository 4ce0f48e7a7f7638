"""QR codes with a scene: created by the account, scanned by people."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Any

import qrcode

from simulator.clock import VirtualClock
from simulator.errors import ApiError

LONGEST = 30 * 24 * 3600
DEFAULT_SECONDS = 60
_REMEMBERED = 10_000


@dataclass(frozen=True)
class Code:
    """One created code; `expires_at` is 0 for a permanent one."""

    ticket: str
    scene: str
    url: str
    expires_at: int

    def answer(self, now: int) -> dict[str, Any]:
        """Return what qrcode/create tells about it."""
        answer: dict[str, Any] = {"ticket": self.ticket, "url": self.url}
        if self.expires_at:
            answer["expire_seconds"] = self.expires_at - now
        return answer


class QrCodes:
    """Every code created, by ticket.

    Source: WeChat 服务号 docs, QR codes with parameters page.
    """

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock
        self._codes: dict[str, Code] = {}

    def create(self, request: Mapping[str, Any]) -> Code:
        """Create a code; raises ApiError 40052, 40053 or 40035 naming what is wrong."""
        action = request.get("action_name")
        if action not in ("QR_SCENE", "QR_STR_SCENE", "QR_LIMIT_SCENE", "QR_LIMIT_STR_SCENE"):
            raise ApiError(40052)
        scene = _scene(action, request.get("action_info"))
        expires_at = 0 if "LIMIT" in action else self._clock.seconds() + _seconds(request)
        ticket = f"gQH{token_urlsafe(60)}=="
        url = f"http://weixin.qq.com/q/{token_urlsafe(16)}"
        self._codes[ticket] = Code(ticket, scene, url, expires_at)
        while len(self._codes) > _REMEMBERED:
            del self._codes[next(iter(self._codes))]
        return self._codes[ticket]

    def valid(self) -> list[Code]:
        """Return the codes that can still be scanned, oldest first."""
        now = self._clock.seconds()
        return [code for code in self._codes.values() if not 0 < code.expires_at <= now]

    def scene_of(self, url: str) -> str | None:
        """Return the scene of the valid code that leads to an address, as a camera reads it."""
        scenes = [code.scene for code in self.valid() if code.url == url.strip()]
        return scenes[0] if scenes else None

    def ticket_for(self, scene: str) -> str:
        """Return the newest valid ticket of a scene, or an invented one."""
        tickets = [code.ticket for code in self.valid() if code.scene == scene]
        return tickets[-1] if tickets else f"gQF{token_urlsafe(60)}=="

    def picture(self, ticket: str) -> bytes | None:
        """Return the JPEG of a code, or None for a ticket that does not exist."""
        code = self._codes.get(ticket)
        if code is None:
            return None
        drawn = io.BytesIO()
        qrcode.make(code.url).get_image().convert("L").save(drawn, "JPEG")
        return drawn.getvalue()


def _scene(action: str, info: Any) -> str:
    scene = info.get("scene") if isinstance(info, dict) else None
    if not isinstance(scene, dict):
        raise ApiError(40053)
    if action.endswith("STR_SCENE"):
        text = scene.get("scene_str")
        if not isinstance(text, str) or not 1 <= len(text) <= 64:
            raise ApiError(40053, "scene_str must have 1 to 64 characters")
        return text
    number, highest = scene.get("scene_id"), 100_000 if "LIMIT" in action else 2**32 - 1
    if type(number) is not int or not 1 <= number <= highest:
        raise ApiError(40053, f"scene_id must be 1 to {highest}")
    return str(number)


def _seconds(request: Mapping[str, Any]) -> int:
    seconds = request.get("expire_seconds", DEFAULT_SECONDS)
    if type(seconds) is not int or not 1 <= seconds <= LONGEST:
        raise ApiError(40035, f"expire_seconds must be 1 to {LONGEST}")
    return seconds
