"""What was acknowledged but not yet answered waits here and survives a crash."""

import asyncio
from datetime import timedelta

import bson

from models.clock import ManualClock
from tests.models.samples import raw_database
from tests.support.house import NOON, open_store

CLOCK = ManualClock(NOON)
XML = "<xml><Content>灯坏了</Content></xml>".encode()
MINUTE = timedelta(minutes=1)


def test_a_kept_message_waits_until_it_is_dropped(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            await store.inbox.keep("m1", XML, NOON)
            assert await store.inbox.waiting(NOON + MINUTE, MINUTE) == [XML]
            await store.inbox.drop("m1")
            await store.inbox.drop("m1")
            assert await store.inbox.waiting(NOON + MINUTE, MINUTE) == []

    asyncio.run(scenario())


def test_keeping_it_again_neither_doubles_nor_renews_it(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            await store.inbox.keep("m1", XML, NOON)
            await store.inbox.keep("m1", b"something else", NOON + MINUTE)
            assert await store.inbox.waiting(NOON + MINUTE, MINUTE) == [XML]

    asyncio.run(scenario())


def test_only_what_has_waited_long_enough_is_taken_up_oldest_first(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            for minute in (2, 0, 1, 3):
                await store.inbox.keep(f"m{minute}", b"%d" % minute, NOON + minute * MINUTE)
            assert await store.inbox.waiting(NOON + 3 * MINUTE, MINUTE) == [b"0", b"1", b"2"]

    asyncio.run(scenario())


def test_a_kept_message_cannot_be_read_in_the_store(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK, "inbox") as store:
            await store.inbox.keep("m1", XML, NOON)

    asyncio.run(scenario())
    with raw_database(store_uri, "inbox") as raw:
        assert "灯坏了".encode() not in bson.encode(raw["inbox"].find_one({"_id": "m1"}))
