"""What was sent to a person is counted once, by whichever process sent it."""

import asyncio
from datetime import timedelta

from models.budget import Spending
from models.clock import ManualClock
from tests.models.samples import ASKER, ZHANG, raw_database
from tests.support.house import NOON, open_store

CLOCK = ManualClock(NOON)
MINUTE = timedelta(minutes=1)


def test_sends_are_remembered_the_latest_five(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            assert await store.spendings.of(ASKER) == Spending()
            for minute in range(7):
                known = await store.spendings.of(ASKER)
                assert await store.spendings.add(ASKER, known, NOON + minute * MINUTE)
            spent = await store.spendings.of(ASKER)
            assert spent.sends == tuple(NOON + minute * MINUTE for minute in range(2, 7))
            assert await store.spendings.of(ZHANG) == Spending()

    asyncio.run(scenario())


def test_of_two_who_spend_at_once_one_has_to_look_again(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            for known in (Spending(), Spending((NOON,), 1)):
                both = (store.spendings.add(ASKER, known, NOON) for _ in range(2))
                assert sorted(await asyncio.gather(*both)) == [False, True]
            assert (await store.spendings.of(ASKER)).count == 2

    asyncio.run(scenario())


def test_what_was_refused_does_not_count_unless_more_was_sent_since(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            before = await store.spendings.of(ASKER)
            await store.spendings.add(ASKER, before, NOON)
            await store.spendings.take_back(ASKER, before)
            assert (await store.spendings.of(ASKER)).sends == ()
            await store.spendings.take_back(ASKER, before)
            known = await store.spendings.of(ASKER)
            assert await store.spendings.add(ASKER, known, NOON)

    asyncio.run(scenario())


def test_what_was_said_of_a_person_can_be_forgotten(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            await store.spendings.shut(ASKER, NOON)
            assert (await store.spendings.of(ASKER)).shut_at == NOON
            await store.spendings.forget(ASKER)
            assert await store.spendings.of(ASKER) == Spending()

    asyncio.run(scenario())


def test_a_way_is_closed_until_its_time(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            closed = store.closures.is_closed
            assert not await closed("template", NOON)
            await store.closures.close("template", NOON + MINUTE)
            assert await closed("template", NOON)
            assert not await closed("customer", NOON)
            assert not await closed("template", NOON + MINUTE)

    asyncio.run(scenario())


def test_sends_are_kept_as_long_as_a_window_is_open(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK, "spendings"):
            return

    asyncio.run(scenario())
    with raw_database(store_uri, "spendings") as raw:
        index = raw["spendings"].index_information()["at_1"]
    assert index["expireAfterSeconds"] == 48 * 3600
