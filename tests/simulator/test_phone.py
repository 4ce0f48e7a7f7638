"""What people can do on their phones, seen from the account's server."""

from typing import Any

import pytest

from tests.simulator.callback import AccountServer, says
from tests.simulator.platform import ELDER, RESIDENT, Platform, words


@pytest.mark.parametrize(
    ("kind", "given", "fields"),
    [
        ("text", {"content": "在吗 😀 ]]> <b>"}, {"MsgType": "text", "Content": "在吗 😀 ]]> <b>"}),
        ("text", {"content": "报修", "menu_id": "1"}, {"bizmsgmenuid": "1", "Content": "报修"}),
        ("sticker", {}, {"MsgType": "text", "Content": "【收到不支持的消息类型，暂无法显示】"}),
        (
            "location",
            {"latitude": 23.134521, "longitude": 113.358803, "label": "三号楼"},
            {
                "MsgType": "location",
                "Location_X": "23.134521",
                "Location_Y": "113.358803",
                "Scale": "15",
                "Label": "三号楼",
            },
        ),
        ("link", {"url": "https://x", "title": "通知"}, {"Url": "https://x", "Title": "通知"}),
        ("subscribe", {}, {"Event": "subscribe", "EventKey": ""}),
        ("subscribe", {"scene": "door-3"}, {"Event": "subscribe", "EventKey": "qrscene_door-3"}),
        ("unsubscribe", {}, {"Event": "unsubscribe"}),
        ("scan", {"scene": "door-3"}, {"Event": "SCAN", "EventKey": "door-3"}),
        ("click", {"key": "MY"}, {"Event": "CLICK", "EventKey": "MY"}),
        ("view", {"url": "https://x"}, {"Event": "VIEW", "EventKey": "https://x"}),
        ("event", {"event": "LOCATION", "fields": {"Latitude": 23.5}}, {"Latitude": "23.500000"}),
    ],
)
def test_each_action_has_its_xml(
    platform: Platform,
    server: AccountServer,
    kind: str,
    given: dict[str, Any],
    fields: dict[str, str],
) -> None:
    platform.push(ELDER, kind, **given)
    pushed = server.pushes[0].fields
    assert pushed["FromUserName"] == ELDER
    assert pushed["CreateTime"].isdecimal()
    assert {name: pushed[name] for name in fields} == fields
    assert ("MsgId" in pushed) is (pushed["MsgType"] != "event")


def test_a_picture_can_be_fetched_by_its_media_id_and_its_address(
    platform: Platform, server: AccountServer
) -> None:
    platform.push(ELDER, "image")
    pushed = server.pushes[0].fields
    by_id = platform.request(
        "/cgi-bin/media/get", access_token=platform.token(), media_id=pushed["MediaId"]
    )
    assert by_id.body.startswith(b"\x89PNG")
    assert pushed["PicUrl"] == f"{platform.base}/sim/media/{pushed['MediaId']}"
    assert platform.request(f"/sim/media/{pushed['MediaId']}").body == by_id.body


def test_a_voice_has_two_files_and_no_recognition(
    platform: Platform, server: AccountServer
) -> None:
    platform.push(ELDER, "voice")
    pushed = server.pushes[0].fields
    assert pushed["Format"] == "amr"
    assert pushed["MediaId"] != pushed["MediaId16K"]
    assert "Recognition" not in pushed


def test_a_voice_can_lack_its_better_file_and_carry_an_empty_recognition(
    platform: Platform, server: AccountServer
) -> None:
    platform.post("/sim/faults", {"voice_without_16k": True, "voice_empty_recognition": True})
    platform.push(ELDER, "voice")
    assert "MediaId16K" not in server.pushes[0].fields
    assert server.pushes[0].fields["Recognition"] == ""


def test_a_raw_push_is_sent_as_it_is(platform: Platform, server: AccountServer) -> None:
    xml = "<xml><MsgType>new</MsgType><MsgId>77</MsgId></xml>"
    exchange = platform.push(ELDER, "raw", xml=xml)
    assert server.pushes[0].xml == xml
    assert exchange["msg_id"] == "77"


def test_msg_id_and_time_can_be_chosen(platform: Platform, server: AccountServer) -> None:
    platform.push(ELDER, "text", content="在吗", msg_id="7250021412600020992", create_time=123)
    assert server.pushes[0].fields["MsgId"] == "7250021412600020992"
    assert server.pushes[0].fields["CreateTime"] == "123"


def test_who_does_not_follow_can_only_follow(platform: Platform, server: AccountServer) -> None:
    platform.push(ELDER, "unsubscribe")
    refused = platform.push(ELDER, "text", content="在吗")
    assert "does not follow the account; push subscribe first" in refused["error"]
    platform.push(ELDER, "subscribe")
    assert platform.push(ELDER, "text", content="在吗")["verdict"] == "empty"


def test_scanning_makes_a_stranger_a_follower(platform: Platform, server: AccountServer) -> None:
    platform.post("/sim/people", {"openid": "oStranger", "follows": False})
    platform.push("oStranger", "scan", scene="door-3")
    assert server.pushes[0].fields["EventKey"] == "qrscene_door-3"
    info = platform.api("/cgi-bin/user/info", openid="oStranger")
    assert (info["subscribe"], info["qr_scene_str"]) == (1, "door-3")


@pytest.mark.parametrize(
    ("kind", "given", "allowed"),
    [
        ("text", {"content": "在吗"}, 5),
        ("text", {"content": "报修", "menu_id": "1"}, 3),
        ("click", {"key": "MY"}, 3),
        ("event", {"event": "scancode_waitmsg"}, 3),
        ("subscribe", {}, 3),
        ("scan", {"scene": "door"}, 3),
        ("view", {"url": "https://x"}, 0),
    ],
)
def test_an_action_opens_its_window_for_customer_messages(
    platform: Platform, server: AccountServer, kind: str, given: dict[str, Any], allowed: int
) -> None:
    platform.push(ELDER, kind, **given)
    answers = [platform.api("/cgi-bin/message/custom/send", words(ELDER)) for _ in range(6)]
    refusal = 45047 if allowed else 45015
    assert [answer["errcode"] for answer in answers] == [0] * allowed + [refusal] * (6 - allowed)


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"person": "oNobody", "kind": "text", "content": "x"}, "add them by POST /sim/people"),
        ({"person": ELDER, "kind": "dance"}, "kind: give one of text, sticker, image"),
        ({"person": ELDER, "kind": "text"}, "content: give a text"),
        ({"person": ELDER, "kind": "location", "latitude": "n"}, "latitude and longitude"),
        ({"person": ELDER, "kind": "click"}, "key: give a text"),
        ({"person": ELDER, "kind": "text", "content": "x", "msg_id": "y"}, "msg_id: give a whole"),
        ({"person": ELDER, "kind": "text", "content": "x", "mode": "y"}, "mode: give safe"),
        ({"person": ELDER, "kind": "text", "content": "x", "deliveries": 9}, "give 1, 2 or 3"),
        ({"person": ELDER, "kind": "event", "event": "e", "fields": 1}, "fields: give an object"),
        ("words", "send an object"),
    ],
)
def test_an_impossible_push_is_refused_and_nothing_is_sent(
    platform: Platform, server: AccountServer, given: Any, complaint: str
) -> None:
    answer = platform.post("/sim/push", given)
    assert complaint in answer["error"]
    assert server.pushes == []
    assert platform.chat(ELDER) == []


def test_the_chat_tells_both_sides_in_order(platform: Platform, server: AccountServer) -> None:
    server.answer = says("您好")
    platform.push(RESIDENT, "click", key="MY", name="我的进度")
    platform.push(RESIDENT, "location", latitude=1, longitude=2, label="家")
    items = platform.chat(RESIDENT)
    assert [(item["from"], item["type"]) for item in items] == [
        ("user", "system"),
        ("account", "text"),
        ("user", "location"),
        ("account", "text"),
    ]
    assert items[0]["text"] == "点了菜单「我的进度」"
    assert items[1]["text"] == "您好"
    exchange = platform.get(f"/sim/exchange/{items[2]['exchange']}")
    assert "<Label>" in exchange["xml"]


def test_nobody_waits_for_an_answer_to_leaving(platform: Platform, server: AccountServer) -> None:
    server.status = 500
    platform.push(ELDER, "unsubscribe", deliveries=1)
    assert [item["type"] for item in platform.chat(ELDER)] == ["system"]
