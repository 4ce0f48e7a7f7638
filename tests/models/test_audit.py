"""Nothing in the audit trail can be changed unseen, however many processes write to it."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import pairwise
from typing import Any

import bson
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from models.audit import Audit, BrokenChainError, Entry, Wanted
from models.database import opened
from tests.models.samples import raw_database
from tests.support.house import NOON, VAULT

LINES = 6
NAME = f"t{secrets.token_hex(8)}"
FIELDS = ("at", "by", "deed", "about", "note", "area_path", "mark")
ANYTHING = st.none() | st.text(max_size=8) | st.integers(0, 9) | st.binary(max_size=40)
PLACES = st.integers(0, LINES - 1)
few = settings(max_examples=10)

Chain = list[dict[str, Any]]


@asynccontextmanager
async def open_audit(uri: str, name: str) -> AsyncIterator[Audit]:
    """The audit trail as one process has it."""
    async with opened(uri, name) as database:
        audit = Audit(database.collection("audit"), VAULT)
        await audit.ensure_indexes()
        yield audit


async def note_line(audit: Audit, line: int) -> Entry:
    """Note something by one of two people in one of two communities, a minute after another."""
    at, by, area = NOON + timedelta(minutes=line), f"o{line % 2}", f"c{line % 2}"
    return await audit.note(at, by, f"deed{line % 3}", f"t{line}", f"备注{line}", ("city", area))


@pytest.fixture(scope="module")
def chain(store_uri: str) -> Chain:
    """The documents of an honest trail."""

    async def scenario() -> None:
        async with open_audit(store_uri, NAME) as audit:
            for line in range(1, LINES + 1):
                await note_line(audit, line)

    asyncio.run(scenario())
    with raw_database(store_uri, NAME) as raw:
        return list(raw["audit"].find().sort("_id", 1))


def verified(uri: str, documents: Chain) -> Entry | None:
    """What the trail says when these documents lie in the store."""

    async def scenario() -> Entry | None:
        async with opened(uri, NAME) as database:
            return await Audit(database.collection("audit"), VAULT).verify()

    with raw_database(uri, NAME) as raw:
        raw["audit"].delete_many({})
        if documents:
            raw["audit"].insert_many(documents)
    return asyncio.run(scenario())


def broken_at(uri: str, documents: Chain) -> int:
    """Where the trail says that it is broken."""
    with pytest.raises(BrokenChainError) as broken:
        verified(uri, documents)
    return broken.value.id


def numbered(documents: Chain) -> Chain:
    """The documents, numbered one after the other as if nothing had happened."""
    return [each | {"_id": number} for number, each in enumerate(documents, 1)]


def test_an_honest_trail_is_whole(store_uri: str, chain: Chain) -> None:
    last = verified(store_uri, chain)
    assert last
    assert (last.id, last.note, last.mark) == (LINES, f"备注{LINES}", chain[-1]["mark"])
    assert verified(store_uri, []) is None


@few
@given(place=PLACES, field=st.sampled_from(FIELDS), value=ANYTHING)
@example(place=1, field="note", value=b"\x01 is no sealed text")
@example(place=1, field="note", value=7)
@example(place=1, field="at", value="yesterday")
@example(place=1, field="area_path", value=1)
@example(place=1, field="deed", value=None)
@example(place=1, field="by", value=b"o1")
def test_a_changed_entry_is_found(
    store_uri: str, chain: Chain, place: int, field: str, value: object
) -> None:
    changed = [each | {field: value} if each is chain[place] else each for each in chain]
    assert broken_at(store_uri, changed) == place + 1


@few
@given(place=PLACES, field=st.sampled_from(FIELDS))
def test_an_entry_that_lost_a_field_is_found(
    store_uri: str, chain: Chain, place: int, field: str
) -> None:
    rest = {name: value for name, value in chain[place].items() if name != field}
    assert broken_at(store_uri, [*chain[:place], rest, *chain[place + 1 :]]) == place + 1


@few
@given(place=PLACES, other=PLACES, field=st.sampled_from(FIELDS))
def test_a_field_of_another_entry_does_not_fit(
    store_uri: str, chain: Chain, place: int, other: int, field: str
) -> None:
    assume(chain[place][field] != chain[other][field])
    bent = chain[place] | {field: chain[other][field]}
    assert broken_at(store_uri, [*chain[:place], bent, *chain[place + 1 :]]) == place + 1


@few
@given(place=st.integers(0, LINES - 2))
def test_a_gap_is_found_at_the_entry_after_it(store_uri: str, chain: Chain, place: int) -> None:
    rest = [*chain[:place], *chain[place + 1 :]]
    assert broken_at(store_uri, rest) == place + 2
    assert broken_at(store_uri, numbered(rest)) == place + 1


@few
@given(
    place=st.integers(0, LINES), by=st.text(max_size=8), mark=st.binary(min_size=16, max_size=16)
)
def test_an_entry_put_in_without_the_key_is_found(
    store_uri: str, chain: Chain, place: int, by: str, mark: bytes
) -> None:
    forged = chain[0] | {"by": by, "mark": mark.hex()}
    assert broken_at(store_uri, numbered([*chain[:place], forged, *chain[place:]])) == place + 1


@few
@given(places=st.lists(PLACES, min_size=2, max_size=2, unique=True).map(sorted))
def test_swapped_entries_are_found(store_uri: str, chain: Chain, places: list[int]) -> None:
    first, second = places
    swapped = list(chain)
    swapped[first], swapped[second] = swapped[second], swapped[first]
    assert broken_at(store_uri, numbered(swapped)) == first + 1


@few
@given(left=st.integers(1, LINES - 1))
def test_entries_taken_from_the_end_are_noticed_by_who_kept_the_last_mark(
    store_uri: str, chain: Chain, left: int
) -> None:
    last = verified(store_uri, chain[:left])
    assert last
    assert (last.id, last.mark) == (left, chain[left - 1]["mark"])
    assert last.mark != chain[-1]["mark"]


def test_the_same_line_after_lost_ones_does_not_bring_the_last_mark_back(store_uri: str) -> None:
    async def scenario(name: str) -> list[str]:
        async with open_audit(store_uri, name) as audit:
            return [(await note_line(audit, line)).mark for line in (1, 2, 3)]

    name = f"t{secrets.token_hex(8)}"
    before = asyncio.run(scenario(name))
    with raw_database(store_uri, name) as raw:
        raw["audit"].delete_many({"_id": {"$gt": 1}})
    assert not set(before) & set(asyncio.run(scenario(name)))


def test_two_processes_noting_at_once_keep_one_unbroken_chain(store_uri: str) -> None:
    async def scenario() -> None:
        name, lines = f"t{secrets.token_hex(8)}", range(1, 11)
        async with open_audit(store_uri, name) as one, open_audit(store_uri, name) as other:
            entries = await asyncio.gather(
                *(note_line(audit, line) for line in lines for audit in (one, other))
            )
            assert sorted(each.id for each in entries) == list(range(1, 21))
            last = await other.verify()
            assert last == max(entries, key=lambda each: each.id)

    asyncio.run(scenario())


def test_notes_cannot_be_read_in_the_store(chain: Chain) -> None:
    assert not [each for each in chain if "备注".encode() in bson.encode(each)]


def test_entries_are_found_by_person_deed_area_and_time(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_audit(store_uri, f"t{secrets.token_hex(8)}") as audit:
            for line in range(1, LINES + 1):
                await note_line(audit, line)

            async def found(**wanted: Any) -> list[int]:
                return [each.id for each in await audit.latest(Wanted(**wanted))]

            third = NOON + timedelta(minutes=3)
            assert await found() == [6, 5, 4, 3, 2, 1]
            assert await found(by="o1") == await found(area="c1") == [5, 3, 1]
            assert await found(area="city", deed="deed0") == [6, 3]
            assert await found(since=third) == [6, 5, 4, 3]
            assert await found(until=third) == [2, 1]
            assert await found(since=third, until=third + timedelta(minutes=2), by="o0") == [4]
            assert await found(by="nobody") == []

    asyncio.run(scenario())


@few
@given(size=st.integers(1, LINES + 1))
def test_pages_show_each_entry_once(store_uri: str, chain: Chain, size: int) -> None:
    async def scenario() -> None:
        async with opened(store_uri, NAME) as database:
            audit, before, seen = Audit(database.collection("audit"), VAULT), None, []
            while page := await audit.latest(before=before, limit=size):
                assert len(page) <= size
                seen += [each.id for each in page]
                before = seen[-1]
            assert seen == list(range(LINES, 0, -1))
            assert all(newer > older for newer, older in pairwise(seen))

    verified(store_uri, chain)
    asyncio.run(scenario())
