"""Of all processes one runs the jobs; another goes on when it ends, and nothing stops the clock."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

import pytest

from jobs.schedule import Job, Schedule
from models.clock import ManualClock
from models.database import StoreUnavailableError
from models.store import Store
from tests.support.house import NOON, open_store

OFTEN = 0.02


class Counted:
    """A job that counts its runs."""

    def __init__(self, work: Callable[[], Awaitable[None]] | None = None) -> None:
        self.runs = 0
        self.ended = 0
        self._work = work
        self._started = asyncio.Event()

    async def __call__(self) -> None:
        self.runs += 1
        self._started.set()
        if self._work:
            await self._work()
        self.ended += 1

    async def has_run(self, times: int = 1) -> None:
        """Wait until it ran so many times more."""
        for _ in range(times):
            self._started.clear()
            await asyncio.wait_for(self._started.wait(), 10)


def schedule(store: Store, *runs: Counted) -> Schedule:
    jobs = tuple(Job(f"job {number}", OFTEN, run) for number, run in enumerate(runs))
    return Schedule(jobs, store.leases)


def run_with(uri: str, story: Callable[[Store], Awaitable[None]]) -> None:
    async def run() -> None:
        async with open_store(uri, ManualClock(NOON)) as store:
            await story(store)

    asyncio.run(run())


def test_of_two_processes_one_runs_the_jobs_and_the_other_takes_over(
    store_uri: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jobs.schedule.RENEW_SECONDS", 0.05)

    async def story(store: Store) -> None:
        ours, theirs = Counted(), Counted()
        first, second = schedule(store, ours), schedule(store, theirs)
        await first.start()
        await second.start()
        await ours.has_run(3)
        assert theirs.runs == 0
        await first.stop()
        at_stop = ours.runs
        await theirs.has_run(3)
        assert ours.runs == at_stop
        await second.stop()

    run_with(store_uri, story)


def test_what_concerns_each_process_runs_in_each(store_uri: str) -> None:
    async def story(store: Store) -> None:
        ours, theirs = Counted(), Counted()
        both = [
            Schedule((Job("each", OFTEN, run, everywhere=True),), store.leases)
            for run in (ours, theirs)
        ]
        for each in both:
            await each.start()
        await ours.has_run(3)
        await theirs.has_run(3)
        for each in both:
            await each.stop()

    run_with(store_uri, story)


def test_a_running_job_ends_before_the_lease_is_given_back(store_uri: str) -> None:
    async def story(store: Store) -> None:
        slow = Counted(lambda: asyncio.sleep(0.3))
        ours = schedule(store, slow)
        await ours.start()
        await slow.has_run()
        await ours.stop()
        assert slow.ended == slow.runs == 1

    run_with(store_uri, story)


def test_a_job_never_runs_twice_at_once(store_uri: str) -> None:
    running: list[int] = []

    async def work() -> None:
        running.append(1)
        assert len(running) == 1
        await asyncio.sleep(3 * OFTEN)
        running.pop()

    async def story(store: Store) -> None:
        job = Counted(work)
        ours = schedule(store, job)
        await ours.start()
        await job.has_run(3)
        await ours.stop()
        assert job.ended == job.runs

    run_with(store_uri, story)


@pytest.mark.parametrize(
    ("error", "words"),
    [(StoreUnavailableError("gone"), "waits for the store"), (KeyError("x"), "job failed")],
)
def test_a_job_that_fails_is_logged_and_tried_again_and_others_go_on(
    store_uri: str, error: Exception, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail() -> None:
        raise error

    async def story(store: Store) -> None:
        broken, well = Counted(fail), Counted()
        ours = schedule(store, broken, well)
        await ours.start()
        await broken.has_run(2)
        await well.has_run(2)
        await ours.stop()

    with caplog.at_level(logging.WARNING, "jobs.schedule"):
        run_with(store_uri, story)
    assert words in caplog.text


def test_stopping_what_never_had_the_lease_takes_it_from_nobody(store_uri: str) -> None:
    async def story(store: Store) -> None:
        ours, theirs = Counted(), Counted()
        first, second = schedule(store, ours), schedule(store, theirs)
        await first.start()
        await second.start()
        await second.stop()
        third = schedule(store, theirs)
        await third.start()
        await ours.has_run(2)
        assert theirs.runs == 0
        await third.stop()
        await first.stop()

    run_with(store_uri, story)
