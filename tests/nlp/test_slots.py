"""Where, how to call back, and when."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.slots import find_phone, find_place, find_slots, find_time


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("我电话13812345678", "13812345678"),
        ("打138-1234-5678", "13812345678"),
        ("+86 138 1234 5678", "13812345678"),
        ("座机0551-62345678", "055162345678"),
        ("电话62345678", "62345678"),
        ("一三八一二三四五六七八", "13812345678"),
        ("幺三八幺二三四五六七八", "13812345678"),
        ("单号1234567890123456", None),
        ("12345", None),
        ("没有电话", None),
    ],
)
def test_phone_numbers_are_picked_out(text: str, phone: str | None) -> None:
    assert find_phone(text) == phone


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(["", " ", "-"]))
def test_any_mobile_number_is_found_however_it_is_spaced(number: str, gap: str) -> None:
    spaced = gap.join([number[:3], number[3:7], number[7:]])
    assert find_phone(f"电话是{spaced}，谢谢") == number


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("我住幸福里小区3栋2单元501，灯坏了", "幸福里小区3栋2单元501"),
        ("三号楼二单元门禁坏了", "三号楼二单元"),
        ("人民路88号漏水", "人民路88号"),
        ("家在长江路12弄5号楼", "长江路12弄5号楼"),
        ("三楼的灯不亮", "三楼"),
        ("我家楼下的井盖没了", "我家楼下"),
        ("阳光花园停水了", "阳光花园"),
        ("我3号去看病", None),
        ("一户人家", None),
        ("灯坏了", None),
    ],
)
def test_places_are_picked_out(text: str, place: str | None) -> None:
    assert find_place(text) == place


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("明天下午三点来", "明天下午三点"),
        ("下周三上午有人", "下周三上午"),
        ("每天晚上都停电", "每天晚上"),
        ("12月5日以前", "12月5日以前"),
        ("晚上8:30左右", "晚上8:30左右"),
        ("礼拜天在家", "礼拜天"),
        ("住在3号楼", None),
        ("灯坏了", None),
    ],
)
def test_times_are_picked_out(text: str, time: str | None) -> None:
    assert find_time(text) == time


@given(st.text(alphabet="一二三0189号楼栋单元室路小区我家点月日周上下午 -,，:", max_size=60))
def test_what_is_found_was_said(text: str) -> None:
    slots = find_slots(text)
    assert slots.place is None or slots.place in text
    assert slots.time is None or slots.time in text
    assert slots.phone is None or slots.phone.isdigit()
