"""Counting beside the requests: once at a time, shown when it is done, kept for everybody."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.office.counting import Counting
from bot.services import Services
from models.clock import ManualClock
from models.kept_figures import Kept
from tests.support.house import NOON, open_services


class Counter:
    """Counts how often it was asked to, and ends when it is let."""

    def __init__(self, services: Services) -> None:
        self.times = 0
        self.has_begun, self.may_end = asyncio.Event(), asyncio.Event()
        self._clock = services.clock

    async def count(self) -> Kept:
        self.times += 1
        self.has_begun.set()
        await self.may_end.wait()
        return Kept("q", self._clock(), is_over=False, content=str(self.times))


Story = Callable[[Services, ManualClock, Counter], Awaitable[None]]


def play(uri: str, story: Story) -> None:
    async def run() -> None:
        clock = ManualClock(NOON)
        async with open_services(uri, clock) as services:
            await story(services, clock, Counter(services))

    asyncio.run(run())


def test_what_is_counted_soon_is_shown_at_once_and_kept(store_uri: str) -> None:
    async def story(services: Services, clock: ManualClock, counter: Counter) -> None:
        counter.may_end.set()
        counting = Counting(services, patience=10)
        for _ in range(2):
            kept = await counting.ask("q", counter.count)
            assert kept is not None
            assert kept.content == "1"

    play(store_uri, story)


def test_many_who_ask_the_same_start_one_count_whatever_their_process(store_uri: str) -> None:
    async def story(services: Services, clock: ManualClock, counter: Counter) -> None:
        counting, elsewhere = Counting(services, 10), Counting(services, 0.01)
        asked = [asyncio.create_task(counting.ask("q", counter.count)) for _ in range(3)]
        await counter.has_begun.wait()
        assert await elsewhere.ask("q", counter.count) is None
        counter.may_end.set()
        kept = await asyncio.gather(*asked)
        assert [each.content for each in kept if each] == ["1", "1", "1"]

    play(store_uri, story)


def test_who_asks_for_what_takes_long_is_not_kept_waiting(store_uri: str) -> None:
    async def story(services: Services, clock: ManualClock, counter: Counter) -> None:
        assert await Counting(services, patience=0.01).ask("q", counter.count) is None

    play(store_uri, story)


def test_how_long_it_took_is_kept(store_uri: str) -> None:
    async def story(services: Services, clock: ManualClock, counter: Counter) -> None:
        asked = asyncio.create_task(Counting(services, patience=10).ask("q", counter.count))
        await counter.has_begun.wait()
        clock.advance(seconds=30)
        counter.may_end.set()
        kept = await asked
        assert kept is not None
        assert kept.took == 30

    play(store_uri, story)


def test_what_is_old_is_shown_while_it_is_counted_again(store_uri: str) -> None:
    async def story(services: Services, clock: ManualClock, counter: Counter) -> None:
        old = Kept("q", NOON, is_over=False, content="old")
        await services.store.kept_figures.put(old)
        clock.advance(minutes=2)
        assert await Counting(services, patience=0.01).ask("q", counter.count) == old
        await counter.has_begun.wait()

    play(store_uri, story)


def test_what_cannot_be_counted_is_said_and_tried_again(store_uri: str) -> None:
    async def story(services: Services, clock: ManualClock, counter: Counter) -> None:
        async def broken() -> Kept:
            raise ValueError("broken")

        counter.may_end.set()
        counting = Counting(services, patience=10)
        with pytest.raises(ValueError, match="broken"):
            await counting.ask("q", broken)
        assert await counting.ask("q", counter.count)

    play(store_uri, story)


def test_a_count_that_runs_at_the_end_is_given_up_and_can_be_asked_for_at_once(
    store_uri: str,
) -> None:
    async def story(services: Services, clock: ManualClock, counter: Counter) -> None:
        ending, next_one = Counting(services, patience=0.01), Counting(services, patience=10)
        assert await ending.ask("q", counter.count) is None
        await counter.has_begun.wait()
        await ending.close()
        counter.may_end.set()
        kept = await next_one.ask("q", counter.count)
        assert kept is not None
        assert kept.content == "2"

    play(store_uri, story)
