"""Corrections are listed by area, the latest first, and hold no words."""

import asyncio
from datetime import timedelta

from tests.support.house import NOON, open_store


def test_the_latest_of_an_area_come_first_and_each_ticket_once(store_uri: str) -> None:
    async def run() -> None:
        async with open_store(store_uri) as store:
            for minute, ticket in enumerate(("a", "b", "a")):
                at = NOON + timedelta(minutes=minute)
                await store.corrections.note(ticket, at, ("hefei", "feicui"))
            await store.corrections.note("c", NOON, ("hefei", "elsewhere"))
            assert [each.id for each in await store.corrections.latest("feicui")] == ["a", "b"]
            assert len(await store.corrections.latest(None)) == 3
            assert len(await store.corrections.latest("hefei", limit=1)) == 1

    asyncio.run(run())
