"""Hours are written in one form, and read back as they were written."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.clock import CHINA
from models.hours import DAY, Daily, HoursError, Weekly, read_clock
from models.people import Volunteer

MONDAY = datetime(2026, 11, 23, tzinfo=CHINA)

minutes = st.tuples(st.integers(0, DAY - 1), st.integers(1, DAY)).filter(lambda m: m[0] != m[1])
days = st.frozensets(st.integers(1, 7), min_size=1)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A time in the week of that Monday."""
    return (MONDAY + timedelta(days=day - 1, hours=hour, minutes=minute)).astimezone(UTC)


@given(minutes)
def test_hours_of_a_day_are_read_back_as_written(ends: tuple[int, int]) -> None:
    hours = Daily(*ends)
    assert Daily.parse(str(hours)) == hours


@given(days, minutes)
def test_hours_of_a_week_are_read_back_as_written(
    on: frozenset[int], ends: tuple[int, int]
) -> None:
    hours = Weekly(on, Daily(*ends))
    assert Weekly.parse(str(hours)) == hours


@given(st.text(alphabet="0123456789:-, 一", max_size=16))
def test_whatever_is_written_is_read_or_refused(text: str) -> None:
    for parse in (Daily.parse, Weekly.parse, read_clock):
        with suppress(HoursError):
            parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1-5",
        "18:00-21:00",
        "0-5 18:00-21:00",
        "1-8 18:00-21:00",
        "5-1 18:00-21:00",
        "1-5  18:00-21:00",
        "1-5 18:00-18:00",
        "1-5 18:00-25:00",
        "1-5 24:00-25:00",
        "1-5 9:00-12:00",
    ],
)
def test_hours_of_a_week_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(HoursError):
        Weekly.parse(text)


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("09:00-12:00", [at(1, 9), at(7, 11, 59)], [at(1, 8, 59), at(1, 12)]),
        ("22:00-07:00", [at(1, 22), at(1, 23), at(1, 6, 59)], [at(1, 7), at(1, 21, 59)]),
        ("22:00-00:00", [at(1, 23, 59)], [at(1, 0), at(1, 12)]),
        ("00:00-24:00", [at(1, 0), at(1, 12), at(1, 23, 59)], []),
    ],
)
def test_hours_of_a_day_cover_what_lies_between(
    text: str, inside: list[datetime], outside: list[datetime]
) -> None:
    assert all(Daily.parse(text).covers(each) for each in inside)
    assert not any(Daily.parse(text).covers(each) for each in outside)


def test_past_midnight_it_is_still_the_day_it_began_on() -> None:
    friday_night = Weekly.parse("5 20:00-02:00")
    assert friday_night.covers(at(5, 21))
    assert friday_night.covers(at(6, 1))
    assert not friday_night.covers(at(5, 1))
    assert not friday_night.covers(at(6, 21))
    assert Weekly.parse("7 20:00-02:00").covers(at(1, 1))


def test_a_volunteer_with_hours_that_cannot_be_read_is_never_kept() -> None:
    for wrong in ({"hours": ("immer",)}, {"quiet": "nachts"}, {"digest": "25:00"}):
        with pytest.raises(HoursError):
            Volunteer("o1", "张师傅", **wrong)
