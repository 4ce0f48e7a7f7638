"""The job that keeps the search flat."""

import asyncio
from datetime import timedelta

import pytest

from jobs.fold_words import fold_words
from models import search
from models.clock import ManualClock
from tests.models.samples import a_ticket
from tests.support.house import NOON, open_services


def test_all_that_is_settled_is_folded_in_one_go(
    store_uri: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "SEGMENT", 3)

    async def story() -> None:
        clock = ManualClock(NOON)
        async with open_services(store_uri, clock) as services:
            tickets = services.store.tickets
            for n in range(7):
                at = NOON + timedelta(seconds=n)
                await tickets.file(tickets.document(a_ticket(f"t{n}", updated=at)))
            assert await fold_words(services) == 0
            clock.advance(hours=1)
            assert await fold_words(services) == 2
            found = [each["_id"] async for _, each in services.store.search.find("灯")]
            assert found == [f"t{n}" for n in range(6, -1, -1)]

    asyncio.run(story())
