"""One access token for all of us: fetched once, shared, renewed in time, dropped when refused.

Source: WeChat 获取稳定版接口调用凭据 docs.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol

from bot.wechat.errors import ApiError

RENEW_BEFORE = 600.0  # seconds left at which we ask for the next token
RENEW_PAUSE = 60.0  # seconds between asking while WeChat still gives the old one

_log = logging.getLogger(__name__)


class TokenShelf(Protocol):
    """Where the processes of one installation share their tokens."""

    async def get(self, name: str) -> tuple[str, float] | None:
        """Return the token and when it expires in epoch seconds, or None."""

    async def put(self, name: str, token: str, expires_at: float) -> None:
        """Keep the token for everybody."""

    async def drop(self, name: str, token: str) -> None:
        """Forget the token, unless another has taken its place."""


class PrivateShelf:
    """A shelf of one's own, for a command that runs once beside the serving processes."""

    def __init__(self) -> None:
        self._tokens: dict[str, tuple[str, float]] = {}

    async def get(self, name: str) -> tuple[str, float] | None:
        """Return the token and when it expires in epoch seconds, or None."""
        return self._tokens.get(name)

    async def put(self, name: str, token: str, expires_at: float) -> None:
        """Keep the token."""
        self._tokens[name] = (token, expires_at)

    async def drop(self, name: str, token: str) -> None:
        """Forget the token, unless another has taken its place."""
        if self._tokens.get(name, ("", 0))[0] == token:
            del self._tokens[name]


@dataclass(frozen=True, slots=True)
class _Held:
    token: str = field(repr=False)
    expires_at: float


class TokenKeeper:
    """Hands out the token kept under `name`.

    `fetch` asks WeChat for a token and the seconds it lasts; `now` gives epoch seconds.
    """

    def __init__(
        self,
        name: str,
        fetch: Callable[[], Awaitable[tuple[str, float]]],
        shelf: TokenShelf,
        now: Callable[[], float],
    ) -> None:
        self._name = name
        self._fetch = fetch
        self._shelf = shelf
        self._now = now
        self._held: _Held | None = None
        self._renew_at = 0.0
        self._renewal: asyncio.Task[_Held] | None = None

    async def current(self) -> str:
        """Return a token good for now; raise ApiError if there is none to be had."""
        if self._held is not None and self._now() < self._renew_at:
            return self._held.token
        if self._renewal is None:
            self._renewal = asyncio.create_task(self._renew())
            self._renewal.add_done_callback(self._end_renewal)
        # Shielded: one caller giving up must not take the token from the others.
        return (await asyncio.shield(self._renewal)).token

    async def drop(self, token: str) -> None:
        """Forget `token`, which WeChat refused, unless a newer one is held already."""
        if self._held is not None and self._held.token == token:
            self._held = None
        await self._shelf.drop(self._name, token)

    async def _renew(self) -> _Held:
        held = await self._next()
        now = self._now()
        self._held = held
        self._renew_at = min(
            max(held.expires_at - RENEW_BEFORE, now + RENEW_PAUSE), held.expires_at
        )
        return held

    async def _next(self) -> _Held:
        shelved = await self._shelf.get(self._name)
        if shelved is not None and shelved[1] - self._now() > RENEW_BEFORE:
            return _Held(*shelved)
        held = self._held
        try:
            return await self._fetch_and_share()
        except ApiError as error:
            if held is None or held.expires_at <= self._now():
                raise
            _log.warning("the token could not be renewed yet: %s", error)
            return held

    async def _fetch_and_share(self) -> _Held:
        asked_at = self._now()
        token, lifetime = await self._fetch()
        await self._shelf.put(self._name, token, asked_at + lifetime)
        return _Held(token, asked_at + lifetime)

    def _end_renewal(self, renewal: "asyncio.Task[_Held]") -> None:
        self._renewal = None
        if not renewal.cancelled():
            renewal.exception()  # seen here, in case every caller has given up
