"""The pages of figures: who sees which area, what is refused, and what leaves the house."""

import csv
import io
import zipfile

import pytest
from tornado.httpclient import HTTPResponse

from models.figures import FIGURES
from tests.handlers.doors import PHONE
from tests.support.console import Console, play, text_of
from tests.support.street import LIGHT

PATH = "/console/figures"
PAGES = ("", "/unmet", "/month", "/figures.csv", "/figures.xlsx", "/tickets.csv", "/tickets.xlsx")
EVIL = "=HYPERLINK(1) 三楼楼道灯不亮了"


def rows_of(answer: HTTPResponse) -> list[list[str]]:
    """The rows of a CSV that Excel takes for Chinese."""
    assert answer.code == 200
    text = text_of(answer)
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline="")))


async def noted(at: Console) -> list[tuple[str, str]]:
    """What the audit trail says of files that left."""
    entries = await at.street.services.store.audit.latest(limit=20)
    return [(each.by, each.about) for each in entries if each.deed == "export"]


def test_every_page_of_figures_is_for_those_with_the_duty_only(store_uri: str) -> None:
    async def story(at: Console) -> None:
        for name, code in {"zhou": 200, "sun": 200, "admin": 200, "wu": 403, "fang": 403}.items():
            visitor = await at.sign_in(name)
            codes = {page: (await visitor.get(PATH + page)).code for page in PAGES}
            assert codes == dict.fromkeys(PAGES, code), name
        assert (await at.stranger().get(PATH)).code == 303

    play(store_uri, story)


def test_an_area_outside_ones_own_is_not_there(store_uri: str) -> None:
    async def story(at: Console) -> None:
        zhou, sun = await at.sign_in("zhou"), await at.sign_in("sun")
        for page in PAGES:
            for area in ("tingtao", "wanhe", "hefei", "nowhere", "feicui'"):
                assert (await zhou.get(f"{PATH}{page}?area={area}")).code == 404, (page, area)
            assert (await zhou.get(f"{PATH}{page}?area=feicui-1")).code == 200
            assert (await sun.get(f"{PATH}{page}?area=shushan")).code == 404
        page = text_of(await sun.get(f"{PATH}?area=wanhe"))
        assert 'value="tingtao"' in page
        assert 'value="shushan"' not in page
        assert await noted(at) != []

    play(store_uri, story)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("period=year", "没有这样的日子"),
        ("period=own", "请选一个日子"),
        ("period=own&from=2096-11-02&to=2096-11-01", "换一换"),
        ("period=own&from=2090-01-01&to=2096-01-01", "最多 366 天"),
        ("period=own&from=2096-12-01&to=2096-12-02", "还没到"),
        ("period=own&from=<script>&to=2096-12-02", "请选一个日子"),
    ],
)
def test_days_that_cannot_be_counted_are_refused_with_words(
    store_uri: str, query: str, told: str
) -> None:
    async def story(at: Console) -> None:
        zhou = await at.sign_in("zhou")
        for page in ("", "/unmet", "/figures.csv", "/tickets.xlsx"):
            answer = await zhou.get(f"{PATH}{page}?{query}")
            assert answer.code == 422
            assert told in text_of(answer)
        assert (await zhou.get(f"{PATH}/month?month=2096-13")).code == 422
        assert await noted(at) == []

    play(store_uri, story)


def test_each_figure_stands_there_with_its_meaning_and_the_charts_in_words(store_uri: str) -> None:
    async def story(at: Console) -> None:
        await at.street.wang.say(LIGHT)
        await at.street.pass_time(minutes=1)
        page = text_of(await (await at.sign_in("zhou")).get(PATH))
        for figure in FIGURES:
            assert figure.name in page
            assert figure.definition in page
        assert page.count('role="img"') == 3
        assert "报修 1 件，办结 0" in page
        assert "第一网格" in page
        assert "style=" not in page

    play(store_uri, story)


def test_a_place_where_nothing_happened_says_what_to_do(store_uri: str) -> None:
    async def story(at: Console) -> None:
        zhou = await at.sign_in("zhou")
        assert "这些日子还没有单子" in text_of(await zhou.get(PATH))
        assert (await zhou.get(f"{PATH}/unmet")).code == 200
        assert (await zhou.get(f"{PATH}/month")).code == 200

    play(store_uri, story)


def test_a_file_of_tickets_has_masks_no_formula_and_leaves_a_trace(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket = await at.street.ticket(await at.street.wang.say(f"{EVIL}，电话{PHONE}"))
        await at.street.pass_time(minutes=6)
        await at.street.zhang.say(f"抢{ticket.number}")
        await at.street.pass_time(minutes=1)
        zhou = await at.sign_in("zhou")
        answer = await zhou.get(f"{PATH}/tickets.csv")
        head, row = rows_of(answer)
        told = dict(zip(head, row, strict=True))
        assert (told["编号"], told["类别"], told["状态"]) == (ticket.number, "报修", "已接单")
        assert told["说了什么"].startswith("'=HYPERLINK(1)")
        assert told["办的人"] == "张**"
        assert PHONE not in text_of(answer)
        assert "****5678" in text_of(answer)
        assert "张师傅" not in text_of(answer)
        assert "attachment" in answer.headers["Content-Disposition"]
        about = "tickets.csv feicui 2096-11-01..2096-11-22"
        assert (at.street.zhou.person, about) in await noted(at)

    play(store_uri, story)


def test_a_leader_gets_no_words_of_residents(store_uri: str) -> None:
    async def story(at: Console) -> None:
        await at.street.wang.say(LIGHT)
        await at.street.pass_time(minutes=1)
        sun = await at.sign_in("sun")
        head, row = rows_of(await sun.get(f"{PATH}/tickets.csv?area=feicui"))
        assert "说了什么" not in head
        assert LIGHT not in row
        book = await sun.get(f"{PATH}/tickets.xlsx")
        with zipfile.ZipFile(io.BytesIO(book.body)) as parts:
            assert LIGHT not in parts.read("xl/sharedStrings.xml").decode()

    play(store_uri, story)


def test_a_workbook_has_words_and_no_formula(store_uri: str) -> None:
    async def story(at: Console) -> None:
        await at.street.wang.say(EVIL)
        await at.street.pass_time(minutes=1)
        admin = await at.sign_in("admin")
        answer = await admin.get(f"{PATH}/tickets.xlsx")
        with zipfile.ZipFile(io.BytesIO(answer.body)) as parts:
            assert EVIL in parts.read("xl/sharedStrings.xml").decode()
            assert "<f>" not in parts.read("xl/worksheets/sheet1.xml").decode()

    play(store_uri, story)


def test_more_tickets_than_a_file_takes_are_refused_before_anything_is_noted(
    store_uri: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.office.ticket_list.MOST", 1)

    async def story(at: Console) -> None:
        await at.street.wang.say(LIGHT)
        await at.street.li.say("厨房水管漏水了")
        await at.street.pass_time(minutes=1)
        answer = await (await at.sign_in("zhou")).get(f"{PATH}/tickets.csv")
        assert answer.code == 413
        assert "请选短一点的日子" in text_of(answer)
        assert await noted(at) == []

    play(store_uri, story)


def test_the_file_of_figures_says_what_the_page_says(store_uri: str) -> None:
    async def story(at: Console) -> None:
        await at.street.wang.say(LIGHT)
        await at.street.pass_time(minutes=1)
        head, whole, *groups = rows_of(await (await at.sign_in("zhou")).get(f"{PATH}/figures.csv"))
        assert len(head) == 2 + len(FIGURES)
        assert whole[:3] == ["合计", "合计", "1"]
        assert ["按地方", "第一网格", "1"] in [each[:3] for each in groups]

    play(store_uri, story)


def test_what_is_not_understood_is_linked_for_the_desk_and_hidden_of_few(store_uri: str) -> None:
    async def story(at: Console) -> None:
        answer = await at.street.wang.say("共享单车乱停")
        await at.street.pass_time(minutes=5)
        tickets = await at.street.tickets_of(at.street.wang)
        assert tickets, answer
        zhou, sun = await at.sign_in("zhou"), await at.sign_in("sun")
        page = text_of(await zhou.get(f"{PATH}/unmet"))
        assert "有 1 件没听懂" in page
        assert f"/console/tickets/{tickets[0].number}" in page
        hidden = text_of(await sun.get(f"{PATH}/unmet"))
        assert tickets[0].number not in hidden
        assert "单车" not in hidden

    play(store_uri, story)


def test_the_month_can_be_read_and_copied(store_uri: str) -> None:
    async def story(at: Console) -> None:
        await at.street.wang.say(LIGHT)
        await at.street.pass_time(minutes=1)
        page = text_of(await (await at.sign_in("zhou")).get(f"{PATH}/month?month=2096-11"))
        assert "收到 1 件，解决 0 件，还在办 1 件，居民撤回 0 件。" in page
        assert "这个月还没过完" in page
        assert "翡翠社区 2096 年 11 月" in page
        assert "<textarea" in page

    play(store_uri, story)
