"""Every push becomes one of our messages, or is said to be malformed; nothing else happens."""

from dataclasses import replace
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import messages as m
from bot.markup import drop_controls
from bot.parse import MalformedMessage, parse

WHO: dict[str, Any] = {"sender": "oUSER", "recipient": "gh_x", "created": 1760000000}
CHAT: dict[str, Any] = {**WHO, "message_id": "7250021412600020992"}


def push(fields: str, kind: str = "text") -> bytes:
    return (
        "<xml><ToUserName><![CDATA[gh_x]]></ToUserName>"
        "<FromUserName><![CDATA[oUSER]]></FromUserName>"
        f"<CreateTime>1760000000</CreateTime><MsgType><![CDATA[{kind}]]></MsgType>{fields}</xml>"
    ).encode()


def chat(kind: str, fields: str) -> m.Message:
    return parse(push(f"{fields}<MsgId>7250021412600020992</MsgId>", kind))


class TestChat:
    def test_words(self) -> None:
        assert chat("text", "<Content>灯不亮</Content>") == m.Text(**CHAT, content="灯不亮")

    def test_words_from_a_menu_line_carry_its_id(self) -> None:
        fields = "<Content>报修</Content><bizmsgmenuid>repair</bizmsgmenuid>"
        assert chat("text", fields) == m.Text(**CHAT, content="报修", menu_id="repair")

    def test_inner_line_breaks_stay_and_controls_go(self) -> None:
        message = chat("text", "<Content><![CDATA[一\x08\n\n 二\x7f]]></Content>")
        assert message == m.Text(**CHAT, content="一\n\n 二")

    @pytest.mark.parametrize("content", ["", "  ", "０１２", "𠮷😀"])
    def test_odd_words_are_words(self, content: str) -> None:
        assert chat("text", f"<Content>{content}</Content>") == m.Text(**CHAT, content=content)

    def test_the_placeholder_for_stickers_is_not_words(self) -> None:
        content = "【收到不支持的消息类型，暂无法显示】"
        assert chat("text", f"<Content>{content}</Content>") == m.Sticker(**CHAT)

    def test_a_photo(self) -> None:
        message = chat("image", "<PicUrl>http://p/1</PicUrl><MediaId>M1</MediaId>")
        assert message == m.Image(**CHAT, media_id="M1", picture_url="http://p/1")

    def test_a_recording_with_its_16_khz_twin(self) -> None:
        fields = "<MediaId>M8</MediaId><Format>amr</Format><MediaId16K>M16</MediaId16K>"
        expected = m.Voice(**CHAT, media_id="M8", format="amr", media_id_16k="M16")
        assert chat("voice", fields) == expected

    def test_an_empty_recognition_is_none(self) -> None:
        fields = "<MediaId>M8</MediaId><Format>amr</Format><Recognition><![CDATA[]]></Recognition>"
        assert chat("voice", fields) == m.Voice(**CHAT, media_id="M8")

    def test_a_recognition_is_kept(self) -> None:
        fields = "<MediaId>M8</MediaId><Recognition>水管漏了</Recognition>"
        assert chat("voice", fields) == m.Voice(**CHAT, media_id="M8", recognition="水管漏了")

    @pytest.mark.parametrize(("kind", "type_"), [("video", m.Video), ("shortvideo", m.ShortVideo)])
    def test_a_film(self, kind: str, type_: type[m.Video]) -> None:
        fields = "<MediaId>M1</MediaId><ThumbMediaId>T1</ThumbMediaId>"
        assert chat(kind, fields) == type_(**CHAT, media_id="M1", thumb_media_id="T1")

    def test_a_place_with_x_as_latitude(self) -> None:
        fields = (
            "<Location_X>31.82</Location_X><Location_Y>117.22</Location_Y>"
            "<Scale>16</Scale><Label>望江路</Label>"
        )
        expected = m.Location(**CHAT, latitude=31.82, longitude=117.22, scale=16, label="望江路")
        assert chat("location", fields) == expected

    def test_a_link(self) -> None:
        fields = "<Title>t</Title><Description>d</Description><Url>http://x</Url>"
        expected = m.Link(**CHAT, url="http://x", title="t", description="d")
        assert chat("link", fields) == expected

    def test_a_kind_that_does_not_exist_yet(self) -> None:
        message = chat("hologram", "<HoloId>1</HoloId>")
        assert message == m.Unknown(**WHO, kind="hologram", own_id="7250021412600020992")


class TestOddMessages:
    @pytest.mark.parametrize("missing", ["ToUserName", "FromUserName", "CreateTime", "MsgType"])
    def test_without_a_common_field_it_is_malformed(self, missing: str) -> None:
        whole = push("<Content>x</Content><MsgId>1</MsgId>").decode()
        with pytest.raises(MalformedMessage, match=missing):
            parse(whole.replace(missing, "Other").encode())

    @pytest.mark.parametrize("created", ["", "soon", "-5", "1e9", "１７６", "9" * 40])
    def test_a_time_that_is_no_time_is_malformed(self, created: str) -> None:
        whole = push("<Content>x</Content><MsgId>1</MsgId>").decode()
        with pytest.raises(MalformedMessage, match="CreateTime"):
            parse(whole.replace("1760000000", created).encode())

    def test_an_event_without_a_name_is_malformed(self) -> None:
        with pytest.raises(MalformedMessage, match="Event"):
            parse(push("", kind="event"))

    @pytest.mark.parametrize("xml", [b"", b"hi", b"<xml/>", b"{}", b"<!DOCTYPE xml><xml/>"])
    def test_what_is_not_a_push_is_malformed(self, xml: bytes) -> None:
        with pytest.raises(MalformedMessage):
            parse(xml)

    @pytest.mark.parametrize(
        ("kind", "fields"),
        [
            ("image", ""),
            ("voice", "<MediaId></MediaId>"),
            ("video", ""),
            ("shortvideo", ""),
            ("link", "<Title>t</Title>"),
            ("location", "<Location_X>31.8</Location_X>"),
            ("location", "<Location_X>north</Location_X><Location_Y>117</Location_Y>"),
            ("location", "<Location_X>nan</Location_X><Location_Y>117</Location_Y>"),
            ("location", "<Location_X>91</Location_X><Location_Y>117</Location_Y>"),
        ],
    )
    def test_a_known_kind_without_its_own_fields_is_unknown(self, kind: str, fields: str) -> None:
        message = chat(kind, fields)
        assert message == m.Unknown(**WHO, kind=kind, own_id="7250021412600020992")

    def test_words_without_an_id_are_unknown(self) -> None:
        assert parse(push("<Content>x</Content>")) == m.Unknown(**WHO, kind="text")


class TestKey:
    def test_is_the_sender_and_the_long_id_as_text(self) -> None:
        assert chat("text", "<Content>x</Content>").key == "oUSER:7250021412600020992"

    def test_is_the_same_for_a_repeat_and_another_for_another_sender(self) -> None:
        first = m.Text(**CHAT, content="x")
        assert first.key == replace(first).key
        assert first.key != replace(first, sender="oOTHER").key

    def test_of_an_unknown_kind_has_its_id_too(self) -> None:
        assert chat("hologram", "").key == "oUSER:1760000000:hologram:7250021412600020992"


IDS = st.text("abcXYZ019_-", min_size=1, max_size=28)
CONTENT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=200)


@given(IDS, IDS, st.integers(0, 2**33), st.integers(1, 2**63 - 1), CONTENT)
def test_written_words_come_back_as_they_were(
    sender: str, recipient: str, created: int, message_id: int, content: str
) -> None:
    content = content.replace("\ufffe", "").replace("\uffff", "")
    xml = (
        f"<xml><MsgId>{message_id}</MsgId><Content>{escape(content)}</Content>"
        f"<MsgType>text</MsgType><CreateTime>{created}</CreateTime>"
        f"<FromUserName>{sender}</FromUserName><ToUserName>{recipient}</ToUserName></xml>"
    )
    expected = m.Text(
        sender=sender,
        recipient=recipient,
        created=created,
        message_id=str(message_id),
        content=drop_controls(content),
    )
    assert parse(xml.encode()) == expected


@given(st.binary())
def test_any_bytes_are_a_message_or_malformed(xml: bytes) -> None:
    try:
        assert parse(xml).key
    except MalformedMessage:
        return


FIELD_NAMES = st.sampled_from(
    [
        "Content",
        "MediaId",
        "MsgId",
        "MsgID",
        "EventKey",
        "Location_X",
        "Latitude",
        "Longitude",
        "Status",
        "ErrorCode",
        "ScanCodeInfo",
        "SendPicsInfo",
        "SendLocationInfo",
        "SubscribeMsgPopupEvent",
        "List",
        "OpenID",
    ]
)
KINDS = st.sampled_from(
    ["text", "image", "voice", "video", "shortvideo", "location", "link", "event", "hologram"]
)
EVENTS = st.sampled_from(
    [
        "subscribe",
        "SCAN",
        "LOCATION",
        "CLICK",
        "VIEW",
        "scancode_push",
        "pic_weixin",
        "location_select",
        "TEMPLATESENDJOBFINISH",
        "subscribe_msg_popup_event",
        "subscribe_msg_sent_event",
        "kf_switch_session",
        "user_authorization_revoke",
        "verify_expired",
    ]
)
TREES = st.recursive(
    st.text("a1. -\n中😀<", max_size=8).map(escape),
    lambda inner: st.lists(st.tuples(FIELD_NAMES, inner), max_size=4).map(
        lambda pairs: "".join(f"<{name}>{text}</{name}>" for name, text in pairs)
    ),
)


@given(KINDS, EVENTS, TREES)
def test_any_fields_in_any_shape_are_a_message(kind: str, event: str, fields: str) -> None:
    assert parse(push(f"<Event>{event}</Event>{fields}", kind)).key.startswith("oUSER:")
