"""The door WeChat pushes to, over real HTTP: what is let in, and what is refused without a word."""

import json
import re
import time
from urllib.parse import urlencode

import pytest

from simulator.account import load_account
from simulator.crypto import Cryptor, sign
from tests.support.bot import Bot, WeChat, call
from tests.support.house import LI, WANG
from tests.support.simulator import DEMO_ACCOUNT

Street = tuple[Bot, WeChat]
ACCOUNT = load_account(DEMO_ACCOUNT, {})
CRYPTOR = Cryptor(ACCOUNT.encoding_aes_key, ACCOUNT.app_id)


def handled(bot: Bot) -> int:
    """How many messages the bot says it handled."""
    page = call(f"{bot.address}/metrics")[1].decode()
    return sum(int(float(n)) for n in re.findall(r"^jieyou_messages_total\{.*\} (\S+)", page, re.M))


def sealed(xml: str, *, nonce: str = "n", stamp: int | None = None) -> tuple[str, bytes]:
    """A rightly sealed push: its query and its body."""
    encrypted, when = CRYPTOR.seal(xml.encode()), str(stamp or int(time.time()))
    query = {
        "timestamp": when,
        "nonce": nonce,
        "encrypt_type": "aes",
        "msg_signature": sign(ACCOUNT.token, when, nonce, encrypted),
    }
    body = f"<xml><ToUserName>gh_x</ToUserName><Encrypt>{encrypted}</Encrypt></xml>"
    return urlencode(query), body.encode()


def text_xml(content: str, message_id: str = "1", sender: str = WANG) -> str:
    return (
        f"<xml><ToUserName>gh_x</ToUserName><FromUserName>{sender}</FromUserName>"
        f"<CreateTime>{int(time.time())}</CreateTime><MsgType>text</MsgType>"
        f"<Content>{content}</Content><MsgId>{message_id}</MsgId></xml>"
    )


def post(bot: Bot, query: str, body: bytes) -> tuple[int, bytes]:
    return call(f"{bot.address}/wechat?{query}", body)


def test_the_handshake_echoes_exactly(street: Street) -> None:
    _, wechat = street
    answer = json.loads(call(f"{wechat.base}/sim/handshake", {})[1])
    assert answer["ok"], answer


def test_a_safe_push_is_answered_sealed(street: Street) -> None:
    _, wechat = street
    exchange = wechat.push(WANG, content="菜单")
    assert exchange["verdict"] == "ok"
    assert "<Encrypt>" in exchange["deliveries"][0]["reply"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"signature": "0" * 40},
        {"timestamp": "1400000000"},
        {"timestamp": "9999999999"},
        {"mode": "plain"},
    ],
    ids=["signature", "stale", "from the future", "downgrade to plain"],
)
def test_a_forged_push_is_refused_and_changes_nothing(
    street: Street, wrong: dict[str, str]
) -> None:
    bot, wechat = street
    before = handled(bot)
    exchange = wechat.push(WANG, content="三楼灯不亮了", deliveries=1, **wrong)
    assert [each["status"] for each in exchange["deliveries"]] == [403]
    assert [each["reply"] for each in exchange["deliveries"]] == ["refused"]
    assert handled(bot) == before


def test_a_push_for_another_account_is_refused(street: Street) -> None:
    bot, _ = street
    foreign = Cryptor(ACCOUNT.encoding_aes_key, "wx0000000000000000")
    encrypted, when = foreign.seal(text_xml("你好").encode()), str(int(time.time()))
    signature = sign(ACCOUNT.token, when, "n", encrypted)
    query = urlencode(
        {"timestamp": when, "nonce": "n", "encrypt_type": "aes", "msg_signature": signature}
    )
    body = f"<xml><Encrypt>{encrypted}</Encrypt></xml>".encode()
    assert post(bot, query, body) == (403, b"refused")


def test_a_replayed_push_gets_the_same_words_and_files_nothing(street: Street) -> None:
    bot, wechat = street
    query, body = sealed(text_xml("厨房水管漏水了", "777", LI))
    first, again = post(bot, query, body), post(bot, query, body)
    assert first[0] == again[0] == 200
    words = [
        CRYPTOR.open(re.findall(rb"Encrypt><!\[CDATA\[(.+?)\]", r[1])[0].decode())
        for r in (first, again)
    ]
    content = [re.findall(rb"<Content>.*</Content>", each, re.S) for each in words]
    assert content[0] == content[1] != []
    assert wechat.say(LI, "进度").count("漏水") == 1


@pytest.mark.parametrize(
    "xml",
    [
        "not xml",
        "<xml>",
        "<xml></xml>",
        '<!DOCTYPE xml [<!ENTITY a "b">]><xml><ToUserName>&a;</ToUserName></xml>',
    ],
)
def test_a_malformed_message_is_refused(street: Street, xml: str) -> None:
    bot, _ = street
    before = handled(bot)
    assert post(bot, *sealed(xml)) == (400, b"error")
    assert handled(bot) == before


def test_a_body_of_ten_megabytes_is_refused(street: Street) -> None:
    bot, _ = street
    query, _ = sealed(text_xml("x"))
    try:
        status, _ = post(bot, query, b"x" * 10_000_000)
    except OSError:
        return  # closed while we were still sending, which is refusal enough
    assert status in (400, 413)


def test_a_repeated_query_parameter_is_refused(street: Street) -> None:
    bot, _ = street
    query, body = sealed(text_xml("菜单", "778"))
    assert post(bot, f"{query}&nonce=other", body)[0] == 403


def test_an_unknown_kind_is_acknowledged(street: Street) -> None:
    bot, _ = street
    xml = text_xml("x", "779").replace("<MsgType>text", "<MsgType>hologram")
    assert post(bot, *sealed(xml)) == (200, b"success")


def test_no_secret_openid_or_text_reaches_the_log(street: Street) -> None:
    bot, wechat = street
    wechat.say(WANG, "我的电话是13912345678，厨房漏水")
    wechat.push(WANG, content="x", deliveries=1, signature="1" * 40)
    for secret in (WANG, "13912345678", "漏水", ACCOUNT.token, ACCOUNT.app_secret):
        assert secret not in bot.log


def test_other_addresses_say_only_not_found(street: Street) -> None:
    bot, _ = street
    assert call(f"{bot.address}/console/../../etc/passwd") == (404, b"not found")


def test_health_and_figures_answer(street: Street) -> None:
    bot, _ = street
    status, body = call(f"{bot.address}/healthz")
    assert (status, json.loads(body)["status"]) == (200, "ok")
    assert b"jieyou_answer_seconds" in call(f"{bot.address}/metrics")[1]
