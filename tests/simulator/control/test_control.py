"""The stand-in's own doors, as tests, load scripts and the chat page use them."""

import asyncio
import json
import urllib.error
import urllib.request
from typing import Any

import pytest
from tornado.websocket import websocket_connect

from simulator.samples import PNG, SILENT_AMR
from tests.simulator.callback import AccountServer, says
from tests.simulator.platform import ELDER, RESIDENT, SHIPPED, Platform, progress, words


def test_people_can_be_listed_added_and_changed(platform: Platform) -> None:
    assert platform.get("/sim/people")[0]["name"] == "王秀兰"
    added = platform.post("/sim/people", {"openid": "oNew", "name": "小赵", "role": "志愿者"})
    assert (added["name"], added["follows"]) == ("小赵", True)
    many = platform.post("/sim/people", [{"openid": "oA"}, {"openid": "oB", "follows": False}])
    assert [person["follows"] for person in many] == [True, False]
    assert len(platform.get("/sim/people")) == SHIPPED + 3


@pytest.mark.parametrize(
    ("document", "complaint"),
    [({"openid": "a b"}, "openid: give"), ({"age": 7}, "no field age"), (["x"], "mapping")],
)
def test_a_wrong_person_is_refused(platform: Platform, document: Any, complaint: str) -> None:
    assert complaint in platform.post("/sim/people", document)["error"]
    assert len(platform.get("/sim/people")) == SHIPPED


def test_many_pushes_can_be_asked_for_at_once(platform: Platform, server: AccountServer) -> None:
    pushes = [{"person": ELDER, "kind": "text", "content": str(n)} for n in range(20)]
    answers = platform.post("/sim/push", [*pushes, {"person": "oNobody", "kind": "text"}])
    assert [answer.get("verdict") for answer in answers] == ["empty"] * 20 + [None]
    assert len({answer["msg_id"] for answer in answers[:20]}) == 20
    assert "oNobody" in answers[20]["error"]


@pytest.mark.parametrize(
    ("kind", "name", "type_", "file"),
    [
        ("image", "a.png", "image/png", PNG),
        ("voice", "a.amr", "audio/amr", SILENT_AMR),
        ("voice", "a.webm", "audio/webm", b"\x1aE\xdf\xa3"),
    ],
)
def test_a_file_from_the_phone_is_pushed_and_stored_as_it_is(
    platform: Platform, server: AccountServer, kind: str, name: str, type_: str, file: bytes
) -> None:
    query = {"person": ELDER, "kind": kind}
    exchange = platform.upload("/sim/upload", name, type_, file, **query)
    assert server.pushes[0].fields["MediaId"] == exchange["media_id"]
    shown = platform.request(f"/sim/media/{exchange['media_id']}")
    assert (shown.body, shown.headers["Content-Type"]) == (file, type_)
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert platform.chat(ELDER)[0]["media_id"] == exchange["media_id"]


def test_a_file_that_could_run_in_a_browser_is_only_downloaded(
    platform: Platform, server: AccountServer
) -> None:
    query = {"person": ELDER, "kind": "image"}
    exchange = platform.upload("/sim/upload", "a.svg", "image/svg+xml", b"<svg/>", **query)
    shown = platform.request(f"/sim/media/{exchange['media_id']}")
    assert shown.headers["Content-Type"] == "application/octet-stream"


def test_a_wrong_upload_is_refused(platform: Platform) -> None:
    answer = platform.upload("/sim/upload", "a", "text/plain", b"x", person=ELDER, kind="file")
    assert "give kind as one of image, voice, video" in answer["error"]
    query = {"person": "oNobody", "kind": "image"}
    assert "oNobody" in platform.upload("/sim/upload", "a", "image/png", PNG, **query)["error"]


def test_exchanges_can_be_listed_and_looked_up(platform: Platform, server: AccountServer) -> None:
    server.answer = says("好")
    pushed = platform.push(ELDER, "text", content="在吗")
    assert platform.get("/sim/exchanges", limit=1) == [pushed]
    assert platform.get(f"/sim/exchange/{pushed['id']}") == pushed
    assert "no such exchange" in platform.get("/sim/exchange/none")["error"]
    assert "limit: give" in platform.get("/sim/exchanges", limit="x")["error"]


def test_time_can_be_advanced_but_not_turned_back(platform: Platform) -> None:
    before = platform.post("/sim/clock", {"advance": 0})["now"]
    after = platform.post("/sim/clock", {"advance": 3600})
    assert after["now"] - before == pytest.approx(3600, abs=5)
    assert after["offset"] == 3600
    for wrong in (-1, "1", None, True):
        assert "seconds >= 0" in platform.post("/sim/clock", {"advance": wrong})["error"]


def test_faults_are_shown_set_and_refused(platform: Platform) -> None:
    assert platform.get("/sim/faults")["push_duplicate"] is False
    assert platform.post("/sim/faults", {"push_duplicate": True})["push_duplicate"] is True
    assert "no fault 'x'" in platform.post("/sim/faults", {"x": 1})["error"]
    assert platform.get("/sim/faults")["push_duplicate"] is True


def test_a_reset_forgets_everything(platform: Platform, server: AccountServer) -> None:
    platform.push(ELDER, "text", content="在吗")
    platform.post("/sim/people", {"openid": "oNew"})
    platform.post("/sim/faults", {"push_duplicate": True})
    token = platform.token()
    platform.post("/sim/reset")
    assert platform.chat(ELDER) == []
    assert len(platform.get("/sim/people")) == SHIPPED
    assert platform.get("/sim/faults")["push_duplicate"] is False
    assert platform.get("/cgi-bin/menu/get", access_token=token)["errcode"] == 40001


def test_the_account_is_told_without_secrets(platform: Platform) -> None:
    account = platform.get("/sim/account")
    assert account["mode"] == "safe"
    assert account.keys().isdisjoint({"token", "app_secret", "encoding_aes_key"})


def test_new_items_arrive_live(platform: Platform, server: AccountServer) -> None:
    address = platform.base.replace("http", "ws", 1) + "/sim/live"

    async def listen() -> list[dict[str, Any]]:
        everyone = await websocket_connect(address)
        elder = await websocket_connect(f"{address}?person={ELDER}")
        await asyncio.to_thread(platform.push, RESIDENT, "text", content="一")
        await asyncio.to_thread(platform.push, ELDER, "text", content="二")
        told = [await everyone.read_message(), await everyone.read_message()]
        told.append(await elder.read_message())
        everyone.close()
        elder.close()
        return [json.loads(str(message)) for message in told]

    told = asyncio.run(asyncio.wait_for(listen(), 10))
    assert [(each["person"], each["item"]["text"]) for each in told] == [
        (RESIDENT, "一"),
        (ELDER, "二"),
        (ELDER, "二"),
    ]


def test_another_site_may_not_steer_it(platform: Platform) -> None:
    headers = {"Origin": "https://evil.example", "Content-Type": "text/plain"}
    request = urllib.request.Request(f"{platform.base}/sim/reset", b"{}", headers)  # noqa: S310
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(request, timeout=5)  # noqa: S310
    assert refusal.value.code == 403
    refusal.value.close()


def test_a_body_that_is_no_json_is_refused(platform: Platform) -> None:
    answer = platform.request("/sim/faults", b"{")
    assert (answer.status, answer.json) == (400, {"error": "send a JSON body"})
    assert platform.post("/sim/faults", ["x"])["error"] == "send a JSON object"


def test_the_chat_page_may_load_nothing_from_elsewhere(platform: Platform) -> None:
    page = platform.request("/")
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    text = page.body.decode()
    assert "<script>" not in text
    assert "style=" not in text
    assert "http://" not in text
    assert "https://" not in text


def test_every_kind_of_sending_shows_in_the_chat(platform: Platform, server: AccountServer) -> None:
    server.answer = says("好")
    platform.push(ELDER, "text", content="在吗")
    platform.api("/cgi-bin/message/custom/send", words(ELDER, "客服"))
    platform.api("/cgi-bin/message/template/send", progress(ELDER))
    assert [item["type"] for item in platform.chat(ELDER)] == [
        "text",
        "text",
        "custom",
        "template",
    ]
