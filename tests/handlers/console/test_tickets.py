"""The list of tickets: what is found and seen, what is not, and what an address can ask for."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

import pytest
from tornado.httpclient import HTTPResponse

from models.ticket import Ticket
from tests.models.samples import a_ticket
from tests.support.console import Console, Visitor, play, text_of
from tests.support.house import NOON, WANG

LIST = "/console/tickets"
FEICUI = ("hefei", "shushan", "wanhe", "feicui", "feicui-1")
TINGTAO = ("hefei", "shushan", "wanhe", "tingtao", "tingtao-1")
SCRIPT = "<script>alert(1)</script>"


async def file(at: Console, number: str, text: str, **fields: object) -> Ticket:
    """File a ticket of a resident of feicui, unless it is said otherwise."""
    services = at.street.services
    plain = a_ticket(f"t{number}", number=number, text=text, asker=WANG, area_path=FEICUI)
    ticket = services.timetable.filed(replace(plain, **fields))  # type: ignore[arg-type]
    await services.store.tickets.file(services.store.tickets.document(ticket))
    return ticket


def numbers_in(answer: HTTPResponse) -> Sequence[str]:
    assert answer.code == 200, text_of(answer)
    return re.findall(r'name="number" value="([^"]+)"', text_of(answer))


async def listed(visitor: Visitor, query: str = "") -> Sequence[str]:
    return numbers_in(await look(visitor, query))


async def look(visitor: Visitor, query: str) -> HTTPResponse:
    return await visitor.get(f"{LIST}?{quote(query, safe='=&+:.-%')}")


def test_words_places_and_numbers_find_a_ticket(store_uri: str) -> None:
    async def story(at: Console) -> None:
        await at.street.wang.say("3栋502厨房水管漏水，电话13812345678")
        number = (await at.street.tickets_of(at.street.wang))[0].number
        await file(at, "x1", "路灯不亮")
        zhou = await at.sign_in("zhou")
        for query in (number, "漏水", "3栋", "三栋502", "水管 502室", "13812345678"):
            assert await listed(zhou, f"words={query.replace(' ', '+')}") == [number], query
        assert await listed(zhou, "words=暖气") == []

    play(store_uri, story)


def test_hits_are_marked_and_what_tells_who_it_is_is_masked(store_uri: str) -> None:
    async def story(at: Console) -> None:
        await file(at, "x1", "水管漏水，打13812345678", phone="13812345678")
        page = text_of(await look(await at.sign_in("zhou"), "words=漏水"))
        assert "<mark>漏水</mark>" in page
        assert "13812345678" not in page
        assert "138****5678" in page
        assert "王秀兰" not in page
        assert "王**" in page

    play(store_uri, story)


def test_other_areas_are_invisible_whatever_is_asked(store_uri: str) -> None:
    async def story(at: Console) -> None:
        await file(at, "10019", "水管漏水", area_path=TINGTAO, phone="13812345678")
        zhou = await at.sign_in("zhou")
        for query in ("", "words=漏水", "words=10019", "words=13812345678", "who=me", "untold=1"):
            assert await listed(zhou, query) == [], query
        for area in ("tingtao", "wanhe", "nowhere"):
            assert (await look(zhou, f"area={area}&words=漏水")).code == 404
        sun = await at.sign_in("sun")
        assert await listed(sun, "area=tingtao&words=漏水") == ["10019"]
        assert await listed(sun, "words=漏水") == ["10019"]

    play(store_uri, story)


@pytest.mark.parametrize("name", ["fang", "li"])
def test_who_works_for_an_agency_has_no_list(store_uri: str, name: str) -> None:
    async def story(at: Console) -> None:
        assert (await (await at.sign_in(name)).get(LIST)).code == 403

    play(store_uri, story)


def test_a_grid_worker_sees_the_grid(store_uri: str) -> None:
    async def story(at: Console) -> None:
        await file(at, "x1", "水管漏水")
        await file(at, "x2", "水管漏水", area_path=(*FEICUI[:4], "feicui-2"))
        assert await listed(await at.sign_in("wu"), "words=漏水") == ["x1"]
        assert set(await listed(await at.sign_in("zhou"), "words=漏水")) == {"x1", "x2"}

    play(store_uri, story)


def test_an_administrator_finds_by_words_also_what_lies_nowhere(store_uri: str) -> None:
    async def story(at: Console) -> None:
        await file(at, "x1", "水管漏水", area_path=())
        admin = await at.sign_in("admin")
        assert await listed(admin, "words=漏水") == ["x1"]

    play(store_uri, story)


@pytest.mark.parametrize(
    "query",
    [
        "queue=legal_aid",
        "source=phone",
        "urgent=1",
        "danger=1",
        "late=1",
        "since=2096-11-23",
        "until=2096-11-20",
        "state=gone",
        "state=cancelled",
        "area=feicui-2",
        "who=agency:legal_aid_centre",
    ],
)
def test_each_filter_leaves_out_what_it_does_not_ask_for(store_uri: str, query: str) -> None:
    async def story(at: Console) -> None:
        await file(at, "x1", "水管漏水")
        zhou = await at.sign_in("zhou")
        assert await listed(zhou) == ["x1"]
        assert await listed(zhou, query) == []
        assert await listed(zhou, f"{query}&words=漏水") == []

    play(store_uri, story)


def test_each_filter_keeps_what_it_asks_for(store_uri: str) -> None:
    async def story(at: Console) -> None:
        await file(at, "x1", "水管漏水", source="phone", urgent=True, danger="gas")
        zhou = await at.sign_in("zhou")
        kept = "queue=repair&source=phone&urgent=1&danger=1&since=2096-11-22&until=2096-11-22"
        for more in ("", "&words=漏水", "&state=live", "&state=open&state=offered"):
            assert await listed(zhou, f"{kept}&area=feicui-1{more}") == ["x1"], more
        await at.street.pass_time(days=40)
        zhou = await at.sign_in("zhou")
        assert await listed(zhou, "late=1") == ["x1"]

    play(store_uri, story)


def test_values_that_cannot_be_read_are_left_out(store_uri: str) -> None:
    async def story(at: Console) -> None:
        await file(at, "x1", "水管漏水")
        zhou = await at.sign_in("zhou")
        for query in (
            "queue=nothing&state=x&source=y&since=yesterday&late=maybe&unknown=1",
            "after=nonsense",
            "after=999999999999999999999",
            "since=0001-01-01&until=9999-12-31",
        ):
            assert await listed(zhou, query) == ["x1"], query
        assert (await look(zhou, f"words={'a' * 5000}")).code == 200

    play(store_uri, story)


def test_script_in_what_was_said_or_typed_is_shown_as_text(store_uri: str) -> None:
    async def story(at: Console) -> None:
        await file(at, "x1", f"水管漏水{SCRIPT}")
        zhou = await at.sign_in("zhou")
        await zhou.post(f"{LIST}/saved", deed="save", name=SCRIPT[:30], query="queue=repair")
        for query in ("", f"words={SCRIPT}"):
            assert "<script>alert" not in text_of(await look(zhou, query))

    play(store_uri, story)


@pytest.mark.parametrize("query", ["", "oldest=1", "words=漏水", "state=live"])
def test_pages_show_everything_once_while_more_arrive(store_uri: str, query: str) -> None:
    async def story(at: Console) -> None:
        # Many of them at the very same moment.
        for n in range(70):
            moment = NOON - timedelta(seconds=n // 10)
            await file(at, f"x{n:02}", "水管漏水", created=moment, updated=moment)
        zhou = await at.sign_in("zhou")
        met: list[str] = []
        path = f"{LIST}?{quote(query, safe='=')}"
        for _ in range(4):
            page = await zhou.get(path)
            met += numbers_in(page)
            onward = re.search(r'href="([^"]+)" rel="next"', text_of(page))
            if onward is None:
                break
            path = onward[1].replace("&amp;", "&")
            late = NOON + timedelta(minutes=len(met))
            if "oldest" not in query:
                await file(at, f"new{len(met)}", "水管漏水", created=late, updated=late)
        assert sorted(met) == [f"x{n:02}" for n in range(70)]

    play(store_uri, story)


def test_one_page_looks_at_a_bounded_number_of_tickets(
    store_uri: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.office.finding.EXAMINED", 20)

    async def story(at: Console) -> None:
        for n in range(30):
            moment = NOON - timedelta(seconds=n)
            await file(at, f"x{n}", "水管漏水", created=moment, updated=moment, urgent=n == 25)
        zhou = await at.sign_in("zhou")
        page = await zhou.get(f"{LIST}?urgent=1")
        assert numbers_in(page) == []
        assert "接着往下找" in text_of(page)
        onward = re.search(r'href="([^"]+)" rel="next"', text_of(page))
        assert onward
        assert numbers_in(await zhou.get(onward[1].replace("&amp;", "&"))) == ["x25"]

    play(store_uri, story)


def test_a_filter_is_saved_shown_renamed_and_deleted(store_uri: str) -> None:
    kept = "queue=repair&urgent=1"

    async def story(at: Console) -> None:
        zhou = await at.sign_in("zhou")
        saved = f"{LIST}/saved"
        answer = await zhou.post(
            saved, deed="save", name="急的报修", query="queue=repair&urgent=1&x=1"
        )
        assert answer.code == 303
        assert answer.headers["Location"] == f"{LIST}?{kept}&noted=filter_saved"
        page = text_of(await zhou.get(LIST))
        assert 'href="/console/tickets?queue=repair&amp;urgent=1">急的报修' in page
        identifier = re.findall(r'name="filter" value="([^"]+)"', page)[0]
        tong = await at.sign_in("tong")
        assert "急的报修" not in text_of(await tong.get(LIST))
        for deed in ("rename", "delete"):
            answer = await tong.post(saved, deed=deed, filter=identifier, name="我的")
            assert answer.code == 404
        await zhou.post(saved, deed="rename", filter=identifier, name="先看这些")
        assert "先看这些" in text_of(await zhou.get(LIST))
        await zhou.post(saved, deed="delete", filter=identifier)
        assert "先看这些" not in text_of(await zhou.get(LIST))

    play(store_uri, story)


def test_a_filter_needs_a_name_and_nobody_keeps_more_than_thirty(store_uri: str) -> None:
    async def story(at: Console) -> None:
        zhou = await at.sign_in("zhou")
        saved = f"{LIST}/saved"
        assert (await zhou.post(saved, deed="save", name="", query="late=1")).code == 422
        assert (await zhou.post(saved, deed="explode", name="x", query="late=1")).code == 422
        for n in range(30):
            answer = await zhou.post(saved, deed="save", name=f"第{n}个", query="late=1")
            assert answer.code == 303
        assert (await zhou.post(saved, deed="save", name="再一个", query="late=1")).code == 422
        assert (await zhou.post(saved, deed="save", name="第3个", query="urgent=1")).code == 303

    play(store_uri, story)


def test_an_empty_list_says_what_to_do_first(store_uri: str) -> None:
    async def story(at: Console) -> None:
        zhou = await at.sign_in("zhou")
        assert "代登记" in text_of(await zhou.get(LIST))
        assert "换个说法" in text_of(await look(zhou, "words=漏水"))

    play(store_uri, story)
