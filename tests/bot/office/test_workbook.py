"""Workbooks: plain cells, whatever stands in them."""

import io
import re
import zipfile
from xml.sax.saxutils import unescape

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.office.workbook import LONGEST_CELL, as_xlsx
from bot.spreadsheet import Row

WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), max_size=40)


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return book.read(name).decode() if name in book.namelist() else ""


def sheet_of(*rows: Row) -> str:
    return part(as_xlsx({"单子": rows}), "xl/worksheets/sheet1.xml")


def texts_of(*rows: Row) -> list[str]:
    found = re.findall("<t[^>]*>(.*?)</t>", part(as_xlsx({"单子": rows}), "xl/sharedStrings.xml"))
    return [unescape(each) for each in found]


@settings(max_examples=40)
@given(WORDS, st.sampled_from(("", "=", "+", "-", "@", "{=", "http://", "mailto:")))
def test_whatever_people_write_is_no_formula_and_no_link(words: str, head: str) -> None:
    sheet = sheet_of([f"{head}{words}"])
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


def test_words_are_kept_as_they_were_written() -> None:
    assert texts_of(["=1+1", "<b>&灯"]) == ["=1+1", "<b>&灯"]


def test_numbers_are_numbers_and_nothing_is_empty() -> None:
    sheet = sheet_of(["件"], [-1.5], [None])
    assert "<v>-1.5</v>" in sheet
    assert 'r="A3"' not in sheet


def test_words_longer_than_a_cell_are_cut() -> None:
    assert [len(each) for each in texts_of(["灯" * (LONGEST_CELL + 1)])] == [LONGEST_CELL]
