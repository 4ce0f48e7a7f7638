"""One process of many does the jobs, and when it dies another takes over."""

import asyncio
from datetime import timedelta

from models.clock import ManualClock
from tests.support.house import NOON, open_store

TEN_SECONDS = timedelta(seconds=10)


def test_a_lease_passes_to_another_only_after_it_ran_out(store_uri: str) -> None:
    clock = ManualClock(NOON)

    async def scenario() -> None:
        async with open_store(store_uri, clock) as store:
            hold = store.leases.hold
            assert await hold("jobs", "one", TEN_SECONDS)
            assert not await hold("jobs", "other", TEN_SECONDS)
            clock.advance(seconds=10)
            assert not await hold("jobs", "other", TEN_SECONDS)
            clock.advance(seconds=1)
            assert await hold("jobs", "other", TEN_SECONDS)
            assert not await hold("jobs", "one", TEN_SECONDS)

    asyncio.run(scenario())


def test_whoever_has_it_can_renew_it(store_uri: str) -> None:
    clock = ManualClock(NOON)

    async def scenario() -> None:
        async with open_store(store_uri, clock) as store:
            for _ in range(3):
                assert await store.leases.hold("jobs", "one", TEN_SECONDS)
                clock.advance(seconds=9)
            assert not await store.leases.hold("jobs", "other", TEN_SECONDS)

    asyncio.run(scenario())


def test_a_lease_given_back_is_free_at_once_but_only_its_owner_can_give_it(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, ManualClock(NOON)) as store:
            assert await store.leases.hold("jobs", "one", TEN_SECONDS)
            await store.leases.release("jobs", "other")
            assert not await store.leases.hold("jobs", "other", TEN_SECONDS)
            await store.leases.release("jobs", "one")
            assert await store.leases.hold("jobs", "other", TEN_SECONDS)

    asyncio.run(scenario())


def test_of_many_who_ask_at_once_one_gets_it(store_uri: str) -> None:
    async def scenario() -> list[bool]:
        async with open_store(store_uri, ManualClock(NOON)) as store:
            asked = (store.leases.hold("jobs", f"p{number}", TEN_SECONDS) for number in range(20))
            return await asyncio.gather(*asked)

    assert asyncio.run(scenario()).count(True) == 1
