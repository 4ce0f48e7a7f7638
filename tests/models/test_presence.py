"""Who is at which ticket: for ninety seconds, one entry a member and ticket, sealed names."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from models.people import StaffMember
from models.presence import LASTS
from models.store import Store
from tests.support.house import NOON, open_store

ZHOU = StaffMember("oZhou", "周主任")
TONG = StaffMember("oTong", "童统筹")


def on_store(uri: str, story: Callable[[Store], Awaitable[None]]) -> None:
    async def run() -> None:
        async with open_store(uri) as store:
            await story(store)

    asyncio.run(run())


def test_whoever_looks_is_there_for_ninety_seconds(store_uri: str) -> None:
    async def story(store: Store) -> None:
        await store.presences.look("t1", ZHOU, NOON)
        assert [each.name for each in (await store.presences.at(["t1"], NOON))["t1"]] == ["周主任"]
        assert await store.presences.at(["t1"], NOON + LASTS) == {}
        assert timedelta(seconds=90) == LASTS

    on_store(store_uri, story)


def test_looking_again_goes_on_and_counts_once(store_uri: str) -> None:
    async def story(store: Store) -> None:
        later = NOON + timedelta(seconds=60)
        await store.presences.look("t1", ZHOU, NOON)
        await store.presences.look("t1", ZHOU, later)
        here = (await store.presences.at(["t1", "t2"], NOON + LASTS))["t1"]
        assert [each.until for each in here] == [later + LASTS]

    on_store(store_uri, story)


def test_others_are_all_but_oneself_and_those_who_left(store_uri: str) -> None:
    async def story(store: Store) -> None:
        await store.presences.look("t1", ZHOU, NOON)
        await store.presences.look("t1", TONG, NOON)
        assert await store.presences.others("t1", ZHOU, NOON) == ["童统筹"]
        await store.presences.leave("t1", TONG)
        assert await store.presences.others("t1", ZHOU, NOON) == []

    on_store(store_uri, story)


def test_names_are_sealed_in_the_store(store_uri: str) -> None:
    async def story(store: Store) -> None:
        await store.presences.look("t1", ZHOU, NOON)
        (kept,) = await store.database.collection("presence").many({})
        assert "周主任" not in repr(kept)

    on_store(store_uri, story)
