"""Versions of what was taught: the highest number is live, and two cannot take the same one."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from models.lexicon_versions import SHIPPED, Draft, OvertakenError, Version
from models.store import Store
from tests.models.samples import ZHANG
from tests.support.house import NOON, open_store

EDIT = {"kind": "add_term", "term": "裂开", "family": "broken"}


def a_version(number: int) -> Version:
    scores = {"accuracy": 0.9, "macro_f1": 0.8}
    return Version(number, NOON, ZHANG, "居民这样说", (EDIT,), scores, scores)


def run_with(uri: str, story: Callable[[Store], Awaitable[None]]) -> None:
    async def run() -> None:
        async with open_store(uri) as store:
            await story(store)

    asyncio.run(run())


def test_a_version_comes_back_as_it_went_in(store_uri: str) -> None:
    async def story(store: Store) -> None:
        assert await store.lexicon.live() is None
        await store.lexicon.publish(a_version(1))
        assert await store.lexicon.live() == a_version(1)
        assert await store.lexicon.get(1) == a_version(1)
        assert await store.lexicon.get(2) is None

    run_with(store_uri, story)


def test_the_highest_number_is_live(store_uri: str) -> None:
    async def story(store: Store) -> None:
        for number in (1, 2, 3):
            await store.lexicon.publish(a_version(number))
        newest = await store.lexicon.newer_than(SHIPPED)
        assert newest is not None
        assert newest.id == 3
        assert await store.lexicon.newer_than(3) is None
        assert [each.id for each in await store.lexicon.latest(limit=2)] == [3, 2]
        assert [each.id for each in await store.lexicon.latest(before=2)] == [1]

    run_with(store_uri, story)


def test_of_two_who_go_live_at_once_one_is_told(store_uri: str) -> None:
    async def story(store: Store) -> None:
        both = [store.lexicon.publish(a_version(1)) for _ in range(2)]
        results = await asyncio.gather(*both, return_exceptions=True)
        assert [type(each) for each in results if each] == [OvertakenError]
        with pytest.raises(OvertakenError):
            await store.lexicon.publish(a_version(1))

    run_with(store_uri, story)


def test_each_account_has_one_draft_and_an_empty_one_is_gone(store_uri: str) -> None:
    async def story(store: Store) -> None:
        await store.lexicon.keep(Draft("zhou", NOON, ZHANG, (EDIT,)))
        await store.lexicon.keep(Draft("zhou", NOON, ZHANG, (EDIT, EDIT)))
        await store.lexicon.keep(Draft("tong", NOON, ZHANG, (EDIT,)))
        assert sorted(each.id for each in await store.lexicon.drafts()) == ["tong", "zhou"]
        kept = await store.lexicon.draft("zhou")
        assert kept is not None
        assert len(kept.edits) == 2
        await store.lexicon.keep(Draft("zhou", NOON, ZHANG))
        assert await store.lexicon.draft("zhou") is None

    run_with(store_uri, story)


def test_words_and_reasons_are_sealed(store_uri: str) -> None:
    async def story(store: Store) -> None:
        await store.lexicon.publish(a_version(1))
        stored = str(await store.database.collection("lexicon_versions").get(1))
        assert "裂开" not in stored
        assert "居民这样说" not in stored

    run_with(store_uri, story)


def test_a_failure_is_kept_by_its_version(store_uri: str) -> None:
    async def story(store: Store) -> None:
        assert await store.lexicon.failure(1) is None
        await store.lexicon.failed(1, NOON, "词表坏了")
        failure = await store.lexicon.failure(1)
        assert failure is not None
        assert failure.error == "词表坏了"

    run_with(store_uri, story)
