"""A wrong setting is named before anything relies on it."""

import pytest

from bot.keys import Keys, Mode, decode_aes_key


def test_an_aes_key_is_43_letters_and_digits_for_32_bytes() -> None:
    assert decode_aes_key("A" * 43) == bytes(32)


@pytest.mark.parametrize(
    "text", ["", "A" * 42, "A" * 44, "A" * 42 + "=", "A" * 42 + "+", "中" * 43]
)
def test_anything_else_is_no_aes_key(text: str) -> None:
    with pytest.raises(ValueError, match="encoding_aes_key"):
        decode_aes_key(text)


def test_both_keys_of_a_rotation_are_checked() -> None:
    with pytest.raises(ValueError, match="encoding_aes_key"):
        Keys(app_id="wx1", token="token", encoding_aes_keys=("A" * 43, "old"))


@pytest.mark.parametrize("mode", [Mode.SAFE, Mode.COMPATIBLE])
def test_sealed_modes_need_a_key(mode: Mode) -> None:
    with pytest.raises(ValueError, match="needs an encoding_aes_key"):
        Keys(app_id="wx1", token="token", mode=mode)


@pytest.mark.parametrize("token", ["", "ab", "a" * 33, "with space", "令牌令牌"])
def test_a_token_is_3_to_32_letters_and_digits(token: str) -> None:
    with pytest.raises(ValueError, match="token"):
        Keys(app_id="wx1", token=token, mode=Mode.PLAIN)


def test_an_account_has_an_appid() -> None:
    with pytest.raises(ValueError, match="app_id"):
        Keys(app_id="", token="token", mode=Mode.PLAIN)


def test_secrets_do_not_show_when_printed() -> None:
    shown = repr(Keys(app_id="wx1", token="sesame1", encoding_aes_keys=("K" * 43,)))
    assert "sesame1" not in shown
    assert "KKK" not in shown
