"""Counting beside the requests, so that a page of a whole city keeps nobody waiting.

Each question is counted once at a time, by one process, and the answer is kept for all. A page
waits a moment for it; then it shows the answer from before, or says that it is being counted.
"""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from bot.services import Services
from models.kept_figures import Kept

log = logging.getLogger(__name__)

PATIENCE = 0.4  # seconds
AT_ONCE = 2
_LONGEST = timedelta(minutes=5)  # after which another process may count what one began

Count = Callable[[], Awaitable[Kept]]


class Counting:
    """What is being counted in this process."""

    def __init__(self, services: Services, patience: float = PATIENCE) -> None:
        self._kept = services.store.kept_figures
        self._leases = services.store.leases
        self._clock = services.clock
        self._patience = patience
        self._owner = secrets.token_hex(8)
        self._running: dict[str, asyncio.Task[None]] = {}
        self._places = asyncio.Semaphore(AT_ONCE)

    async def ask(self, question: str, count: Count) -> Kept | None:
        """The answer as fresh as it is to be had soon; None while it is first counted.

        Raises what the count raised.
        """
        kept = await self._kept.get(question)
        if kept and kept.is_fresh(self._clock()):
            return kept
        task = self._running.get(question) or self._begin(question, count)
        done, _ = await asyncio.wait({task}, timeout=self._patience)
        if done:
            task.result()
        return await self._kept.get(question)

    async def close(self) -> None:
        """Count nothing more; what was not counted is asked for anew."""
        running = list(self._running.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def _begin(self, question: str, count: Count) -> asyncio.Task[None]:
        task = asyncio.create_task(self._count(question, count))
        self._running[question] = task
        task.add_done_callback(lambda done: self._end(question, done))
        return task

    async def _count(self, question: str, count: Count) -> None:
        lease = f"figures:{question}"
        async with self._places:
            if not await self._leases.hold(lease, self._owner, _LONGEST):
                return  # another process is at it
            try:
                started = self._clock()
                answer = await count()
                took = (self._clock() - started).total_seconds()
                await self._kept.put(replace(answer, took=took))
            finally:
                await self._leases.release(lease, self._owner)

    def _end(self, question: str, task: asyncio.Task[None]) -> None:
        del self._running[question]
        if not task.cancelled() and (error := task.exception()):
            log.error("figures were not counted", extra={"error": type(error).__name__})
