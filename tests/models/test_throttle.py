"""Who guesses has to wait, and does not shut the door for whom he pretends to be."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import bson
import pytest

from models.database import opened
from models.throttle import MOST_BY_ADDRESS, MOST_BY_NAME, MOST_HERE, WINDOW, Throttle
from tests.models.samples import raw_database
from tests.support.house import NOON, VAULT

HOME, ELSEWHERE = "192.0.2.1", "198.51.100.7"
SECOND = timedelta(seconds=1)


@asynccontextmanager
async def open_throttle(uri: str, name: str) -> AsyncIterator[Throttle]:
    """The throttle as one process has it."""
    async with opened(uri, name) as database:
        throttle = Throttle(database.collection("throttle"), VAULT)
        await throttle.ensure_indexes()
        yield throttle


def play(uri: str, story: Callable[[Throttle], Awaitable[None]], name: str | None = None) -> None:
    """Let a story happen to a throttle that has counted nothing yet."""

    async def scenario() -> None:
        async with open_throttle(uri, name or f"t{secrets.token_hex(8)}") as throttle:
            await story(throttle)

    asyncio.run(scenario())


async def fail(throttle: Throttle, times: int, name: str = "zhou", address: str = HOME) -> None:
    """Try in vain, one second after the other."""
    for number in range(times):
        await throttle.lets_try(name, address, NOON + number * SECOND)


def test_after_so_many_failures_one_has_to_wait(store_uri: str) -> None:
    async def story(throttle: Throttle) -> None:
        for _ in range(MOST_HERE):
            assert await throttle.lets_try("zhou", HOME, NOON)
        assert not await throttle.lets_try("zhou", HOME, NOON)
        assert not await throttle.lets_try(" ZHOU ", HOME, NOON)
        assert await throttle.lets_try("wu", HOME, NOON)

    play(store_uri, story)


def test_tries_made_all_at_once_are_all_counted(store_uri: str) -> None:
    async def scenario() -> None:
        name = f"t{secrets.token_hex(8)}"
        async with open_throttle(store_uri, name) as one, open_throttle(store_uri, name) as other:
            let = await asyncio.gather(
                *(each.lets_try("zhou", HOME, NOON) for _ in range(25) for each in (one, other))
            )
            assert sum(let) <= MOST_HERE
            assert not await one.lets_try("zhou", HOME, NOON + SECOND)

    asyncio.run(scenario())


def test_a_success_forgets_the_failures_before_it(store_uri: str) -> None:
    async def story(throttle: Throttle) -> None:
        await fail(throttle, MOST_HERE - 1)
        later = NOON + timedelta(minutes=1)
        assert await throttle.lets_try("zhou", HOME, later)
        await throttle.succeeded("zhou", HOME, later)
        for _ in range(MOST_HERE):
            assert await throttle.lets_try("zhou", HOME, later)

    play(store_uri, story)


def test_a_success_takes_its_try_back_so_that_a_busy_office_is_not_shut_out(store_uri: str) -> None:
    async def story(throttle: Throttle) -> None:
        for number in range(MOST_BY_ADDRESS + 1):
            moment = NOON + timedelta(milliseconds=number)
            assert await throttle.lets_try("zhou", HOME, moment)
            await throttle.succeeded("zhou", HOME, moment)

    play(store_uri, story)


def test_a_success_takes_nobody_elses_failures_back(store_uri: str) -> None:
    async def story(throttle: Throttle) -> None:
        await fail(throttle, MOST_HERE, address=ELSEWHERE)
        later = NOON + timedelta(minutes=1)
        assert await throttle.lets_try("zhou", HOME, later)
        await throttle.succeeded("zhou", HOME, later)
        assert not await throttle.lets_try("zhou", ELSEWHERE, later)

    play(store_uri, story)


def test_a_name_guessed_from_one_address_stays_open_for_its_owner_elsewhere(store_uri: str) -> None:
    async def story(throttle: Throttle) -> None:
        await fail(throttle, MOST_BY_NAME + 5, address=ELSEWHERE)
        assert not await throttle.lets_try("zhou", ELSEWHERE, NOON + WINDOW / 2)
        assert await throttle.lets_try("zhou", HOME, NOON + WINDOW / 2)

    play(store_uri, story)


def test_an_address_that_guesses_at_many_names_has_to_wait(store_uri: str) -> None:
    async def story(throttle: Throttle) -> None:
        names = [f"name{number}" for number in range(MOST_BY_ADDRESS)]
        assert all(await asyncio.gather(*(throttle.lets_try(each, HOME, NOON) for each in names)))
        assert not await throttle.lets_try("another", HOME, NOON)
        assert await throttle.lets_try("another", ELSEWHERE, NOON)

    play(store_uri, story)


def test_a_name_guessed_from_many_addresses_has_to_wait(store_uri: str) -> None:
    async def story(throttle: Throttle) -> None:
        places = [f"203.0.113.{number}" for number in range(MOST_BY_NAME)]
        assert all(
            await asyncio.gather(*(throttle.lets_try("zhou", each, NOON) for each in places))
        )
        assert not await throttle.lets_try("zhou", HOME, NOON)
        assert await throttle.lets_try("wu", HOME, NOON)

    play(store_uri, story)


@pytest.mark.parametrize(("waited", "may_try"), [(WINDOW - SECOND, False), (WINDOW, True)])
def test_the_waiting_ends_with_the_window(store_uri: str, waited: timedelta, may_try: bool) -> None:
    async def story(throttle: Throttle) -> None:
        for _ in range(MOST_HERE):
            await throttle.lets_try("zhou", HOME, NOON)
        assert await throttle.lets_try("zhou", HOME, NOON + waited) is may_try

    play(store_uri, story)


def test_neither_names_nor_addresses_can_be_read_in_the_store(store_uri: str) -> None:
    async def story(throttle: Throttle) -> None:
        await throttle.lets_try("zhou.ming", HOME, NOON)

    name = f"t{secrets.token_hex(8)}"
    play(store_uri, story, name)
    with raw_database(store_uri, name) as raw:
        lying_there = [bson.encode(each) for each in raw["throttle"].find()]
    assert len(lying_there) == 3
    for words in (b"zhou.ming", HOME.encode()):
        assert not [each for each in lying_there if words in each]
