"""Rows for a spreadsheet: whatever people write, it is shown and never calculated."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.spreadsheet import as_csv, harmless

EVIL = ("=1+1", "+8613800000000", "-1", "@SUM(A1)", "\tx", "\r=1", "\n=1", "＝1", "＠x")


@pytest.mark.parametrize("words", EVIL)
def test_what_a_spreadsheet_would_calculate_becomes_words(words: str) -> None:
    assert harmless(words) == f"'{words}"


@pytest.mark.parametrize("cell", [-1, -0.5, 3, None, "", "灯不亮", "1-1", " =1"])
def test_numbers_and_plain_words_stay_as_they_are(cell: str | float | None) -> None:
    assert harmless(cell) == cell


@given(st.lists(st.text(), min_size=1, max_size=4), st.sampled_from(("", *"=+-@\t\r\n＝＋")))
def test_no_cell_ever_begins_like_a_formula(words: list[str], head: str) -> None:
    row = [head + each for each in words]
    (read,) = csv.reader(io.StringIO(as_csv([row]), newline=""))
    assert len(read) == len(row)
    for cell, written in zip(read, row, strict=True):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋"))
        assert cell.removeprefix("'") == written.removeprefix("'")
