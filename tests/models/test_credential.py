"""One access token for all processes: found by each, dropped only when it is the one meant."""

import asyncio

import bson

from models.clock import ManualClock
from tests.models.samples import raw_database
from tests.support.house import NOON, open_store

CLOCK = ManualClock(NOON)
EXPIRES = NOON.timestamp() + 7200


def test_a_token_put_there_is_found_with_its_end(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            assert await store.credentials.get("wx1") is None
            await store.credentials.put("wx1", "token-1", EXPIRES)
            assert await store.credentials.get("wx1") == ("token-1", EXPIRES)
            assert await store.credentials.get("wx2") is None

    asyncio.run(scenario())


def test_dropping_a_token_leaves_its_successor_alone(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            await store.credentials.put("wx1", "token-1", EXPIRES)
            await store.credentials.put("wx1", "token-2", EXPIRES)
            await store.credentials.drop("wx1", "token-1")
            assert await store.credentials.get("wx1") == ("token-2", EXPIRES)
            await store.credentials.drop("wx1", "token-2")
            assert await store.credentials.get("wx1") is None

    asyncio.run(scenario())


def test_a_token_cannot_be_read_in_the_store(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK, "token") as store:
            await store.credentials.put("wx1", "token-1", EXPIRES)

    asyncio.run(scenario())
    with raw_database(store_uri, "token") as raw:
        assert b"token-1" not in bson.encode(raw["credentials"].find_one({"_id": "wx1"}))
