"""Only WeChat gets in, and nobody learns why they did not."""

import base64
import hashlib
import struct
from collections.abc import Callable
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st

from bot.envelope import BODY_LIMIT, XML_LIMIT, Envelope, Refused, single_values
from bot.keys import Keys, Mode, decode_aes_key
from bot.markup import read_xml

DEMO = Keys(app_id="wxba5fad812f8e6fb9", token="AAAAA", encoding_aes_keys=("A" * 43,))
PAM = Keys(
    app_id="wxb11529c136998cb6",
    token="pamtest",
    encoding_aes_keys=("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",),
)
OTHER_KEY = "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR"
NOW = 1714112445.0

SEALED_DEMO = (
    "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJG"
    "QqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrf"
    "MZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgR"
    "tWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04="
)
DEMO_QUERY = {
    "signature": "6c5c811b55cc85e0e1b54100749188c20beb3f5d",
    "timestamp": "1714112445",
    "nonce": "415670741",
    "openid": "o9AgO5Kd5ggOC-bXrbNODIiE3bGY",
    "encrypt_type": "aes",
    "msg_signature": "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3",
}
SEALED_HELLO = (
    "rTNFcsut4LfGuAFKEUVVpwcaCOTJzOd9twZdIW910jb3k+iicx2uvhttIZ3Qg9Qgty3BEF2xbOrz6boTfb30dMom"
    "cgrkTqdFPwnhqbk+kIQ7rZiwny9D7NUrTgA5kpX3KsZvrXzUZyP2x9YOlxbgm572lmxKvM7HAQQhIQ/p6HBmoY30"
    "bGXFK0BtIu1pW9TjhOYrLQoU18nWYjWqDA1ynkmOytpv7QRI1P1+0NoxL0q2zO1DgeSvnE8CZGo/o5Ap/WHK5W2R"
    "AsinpzN4/LjPnmB6U01I5XCoJoC0GK/yMZycd2Oh8Nq6+wBkC1U85oy0ktOY4nLvsQMLrourmMGdZHuTbqpeJ8Ao"
    "/5PRYJ+WBvRUwPfGKBL2+2IKZF49vAJqkcGWSHGE76ZN2erXeuNazf/o9o3lIE3q739o4c8t9QGPe31GT2Go/rOz"
    "1BsrASwvauNulCh+++yz+CQzBIuikA=="
)


def envelope(keys: Keys = DEMO, now: float = NOW, salt: bytes = b"0" * 16) -> Envelope:
    return Envelope(keys, now=lambda: now, random_bytes=lambda _count: salt)


def wrapped(encrypt: str) -> bytes:
    return f"<xml><ToUserName>gh_x</ToUserName><Encrypt>{encrypt}</Encrypt></xml>".encode()


def sealed_push(
    xml: bytes,
    keys: Keys = DEMO,
    pad: Callable[[bytes], bytes] | None = None,
    length: int | None = None,
    app_id: str | None = None,
) -> tuple[dict[str, str], bytes]:
    """A correctly signed push whose inside is built by hand, so that it can be built wrong."""
    key = decode_aes_key(keys.encoding_aes_keys[0])
    size = struct.pack(">I", len(xml) if length is None else length)
    content = b"r" * 16 + size + xml + (app_id or keys.app_id).encode()
    padded = (pad or well_padded)(content)
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    encrypt = base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode()
    return signed(encrypt, keys), wrapped(encrypt)


def well_padded(content: bytes) -> bytes:
    missing = 32 - len(content) % 32
    return content + bytes([missing]) * missing


def signed(encrypt: str, keys: Keys = DEMO) -> dict[str, str]:
    timestamp = str(int(NOW))
    return {
        "timestamp": timestamp,
        "nonce": "n1",
        "encrypt_type": "aes",
        "msg_signature": sha1_of(keys.token, timestamp, "n1", encrypt),
    }


def sha1_of(*parts: str) -> str:
    return hashlib.sha1("".join(sorted(parts)).encode(), usedforsecurity=False).hexdigest()


def plain_query(keys: Keys, timestamp: str = "1714112445") -> dict[str, str]:
    signature = sha1_of(keys.token, timestamp, "n1")
    return {"timestamp": timestamp, "nonce": "n1", "signature": signature}


PLAIN = replace(DEMO, mode=Mode.PLAIN)
COMPATIBLE = replace(DEMO, mode=Mode.COMPATIBLE)


HANDSHAKE = {
    "signature": "f464b24fc39322e44b38aa78f5edd27bd1441696",
    "timestamp": "1714036504",
    "nonce": "1514711492",
    "echostr": "4375120948345356249",
}


class TestHandshake:
    @pytest.mark.parametrize("mode", Mode)
    def test_answers_the_echostr_in_every_mode(self, mode: Mode) -> None:
        door = envelope(replace(DEMO, mode=mode), now=1714036504)
        assert door.handshake(HANDSHAKE) == "4375120948345356249"

    def test_answers_the_same_again_when_repeated(self) -> None:
        door = envelope(now=1714036504)
        assert door.handshake(HANDSHAKE) == door.handshake(HANDSHAKE)

    @pytest.mark.parametrize("name", HANDSHAKE)
    def test_refuses_when_a_parameter_is_missing(self, name: str) -> None:
        query = {key: value for key, value in HANDSHAKE.items() if key != name}
        with pytest.raises(Refused):
            envelope(now=1714036504).handshake(query)

    @pytest.mark.parametrize(
        "change",
        [
            {"signature": "F464B24FC39322E44B38AA78F5EDD27BD1441696"},
            {"signature": "f464b24fc39322e44b38aa78f5edd27bd144169"},
            {"signature": "签名"},
            {"nonce": "1514711493"},
            {"timestamp": "171403650４"},
            {"timestamp": "-1714036504"},
            {"timestamp": "1714036504.0"},
            {"echostr": "a\nb"},
            {"echostr": "1" * 2000},
        ],
    )
    def test_refuses_what_was_tampered_with(self, change: dict[str, str]) -> None:
        with pytest.raises(Refused):
            envelope(now=1714036504).handshake({**HANDSHAKE, **change})

    @pytest.mark.parametrize("drift", [-300, 0, 300])
    def test_accepts_timestamps_inside_the_window(self, drift: int) -> None:
        assert envelope(now=1714036504 + drift).handshake(HANDSHAKE)

    @pytest.mark.parametrize("drift", [-301, 301])
    def test_refuses_timestamps_outside_the_window_on_both_sides(self, drift: int) -> None:
        with pytest.raises(Refused):
            envelope(now=1714036504 + drift).handshake(HANDSHAKE)


class TestPlainMode:
    def test_opens_the_published_plain_signature(self) -> None:
        query = {
            "timestamp": "1714037059",
            "nonce": "486452656",
            "signature": "899cf89e464efb63f54ddac96b0a0a235f53aa78",
        }
        opened = envelope(PLAIN, now=1714037059).open(query, b"<xml/>")
        assert (opened.xml, opened.sealed, opened.nonce) == (b"<xml/>", False, "486452656")

    def test_opens_the_plain_signature_of_another_implementation(self) -> None:
        keys = Keys(app_id="wx1", token="test", mode=Mode.PLAIN)
        query = {
            "timestamp": "1410685589",
            "nonce": "test",
            "signature": "f21891de399b4e33a1a93c9a7b8a8fffb5a443ff",
        }
        assert envelope(keys, now=1410685589).open(query, b"<xml/>").key_index is None

    def test_accepts_the_raw_encrypt_type(self) -> None:
        query = {**plain_query(PLAIN), "encrypt_type": "raw"}
        assert envelope(PLAIN).open(query, b"<xml/>").sealed is False

    def test_refuses_a_sealed_body_it_did_not_ask_for(self) -> None:
        query, body = sealed_push(b"<xml/>")
        with pytest.raises(Refused):
            envelope(PLAIN).open({**query, **plain_query(PLAIN)}, body)


CORPORATE_KEYS = Keys(app_id="wx49f0ab532d5d035a", token="123456", encoding_aes_keys=(OTHER_KEY,))
CORPORATE_QUERY = {
    "timestamp": "1411443780",
    "nonce": "437374425",
    "encrypt_type": "aes",
    "msg_signature": "dd6b9c95b495b3f7e2901bfbc76c664930ffdb96",
}
CORPORATE_BODY = wrapped(
    "4ByGGj+sVCYcvGeQYhaKIk1o0pQRNbRjxybjTGblXrBaXlTXeOo1+bXFXDQQb1o6co6Yh9Bv41n7hOchLF6p+Q=="
)


class TestSafeMode:
    def test_opens_the_published_message(self) -> None:
        opened = envelope().open(DEMO_QUERY, wrapped(SEALED_DEMO))
        assert opened.xml == (
            b'{"ToUserName":"gh_97417a04a28d","FromUserName":"o9AgO5Kd5ggOC-bXrbNODIiE3bGY",'
            b'"CreateTime":1714112445,"MsgType":"event","Event":"debug_demo",'
            b'"debug_str":"hello world"}'
        )
        assert (opened.sealed, opened.nonce, opened.key_index) == (True, "415670741", 0)

    def test_opens_the_xml_message_of_another_implementation(self) -> None:
        query = {
            "timestamp": "1458300676",
            "nonce": "260774613",
            "encrypt_type": "aes",
            "msg_signature": "4f3ad57b6989f09f4eb392acce4f9e93942ed890",
        }
        opened = envelope(PAM, now=1458300676).open(query, wrapped(SEALED_HELLO))
        root = read_xml(opened.xml)
        assert root.findtext("Content") == "hello"
        assert root.findtext("MsgId") == "12345"

    def test_opens_a_key_whose_last_letter_carries_spare_bits(self) -> None:
        door = envelope(CORPORATE_KEYS, now=1411443780)
        opened = door.open(CORPORATE_QUERY, CORPORATE_BODY)
        assert opened.xml == b"5927782489442352469"

    def test_refuses_the_signature_of_another_nonce(self) -> None:
        query = {**CORPORATE_QUERY, "nonce": "437374424"}
        with pytest.raises(Refused):
            envelope(CORPORATE_KEYS, now=1411443780).open(query, CORPORATE_BODY)

    def test_opens_messages_sealed_with_the_old_key_during_rotation(self) -> None:
        query, body = sealed_push("<xml>旧</xml>".encode())
        rotated = replace(DEMO, encoding_aes_keys=(OTHER_KEY, *DEMO.encoding_aes_keys))
        opened = envelope(rotated).open(query, body)
        assert (opened.xml.decode(), opened.key_index) == ("<xml>旧</xml>", 1)

    def test_refuses_a_plain_body_however_well_signed(self) -> None:
        with pytest.raises(Refused):
            envelope().open(plain_query(DEMO), b"<xml><Content>x</Content></xml>")

    def test_refuses_a_plain_body_behind_a_sealed_query(self) -> None:
        query = {**signed(""), **plain_query(DEMO)}
        with pytest.raises(Refused):
            envelope().open(query, b"<xml><Content>x</Content></xml>")

    def test_does_not_rely_on_the_plain_signature(self) -> None:
        query, body = sealed_push(b"<xml/>")
        query["msg_signature"] = "0" * 40
        with pytest.raises(Refused):
            envelope().open({**plain_query(DEMO), **query}, body)

    @pytest.mark.parametrize("name", ["timestamp", "nonce", "encrypt_type", "msg_signature"])
    def test_refuses_when_a_parameter_is_missing(self, name: str) -> None:
        query = {key: value for key, value in DEMO_QUERY.items() if key != name}
        with pytest.raises(Refused):
            envelope().open(query, wrapped(SEALED_DEMO))

    def test_refuses_an_upper_case_signature(self) -> None:
        query = {**DEMO_QUERY, "msg_signature": DEMO_QUERY["msg_signature"].upper()}
        with pytest.raises(Refused):
            envelope().open(query, wrapped(SEALED_DEMO))

    @given(st.integers(0, len(base64.b64decode(SEALED_DEMO)) * 8 - 1))
    def test_refuses_one_flipped_bit_with_the_old_signature(self, bit: int) -> None:
        sealed = bytearray(base64.b64decode(SEALED_DEMO))
        sealed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Refused):
            envelope().open(DEMO_QUERY, wrapped(base64.b64encode(sealed).decode()))

    def test_refuses_the_appid_of_another_account(self) -> None:
        query, body = sealed_push(b"<xml/>", app_id="wx0000000000000000")
        with pytest.raises(Refused):
            envelope().open(query, body)

    @pytest.mark.parametrize("last", [0, 33, 255])
    def test_refuses_a_pad_byte_out_of_range(self, last: int) -> None:
        query, body = sealed_push(b"<xml/>", pad=lambda c: well_padded(c)[:-1] + bytes([last]))
        with pytest.raises(Refused):
            envelope().open(query, body)

    def test_refuses_padding_whose_bytes_differ(self) -> None:
        query, body = sealed_push(
            b"<xml/>", pad=lambda c: well_padded(c)[:-2] + b"\0" + well_padded(c)[-1:]
        )
        with pytest.raises(Refused):
            envelope().open(query, body)

    @pytest.mark.parametrize("length", [7, 1000, 2**32 - 1])
    def test_refuses_a_length_that_leaves_the_buffer(self, length: int) -> None:
        query, body = sealed_push(b"<xml/>", length=length)
        with pytest.raises(Refused):
            envelope().open(query, body)

    @pytest.mark.parametrize("pad", [lambda _c: b"\x20" * 32, lambda _c: b"\x01" * 32])
    def test_refuses_content_with_no_room_for_a_length(self, pad: Callable[[bytes], bytes]) -> None:
        query, body = sealed_push(b"", pad=pad)
        with pytest.raises(Refused):
            envelope().open(query, body)

    @pytest.mark.parametrize("encrypt", ["*", "QQ==", "QUJD" * 4, "密文"])
    def test_refuses_signed_text_that_was_never_sealed(self, encrypt: str) -> None:
        with pytest.raises(Refused):
            envelope().open(signed(encrypt), wrapped(encrypt))

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"hello",
            b"<xml>",
            b"<xml></xml>",
            b"<xml><Encrypt></Encrypt></xml>",
            b"<!DOCTYPE xml><xml><Encrypt>x</Encrypt></xml>",
            b'<!DOCTYPE x [<!ENTITY e "x">]><xml><Encrypt>&e;</Encrypt></xml>',
            b"<xml><Encrypt>&e;</Encrypt></xml>",
            b"<xml><Encrypt>\xff</Encrypt></xml>",
            b"<a>" * 50_000 + b"</a>" * 50_000,
        ],
    )
    def test_refuses_bodies_that_are_not_an_envelope(self, body: bytes) -> None:
        with pytest.raises(Refused):
            envelope().open(DEMO_QUERY, body)


class TestCompatibleMode:
    def test_reads_the_sealed_part_when_the_query_announces_one(self) -> None:
        query, body = sealed_push(b"<xml>true</xml>")
        forged = body.replace(b"</xml>", b"<Content>forged</Content></xml>")
        opened = envelope(COMPATIBLE).open({**plain_query(COMPATIBLE), **query}, forged)
        assert (opened.xml, opened.sealed) == (b"<xml>true</xml>", True)

    def test_opens_a_plain_push(self) -> None:
        opened = envelope(COMPATIBLE).open(plain_query(COMPATIBLE), b"<xml/>")
        assert (opened.xml, opened.sealed) == (b"<xml/>", False)

    def test_refuses_a_wrong_sealed_signature_even_beside_a_right_plain_one(self) -> None:
        query, body = sealed_push(b"<xml/>")
        query = {**plain_query(COMPATIBLE), **query, "msg_signature": "0" * 40}
        with pytest.raises(Refused):
            envelope(COMPATIBLE).open(query, body)


class TestLimits:
    def test_refuses_a_body_over_one_mebibyte(self) -> None:
        with pytest.raises(Refused):
            envelope(PLAIN).open(plain_query(PLAIN), b" " * (BODY_LIMIT + 1))

    def test_opens_a_message_of_exactly_the_limit(self) -> None:
        query, body = sealed_push(b" " * XML_LIMIT)
        assert len(envelope().open(query, body).xml) == XML_LIMIT

    def test_refuses_a_message_over_the_limit(self) -> None:
        query, body = sealed_push(b" " * (XML_LIMIT + 1))
        with pytest.raises(Refused):
            envelope().open(query, body)

    def test_refuses_a_message_that_is_not_utf8(self) -> None:
        query, body = sealed_push("<xml>中</xml>".encode("gbk"))
        with pytest.raises(Refused):
            envelope().open(query, body)


class TestSealing:
    def test_seals_the_published_reply(self) -> None:
        door = envelope(now=1713424427, salt=b"707722b803182950")
        sealed = read_xml(door.seal('{"demo_resp":"good luck"}', "415670741").encode())
        assert [(part.tag, part.text) for part in sealed] == [
            (
                "Encrypt",
                "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L3"
                "2tmxSQ==",
            ),
            ("MsgSignature", "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1"),
            ("TimeStamp", "1713424427"),
            ("Nonce", "415670741"),
        ]

    def test_seals_chinese_text_by_its_bytes(self) -> None:
        door = envelope(PAM, now=1409304348, salt=b"aaaabbbbccccdddd")
        sealed = read_xml(door.seal("我是中文abcd123", "xxxxxx").encode())
        assert sealed.findtext("Encrypt") == (
            "jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg=="
        )
        assert sealed.findtext("MsgSignature") == "82c962d39941aa48552f90ef55aa323dc620cc10"

    @given(st.text(max_size=300), st.text('abc]>"&<中', min_size=1, max_size=20))
    def test_what_is_sealed_opens_again(self, message: str, nonce: str) -> None:
        door = Envelope(DEMO, now=lambda: NOW)
        sealed = read_xml(door.seal(message, nonce).encode())
        query = {
            "timestamp": sealed.findtext("TimeStamp") or "",
            "nonce": sealed.findtext("Nonce") or "",
            "encrypt_type": "aes",
            "msg_signature": sealed.findtext("MsgSignature") or "",
        }
        opened = door.open(query, wrapped(sealed.findtext("Encrypt") or ""))
        assert opened.xml.decode() == message

    def test_never_seals_the_same_text_the_same_way(self) -> None:
        door = Envelope(DEMO, now=lambda: NOW)
        assert door.seal("x", "n") != door.seal("x", "n")


class TestRefusal:
    def test_tells_the_caller_nothing(self) -> None:
        with pytest.raises(Refused) as first:
            envelope().open({}, b"")
        with pytest.raises(Refused) as second:
            envelope().open({**DEMO_QUERY, "msg_signature": "0"}, wrapped(SEALED_DEMO))
        assert str(first.value) == str(second.value)
        assert first.value.reason != second.value.reason

    @given(st.dictionaries(st.sampled_from(list(DEMO_QUERY)), st.text()), st.binary())
    def test_nothing_else_ever_comes_out(self, query: dict[str, str], body: bytes) -> None:
        with pytest.raises(Refused):
            envelope().open(query, body)


class TestSingleValues:
    def test_gives_one_text_for_each_name(self) -> None:
        assert single_values({"nonce": [b"n1"], "echostr": ["回".encode()]}) == {
            "nonce": "n1",
            "echostr": "回",
        }

    @pytest.mark.parametrize("values", [[b"a", b"b"], [b"a", b"a"], [], [b"\xff"]])
    def test_refuses_repeated_and_unreadable_values(self, values: list[bytes]) -> None:
        with pytest.raises(Refused):
            single_values({"nonce": values})
