"""Typing in a call over HTTP: once, in one's own area, and nothing that was typed is lost."""

import re

import pytest
from tornado.httpclient import HTTPResponse

from models.ticket import Ticket
from tests.support.console import Console, Visitor, play, text_of

PATH = "/console/intake"
CALL = {"words": "三楼楼道灯不亮了", "name": "赵奶奶", "phone": "13900001234", "source": "phone"}
SCRIPT = "灯坏了<script>alert(1)</script>"


async def filed(at: Console, answer: HTTPResponse) -> Ticket:
    assert answer.code == 303, text_of(answer)
    return await at.street.ticket(answer.headers["Location"].rsplit("=", 1)[1])


async def by(at: Console, name: str) -> Visitor:
    visitor = await at.sign_in(name)
    await visitor.get(PATH)
    return visitor


def test_a_call_is_filed_and_its_number_is_there_to_be_read_out(store_uri: str) -> None:
    async def story(at: Console) -> None:
        zhou = await by(at, "zhou")
        answer = await zhou.post(PATH, None, **CALL)
        ticket = await filed(at, answer)
        page = text_of(await zhou.get(answer.headers["Location"]))
        assert f"编号 {ticket.number}" in page
        assert " ".join(ticket.number) in page
        assert f"/console/tickets/{ticket.number}" in page
        assert 'name="words"' in page
        assert CALL["phone"] not in page

    play(store_uri, story)


def test_who_calls_may_be_known_as_an_elder_by_the_year_of_birth(store_uri: str) -> None:
    async def story(at: Console) -> None:
        zhou, born = await by(at, "zhou"), str(at.street.clock().year - 80)
        ticket = await filed(at, await zhou.post(PATH, None, **CALL, born=born))
        assert at.street.services.elders.is_elder(ticket.asker)
        found = await at.street.services.store.residents.get(ticket.asker)
        assert found
        assert (found.name, found.born) == (CALL["name"], born)

    play(store_uri, story)


def test_a_double_click_files_one_ticket(store_uri: str) -> None:
    async def story(at: Console) -> None:
        zhou = await by(at, "zhou")
        first = await filed(at, await zhou.post(PATH, None, **CALL, key="k1"))
        second = await filed(at, await zhou.post(PATH, None, **CALL, key="k1"))
        assert first.id == second.id

    play(store_uri, story)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"phone": "12345"}, "打不通"),
        ({"words": " "}, "请先写下"),
        ({"born": "48"}, "四位数字"),
        ({"words": "长" * 2500}, "最多 2000 个字"),
        ({"area": "tingtao-1"}, "自己管的片区"),
        ({"key": ""}, "再点一次"),
        ({"join": "99999"}, ""),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stands(
    store_uri: str, wrong: dict[str, str], said: str
) -> None:
    async def story(at: Console) -> None:
        zhou = await by(at, "zhou")
        answer = await zhou.post(PATH, None, **(CALL | wrong))
        assert answer.code == (404 if "join" in wrong else 422)
        assert said in text_of(answer)
        for name, value in (CALL | wrong).items():
            if said and name in ("words", "name", "phone"):
                assert value.strip() in text_of(answer)

    play(store_uri, story)


def test_looking_files_nothing_and_says_what_was_understood(store_uri: str) -> None:
    async def story(at: Console) -> None:
        zhou = await by(at, "zhou")
        for path, more in ((PATH, {"deed": "look"}), (f"{PATH}/understood", {})):
            page = text_of(await zhou.post(path, None, **CALL, **more))
            assert "报修" in page
            assert re.search(r"<mark>[^<]*灯", page)
        caller = at.street.services.store.residents.caller(CALL["phone"])
        assert not await at.street.services.store.tickets.asked_by(caller)
        danger = await zhou.post(f"{PATH}/understood", words="闻到好大的煤气味")
        assert "打 119" in text_of(danger)

    play(store_uri, story)


def test_words_are_added_to_what_is_known_already(store_uri: str) -> None:
    async def story(at: Console) -> None:
        known = await at.street.ticket(await at.street.wang.say("小区门口的路灯不亮"))
        zhou = await by(at, "zhou")
        same = CALL | {"words": "大门口路灯坏了，黑得很"}
        page = text_of(await zhou.post(f"{PATH}/understood", None, **same))
        assert f'name="join" value="{known.number}"' in page
        after = await filed(at, await zhou.post(PATH, None, **same, join=known.number))
        assert after.id == known.id
        assert len(after.followers) == 1

    play(store_uri, story)


def test_scripts_in_words_stay_words(store_uri: str) -> None:
    async def story(at: Console) -> None:
        zhou = await by(at, "zhou")
        for path in (PATH, f"{PATH}/understood"):
            given = {"words": SCRIPT, "name": SCRIPT, "place": SCRIPT, "deed": "look"}
            assert "<script>alert" not in text_of(await zhou.post(path, None, **given))

    play(store_uri, story)


@pytest.mark.parametrize("name", ["sun", "fang", "li"])
def test_who_has_no_desk_may_not(store_uri: str, name: str) -> None:
    async def story(at: Console) -> None:
        visitor = await at.sign_in(name)
        assert (await visitor.get(PATH)).code == 403
        for path in (PATH, f"{PATH}/understood"):
            assert (await visitor.post(path, None, **CALL)).code == 403

    play(store_uri, story)


def test_a_grid_worker_stays_in_the_grid(store_uri: str) -> None:
    async def story(at: Console) -> None:
        elsewhere = await at.street.ticket(await at.street.li.say("小区门口的路灯不亮"))
        wu = await by(at, "wu")
        assert (await filed(at, await wu.post(PATH, None, **CALL))).area == "feicui-1"
        assert (await wu.post(PATH, None, **CALL, area="feicui-2")).code == 422
        same = {"words": "大门口路灯坏了，黑得很"}
        assert elsewhere.number not in text_of(await wu.post(f"{PATH}/understood", None, **same))
        assert (await wu.post(PATH, None, **same, join=elsewhere.number)).code == 404
        other = await wu.get(f"{PATH}?filed={elsewhere.number}")
        assert elsewhere.number not in text_of(other)

    play(store_uri, story)


def test_an_administrator_may_leave_the_area_open(store_uri: str) -> None:
    async def story(at: Console) -> None:
        admin = await by(at, "admin")
        assert (await filed(at, await admin.post(PATH, None, **CALL))).area is None
        assert (
            await filed(at, await admin.post(PATH, None, **CALL, area="tingtao-1"))
        ).area is not None

    play(store_uri, story)


def test_a_form_from_elsewhere_files_nothing(store_uri: str) -> None:
    async def story(at: Console) -> None:
        zhou = await by(at, "zhou")
        assert (await zhou.post(PATH, None, **CALL, mark="0" * 32)).code == 419
        caller = at.street.services.store.residents.caller(CALL["phone"])
        assert not await at.street.services.store.tickets.asked_by(caller)

    play(store_uri, story)
