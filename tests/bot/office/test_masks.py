"""Nobody is told more of a name or number than the beginning, and of a number its end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.office.masks import masked_name, masked_phone, without_phones


@pytest.mark.parametrize(
    ("name", "shown"),
    [("王秀兰", "王**"), ("欧阳娜", "欧**"), ("李", "李**"), ("", ""), (None, "")],
)
def test_of_a_name_only_the_beginning_is_shown(name: str | None, shown: str) -> None:
    assert masked_name(name) == shown


@pytest.mark.parametrize(
    ("phone", "shown"), [("13812345678", "138****5678"), ("62345678", "****"), (None, "")]
)
def test_of_a_number_the_middle_is_hidden(phone: str | None, shown: str) -> None:
    assert masked_phone(phone) == shown


@pytest.mark.parametrize(
    "phone", ["13812345678", "138 1234 5678", "138-1234-5678", "0551-62345678"]
)
def test_a_number_within_words_is_hidden_however_it_is_written(phone: str) -> None:
    shown = without_phones(f"打{phone}找我")
    assert phone not in shown
    assert shown.startswith("打")
    assert "****" in shown


def test_what_is_no_phone_number_stays() -> None:
    words = "编号 10019，3栋502，2026年11月22日，欠了120000元"
    assert without_phones(words) == words


@given(before=st.text(max_size=20), middle=st.integers(0, 99_999_999), after=st.text(max_size=20))
def test_no_mobile_number_standing_alone_gets_through(before: str, middle: int, after: str) -> None:
    phone = f"138{middle:08}"
    assert phone not in without_phones(f"{before}，{phone}，{after}")
