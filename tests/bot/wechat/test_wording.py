"""A notice is one plain line that gives nobody away."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wechat.wording import mask_digits, mask_person, one_line, shorten


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("楼道\n灯\r\n不亮\t了", "楼道 灯 不亮 了"),
        ("  水管　漏水  ", "水管 漏水"),
        ("好👍🏻的👨‍👩‍👧❤️", "好的"),
        ("按1️⃣或２", "按1或2"),
        ("水温40℃，30°", "水温40℃，30°"),
        ("𠮷先生", "𠮷先生"),
        ("a\x00\u200bb\ud800", "ab"),
        ("‼◾⁉", ""),
    ],
)
def test_it_becomes_one_line_without_emoji(text: str, line: str) -> None:
    assert one_line(text) == line


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("请打13800001234", "请打138****1234"),
        ("138 0000 1234", "138****1234"),
        ("138-0000-1234。", "138****1234。"),
        ("+8613800001234", "+138****1234"),
        ("身份证34010419900101123X", "身份证****"),
        ("A20261122-0007", "A20261122-0007"),
        ("0551-63538888", "0551-63538888"),
    ],
)
def test_people_are_masked(text: str, masked: str) -> None:
    assert mask_person(text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("座机63538888", "座机****88"),
        ("卡号6228 4800 1234 5678 901", "卡号****"),
        ("3栋502室", "3栋502室"),
        ("2026-11-22 15:01", "2026-11-22 15:01"),
        ("12345热线", "12345热线"),
    ],
)
def test_every_long_run_of_digits_is_masked(text: str, masked: str) -> None:
    assert mask_digits(text) == masked


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("楼道灯不亮", "楼道灯不亮"),
        ("一二三四五六七八九十一二三四五六七八九十", "一二三四五六七八九十一二三四五六七八九十"),
        ("三号楼二单元的电梯昨晚停了，到现在也没修好", "三号楼二单元的电梯昨晚停了…"),
        ("三号楼二单元的电梯从昨天晚上开始就停着没人修", "三号楼二单元的电梯从昨天晚上开始就停着…"),
        ("小区里的智能充电桩显示ErrorCode7", "小区里的智能充电桩显示…"),
    ],
)
def test_it_is_cut_at_a_pause_or_before_a_word(text: str, short: str) -> None:
    assert shorten(text, 20) == short


@given(st.text(), st.integers(5, 20))
def test_it_never_gets_longer_than_the_limit(text: str, limit: int) -> None:
    assert len(shorten(text, limit)) <= limit


@given(st.text(st.sampled_from("1389０１２３x -，楼😀\n+"), max_size=40))
def test_no_seven_digits_stay_together(text: str) -> None:
    assert not re.search(r"\d{7}", mask_digits(one_line(text)))


@pytest.mark.parametrize(
    "phone", ["13812345678", "138 1234 5678", "138-1234-5678", "0551-62345678"]
)
def test_a_number_within_words_is_hidden_however_it_is_written(phone: str) -> None:
    shown = mask_digits(f"打{phone}找我")
    assert phone not in shown
    assert shown.startswith("打")
    assert "****" in shown


def test_what_is_no_phone_number_stays() -> None:
    words = "编号 10019，3栋502，2026年11月22日，欠了120000元"
    assert mask_digits(words) == words


@given(before=st.text(max_size=20), middle=st.integers(0, 99_999_999), after=st.text(max_size=20))
def test_no_mobile_number_standing_alone_gets_through(before: str, middle: int, after: str) -> None:
    phone = f"138{middle:08}"
    assert phone not in mask_digits(f"{before}，{phone}，{after}")
