"""Template and customer-service messages as the account's server sends them."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.simulator.callback import AccountServer, Pushed
from tests.simulator.platform import ELDER, RESIDENT, Platform, progress, words
from tests.support.bot import eventually

TEMPLATE = "/cgi-bin/message/template/send"
CUSTOM = "/cgi-bin/message/custom/send"
TYPING = "/cgi-bin/message/custom/typing"


def wait_for(server: AccountServer, count: int = 1) -> list[Pushed]:
    """Return the pushes once so many arrived."""
    eventually(lambda: len(server.pushes) >= count)
    return server.pushes


def test_a_template_message_is_shown_as_a_card(platform: Platform, server: AccountServer) -> None:
    answer = platform.api(TEMPLATE, progress(RESIDENT, url="https://example.org/t/7"))
    assert (answer["errcode"], answer["errmsg"]) == (0, "ok")
    assert answer["msgid"] > 2**53
    (card,) = platform.chat(RESIDENT)
    assert (card["type"], card["title"]) == ("template", "办理进度通知")
    assert card["fields"][2] == {"label": "状态", "value": "已接单"}
    assert card["url"] == "https://example.org/t/7"


def test_the_result_follows_as_an_event_with_the_msgid(
    platform: Platform, server: AccountServer
) -> None:
    msgid = platform.api(TEMPLATE, progress(RESIDENT))["msgid"]
    (event,) = wait_for(server)
    assert event.fields["Event"] == "TEMPLATESENDJOBFINISH"
    assert event.fields["FromUserName"] == RESIDENT
    assert event.fields["MsgID"] == str(msgid)
    assert event.fields["Status"] == "success"


def test_the_result_can_say_that_the_person_refused(
    platform: Platform, server: AccountServer
) -> None:
    platform.post("/sim/faults", {"template_status": "failed:user block"})
    platform.api(TEMPLATE, progress(RESIDENT))
    assert wait_for(server)[0].fields["Status"] == "failed:user block"


def test_the_result_can_overtake_the_answer(platform: Platform, server: AccountServer) -> None:
    platform.post("/sim/faults", {"finish_event": "early"})
    platform.api(TEMPLATE, progress(RESIDENT))
    assert len(server.pushes) == 1


def test_the_result_can_get_lost(platform: Platform, server: AccountServer) -> None:
    platform.post("/sim/faults", {"finish_event": "lost"})
    platform.api(TEMPLATE, progress(RESIDENT))
    platform.push(RESIDENT, "text", content="在吗")
    assert [pushed.fields["MsgType"] for pushed in server.pushes] == ["text"]


def test_the_same_client_id_is_delivered_once_in_ten_minutes(
    platform: Platform, server: AccountServer
) -> None:
    notice = progress(RESIDENT, client_msg_id="task-1-assigned")
    first, second = (platform.api(TEMPLATE, notice)["msgid"] for _ in range(2))
    assert first == second
    other = platform.api(TEMPLATE, progress(ELDER, client_msg_id="task-1-assigned"))["msgid"]
    assert other != first
    assert len(platform.chat(RESIDENT)) == 1
    platform.post("/sim/clock", {"advance": 600})
    assert platform.api(TEMPLATE, notice)["msgid"] != first
    assert len(platform.chat(RESIDENT)) == 2


def test_a_refused_notice_does_not_use_up_its_client_id(
    platform: Platform, server: AccountServer
) -> None:
    bad = progress(RESIDENT, {"phrase3": "not Chinese"}, client_msg_id="c1")
    assert platform.api(TEMPLATE, bad)["errcode"] == 47003
    assert platform.api(TEMPLATE, progress(RESIDENT, client_msg_id="c1"))["errcode"] == 0
    assert len(platform.chat(RESIDENT)) == 1


@pytest.mark.parametrize(
    ("spoil", "errcode", "words_"),
    [
        (lambda: progress("oNobody"), 40003, "invalid openid"),
        (lambda: {**progress(ELDER), "template_id": "none"}, 40037, "invalid template_id"),
        (lambda: progress(ELDER, {"thing2": ""}), 47003, "data.thing2.value is empty"),
        (lambda: progress(ELDER, {"thing2": "字" * 21}), 47003, "data.thing2.value invalid"),
        (lambda: progress(ELDER, {"remark": "x"}), 47003, "data.remark is not a key"),
        (lambda: {**progress(ELDER), "data": {}}, 47003, "data.character_string1.value is missing"),
        (lambda: progress(ELDER, url="u" * 1025), 40039, "url"),
        (lambda: progress(ELDER, miniprogram={"appid": "wxother"}), 40013, "appid"),
        (lambda: progress(ELDER, client_msg_id="x" * 33), 40035, "client_msg_id"),
    ],
)
def test_a_wrong_notice_is_refused_and_not_shown(
    platform: Platform,
    server: AccountServer,
    spoil: Callable[[], dict[str, Any]],
    errcode: int,
    words_: str,
) -> None:
    answer = platform.api(TEMPLATE, spoil())
    assert answer["errcode"] == errcode
    assert words_ in answer["errmsg"]
    assert platform.chat(ELDER) == []


def test_who_does_not_follow_gets_no_notice(platform: Platform, server: AccountServer) -> None:
    platform.push(ELDER, "unsubscribe")
    assert platform.api(TEMPLATE, progress(ELDER))["errcode"] == 43004


def test_a_notice_may_lead_into_the_mini_program(platform: Platform, server: AccountServer) -> None:
    page = {"appid": "wxde00000000000002", "pagepath": "pages/ticket?id=7"}
    platform.api(TEMPLATE, progress(ELDER, miniprogram=page))
    assert platform.chat(ELDER)[0]["pagepath"] == "pages/ticket?id=7"


def test_a_customer_message_needs_an_open_window(platform: Platform, server: AccountServer) -> None:
    assert platform.api(CUSTOM, words(ELDER))["errcode"] == 45015
    platform.push(ELDER, "text", content="在吗")
    codes = [platform.api(CUSTOM, words(ELDER))["errcode"] for _ in range(6)]
    assert codes == [0, 0, 0, 0, 0, 45047]
    platform.post("/sim/clock", {"advance": 48 * 3600})
    assert platform.api(CUSTOM, words(ELDER))["errcode"] == 45015


def test_a_passive_reply_does_not_count(platform: Platform, server: AccountServer) -> None:
    platform.push(ELDER, "text", content="在吗")
    platform.push(ELDER, "text", content="在吗")
    codes = [platform.api(CUSTOM, words(ELDER))["errcode"] for _ in range(5)]
    assert codes == [0] * 5


def test_a_menu_of_choices_is_shown_with_its_ids(platform: Platform, server: AccountServer) -> None:
    platform.push(ELDER, "text", content="在吗")
    menu = {
        "head_content": "修好了吗？",
        "list": [{"id": "r5", "content": "很满意"}, {"id": "r1", "content": "没修好"}],
        "tail_content": "谢谢",
    }
    sent = platform.api(CUSTOM, {"touser": ELDER, "msgtype": "msgmenu", "msgmenu": menu})
    assert sent["errcode"] == 0
    item = platform.chat(ELDER)[-1]
    assert (item["type"], item["head"], item["tail"]) == ("menu", "修好了吗？", "谢谢")
    assert item["list"] == menu["list"]


@pytest.mark.parametrize(
    ("message", "errcode"),
    [
        ({"touser": "oNobody", "msgtype": "text", "text": {"content": "x"}}, 40003),
        ({"touser": ELDER, "msgtype": "dance", "dance": {}}, 40008),
        ({"touser": ELDER, "msgtype": "text"}, 47001),
        ({"touser": ELDER, "msgtype": "text", "text": {"content": ""}}, 44004),
        ({"touser": ELDER, "msgtype": "text", "text": {"content": 7}}, 47001),
        ({"touser": ELDER, "msgtype": "text", "text": {"content": "字" * 683}}, 45002),
        ({"touser": ELDER, "msgtype": "image", "image": {"media_id": "none"}}, 40007),
        ({"touser": ELDER, "msgtype": "news", "news": {"articles": [{}, {}]}}, 45008),
        ({"touser": ELDER, "msgtype": "news", "news": {}}, 47001),
        ({"touser": ELDER, "msgtype": "msgmenu", "msgmenu": {"list": []}}, 45098),
        ({"touser": ELDER, "msgtype": "msgmenu", "msgmenu": {"list": [{"id": "1"}]}}, 45099),
        ({"touser": ELDER, "msgtype": "msgmenu", "msgmenu": {}}, 47001),
        ({"touser": ELDER, "msgtype": "miniprogrampage", "miniprogrampage": {}}, 40013),
    ],
)
def test_a_wrong_customer_message_is_refused_and_costs_nothing(
    platform: Platform, server: AccountServer, message: dict[str, Any], errcode: int
) -> None:
    platform.push(ELDER, "text", content="在吗")
    assert platform.api(CUSTOM, message)["errcode"] == errcode
    assert len(platform.chat(ELDER)) == 1
    assert [platform.api(CUSTOM, words(ELDER))["errcode"] for _ in range(5)] == [0] * 5


def test_the_typing_hint_has_its_rules(platform: Platform, server: AccountServer) -> None:
    hint = {"touser": ELDER, "command": "Typing"}
    assert platform.api(TYPING, hint)["errcode"] == 45080
    platform.push(ELDER, "text", content="在吗")
    assert platform.api(TYPING, {**hint, "command": "Shout"})["errcode"] == 45072
    assert platform.api(TYPING, hint)["errcode"] == 0
    assert platform.api(TYPING, hint)["errcode"] == 45081
    assert platform.api(TYPING, {**hint, "command": "CancelTyping"})["errcode"] == 0
    assert platform.api(TYPING, hint)["errcode"] == 0
