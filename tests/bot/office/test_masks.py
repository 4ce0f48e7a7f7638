"""Nobody is told more of a name or number than the beginning, and of a number its end."""

import pytest

from bot.office.masks import masked_name, masked_phone


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
