"""What every API call has in common: method, token, quota, faults, the shape of the answer."""

import re
import time
import urllib.error
from http.client import RemoteDisconnected

import pytest

from tests.simulator.callback import AccountServer
from tests.simulator.platform import ELDER, Platform, progress, words
from tests.support.simulator import running_simulator

SEND = "/cgi-bin/message/template/send"


@pytest.mark.parametrize(
    ("path", "errcode"), [("/cgi-bin/menu/create", 43002), ("/cgi-bin/stable_token", 43002)]
)
def test_a_get_where_post_is_needed_is_refused(platform: Platform, path: str, errcode: int) -> None:
    assert platform.get(path, access_token=platform.token())["errcode"] == errcode


def test_a_post_where_get_is_needed_is_refused(platform: Platform) -> None:
    assert platform.post("/cgi-bin/token", {})["errcode"] == 43001


def test_a_call_needs_a_valid_token(platform: Platform) -> None:
    assert platform.get("/cgi-bin/menu/get")["errcode"] == 41001
    assert platform.get("/cgi-bin/menu/get", access_token="x")["errcode"] == 40014
    unknown = f"84_{'x' * 132}"
    assert platform.get("/cgi-bin/menu/get", access_token=unknown)["errcode"] == 40001


def test_an_expired_token_is_told_apart(platform: Platform) -> None:
    token = platform.token()
    platform.post("/sim/clock", {"advance": 7200})
    assert platform.get("/cgi-bin/menu/get", access_token=token)["errcode"] == 42001


def test_an_error_is_a_200_with_a_request_id(platform: Platform) -> None:
    answer = platform.request("/cgi-bin/menu/get")
    assert answer.status == 200
    assert re.fullmatch(
        r"access_token missing rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}", answer.json["errmsg"]
    )


def test_the_content_type_cannot_be_relied_on(platform: Platform) -> None:
    kinds = {platform.request("/cgi-bin/menu/get").headers.get("Content-Type") for _ in range(60)}
    assert kinds == {"application/json; encoding=utf-8", "text/plain", None}


def test_a_body_with_escapes_is_refused(platform: Platform) -> None:
    body = b'{"touser": "%s", "msgtype": "text", "text": {"content": "\\u4f60"}}' % ELDER.encode()
    query = {"access_token": platform.token()}
    answer = platform.request("/cgi-bin/message/custom/send", body, **query)
    assert answer.json["errcode"] == 47002
    menu = b'{"button": [{"type": "click", "name": "\\u4f60", "key": "k"}]}'
    assert platform.request("/cgi-bin/menu/create", menu, **query).json["errcode"] == 40033


def test_an_escaped_backslash_is_no_escape(platform: Platform, server: AccountServer) -> None:
    platform.push(ELDER, "text", content="在吗")
    platform.api("/cgi-bin/message/custom/send", words(ELDER, "C:\\users\\u1234"))
    assert platform.chat(ELDER)[-1]["text"] == "C:\\users\\u1234"


def test_escapes_can_be_shown_literally_instead(platform: Platform, server: AccountServer) -> None:
    platform.push(ELDER, "text", content="在吗")
    platform.post("/sim/faults", {"escapes_shown": True})
    body = b'{"touser": "%s", "msgtype": "text", "text": {"content": "\\u4f60"}}' % ELDER.encode()
    platform.request("/cgi-bin/message/custom/send", body, access_token=platform.token())
    assert platform.chat(ELDER)[-1]["text"] == "\\u4f60"


@pytest.mark.parametrize(
    ("body", "errcode"),
    [(b"", 44002), (b"{", 47001), (b"[]", 47001), ('{"a": "字"}'.encode("gb18030"), 65318)],
)
def test_a_body_that_is_no_utf8_object_is_refused(
    platform: Platform, body: bytes, errcode: int
) -> None:
    answer = platform.request(SEND, body, access_token=platform.token())
    assert answer.json["errcode"] == errcode


def test_the_daily_cap_is_kept(server: AccountServer) -> None:
    with running_simulator(server.url, quotas={SEND: 1}) as base:
        platform = Platform(base)
        codes = [platform.api(SEND, progress(ELDER))["errcode"] for _ in range(2)]
        assert codes == [0, 45009]
        platform.post("/sim/clock", {"advance": 24 * 3600})
        assert platform.api(SEND, progress(ELDER))["errcode"] == 0


def test_a_counted_failure_hits_the_next_calls_only(
    platform: Platform, server: AccountServer
) -> None:
    fault = {"api_failure": "-1", "api_failure_times": 2, "api_failure_path": SEND}
    platform.post("/sim/faults", fault)
    codes = [platform.api(SEND, progress(ELDER))["errcode"] for _ in range(3)]
    assert codes == [-1, -1, 0]
    assert len(platform.chat(ELDER)) == 1


def test_a_failure_after_the_work_loses_only_the_answer(
    platform: Platform, server: AccountServer
) -> None:
    platform.post(
        "/sim/faults",
        {"api_failure": "close", "api_failure_path": SEND, "api_failure_after_work": True},
    )
    with pytest.raises((RemoteDisconnected, ConnectionResetError, urllib.error.URLError)):
        platform.api(SEND, progress(ELDER))
    assert [item["type"] for item in platform.chat(ELDER)] == ["template"]


def test_the_server_side_can_break_down(platform: Platform) -> None:
    platform.post("/sim/faults", {"api_failure": "http_500"})
    answer = platform.request("/cgi-bin/token")
    assert (answer.status, answer.headers["Content-Type"]) == (500, "text/html")


def test_latency_delays_every_answer(platform: Platform) -> None:
    platform.post("/sim/faults", {"api_latency_ms": 80})
    started = time.perf_counter()
    platform.get("/cgi-bin/menu/get")
    assert time.perf_counter() - started >= 0.08


def test_calls_are_logged_without_secrets(platform: Platform, server: AccountServer) -> None:
    platform.api(SEND, progress(ELDER))
    token_call, send_call = platform.get("/sim/calls")
    assert "secret=***" in token_call["query"]
    assert '"access_token": "***"' in token_call["answer"]
    assert send_call["query"] == "access_token=***"
    assert send_call["path"] == SEND
    assert "三楼楼道灯不亮" in send_call["body"]
    assert platform.get("/sim/calls", path=SEND, limit=1) == [send_call]


def test_an_unknown_path_is_not_there(platform: Platform) -> None:
    assert platform.request("/cgi-bin/nothing").status == 404
