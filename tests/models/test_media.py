"""Photos and recordings are kept whole, sealed, and once."""

import asyncio
import os

import pytest

from models.clock import ManualClock
from tests.models.samples import raw_database
from tests.support.house import NOON, open_store

CLOCK = ManualClock(NOON)


@pytest.mark.parametrize("size", [0, 1, 255 * 1024, 1024 * 1024])
def test_a_file_comes_back_whole_with_its_type(store_uri: str, size: int) -> None:
    content = os.urandom(size)

    async def scenario() -> tuple[bytes, str]:
        async with open_store(store_uri, CLOCK) as store:
            await store.media.put("t1/media", content, "image/jpeg")
            return await store.media.read("t1/media")

    assert asyncio.run(scenario()) == (content, "image/jpeg")


def test_keeping_a_file_again_changes_nothing(store_uri: str) -> None:
    async def scenario() -> tuple[bytes, str]:
        async with open_store(store_uri, CLOCK) as store:
            await store.media.put("t1/media", b"first", "image/jpeg")
            await store.media.put("t1/media", b"second", "audio/amr")
            return await store.media.read("t1/media")

    assert asyncio.run(scenario()) == (b"first", "image/jpeg")


def test_a_file_whose_keeping_was_cut_off_by_a_crash_is_kept_the_next_time(store_uri: str) -> None:
    with raw_database(store_uri, "crash") as raw:
        raw["media.chunks"].create_index([("files_id", 1), ("n", 1)], unique=True)
        raw["media.chunks"].insert_one({"files_id": "t1/media", "n": 0, "data": b"half"})

    async def scenario() -> tuple[bytes, str]:
        async with open_store(store_uri, CLOCK, "crash") as store:
            await store.media.put("t1/media", b"whole", "image/jpeg")
            return await store.media.read("t1/media")

    assert asyncio.run(scenario()) == (b"whole", "image/jpeg")


def test_a_file_nobody_kept_is_missed_by_name(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            with pytest.raises(KeyError, match="t1/media"):
                await store.media.read("t1/media")

    asyncio.run(scenario())


def test_a_photo_cannot_be_seen_in_the_store(store_uri: str) -> None:
    content = b"a face at a door" * 1000

    async def scenario() -> None:
        async with open_store(store_uri, CLOCK, "faces") as store:
            await store.media.put("t1/media", content, "image/jpeg")

    asyncio.run(scenario())
    with raw_database(store_uri, "faces") as raw:
        pieces = [each["data"] for each in raw["media.chunks"].find()]
    assert pieces
    assert not any(b"a face" in each for each in pieces)
