"""Hours as people say them: what is understood is kept in one form, the rest is asked again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.spoken_hours import read_count, read_daily, read_time, read_weekly
from models.hours import Daily, Weekly, read_clock

SAID = st.text(
    alphabet="0123456789零一二三五十点半分:：到至-周末日全天晚上早每工作，、 ", max_size=20
)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("22点到7点", "22:00-07:00"),
        ("晚上10点到早上7点", "22:00-07:00"),
        ("晚上十点半到七点", "22:30-07:00"),
        ("22:00-7:00", "22:00-07:00"),
        ("２２：００～０７：００", "22:00-07:00"),
        ("二十二点 至 七点", "22:00-07:00"),
        ("晚上12点到6点", "00:00-06:00"),
        ("晚上6点到9点", "18:00-21:00"),
        ("下午1点到5点", "13:00-17:00"),
        ("中午12点到2点", "12:00-14:00"),
        ("10点到10点", None),
        ("25点到7点", None),
        ("22点", None),
        ("从不", None),
        ("", None),
    ],
)
def test_from_when_to_when(said: str, kept: str | None) -> None:
    assert read_daily(said) == kept


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("周一到周五 晚上6点到9点", ("1-5 18:00-21:00",)),
        ("工作日晚上六点到九点，周末全天", ("1-5 18:00-21:00", "6-7 00:00-00:00")),
        ("周一、三、五 下午2点到5点", ("1,3,5 14:00-17:00",)),
        ("星期六和星期天 9:00-18:00", ("6-7 09:00-18:00",)),
        ("周末", ("6-7 00:00-00:00",)),
        ("每天 9点到18点", ("1-7 09:00-18:00",)),
        ("9点到18点", ("1-7 09:00-18:00",)),
        ("周末，周一 9点到11点", None),
        ("周五到周一", None),
        ("有空的时候", None),
        ("", None),
    ],
)
def test_on_which_days(said: str, kept: tuple[str, ...] | None) -> None:
    assert read_weekly(said) == kept


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("18点", "18:00"),
        ("晚上六点半", "18:30"),
        ("18:00", "18:00"),
        ("18", "18:00"),
        ("晚上", None),
    ],
)
def test_a_time_of_day(said: str, kept: str | None) -> None:
    assert read_time(said) == kept


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("60", 60),
        ("６０", 60),
        ("六十", 60),
        ("十五", 15),
        ("两", 2),
        ("十十", None),
        ("一二", None),
    ],
)
def test_a_number(said: str, count: int | None) -> None:
    assert read_count(said) == count


@given(st.integers(0, 99))
def test_numerals_are_read_as_the_numbers_they_are(number: int) -> None:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    ten = "" if not tens else "十" if tens == 1 else f"{digits[tens]}十"
    said = ten + (digits[ones] if ones or not tens else "")
    assert read_count(said) == number


@given(SAID)
def test_whatever_is_understood_can_be_kept(said: str) -> None:
    if daily := read_daily(said):
        assert str(Daily.parse(daily)) == daily
    for each in read_weekly(said) or ():
        assert str(Weekly.parse(each)) == each
    if time := read_time(said):
        read_clock(time)
