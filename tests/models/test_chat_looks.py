"""A look into a chat is the first of the day for each member and ticket by themselves."""

import asyncio
from datetime import timedelta

from tests.support.house import NOON, open_store


def test_only_the_first_look_of_a_day_in_china_counts(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri) as store:
            first = store.chat_looks.is_first
            assert await first("zhou", "t1", NOON)
            assert not await first("zhou", "t1", NOON + timedelta(hours=11))
            assert await first("zhou", "t1", NOON + timedelta(hours=12))
            assert await first("zhou", "t2", NOON)
            assert await first("tong", "t1", NOON)

    asyncio.run(scenario())


def test_of_looks_at_once_one_is_the_first(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri) as store:
            looks = [store.chat_looks.is_first("zhou", "t1", NOON) for _ in range(10)]
            assert sorted(await asyncio.gather(*looks)) == [False] * 9 + [True]

    asyncio.run(scenario())
