"""Pushes over real HTTP to a server that checks them with its own crypto."""

from collections.abc import Iterator

import pytest

from tests.simulator.callback import AccountServer, reply_xml, says, sealed
from tests.simulator.platform import ELDER, Platform
from tests.support.simulator import running_simulator

UNAVAILABLE = "该公众号暂时无法提供服务，请稍后再试"


@pytest.fixture(scope="module")
def hasty(shared_server: AccountServer) -> Iterator[Platform]:
    with running_simulator(shared_server.url, delivery={"answer_seconds": 1}) as base:
        yield Platform(base)


def test_a_text_arrives_sealed_and_its_reply_is_shown(
    platform: Platform, server: AccountServer
) -> None:
    server.answer = says("收到，编号 A7")
    exchange = platform.push(ELDER, "text", content="三楼灯不亮了")
    (pushed,) = server.pushes
    assert pushed.fields["Content"] == "三楼灯不亮了"
    assert pushed.fields["ToUserName"] == "gh_de0000000001"
    assert pushed.fields["MsgId"] == exchange["msg_id"]
    assert int(exchange["msg_id"]) > 2**53
    assert pushed.query["openid"] == ELDER
    assert pushed.query["encrypt_type"] == "aes"
    assert exchange["verdict"] == "ok"
    assert exchange["reply"] == {"type": "text", "content": "收到，编号 A7"}
    assert exchange["xml"] == pushed.xml
    assert "<Encrypt>" in exchange["body"]
    assert "三楼" not in exchange["body"]
    assert [item["type"] for item in platform.chat(ELDER)] == ["text", "text"]


@pytest.mark.parametrize(
    ("mode", "shows_fields", "is_sealed"),
    [("plain", True, False), ("compatible", True, True), ("safe", False, True)],
)
def test_each_mode_sends_its_own_body(
    platform: Platform, server: AccountServer, mode: str, shows_fields: bool, is_sealed: bool
) -> None:
    exchange = platform.push(ELDER, "text", content="灯坏了", mode=mode)
    assert server.pushes[0].fields["Content"] == "灯坏了"
    assert ("灯坏了" in exchange["body"]) is shows_fields
    assert ("<Encrypt>" in exchange["body"]) is is_sealed
    assert ("msg_signature" in server.pushes[0].query) is is_sealed
    assert exchange["verdict"] == "empty"


def test_a_plain_account_takes_plain_replies(server: AccountServer) -> None:
    server.answer = lambda pushed: reply_xml(pushed, "<Content>好</Content>").encode()
    with running_simulator(server.url, mode="plain") as base:
        assert Platform(base).push(ELDER, "text", content="在吗")["verdict"] == "ok"


def test_a_failing_server_gets_the_same_message_three_times(
    platform: Platform, server: AccountServer
) -> None:
    server.status = 500
    exchange = platform.push(ELDER, "text", content="在吗")
    assert [delivery["status"] for delivery in exchange["deliveries"]] == [500, 500, 500]
    assert len({pushed.xml for pushed in server.pushes}) == 1
    assert len({pushed.query["msg_signature"] for pushed in server.pushes}) == 1
    assert exchange["verdict"] == "unavailable"
    assert platform.chat(ELDER)[-1]["text"] == UNAVAILABLE
    assert platform.chat(ELDER)[-1]["type"] == "notice"


def test_a_server_that_is_not_there_is_tried_three_times() -> None:
    with running_simulator("http://127.0.0.1:9/wechat") as base:
        exchange = Platform(base).push(ELDER, "text", content="在吗")
    assert len(exchange["deliveries"]) == 3
    assert exchange["verdict"] == "unavailable"
    assert "refused" in exchange["deliveries"][0]["error"]


def test_a_late_answer_is_cut_off_and_the_next_attempt_counts(
    hasty: Platform, server: AccountServer
) -> None:
    server.delays = [3.0]
    server.answer = says("第二次答上了")
    exchange = hasty.push(ELDER, "text", content="在吗")
    first, second = exchange["deliveries"]
    assert first["error"] == "timed out after 1 s"
    assert second["status"] == 200
    assert exchange["reply"]["content"] == "第二次答上了"


def test_deliveries_can_be_limited_or_forced(platform: Platform, server: AccountServer) -> None:
    server.status = 500
    limited = platform.push(ELDER, "text", content="一次", deliveries=1)
    assert len(limited["deliveries"]) == 1
    server.status = 200
    forced = platform.push(ELDER, "text", content="三次", deliveries=3, deliver_all=True)
    assert [delivery["status"] for delivery in forced["deliveries"]] == [200, 200, 200]


def test_a_good_answer_ends_the_deliveries(platform: Platform, server: AccountServer) -> None:
    platform.push(ELDER, "text", content="在吗")
    assert len(server.pushes) == 1


def test_an_invalid_reply_is_not_tried_again_but_shown_as_failure(
    platform: Platform, server: AccountServer
) -> None:
    server.answer = lambda _pushed: b'{"text": "hi"}'
    exchange = platform.push(ELDER, "text", content="在吗")
    assert exchange["verdict"].startswith("invalid: not XML")
    assert len(server.pushes) == 1
    assert platform.chat(ELDER)[-1]["text"] == UNAVAILABLE


def test_a_duplicate_push_repeats_the_message_at_the_same_time(
    platform: Platform, server: AccountServer
) -> None:
    platform.post("/sim/faults", {"push_duplicate": True})
    exchange = platform.push(ELDER, "text", content="一遍")
    assert [pushed.fields["MsgId"] for pushed in server.pushes] == [exchange["msg_id"]] * 2


def test_a_later_message_can_overtake_an_earlier_one(
    platform: Platform, server: AccountServer
) -> None:
    platform.post("/sim/faults", {"push_out_of_order": True})
    pushes = [{"person": ELDER, "kind": "text", "content": word} for word in ("先", "后")]
    platform.post("/sim/push", pushes)
    assert [pushed.fields["Content"] for pushed in server.pushes] == ["后", "先"]


def test_a_wrong_signature_is_refused_by_the_server(
    platform: Platform, server: AccountServer
) -> None:
    platform.post("/sim/faults", {"push_wrong_signature": True})
    exchange = platform.push(ELDER, "text", content="假的", deliveries=1)
    assert exchange["deliveries"][0]["status"] == 403
    assert (server.refused, server.pushes) == (1, [])


def test_timestamp_nonce_and_signature_can_be_chosen(
    platform: Platform, server: AccountServer
) -> None:
    platform.push(ELDER, "text", content="旧的", timestamp="1400000000", nonce="n7")
    assert server.pushes[0].query["timestamp"] == "1400000000"
    assert server.pushes[0].query["nonce"] == "n7"
    forged = platform.push(ELDER, "text", content="假的", signature="f" * 40, deliveries=1)
    assert forged["deliveries"][0]["status"] == 403


def test_the_handshake_asks_for_the_echo_and_nothing_else(
    platform: Platform, server: AccountServer
) -> None:
    assert platform.post("/sim/handshake")["ok"]


def test_the_handshake_tells_when_a_server_is_unfit() -> None:
    with running_simulator("http://127.0.0.1:9/wechat") as base:
        answer = Platform(base).post("/sim/handshake")
    assert not answer["ok"]
    assert "refused" in answer["error"]


def test_a_sealed_reply_from_another_account_is_invalid(
    platform: Platform, server: AccountServer
) -> None:
    server.answer = lambda pushed: sealed(
        reply_xml(pushed, "<Content>好</Content>", FromUserName="gh_other")
    )
    assert "FromUserName" in platform.push(ELDER, "text", content="在吗")["verdict"]
