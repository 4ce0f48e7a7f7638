"""Volunteers sleep at night, and some want to hear of tasks once a day only."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quiet_hours import digest_at, quiet_until
from models.clock import CHINA

CLOCKS = st.times().map(lambda each: f"{each:%H:%M}")
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(CHINA))


def at(clock: str, day: int = 22) -> datetime:
    hour, minute = clock.split(":")
    return datetime(2026, 11, day, int(hour), int(minute), tzinfo=CHINA)


@pytest.mark.parametrize(
    ("hours", "now", "until"),
    [
        ("22:00-07:00", at("23:30"), at("07:00", 23)),
        ("22:00-07:00", at("06:59"), at("07:00")),
        ("22:00-07:00", at("22:00"), at("07:00", 23)),
        ("22:00-07:00", at("07:00"), None),
        ("22:00-07:00", at("21:59"), None),
        ("12:00-14:00", at("13:00"), at("14:00")),
        ("12:00-14:00", at("14:00"), None),
        (None, at("23:30"), None),
    ],
)
def test_quiet_hours_may_pass_midnight(hours: str, now: datetime, until: datetime | None) -> None:
    assert quiet_until(hours, now) == until


@pytest.mark.parametrize("hours", ["", "22:00", "22-7", "25:00-07:00", "08:00-08:00", "晚上"])
def test_what_cannot_be_read_silences_nothing(hours: str) -> None:
    assert all(quiet_until(hours, at(f"{hour}:00")) is None for hour in range(24))


@pytest.mark.parametrize(
    ("clock", "since", "told"),
    [
        ("18:00", at("17:59"), at("18:00")),
        ("18:00", at("18:00"), at("18:00", 23)),
        ("09:00", at("12:00"), at("09:00", 23)),
        (None, at("12:00"), None),
        ("晚上", at("12:00"), None),
    ],
)
def test_a_digest_comes_at_the_next_such_time(
    clock: str, since: datetime, told: datetime | None
) -> None:
    assert digest_at(clock, since) == told


@given(CLOCKS, CLOCKS, MOMENTS)
def test_quiet_hours_end_within_a_day_and_are_over_then(
    begin: str, end: str, now: datetime
) -> None:
    hours = f"{begin}-{end}"
    if until := quiet_until(hours, now):
        assert now < until <= now + timedelta(days=1)
        assert quiet_until(hours, until) is None
        assert f"{until:%H:%M}" == end


@given(CLOCKS, MOMENTS)
def test_a_digest_comes_within_a_day(clock: str, since: datetime) -> None:
    told = digest_at(clock, since)
    assert told
    assert since < told <= since + timedelta(days=1)
    assert f"{told:%H:%M}" == clock


@given(st.text(max_size=12), MOMENTS)
def test_any_text_is_taken(text: str, now: datetime) -> None:
    quiet_until(text, now)
    digest_at(text, now)
