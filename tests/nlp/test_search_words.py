"""The words by which texts are found, and those that a query asks for."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nlp import SearchWords

WORDS = SearchWords.load()
HAN = "三楼道的灯不亮了晚上老人看不清厨房水管漏水流到下去板拖欠我个月工资想给母亲申请高龄补贴电梯坏"


def test_words_and_the_words_inside_them_are_kept() -> None:
    assert {"楼道", "灯", "亮", "道"} <= WORDS.of("三楼楼道灯不亮了")


def test_words_that_stand_everywhere_are_left_out() -> None:
    assert WORDS.of("的了我是不") == frozenset()
    assert WORDS.asked("我的") == ()


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("3栋502", {"building:3", "room:502"}),
        ("三栋五零二", {"building:3", "room:502"}),
        ("３栋２单元", {"building:3", "unit:2"}),
        ("502室", {"room:502"}),
        ("502", {"502"}),
        ("漏水 3栋", {"漏水", "building:3"}),
        ("13812345678", {"phone:13812345678"}),
        ("WiFi", {"wifi"}),
    ],
)
def test_a_query_asks_for_words_places_and_numbers(query: str, asked: set[str]) -> None:
    assert set(WORDS.asked(query)) == asked


def test_a_place_is_found_by_what_it_is() -> None:
    assert {"building:3", "unit:2", "room:502", "502"} <= WORDS.of("漏水", "三栋二单元五零二")


def test_a_phone_number_is_found_whole_and_not_by_its_digits() -> None:
    words = WORDS.of("打13812345678", phone="055112345678")
    assert {"phone:13812345678", "phone:055112345678"} <= words
    assert "13812345678" not in words


def test_a_long_query_asks_for_a_bounded_number_of_words() -> None:
    assert len(WORDS.asked(" ".join(HAN))) <= 12


@given(st.text(), st.none() | st.text())
def test_any_text_can_be_cut(text: str, place: str | None) -> None:
    assert all(WORDS.of(text, place))
    assert all(WORDS.asked(text))


@given(text=st.text(HAN, max_size=40), start=st.integers(0, 40), length=st.integers(1, 8))
def test_any_part_of_what_was_said_asks_for_words_by_which_it_is_found(
    text: str, start: int, length: int
) -> None:
    asked = WORDS.asked(text[start : start + length])
    assume(not any(":" in each for each in asked))
    assert set(asked) <= WORDS.of(text)
