"""Where, how to call back, when, for how many and how soon."""

import json
import re
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.addresses import find_place
from nlp.lexicon import FOLDER
from nlp.normalize import Normalizer, read_pairs
from nlp.slots import find_phone, find_slots
from tests.support.timing import fastest

NORMALIZER = Normalizer(read_pairs(FOLDER / "traditional.txt"))
LINES = (Path(__file__).parent / "slots.jsonl").read_text("utf-8").splitlines()
ROWS = [json.loads(line) for line in LINES]


def test_each_sentence_gives_exactly_what_was_said() -> None:
    wrong = [(row, found) for row in ROWS if (found := slots_of(row["text"])) != row]
    assert not wrong, "\n".join(f"{row}, but found {found}" for row, found in wrong)


def slots_of(text: str) -> dict[str, object]:
    """The text and what is found in it, as a row of the file has them."""
    found = asdict(find_slots(NORMALIZER.normalize(text)))
    return {"text": text} | {name: value for name, value in found.items() if value is not None}


AROUND = st.sampled_from(
    ["{}", "我住{}，灯坏了", "{}没电", "地址是{}。", "昨天{}漏水了", "麻烦到{}来"]
)
NUMBERS = st.integers(1, 30).map(str) | st.sampled_from(["二", "三", "八", "十", "十二", "二十一"])
BUILDINGS = st.builds(str.__add__, NUMBERS, st.sampled_from(["栋", "幢", "号楼"]))
STREETS = st.sampled_from(["", "长江路12号", "人民东路８８号", "大槐树巷3号"])
ESTATES = st.sampled_from(["", "幸福里小区", "翠湖苑", "和谐家园", "望江新村", "向阳小区"])
UNITS = st.sampled_from(["", "1单元", "二单元", "３单元"])
ROOMS = st.sampled_from(["", "501", "1203室", "三零二室", "６０１", "五零一"])


@given(AROUND, st.tuples(STREETS, ESTATES, BUILDINGS, UNITS, ROOMS).map("".join))
def test_any_address_made_of_parts_is_found_whole(around: str, address: str) -> None:
    text = NORMALIZER.normalize(around.format(address))
    assert find_place(text) == NORMALIZER.normalize(address)


SPOKEN = ["零一二三四五六七八九", "〇幺二三四五六七八九", "０１２３４５６７８９", "0123456789"]


@st.composite
def spellings(draw: st.DrawFn, number: str, groups: list[int]) -> str:
    digits = str.maketrans("0123456789", draw(st.sampled_from(SPOKEN)))
    gap = draw(st.sampled_from(["", " ", "-"]))
    parts = [number[start:end] for start, end in zip([0, *groups], [*groups, None], strict=True)]
    return gap.join(parts).translate(digits)


def is_not_emphatic(number: str) -> bool:
    """Three alike in a row are heard as emphasis by the normalizer when they are spelt out."""
    return not re.search(r"(.)\1\1", number)


MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True).filter(is_not_emphatic)
LANDLINES = st.from_regex(r"0[1-9][0-9]{2}[2-9][0-9]{6,7}", fullmatch=True).filter(is_not_emphatic)
CALLING = st.sampled_from(["{}", "电话是{}，谢谢", "打{}找我", "3栋501,{}", "我的号码：{}"])


@given(st.data(), MOBILES, CALLING)
def test_any_mobile_number_is_found_in_any_notation(
    data: st.DataObject, number: str, around: str
) -> None:
    text = around.format(data.draw(spellings(number, [3, 7])))
    assert find_phone(NORMALIZER.normalize(text)) == number


@given(st.data(), LANDLINES, CALLING)
def test_any_landline_with_its_area_code_is_found_in_any_notation(
    data: st.DataObject, number: str, around: str
) -> None:
    text = around.format(data.draw(spellings(number, [4])))
    assert find_phone(NORMALIZER.normalize(text)) == number


PIECES = "一二三0189号楼栋单元室路小区我家们点月日周上下午天内急马快人口两个和老伴在 -,，:"


@given(st.text() | st.text(PIECES, max_size=60))
def test_what_is_found_was_said(text: str) -> None:
    slots = find_slots(text)
    for words in (slots.place, slots.time, slots.urgency):
        assert words is None or (words and words in text)
    assert slots.phone is None or (slots.phone.isascii() and slots.phone.isdecimal())
    assert slots.people is None or slots.people >= 0


@pytest.mark.parametrize(
    "piece",
    ["1", "1 ", "1-", "1号", "一", "，一", "二", "十", "年", "半", "三点", "3栋", "楼", "路", "在"],
)
def test_the_worst_messages_take_milliseconds_and_grow_evenly(piece: str) -> None:
    def seconds(length: int) -> float:
        return fastest(lambda: find_slots((piece * length)[:length]))

    short, long = seconds(1000), seconds(4000)
    assert short < 0.01
    assert long < 8 * short
