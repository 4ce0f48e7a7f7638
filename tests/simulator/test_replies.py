"""What the platform shows of a passive reply, and what it calls invalid."""

import pytest

from simulator.account import DEMO_ACCOUNT, load_account
from simulator.crypto import Cryptor
from simulator.media import MediaStore
from simulator.replies import Reply, ReplyReader
from tests.simulator.callback import Pushed, reply_xml, sealed
from tests.simulator.manual_clock import manual_clock

ELDER = "oElder"
PUSHED = Pushed({}, "", {"FromUserName": ELDER})
MEDIA = MediaStore(manual_clock())
PHOTO = MEDIA.put("image", b"x", "image/png", "a.png").id


def read(body: bytes, mode: str = "safe", articles: int = 1) -> Reply:
    account = load_account(DEMO_ACCOUNT, {})
    reader = ReplyReader(account, Cryptor(account.encoding_aes_key, account.app_id), MEDIA)
    return reader.read(body, ELDER, mode, articles)


def text(words: str, **replaced: str) -> str:
    return reply_xml(PUSHED, f"<Content><![CDATA[{words}]]></Content>", **replaced)


def news(count: int, said: int | None = None) -> str:
    item = "<item><Title>t</Title><Description>d</Description><Url>https://x</Url></item>"
    body = f"<ArticleCount>{said or count}</ArticleCount><Articles>{item * count}</Articles>"
    return reply_xml(PUSHED, body, "news")


@pytest.mark.parametrize("body", [b"", b"success"])
def test_nothing_to_say_is_a_good_answer(body: bytes) -> None:
    assert read(body) == Reply("empty")


def test_a_sealed_text_is_shown() -> None:
    reply = read(sealed(text("收到，编号 A7\n谢谢")))
    assert reply.verdict == "ok"
    assert reply.content == {"type": "text", "content": "收到，编号 A7\n谢谢"}
    assert "<Content>" in reply.xml


@pytest.mark.parametrize(
    ("xml", "content"),
    [
        (
            reply_xml(PUSHED, f"<Image><MediaId>{PHOTO}</MediaId></Image>", "image"),
            {"type": "image", "media_id": PHOTO},
        ),
        (
            news(1),
            {
                "type": "news",
                "articles": [{"title": "t", "description": "d", "url": "https://x"}],
            },
        ),
        (
            reply_xml(PUSHED, "", "transfer_customer_service"),
            {"type": "transfer_customer_service"},
        ),
    ],
)
def test_other_kinds_are_shown_too(xml: str, content: dict[str, object]) -> None:
    assert read(sealed(xml)).content == content


@pytest.mark.parametrize(
    ("xml", "why"),
    [
        (text("好", ToUserName="oOther"), "ToUserName must be the sender's openid"),
        (text("好", FromUserName="wx1"), "FromUserName must be the account's original id"),
        (text("好", CreateTime="1.5"), "CreateTime must be an integer"),
        (text("好", MsgType="words"), "MsgType 'words' does not exist"),
        (text(" "), "Content is empty; answer success to say nothing"),
        (text("字" * 683), "Content is longer than 2048 bytes"),
        (reply_xml(PUSHED, "<Image/>", "image"), "Image.MediaId is unknown or expired"),
        (reply_xml(PUSHED, "", "voice"), "Voice.MediaId is unknown or expired"),
        (news(2), "1 to 1 articles are allowed here, not 2"),
        (news(1, said=2), "ArticleCount differs from the number of items"),
    ],
)
def test_a_broken_reply_is_invalid_with_the_reason(xml: str, why: str) -> None:
    reply = read(sealed(xml))
    assert reply.verdict == f"invalid: {why}"
    assert reply.content is None


def test_after_an_event_eight_articles_are_allowed() -> None:
    assert read(sealed(news(8)), articles=8).verdict == "ok"
    assert read(sealed(news(9)), articles=8).verdict.startswith("invalid")


@pytest.mark.parametrize("body", [b'{"text": "hi"}', b"<html><br></html>", b"ok", b"SUCCESS"])
def test_anything_else_is_invalid(body: bytes) -> None:
    assert read(body).verdict.startswith("invalid")


def test_each_mode_has_its_own_rule_for_sealing() -> None:
    plain, closed = text("好").encode(), sealed(text("好"))
    assert read(plain, "safe").verdict == "invalid: in safe mode a reply must be encrypted"
    assert read(closed, "plain").verdict == "invalid: in plain mode a reply must not be encrypted"
    for body, mode in [(plain, "plain"), (plain, "compatible"), (closed, "compatible")]:
        assert read(body, mode).verdict == "ok"


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (b"<MsgSignature>", b"<MsgSignature>0", "MsgSignature is wrong"),
        (b"<TimeStamp>", b"<TimeStamp>x", "an integer TimeStamp"),
        (b"<Nonce><![CDATA[n1]]></Nonce>", b"", "a Nonce"),
        (b"<Encrypt><![CDATA[", b"<Encrypt><![CDATA[AAAA", "MsgSignature is wrong"),
    ],
)
def test_a_damaged_envelope_is_invalid(old: bytes, new: bytes, why: str) -> None:
    assert why in read(sealed(text("好")).replace(old, new)).verdict
