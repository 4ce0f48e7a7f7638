"""The table of jobs, run by one process of many: whoever holds the lease. A few run in each.

The only module that knows APScheduler.
"""

import asyncio
import logging
import os
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from models.database import StoreUnavailableError
from models.lease import Leases

log = logging.getLogger(__name__)

LEASE = "jobs"
LEASE_SECONDS = 10.0
RENEW_SECONDS = 3.0
STOP_SECONDS = 12.0


@dataclass(frozen=True, slots=True)
class Job:
    """Something done again and again, every so many seconds, as long as we hold the lease.

    What is done ``everywhere`` concerns each process itself and asks for no lease.
    """

    name: str
    seconds: float
    run: Callable[[], Awaitable[object]]
    everywhere: bool = False


class Schedule:
    """Runs the jobs while the lease is ours."""

    def __init__(self, jobs: tuple[Job, ...], leases: Leases) -> None:
        self._jobs = jobs
        self._leases = leases
        self._owner = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._is_ours = False
        self._running: set[asyncio.Task[None]] = set()
        self._scheduler = AsyncIOScheduler(timezone="Asia/Shanghai")

    async def start(self) -> None:
        """Start the clock; the lease is asked for at once."""
        await self._renew()
        self._add("lease", RENEW_SECONDS, self._renew)
        for job in self._jobs:
            self._add(job.name, job.seconds, self._guarded(job))
        self._scheduler.start()

    async def stop(self) -> None:
        """Let running jobs end, then give the lease back, so that another process goes on at once.

        A job cut off between sending and marking would send again.
        """
        self._scheduler.pause()
        if self._running:
            await asyncio.wait(self._running, timeout=STOP_SECONDS)
        self._scheduler.shutdown(wait=False)
        if self._is_ours:
            await self._leases.release(LEASE, self._owner)

    def _add(self, name: str, seconds: float, run: Callable[[], Awaitable[object]]) -> None:
        self._scheduler.add_job(
            run,
            "interval",
            id=name,
            seconds=seconds,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )

    async def _renew(self) -> None:
        try:
            self._is_ours = await self._leases.hold(
                LEASE, self._owner, timedelta(seconds=LEASE_SECONDS)
            )
        except StoreUnavailableError:
            self._is_ours = False

    def _guarded(self, job: Job) -> Callable[[], Awaitable[None]]:
        async def run() -> None:
            if self._is_ours or job.everywhere:
                task = asyncio.create_task(_attempt(job))
                self._running.add(task)
                task.add_done_callback(self._running.discard)
                await asyncio.shield(task)

        return run


async def _attempt(job: Job) -> None:
    """Run a job; its failure is logged, and the next time it is tried again."""
    try:
        await job.run()
    except StoreUnavailableError:
        log.warning("job waits for the store", extra={"job": job.name})
    except Exception:
        log.exception("job failed", extra={"job": job.name})
