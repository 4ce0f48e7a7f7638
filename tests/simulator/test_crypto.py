"""Checked against published vectors, so that both sides of the wire mean the same."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.crypto import CryptoError, Cryptor, sign

KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
APP_ID = "wxb11529c136998cb6"
CRYPTOR = Cryptor(KEY, APP_ID)
CHINESE = "jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg=="


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("AAAAA", "1714036504", "1514711492"), "f464b24fc39322e44b38aa78f5edd27bd1441696"),
        (("AAAAA", "1714037059", "486452656"), "899cf89e464efb63f54ddac96b0a0a235f53aa78"),
        (("test", "1410685589", "test"), "f21891de399b4e33a1a93c9a7b8a8fffb5a443ff"),
        (("pamtest", "1409304348", "xxxxxx", CHINESE), "82c962d39941aa48552f90ef55aa323dc620cc10"),
    ],
)
def test_signatures_agree_with_published_vectors(parts: tuple[str, ...], expected: str) -> None:
    assert sign(*parts) == expected
    assert sign(*reversed(parts)) == expected


def test_a_message_is_sealed_as_in_the_published_vector() -> None:
    message = "我是中文abcd123".encode()
    assert CRYPTOR.seal(message, b"aaaabbbbccccdddd") == CHINESE
    assert CRYPTOR.open(CHINESE) == message


@given(st.binary(max_size=300))
def test_whatever_is_sealed_can_be_opened(message: bytes) -> None:
    assert CRYPTOR.open(CRYPTOR.seal(message)) == message


@given(st.integers(min_value=0, max_value=63), st.integers(min_value=0, max_value=7))
def test_a_flipped_bit_never_yields_the_message(byte: int, bit: int) -> None:
    sealed = bytearray(base64.b64decode(CHINESE))
    sealed[byte] ^= 1 << bit
    try:
        opened = CRYPTOR.open(base64.b64encode(sealed).decode())
    except CryptoError:
        return
    # Only the 16 random bytes are not covered: a flip there changes random padding alone.
    assert byte < 16 or opened != "我是中文abcd123".encode()


@pytest.mark.parametrize(
    ("encrypted", "why"),
    [
        ("not base64!", "not base64"),
        ("", "whole number"),
        (base64.b64encode(bytes(33)).decode(), "whole number"),
        (Cryptor(KEY, "wxother").seal(b"hello", bytes(16)), "another app id"),
    ],
)
def test_a_damaged_or_foreign_envelope_is_refused_with_the_reason(encrypted: str, why: str) -> None:
    with pytest.raises(CryptoError, match=why):
        CRYPTOR.open(encrypted)


@given(st.text(max_size=200))
def test_any_text_is_either_opened_or_refused(text: str) -> None:
    with pytest.raises(CryptoError):
        CRYPTOR.open(text)
