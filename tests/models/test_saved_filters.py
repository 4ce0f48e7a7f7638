"""Lists kept under names: everybody's own, sealed, and not without end."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from models.saved_filters import MOST, SavedFilters, TooManyFiltersError
from tests.support.house import NOON, open_store


def run(uri: str, story: Callable[[SavedFilters], Awaitable[None]]) -> None:
    async def open_and_play() -> None:
        async with open_store(uri) as store:
            await story(store.saved_filters)

    asyncio.run(open_and_play())


def test_a_list_of_the_same_name_is_replaced(store_uri: str) -> None:
    async def story(filters: SavedFilters) -> None:
        await filters.save("zhou", "急的", "urgent=1", NOON)
        await filters.save("zhou", "急的", "danger=1", NOON)
        assert [each.query for each in await filters.of("zhou")] == ["danger=1"]

    run(store_uri, story)


def test_nobody_touches_what_another_keeps(store_uri: str) -> None:
    async def story(filters: SavedFilters) -> None:
        await filters.save("zhou", "急的", "urgent=1", NOON)
        (kept,) = await filters.of("zhou")
        assert not await filters.rename(kept.id, "tong", "我的")
        assert not await filters.delete(kept.id, "tong")
        assert await filters.of("tong") == []
        assert await filters.of("zhou") == [kept]

    run(store_uri, story)


def test_there_is_an_end_to_keeping(store_uri: str) -> None:
    async def story(filters: SavedFilters) -> None:
        for n in range(MOST):
            await filters.save("zhou", f"{n}", "late=1", NOON)
        with pytest.raises(TooManyFiltersError):
            await filters.save("zhou", "one more", "late=1", NOON)

    run(store_uri, story)
