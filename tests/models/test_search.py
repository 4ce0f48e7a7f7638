"""Finding tickets by words: what was filed is found, in its area alone, and nothing can be read."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

import bson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import search, segments
from models.moves import Actor, Move
from models.store import Store
from models.ticket import Ticket
from tests.models.samples import ASKER, a_step, a_ticket, raw_database
from tests.support.house import NOON, open_store, search_words

LATER = NOON + search.SETTLED + timedelta(minutes=5)
HERE = ("hefei", "wanhe", "feicui")
THERE = ("hefei", "wanhe", "tingtao")
SENTENCES = (
    "三楼楼道的灯不亮了，晚上老人看不清",
    "厨房水管漏水，流到楼下去了",
    "老板拖欠我三个月工资",
    "想给母亲申请高龄补贴",
    "电梯里WiFi坏了，卡在5楼",
    "路灯一闪一闪",
)
said = st.sampled_from(SENTENCES)


def run(uri: str, story: Callable[[Store], Awaitable[None]]) -> None:
    async def open_and_play() -> None:
        async with open_store(uri) as store:
            await story(store)

    asyncio.run(open_and_play())


async def filed(store: Store, *tickets: Ticket) -> None:
    for each in tickets:
        await store.tickets.file(store.tickets.document(each))


async def found(
    store: Store, query: str, area: str | None = None, until: datetime | None = None
) -> list[str]:
    return [each["_id"] async for _, each in store.search.find(query, area, until)]


@pytest.fixture
def small_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "SEGMENT", 3)


def test_a_ticket_is_found_by_words_of_its_own(store_uri: str) -> None:
    async def story(store: Store) -> None:
        await filed(store, a_ticket(text="三楼楼道的灯不亮了"), a_ticket("t2", text="水管漏水"))
        assert await found(store, "楼道") == ["t1"]
        assert await found(store, "灯 楼道") == ["t1"]
        assert await found(store, "灯 漏水") == []

    run(store_uri, story)


def test_a_place_is_found_however_it_is_written(store_uri: str) -> None:
    async def story(store: Store) -> None:
        here = a_ticket(text="家里漏水", place="三栋二单元502")
        await filed(store, here, a_ticket("t2", text="漏水", place="5栋301"))
        for query in ("3栋502", "三栋", "502室", "漏水 3栋", "３栋２单元", "502"):
            assert await found(store, query) == ["t1"], query

    run(store_uri, story)


def test_a_ticket_is_found_by_the_whole_phone_number_and_not_by_a_part(store_uri: str) -> None:
    async def story(store: Store) -> None:
        await filed(store, a_ticket(text="来修灯", phone="13812345678"))
        assert await found(store, "138 1234 5678".replace(" ", "")) == ["t1"]
        assert await found(store, "12345678") == []

    run(store_uri, story)


def test_a_query_without_any_word_finds_nothing(store_uri: str) -> None:
    async def story(store: Store) -> None:
        await filed(store, a_ticket(area_path=HERE))
        for query in ("", "的", "！？", "   "):
            assert await found(store, query, "feicui") == []

    run(store_uri, story)


def test_another_area_finds_nothing_of_it(store_uri: str) -> None:
    async def story(store: Store) -> None:
        await filed(store, a_ticket(area_path=HERE))
        assert await found(store, "灯", "tingtao") == []
        for area in (*HERE, None):
            assert await found(store, "灯", area) == ["t1"]

    run(store_uri, story)


def test_what_is_said_later_is_found_too_and_counts_from_then_on(
    store_uri: str, small_segments: None
) -> None:
    async def story(store: Store) -> None:
        await filed(store, *(a_ticket(f"t{n}", text="灯坏了") for n in range(3)))
        assert await store.search.fold(LATER)
        added = a_step(Move.ADD, Actor.ASKER, ASKER, at=LATER, note="还有水管漏水", key="m2")
        await store.tickets.make("t1", added)
        assert await found(store, "漏水") == ["t1"]
        assert await found(store, "灯") == ["t1", "t2", "t0"]

    run(store_uri, story)


def test_what_is_folded_is_found_like_what_is_not_latest_first(
    store_uri: str, small_segments: None
) -> None:
    async def story(store: Store) -> None:
        times = [NOON + timedelta(seconds=n) for n in range(8)]
        await filed(store, *(a_ticket(f"t{n}", updated=at) for n, at in enumerate(times)))
        before = await found(store, "灯")
        folded = [await store.search.fold(LATER) for _ in range(3)]
        assert folded == [True, True, False]
        assert before == await found(store, "灯") == [f"t{n}" for n in range(7, -1, -1)]
        assert await found(store, "灯", until=times[4]) == ["t4", "t3", "t2", "t1", "t0"]

    run(store_uri, story)


def test_segments_bound_into_volumes_are_found_like_single_ones(
    store_uri: str, small_segments: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segments, "VOLUME", 2)

    async def story(store: Store) -> None:
        times = [NOON + timedelta(seconds=n) for n in range(17)]
        texts = ("三楼楼道的灯不亮了", "水管漏水")
        tickets = [
            a_ticket(f"t{n:02}", text=texts[n % 2], updated=at) for n, at in enumerate(times)
        ]
        await filed(store, *tickets)
        queries = ("灯", "漏水", "灯 漏水", "电梯")
        before = [await found(store, each) for each in queries]
        while await store.search.fold(LATER):
            assert [await found(store, each) for each in queries] == before
        assert before[0] == [f"t{n:02}" for n in range(16, -1, -2)]
        assert await found(store, "灯", until=times[7]) == ["t06", "t04", "t02", "t00"]
        kept = await store.database.collection("search").many({"_id": {"$regex": "^0:"}})
        assert kept == []  # in a volume since long

    run(store_uri, story)


def test_what_was_told_at_one_moment_is_never_parted(store_uri: str, small_segments: None) -> None:
    async def story(store: Store) -> None:
        await filed(store, *(a_ticket(f"t{n}") for n in range(5)))
        assert await store.search.fold(LATER)
        assert not await store.search.fold(LATER)
        assert len(await found(store, "灯")) == 5

    run(store_uri, story)


def test_nothing_is_folded_that_may_still_have_earlier_neighbours(
    store_uri: str, small_segments: None
) -> None:
    async def story(store: Store) -> None:
        await filed(store, *(a_ticket(f"t{n}") for n in range(5)))
        assert not await store.search.fold(NOON + search.SETTLED - timedelta(seconds=1))

    run(store_uri, story)


def test_a_fold_that_was_cut_off_is_made_again(store_uri: str, small_segments: None) -> None:
    async def story(store: Store) -> None:
        await filed(store, *(a_ticket(f"t{n}") for n in range(4)))
        assert await store.search.fold(LATER)
        await store.database.collection("search").delete({"_id": "head"})
        assert await store.search.fold(LATER)
        assert len(await found(store, "灯")) == 4

    run(store_uri, story)


def test_tickets_of_an_earlier_version_are_found_after_one_completion(store_uri: str) -> None:
    async def story(store: Store) -> None:
        document = store.tickets.document(a_ticket())
        old = {name: document[name] for name in document if name not in ("words", "told_at")}
        await store.tickets.file(old)
        await store.tickets.file({"_id": "broken", "number": "x", "text": b"?"})
        assert await found(store, "灯") == []
        assert await store.search.complete() == 1
        assert await found(store, "灯") == ["t1"]
        assert await store.search.complete() == 0

    run(store_uri, story)


def test_filing_again_after_a_crash_changes_nothing(store_uri: str) -> None:
    async def story(store: Store) -> None:
        for _ in range(2):
            await filed(store, a_ticket())
        assert await found(store, "灯") == ["t1"]

    run(store_uri, story)


def test_no_word_can_be_read_in_the_store(store_uri: str, small_segments: None) -> None:
    name = f"t{secrets.token_hex(8)}"

    async def story() -> None:
        async with open_store(store_uri, name=name) as store:
            await filed(store, *(a_ticket(f"t{n}", phone="13812345678") for n in range(3)))
            await store.search.fold(LATER)

    asyncio.run(story())
    with raw_database(store_uri, name) as database:
        kept = [*database["tickets"].find(), *database["search"].find()]
    at_rest = b"".join(bson.encode(each) for each in kept)
    for secret in ("灯", "楼道", "13812345678"):
        assert secret.encode() not in at_rest


@given(here=st.lists(said, min_size=1, max_size=4), there=st.lists(said, max_size=4))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_filed_is_found_by_its_own_words_in_its_area_and_in_no_other(
    store_uri: str, here: Sequence[str], there: Sequence[str]
) -> None:
    async def story(store: Store) -> None:
        ours = [a_ticket(f"h{n}", text=each, area_path=HERE) for n, each in enumerate(here)]
        others = [a_ticket(f"o{n}", text=each, area_path=THERE) for n, each in enumerate(there)]
        await filed(store, *ours, *others)
        for ticket in ours:
            for word in search_words().of(ticket.text):
                if ":" in word:
                    continue
                known = await found(store, word, "feicui")
                assert ticket.id in known
                assert all(each.startswith("h") for each in known)

    run(store_uri, story)
