"""One spelling for every message."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.normalize import Normalizer, read_pairs

NORMALIZER = Normalizer({"燈": "灯", "壞": "坏"})


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("三樓的燈壞了", "三樓的灯坏了"),
        ("ＡＢＣ１２３", "ABC123"),
        ("灯坏了😭😭", "灯坏了"),
        ("灯\t\t坏了\u3000啊", "灯 坏了 啊"),
        ("灯\x00坏\u200b了", "灯 坏 了"),
        ("快快快快来", "快快来"),
        ("来人啊！！！！！", "来人啊！！"),
        ("哈哈哈哈哈哈", "哈哈"),
        ("", ""),
    ],
)
def test_a_message_gets_one_spelling(typed: str, plain: str) -> None:
    assert NORMALIZER.normalize(typed) == plain


def test_repeated_digits_stay_because_phone_numbers_have_them() -> None:
    assert NORMALIZER.normalize("13800001111") == "13800001111"


def test_lines_stay_apart() -> None:
    assert NORMALIZER.normalize("灯坏了\n水也停了") == "灯坏了\n水也停了"


@given(st.text())
def test_normalizing_twice_changes_nothing_more(text: str) -> None:
    once = NORMALIZER.normalize(text)
    assert NORMALIZER.normalize(once) == once


def test_pairs_are_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "traditional.txt"
    path.write_text("燈灯 壞坏\n門门", encoding="utf-8")
    assert read_pairs(path) == {"燈": "灯", "壞": "坏", "門": "门"}
