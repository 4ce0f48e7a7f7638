"""Tells an open board that there is something new, as server-sent events.

Source: HTML Standard, section "Server-sent events".
"""

import asyncio

from tornado.iostream import StreamClosedError

from bot import powers
from bot.office.watch import TooManyError, Watcher
from bot.powers import Duty
from handlers.console.door import COOKIE, ConsoleDoor

HEARTBEAT = 15.0  # seconds; what stands between us and the browser closes a silent connection
_TOO_MANY = "这个页面开得太多了，请关掉几个。"


class BoardEventsDoor(ConsoleDoor):
    """A stream of marks; the page then asks for the rows of a mark."""

    duty = Duty.BOARD
    _stream: asyncio.Task[object] | None = None

    async def get(self) -> None:
        """Push each new mark until the page is closed or the sign-in has ended."""
        account = self.signed.account.id if self.signed else ""
        self._stream = asyncio.current_task()
        try:
            with self.office.watch.watching(self.member.area, account) as watcher:
                await self._push(watcher)
        except TooManyError:
            self.refuse(429, _TOO_MANY)
        except (StreamClosedError, asyncio.CancelledError):
            return  # nobody listens any more

    def on_connection_close(self) -> None:
        """End the stream with its page; the last one ends the looking."""
        if self._stream:
            self._stream.cancel()

    async def _push(self, watcher: Watcher) -> None:
        self.set_header("Content-Type", "text/event-stream; charset=utf-8")
        self.set_header("X-Accel-Buffering", "no")
        known = self.query("mark", 40)
        await self._tell(": here\n\n")
        while await self._is_still_theirs():
            mark = await watcher.another(known, within=HEARTBEAT)
            known = mark or known
            await self._tell(f"event: board\ndata: {mark}\n\n" if mark else ": here\n\n")
        await self._tell("event: ended\ndata: 1\n\n")

    async def _tell(self, words: str) -> None:
        self.write(words)
        await self.flush()

    async def _is_still_theirs(self) -> bool:
        """Whether the sign-in goes on, and shows the same board."""
        signed = await self.office.sign_in.whose(self.get_cookie(COOKIE) or "")
        return (
            signed is not None
            and powers.has(signed.member, self.duty)
            and signed.member.area == self.member.area
        )
