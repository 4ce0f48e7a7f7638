"""The page behind a signed link: what it shows, what can be done there, and what is refused."""

import html
import re

import pytest
from tornado.httpclient import HTTPResponse

from models.area import Level
from models.links import Link
from models.moves import Move, State
from models.steps import AGENCY
from models.ticket import Ticket
from tests.handlers.doors import CENTRE, PHONE, WORDS, Doors, play
from tests.support.house import NOON

OURS = {"Sec-Fetch-Site": "same-origin"}


def text_of(page: HTTPResponse) -> str:
    return html.unescape(page.body.decode())


def version_on(page: HTTPResponse) -> str:
    found = re.search(r'name="version" value="(\d+)"', page.body.decode())
    assert found
    return found[1]


async def act(doors: Doors, path: str, move: Move, **fields: str) -> HTTPResponse:
    """Open the page and send one of its forms."""
    version = version_on(await doors.get(path))
    return await doors.send_form(path, OURS, deed=move.value, version=version, **fields)


async def is_unchanged(doors: Doors, before: Ticket) -> bool:
    """Whether nothing but the noting of who looked has happened."""
    after = await doors.stands(before)
    added = after.events[len(before.events) :]
    return after.state is before.state and all(each.move is Move.REVEAL for each in added)


def test_the_page_shows_the_sealed_view_and_notes_it_once_a_day(store_uri: str) -> None:
    async def story(doors: Doors) -> None:
        ticket = await doors.case()
        path = await doors.link(ticket)
        for _ in range(3):
            page = await doors.get(path)
        assert page.code == 200
        for shown in (ticket.number, WORDS, PHONE, "3栋502", "王秀兰", "法律援助中心"):
            assert shown in text_of(page)
        (seen,) = [e for e in (await doors.stands(ticket)).events if e.move is Move.REVEAL]
        assert (seen.by, seen.note, seen.revealed) == (AGENCY + CENTRE, "办案", True)
        assert seen.key is not None
        assert path.rsplit("/", 1)[1] not in seen.key
        doors.street.clock.advance(days=1)
        await doors.get(path)
        assert (await doors.stands(ticket)).times(Move.REVEAL) == 2

    play(store_uri, story)


def test_the_page_lets_nothing_in_and_nothing_out(store_uri: str) -> None:
    async def story(doors: Doors) -> None:
        page = await doors.get(await doors.link(await doors.case()))
        policy = page.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["Referrer-Policy"] == "same-origin"
        assert "<script" not in page.body.decode()
        assert "style=" not in page.body.decode()
        assert not re.search(r'(?:src|href)="(?!/static/)', page.body.decode())
        css = await doors.get("/static/page.css")
        assert css.code == 200
        assert (await doors.get("/static/../templates/page.html")).code in (403, 404)

    play(store_uri, story)


def test_a_whole_case_by_the_page(store_uri: str) -> None:
    async def story(doors: Doors) -> None:
        ticket = await doors.case()
        path = await doors.link(ticket)
        deeds: list[tuple[Move, dict[str, str]]] = [
            (Move.RECEIVE, {"number": "皖援118"}),
            (Move.DECIDE, {}),
            (Move.ASSIGN, {"lawyer": "李律师", "ours": "王秀兰", "theirs": "某某公司、张三丰"}),
            (Move.ANSWER, {"words": "请带工资条"}),
            (Move.EXTEND, {"words": "对方出差"}),
            (Move.PAUSE, {"words": "等判决书"}),
            (Move.RESUME, {}),
        ]
        for move, fields in deeds:
            answer = await act(doors, path, move, **fields)
            assert (answer.code, answer.headers["Location"]) == (303, f"{path}?noted=1"), move
        page = await doors.get(f"{path}?noted=1")
        assert "记下了" in text_of(page)
        assert "皖援118" in text_of(page)
        last = await act(doors, path, Move.FINISH, words="调解好了，钱付清了")
        assert last.code == 200
        assert "已办结" in text_of(last)
        assert PHONE not in text_of(last)
        after = await doors.stands(ticket)
        assert (after.state, after.level) == (State.DONE, Level.DISTRICT)
        assert after.handover is not None
        assert len(after.handover.parties) == 3
        assert [e.move for e in after.events if e.by == AGENCY + CENTRE][-1] is Move.FINISH
        assert (await doors.get(path)).code == 410

    play(store_uri, story)


def test_returning_by_the_page_cites_the_rule(store_uri: str) -> None:
    async def story(doors: Doors) -> None:
        ticket = await doors.case()
        path = await doors.link(ticket)
        answer = await act(doors, path, Move.RETURN, rule="other_place", words="在六安")
        assert answer.code == 200
        after = await doors.stands(ticket)
        assert (after.state, after.handover) == (State.OPEN, None)
        assert after.events[-1].note == "不归本地管辖（在六安）"
        assert (await doors.get(path)).code == 410

    play(store_uri, story)


@pytest.mark.parametrize(
    ("move", "fields", "said"),
    [
        (Move.ANSWER, {"words": " "}, "请写明内容"),
        (Move.FINISH, {}, "请写明结果"),
        (Move.RETURN, {"rule": ""}, "按哪一条退"),
        (Move.RETURN, {"rule": "too_busy"}, "按哪一条退"),
        (Move.ASSIGN, {"lawyer": ""}, "请写明律师"),
        (Move.ASSIGN, {"lawyer": "李律师", "theirs": "王先生"}, "请写全名"),
    ],
)
def test_what_is_missing_is_said_and_nothing_changes(
    store_uri: str, move: Move, fields: dict[str, str], said: str
) -> None:
    async def story(doors: Doors) -> None:
        ticket = await doors.case()
        answer = await act(doors, await doors.link(ticket), move, **fields)
        assert answer.code == 422
        assert said in text_of(answer)
        assert await is_unchanged(doors, ticket)

    play(store_uri, story)


def test_a_stale_version_is_refused_and_the_words_are_kept(store_uri: str) -> None:
    async def story(doors: Doors) -> None:
        ticket = await doors.case()
        path = await doors.link(ticket)
        old = version_on(await doors.get(path))
        await doors.street.fang.say(f"受理 {ticket.number}")
        before = await doors.stands(ticket)
        answer = await doors.send_form(
            path, OURS, deed="answer", version=old, words="写了很久的答复"
        )
        assert answer.code == 409
        assert "刚刚有变化" in text_of(answer)
        assert "写了很久的答复" in text_of(answer)
        assert await doors.stands(ticket) == before
        assert version_on(answer) == str(before.version)

    play(store_uri, story)


def test_pressing_a_button_twice_counts_once(store_uri: str) -> None:
    async def story(doors: Doors) -> None:
        ticket = await doors.case()
        path = await doors.link(ticket)
        version = version_on(await doors.get(path))
        for _ in range(2):
            answer = await doors.send_form(
                path, OURS, deed="answer", version=version, words="请带工资条"
            )
            assert answer.code == 303
        assert (await doors.stands(ticket)).times(Move.ANSWER) == 1

    play(store_uri, story)


def test_returning_too_late_is_refused_with_the_date(store_uri: str) -> None:
    async def story(doors: Doors) -> None:
        ticket = await doors.case()
        doors.street.clock.advance(days=6)
        answer = await act(doors, await doors.link(ticket), Move.RETURN, rule="out_of_scope")
        assert answer.code == 409
        assert "以前退单" in text_of(answer)
        assert await is_unchanged(doors, ticket)

    play(store_uri, story)


def test_a_conflict_of_interest_names_the_case_and_nobody(store_uri: str) -> None:
    async def story(doors: Doors) -> None:
        first, second = await doors.case(), await doors.case("c2", "10027")
        sides = {"ours": "王秀兰", "theirs": "翠湖物业"}
        await act(doors, await doors.link(first), Move.ASSIGN, lawyer="赵律师", **sides)
        turned = {"ours": "翠湖物业有限公司", "theirs": "张三丰"}
        answer = await act(
            doors, await doors.link(second), Move.ASSIGN, lawyer="赵刚律师", **turned
        )
        assert answer.code == 303
        third = await doors.case("c3", "10035")
        answer = await act(doors, await doors.link(third), Move.ASSIGN, lawyer="赵律师", **turned)
        assert answer.code == 409
        assert f"利益冲突：这位律师在编号 {first.number}" in text_of(answer)
        assert (await doors.stands(third)).acted == ()

    play(store_uri, story)


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {},
    ],
)
def test_a_post_from_elsewhere_is_refused(store_uri: str, headers: dict[str, str]) -> None:
    async def story(doors: Doors) -> None:
        ticket = await doors.case()
        path = await doors.link(ticket)
        before = await doors.stands(ticket)
        answer = await doors.send_form(path, headers, deed="receive", version=str(before.version))
        assert answer.code == 403
        assert PHONE not in text_of(answer)
        assert await doors.stands(ticket) == before

    play(store_uri, story)


def test_a_browser_without_fetch_metadata_shows_its_origin(store_uri: str) -> None:
    async def story(doors: Doors) -> None:
        ticket = await doors.case()
        path, version = await doors.link(ticket), str(ticket.version)
        origin = {"Origin": doors.street.services.public_url}
        answer = await doors.send_form(path, origin, deed="receive", version=version)
        assert answer.code == 303

    play(store_uri, story)


def test_another_kind_of_body_is_refused(store_uri: str) -> None:
    async def story(doors: Doors) -> None:
        ticket = await doors.case()
        path = await doors.link(ticket)
        headers = OURS | {"Content-Type": "text/plain"}
        body = f"deed=receive&version={ticket.version}".encode()
        assert (await doors.post(path, body, headers)).code == 403
        assert await doors.stands(ticket) == ticket

    play(store_uri, story)


@pytest.mark.parametrize(
    "fields",
    [
        {"deed": "receive"},
        {"deed": "receive", "version": "x"},
        {"deed": "receive", "version": "²"},
        {"deed": "explode", "version": "1"},
        {"version": "1"},
        {"deed": "answer", "version": "1", "words": "长" * 2001},
    ],
)
def test_a_form_that_is_not_ours_is_refused(store_uri: str, fields: dict[str, str]) -> None:
    async def story(doors: Doors) -> None:
        ticket = await doors.case()
        path = await doors.link(ticket)
        assert (await doors.send_form(path, OURS, **fields)).code == 403
        assert await doors.stands(ticket) == ticket

    play(store_uri, story)


@pytest.mark.parametrize("move", [Move.GRAB, Move.CANCEL, Move.REVEAL, Move.VETO])
def test_a_form_cannot_do_what_is_not_on_the_page(store_uri: str, move: Move) -> None:
    async def story(doors: Doors) -> None:
        ticket = await doors.case()
        answer = await act(doors, await doors.link(ticket), move, words="x")
        assert answer.code == 403
        assert await is_unchanged(doors, ticket)

    play(store_uri, story)


def test_expired_forged_and_revoked_links_show_one_plain_page(store_uri: str) -> None:
    async def story(doors: Doors) -> None:
        ticket = await doors.case()
        store = doors.street.services.store
        good = await doors.link(ticket)
        assert ticket.handover is not None
        other = Link.to(ticket, ticket.handover, NOON)
        expired = f"/handover/{store.links.token(other)}"
        forged = good[:-6] + ("A" if good[-6] != "A" else "B") + good[-5:]
        pages = [
            await doors.get(path) for path in (expired, forged, "/handover/x", "/handover/%00")
        ]
        await doors.street.fang.say(f"退单 {ticket.number} 1")
        before = await doors.stands(ticket)
        pages.append(await doors.get(good))
        assert [page.code for page in pages] == [410, 403, 403, 403, 410]
        assert len({page.body for page in pages}) == 1
        answer = await doors.send_form(good, OURS, deed="receive", version=str(before.version))
        assert answer.code == 410
        assert await doors.stands(ticket) == before

    play(store_uri, story)


def test_a_link_ends_after_its_days(store_uri: str) -> None:
    async def story(doors: Doors) -> None:
        path = await doors.link(await doors.case())
        doors.street.clock.advance(days=13, hours=23)
        assert (await doors.get(path)).code == 200
        doors.street.clock.advance(hours=1)
        assert (await doors.get(path)).code == 410

    play(store_uri, story)


def test_what_people_said_stays_text(store_uri: str) -> None:
    async def story(doors: Doors) -> None:
        ticket = await doors.case()
        await doors.street.fang.say(f"签收 {ticket.number} <script>alert(1)</script>")
        page = await doors.get(await doors.link(ticket))
        assert "<script" not in page.body.decode()
        assert "&lt;script" in page.body.decode()

    play(store_uri, story)
