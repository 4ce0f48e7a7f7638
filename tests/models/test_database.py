"""The door to the store: few trips, each failure its own, and no waiting for a dead store."""

import asyncio
import secrets
import socket
from typing import Any

import pymongo.errors
import pytest

from models.clock import ManualClock
from models.database import Collection, Database, DuplicateError, StoreUnavailableError, opened
from tests.models.samples import raw_database
from tests.support.house import NOON, open_store


def with_collection(uri: str, scenario: Any) -> None:
    """Run a scenario on an empty collection and its database."""

    async def run() -> None:
        # By a name of its own: nobody else wants the indexes that are made here.
        async with open_store(uri, ManualClock(NOON), f"d{secrets.token_hex(8)}") as store:
            await scenario(store.database.collection("things"), store.database)

    asyncio.run(run())


def test_a_hundred_inserts_at_once_cost_two_trips(store_uri: str) -> None:
    async def scenario(things: Collection, database: Any) -> None:
        before = database.operations
        await asyncio.gather(*(things.insert({"_id": number}) for number in range(100)))
        assert database.operations - before <= 2
        assert await things.count({}) == 100

    with_collection(store_uri, scenario)


def test_many_documents_stream_by_with_the_fields_asked_for(store_uri: str) -> None:
    async def scenario(things: Collection, database: Any) -> None:
        thing = {"kind": "k", "big": "x", "parts": [{"a": 1, "b": 2}]}
        await asyncio.gather(*(things.insert({"_id": n, **thing}) for n in range(450)))
        await things.insert({"_id": "other", "kind": "other"})
        found = [each async for each in things.stream({"kind": "k"}, ["kind", "parts.a"])]
        assert len({each.pop("_id") for each in found}) == 450
        assert all(each == {"kind": "k", "parts": [{"a": 1}]} for each in found)

    with_collection(store_uri, scenario)


def test_a_hundred_reads_at_once_cost_two_trips_and_each_gets_its_own(store_uri: str) -> None:
    async def scenario(things: Collection, database: Any) -> None:
        await asyncio.gather(*(things.insert({"_id": number}) for number in range(0, 100, 2)))
        before = database.operations
        found = await asyncio.gather(*(things.get(number) for number in range(100)))
        assert database.operations - before <= 2
        assert found == [{"_id": n} if n % 2 == 0 else None for n in range(100)]

    with_collection(store_uri, scenario)


def test_what_one_wrote_is_what_the_next_reads(store_uri: str) -> None:
    async def scenario(things: Collection, database: Any) -> None:
        async def write_and_read(number: int) -> None:
            await things.insert({"_id": number, "word": str(number)})
            assert await things.get(number) == {"_id": number, "word": str(number)}

        await asyncio.gather(*(write_and_read(number) for number in range(50)))

    with_collection(store_uri, scenario)


def test_a_duplicate_among_many_fails_alone(store_uri: str) -> None:
    async def scenario(things: Collection, database: Any) -> None:
        await things.insert({"_id": 5})
        results = await asyncio.gather(
            *(things.insert({"_id": number}) for number in range(10)), return_exceptions=True
        )
        assert [type(each) for each in results if each] == [DuplicateError]
        assert isinstance(results[5], DuplicateError)
        assert await things.count({}) == 10

    with_collection(store_uri, scenario)


@pytest.mark.parametrize("broken", ["\ud800", 2**70, object()])
def test_what_cannot_be_stored_fails_alone(store_uri: str, broken: object) -> None:
    async def scenario(things: Collection, database: Any) -> None:
        documents = [{"_id": number, "value": number} for number in range(10)]
        documents[5]["value"] = broken  # type: ignore[assignment]
        results = await asyncio.gather(
            *(things.insert(each) for each in documents), return_exceptions=True
        )
        assert [number for number, each in enumerate(results) if each] == [5]
        assert await things.count({}) == 9

    with_collection(store_uri, scenario)


def test_what_the_store_refuses_as_too_large_is_no_duplicate(store_uri: str) -> None:
    async def scenario(things: Collection, database: Any) -> None:
        sizes = (1, 17_000_000, 1)
        results = await asyncio.gather(
            *(things.insert({"_id": n, "value": bytes(size)}) for n, size in enumerate(sizes)),
            return_exceptions=True,
        )
        assert [type(each) for each in results] == [
            type(None),
            pymongo.errors.WriteError,
            type(None),
        ]

    with_collection(store_uri, scenario)


def test_somebody_who_stops_waiting_disturbs_nobody(store_uri: str) -> None:
    async def scenario(things: Collection, database: Any) -> None:
        tasks = [asyncio.create_task(things.insert({"_id": number})) for number in range(10)]
        await asyncio.sleep(0)
        tasks[5].cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert [type(each) for each in results if each] == [asyncio.CancelledError]
        await things.insert({"_id": 10})

    with_collection(store_uri, scenario)


def test_a_duplicate_names_the_fields_it_repeats(store_uri: str) -> None:
    async def scenario(things: Collection, database: Any) -> None:
        await things.ensure_index([("person", 1), ("seq", 1)], unique=True)
        await things.insert({"_id": 1, "person": "a", "seq": 1})
        with pytest.raises(DuplicateError) as duplicate:
            await things.insert({"_id": 2, "person": "a", "seq": 1})
        assert duplicate.value.fields == ("person", "seq")

    with_collection(store_uri, scenario)


def test_a_guarded_update_says_whether_its_guard_held(store_uri: str) -> None:
    async def scenario(things: Collection, database: Any) -> None:
        await things.insert({"_id": 1, "version": 1})
        assert await things.update({"_id": 1, "version": 1}, {"$set": {"version": 2}})
        assert not await things.update({"_id": 1, "version": 1}, {"$set": {"version": 3}})
        assert await things.get(1) == {"_id": 1, "version": 2}

    with_collection(store_uri, scenario)


def test_an_update_that_may_make_its_document_says_so(store_uri: str) -> None:
    async def scenario(things: Collection, database: Any) -> None:
        for word in ("made", "changed"):
            assert await things.update({"_id": 1}, {"$set": {"word": word}}, upsert=True)
        assert await things.get(1) == {"_id": 1, "word": "changed"}

    with_collection(store_uri, scenario)


def test_putting_replaces_the_whole_document(store_uri: str) -> None:
    async def scenario(things: Collection, database: Any) -> None:
        await things.put({"_id": 1, "old": True})
        await things.put({"_id": 1, "new": True})
        assert await things.get(1) == {"_id": 1, "new": True}

    with_collection(store_uri, scenario)


def test_lists_are_sorted_and_limited(store_uri: str) -> None:
    async def scenario(things: Collection, database: Any) -> None:
        for number in (2, 3, 1):
            await things.insert({"_id": number})
        found = await things.many({}, sort=[("_id", -1)], limit=2)
        assert [each["_id"] for each in found] == [3, 2]
        assert await things.first({}, sort=[("_id", 1)]) == {"_id": 1}
        assert await things.delete({"_id": {"$gte": 2}}) == 2
        assert await things.count({}) == 1

    with_collection(store_uri, scenario)


def test_blocks_of_a_counter_never_overlap(store_uri: str) -> None:
    async def scenario(things: Collection, database: Any) -> None:
        for name in ("ticket", "badge", "card", "visit", "letter"):
            starts = await asyncio.gather(*(things.next_of(name, 10) for _ in range(20)))
            assert len(set(starts)) == 20
            assert all(start % 10 == 0 for start in starts)

    with_collection(store_uri, scenario)


def test_times_come_back_in_utc(store_uri: str) -> None:
    async def scenario(things: Collection, database: Any) -> None:
        await things.insert({"_id": 1, "at": NOON})
        found = await things.get(1)
        assert found
        assert (found["at"], found["at"].tzinfo) == (NOON, NOON.tzinfo)

    with_collection(store_uri, scenario)


def test_an_index_whose_options_changed_is_made_anew(store_uri: str) -> None:
    async def scenario() -> None:
        async with opened(store_uri, "reindexed") as database:
            things = database.collection("things")
            for seconds in (100, 100, 200):
                await things.ensure_index([("at", 1)], expireAfterSeconds=seconds)

    asyncio.run(scenario())
    with raw_database(store_uri, "reindexed") as raw:
        assert raw["things"].index_information()["at_1"]["expireAfterSeconds"] == 200


async def _refused(port: int) -> None:
    """Opening it fails with our own words."""
    with pytest.raises(StoreUnavailableError, match="does not answer"):
        async with opened(f"mongodb://127.0.0.1:{port}/", "nowhere"):
            raise AssertionError("it is open")


async def _insert_after(moments: int, things: Collection) -> None:
    for _ in range(moments):
        await asyncio.sleep(0)
    await things.insert({"_id": moments})


async def _inserts_refused(port: int) -> None:
    """Everybody is told at once: who came first, and who waited behind."""
    database = Database(f"mongodb://127.0.0.1:{port}/", "nowhere")
    things = database.collection("things")
    results = await asyncio.gather(
        *(_insert_after(number, things) for number in range(10)), return_exceptions=True
    )
    assert {type(each) for each in results} == {StoreUnavailableError}
    database.close()


def test_a_store_that_is_not_there_or_does_not_answer_is_missed_in_time() -> None:
    async def scenario(silent: int, nothing: int) -> None:
        async with asyncio.timeout(5):
            await asyncio.gather(_refused(silent), _refused(nothing), _inserts_refused(nothing))

    with socket.create_server(("127.0.0.1", 0)) as server:  # takes the call, never says a word
        asyncio.run(scenario(server.getsockname()[1], 1))
