"""What was last said is remembered where it may be, and looked up where it must be."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.conversations import MESSAGES, Conversations
from models.clock import ManualClock
from models.receipt import Receipt
from models.store import Store
from tests.support.house import LI, NOON, WANG, message, open_store

Scene = Callable[[Store, ManualClock], Awaitable[None]]


def scene(uri: str, run: Scene) -> None:
    async def whole() -> None:
        clock = ManualClock(NOON)
        async with open_store(uri, clock) as store:
            await run(store, clock)

    asyncio.run(whole())


async def handled(
    store: Store, key: str, seq: int, clock: ManualClock, person: str = WANG
) -> Receipt:
    """A message that was handled and committed."""
    receipt = Receipt(key, person, seq, clock(), message="<xml/>", reply={"content": key})
    await store.receipts.commit(receipt)
    return receipt


async def operations(store: Store, work: Awaitable[object]) -> int:
    """How many commands the work sends to the store."""
    before = store.database.operations
    await work
    return store.database.operations - before


def test_alone_and_warm_a_new_message_asks_the_store_nothing(store_uri: str) -> None:
    async def run(store: Store, clock: ManualClock) -> None:
        conversations = Conversations(store.receipts, clock, alone=True)
        await conversations.warm()
        clock.advance(seconds=2)
        new = message(WANG, "您好")
        object.__setattr__(new, "created", int(clock().timestamp()))
        assert await operations(store, conversations.recall(new)) == 0
        assert await conversations.recall(new) == (None, None)

    scene(store_uri, run)


def test_what_was_said_before_the_start_is_known_after_warming(store_uri: str) -> None:
    async def run(store: Store, clock: ManualClock) -> None:
        first = await handled(store, "a", 1, clock)
        last = await handled(store, "b", 2, clock)
        clock.advance(minutes=5)
        conversations = Conversations(store.receipts, clock, alone=True)
        await conversations.warm()
        _, latest = await conversations.recall(message(WANG, "您好"))
        assert latest is not None
        assert latest.key == last.key != first.key

    scene(store_uri, run)


def test_a_retry_of_a_message_older_than_the_start_is_looked_up(store_uri: str) -> None:
    async def run(store: Store, clock: ManualClock) -> None:
        retried = message(WANG, "您好")
        clock.advance(seconds=60)
        conversations = Conversations(store.receipts, clock, alone=True)
        await conversations.warm()
        await handled(store, retried.key, 1, clock)
        found, _ = await conversations.recall(retried)
        assert found is not None
        assert found.reply == {"content": retried.key}

    scene(store_uri, run)


def test_a_message_handled_in_this_process_is_answered_from_memory(store_uri: str) -> None:
    async def run(store: Store, clock: ManualClock) -> None:
        conversations = Conversations(store.receipts, clock, alone=True)
        said = message(WANG, "您好")
        conversations.remember(await handled(store, said.key, 1, clock))
        assert await operations(store, conversations.recall(said)) == 0
        found, latest = await conversations.recall(said)
        assert found is not None
        assert latest is not None
        assert found.key == latest.key == said.key

    scene(store_uri, run)


def test_a_retry_that_memory_has_dropped_is_looked_up(store_uri: str) -> None:
    async def run(store: Store, clock: ManualClock) -> None:
        conversations = Conversations(store.receipts, clock, alone=True)
        await conversations.warm()
        clock.advance(seconds=2)
        first = message(WANG, "您好")
        object.__setattr__(first, "created", int(clock().timestamp()))
        conversations.remember(await handled(store, first.key, 1, clock))
        for seq in range(2, MESSAGES + 2):
            conversations.remember(await handled(store, f"k{seq}", seq, clock))
        found, latest = await conversations.recall(first)
        assert found is not None
        assert found.key == first.key
        assert latest is not None
        assert latest.key == f"k{MESSAGES + 1}"

    scene(store_uri, run)


def test_one_of_several_processes_remembers_nothing_and_always_looks(store_uri: str) -> None:
    async def run(store: Store, clock: ManualClock) -> None:
        conversations = Conversations(store.receipts, clock, alone=False)
        await conversations.warm()
        conversations.remember(await handled(store, "a", 1, clock))
        await handled(store, "b", 2, clock)
        _, latest = await conversations.recall(message(WANG, "您好"))
        assert latest is not None
        assert latest.key == "b"

    scene(store_uri, run)


def test_who_is_forgotten_is_a_stranger(store_uri: str) -> None:
    async def run(store: Store, clock: ManualClock) -> None:
        conversations = Conversations(store.receipts, clock, alone=True)
        await conversations.warm()
        conversations.remember(await handled(store, "a", 1, clock))
        conversations.forget(WANG)
        conversations.forget(LI)
        assert await conversations.recall(message(WANG, "您好")) == (None, None)

    scene(store_uri, run)


def test_with_too_many_people_the_silent_are_dropped_and_then_looked_up(
    store_uri: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.conversations.PEOPLE", 2)

    async def run(store: Store, clock: ManualClock) -> None:
        conversations = Conversations(store.receipts, clock, alone=True)
        await conversations.warm()
        for number, person in enumerate(("o1", "o2", "o3"), 1):
            clock.advance(seconds=1)
            conversations.remember(await handled(store, f"k{number}", 1, clock, person))
        _, latest = await conversations.recall(message("o1", "您好"))
        assert latest is not None
        assert latest.key == "k1"

    scene(store_uri, run)


def test_dropping_those_whose_talk_is_over_costs_nobody_a_look(
    store_uri: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.conversations.PEOPLE", 2)

    async def run(store: Store, clock: ManualClock) -> None:
        conversations = Conversations(store.receipts, clock, alone=True)
        await conversations.warm()
        conversations.remember(await handled(store, "k1", 1, clock, "o1"))
        clock.advance(minutes=31)
        for person in ("o2", "o3"):
            conversations.remember(await handled(store, person, 1, clock, person))
        new = message("o4", "您好")
        object.__setattr__(new, "created", int((clock() + timedelta(seconds=1)).timestamp()))
        assert await operations(store, conversations.recall(new)) == 0

    scene(store_uri, run)
