"""The record of service is counted from what happened, each thing once."""

import asyncio
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.record import Record
from tests.support.house import NOON, open_store

counts = st.builds(
    Record,
    finished=st.integers(0, 50),
    given_back_late=st.integers(0, 50),
    expired=st.integers(0, 50),
    vetoed=st.integers(0, 50),
    not_fixed=st.integers(0, 50),
)


def test_the_same_thing_counts_once_however_often_it_is_paid(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri) as store:
            for key in ("t1-3", "t1-3", "t2-5", "t1-3"):
                await store.records.add("oZhang", "finished", key, NOON)
            await store.records.add("oZhang", "taken", "t1-2", NOON)
            record = (await store.records.of(["oZhang"]))["oZhang"]
            assert (record.finished, record.taken) == (2, 1)

    asyncio.run(scenario())


def test_paid_by_several_at_once_it_still_counts_once(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri) as store:
            adding = (store.records.add("oZhang", "taken", "t1-2", NOON) for _ in range(8))
            await asyncio.gather(*adding)
            assert (await store.records.of(["oZhang"]))["oZhang"].taken == 1

    asyncio.run(scenario())


def test_the_latest_end_is_remembered_in_whatever_order_they_are_paid(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri) as store:
            later = NOON + timedelta(hours=1)
            await store.records.add("oZhang", "finished", "t2-5", later)
            await store.records.add("oZhang", "finished", "t1-3", NOON)
            assert (await store.records.of(["oZhang"]))["oZhang"].finished_at == later

    asyncio.run(scenario())


def test_who_did_nothing_yet_has_an_empty_record(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri) as store:
            assert await store.records.of(["oNew"]) == {"oNew": Record()}
            assert await store.records.of([]) == {}

    asyncio.run(scenario())


def test_who_is_new_has_the_benefit_of_doubt() -> None:
    assert Record().reliability == 1
    assert Record(finished=9, given_back=3).reliability == 1


@given(counts)
def test_reliability_lies_between_nothing_and_certain(record: Record) -> None:
    assert 0 < record.reliability <= 1


@given(counts, st.sampled_from(["given_back_late", "expired", "vetoed", "not_fixed"]))
def test_what_went_wrong_never_makes_anybody_more_reliable(record: Record, what: str) -> None:
    worse = Record(**{name: getattr(record, name) + (name == what) for name in COUNTED})
    assert worse.reliability < record.reliability


COUNTED = ("finished", "given_back_late", "expired", "vetoed", "not_fixed")


def test_from_the_very_first_entry_on_nothing_that_comes_at_once_is_lost(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri) as store:
            people = [f"o{number}" for number in range(10)]
            added = (
                store.records.add(person, "taken", f"t{number}:2-r0", NOON)
                for person in people
                for number in range(4)
            )
            await asyncio.gather(*added)
            known = await store.records.of(people)
        assert {record.taken for record in known.values()} == {4}

    asyncio.run(scenario())
