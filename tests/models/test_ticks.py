"""What was ticked off stays so until somebody takes it back."""

import asyncio
from datetime import timedelta

from models.ticks import Tick
from tests.support.house import NOON, ZHOU, open_store


def test_a_tick_is_kept_and_can_be_taken_back(store_uri: str) -> None:
    async def story() -> None:
        async with open_store(store_uri) as store:
            assert await store.ticks.all() == {}
            await store.ticks.set(Tick("copied", ZHOU, NOON))
            later = Tick("copied", ZHOU, NOON + timedelta(days=1))
            await store.ticks.set(later)
            assert await store.ticks.all() == {"copied": later}
            await store.ticks.clear("copied")
            assert await store.ticks.all() == {}

    asyncio.run(story())
