"""Looks at each area's board again and again for all who watch it, once however many they are.

It reads the store and nothing else, so what happens in another process is seen as well. Nobody
watching, nothing is looked at.
"""

import asyncio
import contextlib
import logging
import time
from collections import Counter
from collections.abc import Iterator

from bot.office.board import Board, look
from bot.services import Services
from models.database import StoreUnavailableError

log = logging.getLogger(__name__)

PAUSE = 3.0  # seconds between two looks
_REST = 10  # times as long as a look took: looking never fills more than a tenth of the time
MOST_STREAMS = 4  # of one account in one process; a browser opens six connections to one place


class TooManyError(Exception):
    """This account watches in too many windows already."""


class Watcher:
    """The latest board of one area, and those who wait for another one."""

    def __init__(self) -> None:
        self.board: Board | None = None
        self.watching = 0
        self._changed = asyncio.Condition()

    async def put(self, board: Board) -> None:
        """Take a new board, and wake those who wait where it is another one."""
        before, self.board = self.board, board
        if before is None or before.mark != board.mark:
            async with self._changed:
                self._changed.notify_all()

    async def another(self, known: str, within: float) -> str | None:
        """The mark of a board other than the one known; None after ``within`` seconds."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within), self._changed:
                await self._changed.wait_for(lambda: self.board and self.board.mark != known)
                return self.board.mark if self.board else None
        return None


class Watch:
    """The watchers of one process, one an area; each ends with the last who watches."""

    def __init__(self, services: Services, pause: float = PAUSE) -> None:
        self._services = services
        self._pause = pause
        self._watchers: dict[str | None, Watcher] = {}
        self._tasks: dict[str | None, asyncio.Task[None]] = {}
        self._streams: Counter[str] = Counter()

    @contextlib.contextmanager
    def watching(self, area: str | None, account: str) -> Iterator[Watcher]:
        """A watcher of the area while the block lasts. Raises TooManyError."""
        if self._streams[account] >= MOST_STREAMS:
            raise TooManyError(account)
        watcher = self._watchers.get(area) or self._begin(area)
        watcher.watching += 1
        self._streams[account] += 1
        try:
            yield watcher
        finally:
            watcher.watching -= 1
            self._streams -= Counter((account,))
            if not watcher.watching:
                self._end(area)

    async def board(self, area: str | None, mark: str = "") -> Board:
        """The board of this mark as it was just seen, else looked at now."""
        watcher = self._watchers.get(area)
        seen = watcher.board if watcher else None
        return seen if seen and seen.mark == mark else await look(self._services, area)

    def _begin(self, area: str | None) -> Watcher:
        watcher = self._watchers[area] = Watcher()
        self._tasks[area] = asyncio.create_task(self._go_on(area, watcher))
        return watcher

    def _end(self, area: str | None) -> None:
        del self._watchers[area]
        self._tasks.pop(area).cancel()

    async def _go_on(self, area: str | None, watcher: Watcher) -> None:
        while True:
            begun = time.monotonic()
            try:
                await watcher.put(await look(self._services, area))
            except StoreUnavailableError:
                log.warning("the board could not be looked at")
            except Exception:
                log.exception("a look at the board failed")
            took = time.monotonic() - begun
            await asyncio.sleep(max(self._pause, _REST * took))

    def __len__(self) -> int:
        return len(self._watchers)
