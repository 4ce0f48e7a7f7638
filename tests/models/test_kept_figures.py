"""Counted figures: kept for all, fresh for a day when the period is over, else for a minute."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from models.kept_figures import Kept
from tests.support.house import NOON, open_store

ANSWER = Kept("figures:feicui", NOON, is_over=True, content='{"word": "王秀兰"}')


@pytest.mark.parametrize(
    ("is_over", "age", "is_fresh"),
    [
        (True, timedelta(hours=23), True),
        (True, timedelta(hours=25), False),
        (False, timedelta(seconds=50), True),
        (False, timedelta(seconds=70), False),
        (True, timedelta(hours=-25), False),
    ],
)
def test_what_is_over_stays_fresh_for_longer(is_over: bool, age: timedelta, is_fresh: bool) -> None:
    assert replace(ANSWER, is_over=is_over).is_fresh(NOON + age) is is_fresh


def test_what_took_long_to_count_is_kept_for_longer() -> None:
    slow = replace(ANSWER, is_over=False, took=30.0)
    assert slow.is_fresh(NOON + timedelta(minutes=9))
    assert not slow.is_fresh(NOON + timedelta(minutes=11))


def test_a_new_answer_takes_the_place_of_the_one_before(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri) as store:
            assert await store.kept_figures.get(ANSWER.id) is None
            await store.kept_figures.put(ANSWER)
            later = replace(ANSWER, at=NOON + timedelta(days=1), content="{}")
            await store.kept_figures.put(later)
            assert await store.kept_figures.get(ANSWER.id) == later

    asyncio.run(scenario())


def test_what_people_said_is_sealed(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri) as store:
            await store.kept_figures.put(ANSWER)
            stored = await store.database.collection("kept_figures").get(ANSWER.id)
            assert stored is not None
            assert "王秀兰" not in str(stored)
            assert "王秀兰".encode() not in stored["content"]

    asyncio.run(scenario())
