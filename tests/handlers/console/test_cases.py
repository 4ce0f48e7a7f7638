"""An agency at its cases in the console: theirs alone, with the same deeds as behind a link."""

import html
import re

import pytest
from tornado.httpclient import HTTPResponse

from models.moves import Actor, Move, State
from models.steps import Step
from models.ticket import HandOver
from tests.handlers.doors import PHONE, WORDS
from tests.support.console import Console, Visitor, play, text_of
from tests.support.house import FANG, LAWYER

PATH = "/console/cases"


async def act(at: Visitor, case: str, move: Move, **fields: str) -> HTTPResponse:
    """Open the page and send one of its forms."""
    page = text_of(await at.get(f"{PATH}/{case}"))
    found = re.search(r'name="version" value="(\d+)"', page)
    version = found[1] if found else "1"
    return await at.post(f"{PATH}/{case}", None, deed=move.value, version=version, **fields)


def test_the_list_says_what_is_due_and_nothing_of_the_words(store_uri: str) -> None:
    async def story(at: Console) -> None:
        fang = await at.sign_in("fang")
        assert "现在没有转给您的案件" in text_of(await fang.get(PATH))
        ticket = await at.doors.case()
        page = text_of(await fang.get(PATH))
        assert f"{PATH}/{ticket.number}" in page
        assert "签收" in page
        assert WORDS not in page
        assert PHONE not in page
        at.street.clock.advance(days=30)
        fang = await at.sign_in("fang")
        assert "已超期" in text_of(await fang.get(PATH))

    play(store_uri, story)


def test_a_case_is_shown_whole_and_that_is_noted_once_a_day(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket, fang = await at.doors.case(), await at.sign_in("fang")
        for _ in range(2):
            page = html.unescape(text_of(await fang.get(f"{PATH}/{ticket.number}")))
        for shown in (WORDS, PHONE, "3栋502", "王秀兰", "法律援助中心"):
            assert shown in page
        after = await at.doors.stands(ticket)
        assert [(e.by, e.revealed) for e in after.events if e.move is Move.REVEAL] == [(FANG, True)]

    play(store_uri, story)


def test_a_whole_case_in_the_console(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket, fang = await at.doors.case(), await at.sign_in("fang")
        for move, fields in (
            (Move.RECEIVE, {"number": "皖援118"}),
            (Move.DECIDE, {}),
            (Move.ASSIGN, {"lawyer": "李律师", "ours": "王秀兰", "theirs": "张三丰"}),
        ):
            answer = await act(fang, ticket.number, move, **fields)
            assert answer.headers["Location"] == f"{PATH}/{ticket.number}?noted=done", move
        li = await at.sign_in("li")
        assert ticket.number in text_of(await li.get(PATH))
        page = text_of(await li.get(f"{PATH}/{ticket.number}"))
        assert 'value="answer"' in page
        assert 'value="return"' not in page
        assert (await act(li, ticket.number, Move.RETURN, rule="other_place")).code == 403
        assert (await act(li, ticket.number, Move.ANSWER, words="请带工资条")).code == 303
        last = await act(li, ticket.number, Move.FINISH, words="调解好了，钱付清了")
        assert last.headers["Location"] == f"{PATH}?noted=done"
        after = await at.doors.stands(ticket)
        assert (after.state, after.events[-1].by) == (State.DONE, LAWYER)
        assert (await fang.get(f"{PATH}/{ticket.number}")).code == 404

    play(store_uri, story)


def test_a_double_click_counts_once(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket, fang = await at.doors.case(), await at.sign_in("fang")
        form = {"deed": "answer", "version": str(ticket.version), "words": "请带工资条"}
        path = f"{PATH}/{ticket.number}"
        for _ in range(2):
            assert (await fang.post(path, None, **form)).code == 303
        assert (await at.doors.stands(ticket)).times(Move.ANSWER) == 1

    play(store_uri, story)


def test_what_is_missing_is_said_and_the_words_stand(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket, fang = await at.doors.case(), await at.sign_in("fang")
        answer = await act(fang, ticket.number, Move.RETURN, rule="", words="写了半天的说明")
        assert answer.code == 422
        assert "写了半天的说明" in text_of(answer)
        for odd in ({"deed": "merge"}, {"version": "x"}, {"words": "长" * 2001}):
            given = {"deed": "answer", "version": "3", "words": "好", **odd}
            assert (await fang.post(f"{PATH}/{ticket.number}", None, **given)).code == 422
        assert (await at.doors.stands(ticket)).state is State.HANDED_OVER

    play(store_uri, story)


def test_a_case_that_changed_is_shown_as_it_stands(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket, fang = await at.doors.case(), await at.sign_in("fang")
        await act(fang, ticket.number, Move.RECEIVE)
        old = {"deed": "answer", "version": str(ticket.version), "words": "请带工资条"}
        answer = await fang.post(f"{PATH}/{ticket.number}", None, **old)
        assert answer.code == 409
        assert "请带工资条" in text_of(answer)

    play(store_uri, story)


def test_the_case_of_another_agency_is_not_there(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket, fang = await at.doors.case(), await at.sign_in("fang")
        now = at.street.clock()
        back = Step(Move.RETURN, Actor.AGENCY, FANG, now, note="不归我们")
        tickets = at.street.services.store.tickets
        await tickets.make(ticket.id, back)
        away = HandOver("elsewhere", now)
        step = Step(Move.HAND_OVER, Actor.CLOCK, "clock", now, changes={"handover": away})
        await tickets.make(ticket.id, step)
        for number in (ticket.number, "1", "99999999"):
            assert (await fang.get(f"{PATH}/{number}")).code == 404
            form = {"deed": "receive", "version": "1"}
            assert (await fang.post(f"{PATH}/{number}", None, **form)).code == 404
        assert ticket.number not in text_of(await fang.get(PATH))

    play(store_uri, story)


def test_a_lawyer_sees_only_what_was_given_to_them(store_uri: str) -> None:
    async def story(at: Console) -> None:
        fang, li = await at.sign_in("fang"), await at.sign_in("li")
        ticket = await at.doors.case()
        assert ticket.number not in text_of(await li.get(PATH))
        assert (await li.get(f"{PATH}/{ticket.number}")).code == 404
        await act(fang, ticket.number, Move.ASSIGN, lawyer="李律师")
        assert (await li.get(f"{PATH}/{ticket.number}")).code == 200

    play(store_uri, story)


@pytest.mark.parametrize("name", ["admin", "zhou", "tong", "wu", "sun"])
def test_staff_of_the_neighbourhood_have_no_cases(store_uri: str, name: str) -> None:
    async def story(at: Console) -> None:
        ticket, visitor = await at.doors.case(), await at.sign_in(name)
        for path in (PATH, f"{PATH}/{ticket.number}"):
            assert (await visitor.get(path)).code == 403

    play(store_uri, story)
