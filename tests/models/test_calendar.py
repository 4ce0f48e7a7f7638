"""Working time passes only while offices in China are open, and so do deadlines."""

import logging
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from models.calendar import Calendar, CalendarSettings
from models.clock import CHINA
from models.span import MOST, Span, Unit

OFFICE = Calendar()
DAY = timedelta(hours=6, minutes=30)

# From before the official lists begin to after they end.
MOMENTS = st.datetimes(datetime(2003, 6, 1), datetime(2029, 1, 1), timezones=st.just(CHINA))
LENGTHS = st.timedeltas(timedelta(), timedelta(days=40))
WORKING = st.builds(Span, st.integers(1, 400), st.sampled_from(Unit), st.just(True))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def deadline(start: str, span: str) -> str:
    result = OFFICE.add(at(start), Span.parse(span))
    assert result.tzinfo is UTC
    return result.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    "day",
    [
        date(2024, 2, 18),  # the Sunday after Spring Festival
        date(2025, 9, 24),  # an ordinary Wednesday
        date(2025, 9, 28),  # the Sunday worked for National Day
        date(2025, 10, 11),  # the Saturday worked for National Day
        date(2026, 2, 28),  # the Saturday after Spring Festival
    ],
)
def test_people_work_on_weekdays_and_on_weekends_moved_by_tiaoxiu(day: date) -> None:
    assert OFFICE.is_workday(day)


@pytest.mark.parametrize(
    "day",
    [
        *[date(2025, 10, day) for day in range(1, 9)],  # National Day and Mid-Autumn
        date(2025, 9, 27),  # an ordinary Saturday
        date(2025, 10, 12),  # an ordinary Sunday
        date(2026, 2, 23),  # the Monday that ends Spring Festival
        date(2026, 9, 25),  # Mid-Autumn, a Friday
    ],
)
def test_people_rest_on_weekends_and_public_holidays(day: date) -> None:
    assert not OFFICE.is_workday(day)


@pytest.mark.parametrize(
    ("start", "span", "end"),
    [
        ("2025-09-24 10:00", "1 working hour", "2025-09-24 11:00"),
        ("2025-09-24 07:15", "1 working hour", "2025-09-24 10:00"),  # before opening
        ("2025-09-24 12:40", "1 working hour", "2025-09-24 15:00"),  # at lunch
        ("2025-09-24 11:30", "1 working hour", "2025-09-24 14:30"),  # across lunch
        ("2025-09-24 17:30", "30 working minutes", "2025-09-25 09:30"),  # at closing
        ("2025-09-24 22:00", "30 working minutes", "2025-09-25 09:30"),  # at night
        ("2025-09-21 15:00", "30 working minutes", "2025-09-22 09:30"),  # on a Sunday
        ("2025-09-28 15:00", "30 working minutes", "2025-09-28 15:30"),  # on a worked Sunday
        ("2025-09-30 16:30", "2 working hours", "2025-10-09 10:00"),  # across National Day
        ("2025-10-10 16:30", "2 working hours", "2025-10-11 10:00"),  # into a worked Saturday
    ],
)
def test_working_hours_pass_only_while_the_office_is_open(start: str, span: str, end: str) -> None:
    assert deadline(start, span) == end


def test_a_deadline_reached_at_closing_is_not_put_off_to_the_next_opening() -> None:
    assert deadline("2025-09-24 09:00", "3 working hours") == "2025-09-24 12:00"
    assert deadline("2025-09-24 14:00", "210 working minutes") == "2025-09-24 17:30"


@pytest.mark.parametrize(
    ("start", "span", "end"),
    [
        ("2025-09-24 10:00", "1 working day", "2025-09-25 17:30"),
        ("2025-09-24 23:59", "1 working day", "2025-09-25 17:30"),
        ("2025-09-21 10:00", "1 working day", "2025-09-22 17:30"),  # from a Sunday
        ("2025-09-26 10:00", "1 working day", "2025-09-28 17:30"),  # into a worked Sunday
        ("2025-09-30 10:00", "1 working day", "2025-10-09 17:30"),  # across National Day
        ("2025-09-30 10:00", "3 working days", "2025-10-11 17:30"),
        ("2026-02-14 10:00", "2 working days", "2026-02-25 17:30"),  # across Spring Festival
    ],
)
def test_the_day_of_the_start_is_not_counted_and_the_last_ends_with_business(
    start: str, span: str, end: str
) -> None:
    assert deadline(start, span) == end


def test_spans_by_the_clock_run_through_nights_and_holidays() -> None:
    assert deadline("2025-09-30 17:00", "30 minutes") == "2025-09-30 17:30"
    assert deadline("2025-09-30 17:00", "4 hours") == "2025-09-30 21:00"
    assert deadline("2025-09-30 17:00", "2 days") == "2025-10-02 17:00"


def test_the_day_is_the_day_in_china_whatever_zone_the_start_comes_in() -> None:
    evening_in_utc = datetime(2025, 9, 24, 16, 30, tzinfo=UTC)  # 00:30 on the 25th in China
    end = OFFICE.add(evening_in_utc, Span(1, Unit.DAYS, working=True))
    assert end == at("2025-09-26 17:30")


def test_working_time_between_two_moments_leaves_out_lunch_nights_and_holidays() -> None:
    assert OFFICE.between(at("2025-09-24 11:00"), at("2025-09-24 15:00")) == timedelta(hours=2)
    assert OFFICE.between(at("2025-09-24 00:00"), at("2025-09-26 00:00")) == 2 * DAY
    assert OFFICE.between(at("2025-09-30 17:30"), at("2025-10-09 09:00")) == timedelta()
    assert OFFICE.between(at("2025-09-29 00:00"), at("2025-10-13 00:00")) == 5 * DAY


def test_no_working_time_lies_between_a_moment_and_an_earlier_one() -> None:
    assert OFFICE.between(at("2025-09-24 15:00"), at("2025-09-24 10:00")) == timedelta()


def test_adding_no_working_time_stays_where_it_is_even_when_closed() -> None:
    sunday = at("2025-09-21 15:00")
    assert OFFICE.add_working(sunday, timedelta()) == sunday


def test_working_time_cannot_be_taken_away() -> None:
    with pytest.raises(ValueError, match="not taken away"):
        OFFICE.add_working(at("2025-09-24 10:00"), timedelta(minutes=-1))


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        OFFICE.add(datetime(2025, 9, 24), Span(1, Unit.HOURS))


def test_the_office_has_its_own_exceptions() -> None:
    own = Calendar(CalendarSettings(holidays=(date(2025, 9, 24),), workdays=(date(2025, 10, 5),)))
    assert not own.is_workday(date(2025, 9, 24))
    assert own.is_workday(date(2025, 10, 5))


def test_the_office_has_its_own_hours() -> None:
    late = Calendar(CalendarSettings(working_hours=("10:00-14:00", "14:00-19:45")))
    start = at("2025-09-24 09:00")
    assert late.add(start, Span.parse("5 working hours")) == at("2025-09-24 15:00")
    assert late.add(start, Span.parse("1 working day")) == at("2025-09-25 19:45")


@pytest.mark.parametrize(
    ("mistake", "advice"),
    [
        ({"working_hours": []}, "write at least one"),
        ({"working_hours": ["9-17"]}, "write them like"),
        ({"working_hours": ["09:00-24:30"]}, "write them like"),
        ({"working_hours": ["17:00-09:00"]}, "write the earlier time first"),
        ({"working_hours": ["09:00-09:00"]}, "write the earlier time first"),
        ({"working_hours": ["14:00-17:30", "09:00-12:00"]}, "from morning to evening"),
        ({"working_hours": ["09:00-12:00", "11:59-17:30"]}, "without overlap"),
        ({"holidays": ["2027-02-05"], "workdays": ["2027-02-05"]}, "keep one of them"),
        ({"opening_hours": ["09:00-12:00"]}, "not permitted"),
    ],
)
def test_a_mistake_in_the_settings_is_refused_with_advice(
    mistake: dict[str, object], advice: str
) -> None:
    with pytest.raises(ValidationError, match=advice):
        CalendarSettings.model_validate(mistake)


def test_a_year_without_official_list_counts_monday_to_friday_and_says_so_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    calendar = Calendar()
    with caplog.at_level(logging.WARNING):
        assert not calendar.is_workday(date(2096, 9, 29))  # a Saturday
        assert calendar.is_workday(date(2096, 10, 1))  # a Monday; nobody has said otherwise yet
        assert calendar.add(at("2096-09-28 10:00"), Span.parse("1 working day")) == at(
            "2096-10-01 17:30"
        )
    assert [record.getMessage()[:40] for record in caplog.records] == [
        "no official holidays are known for 2096,"
    ]


def test_the_offices_own_list_serves_a_year_without_official_one() -> None:
    own = Calendar(CalendarSettings(holidays=(date(2096, 10, 1),)))
    assert not own.is_workday(date(2096, 10, 1))


def test_years_without_official_list_can_be_asked_for() -> None:
    assert OFFICE.unknown_years(2003, 2025, 2026, 2096) == [2003, 2096]


@given(MOMENTS, LENGTHS)
def test_working_time_taken_between_two_moments_can_be_added_again(
    start: datetime, length: timedelta
) -> None:
    amount = OFFICE.between(start, start + length)
    assert OFFICE.between(start, OFFICE.add_working(start, amount)) == amount


@given(MOMENTS, LENGTHS, LENGTHS)
def test_working_time_adds_up(start: datetime, first: timedelta, second: timedelta) -> None:
    middle, end = start + first, start + first + second
    assert OFFICE.between(start, middle) + OFFICE.between(middle, end) == OFFICE.between(start, end)


@given(MOMENTS, LENGTHS, WORKING)
def test_who_starts_later_is_never_due_earlier(
    start: datetime, delay: timedelta, span: Span
) -> None:
    assert start < OFFICE.add(start, span) <= OFFICE.add(start + delay, span)


@given(MOMENTS, WORKING)
def test_a_longer_span_is_due_later(start: datetime, span: Span) -> None:
    longer = Span(span.count + 1, span.unit, span.working)
    assert OFFICE.add(start, span) < OFFICE.add(start, longer)


@given(MOMENTS, WORKING)
def test_working_deadlines_fall_within_working_hours(start: datetime, span: Span) -> None:
    end = OFFICE.add(start, span).astimezone(CHINA)
    assert OFFICE.is_workday(end.date())
    clock = timedelta(hours=end.hour, minutes=end.minute, microseconds=end.microsecond)
    clock += timedelta(seconds=end.second)
    hours = ((9.0, 12.0), (14.0, 17.5))
    assert any(timedelta(hours=a) <= clock <= timedelta(hours=b) for a, b in hours)


def test_the_longest_span_of_all_still_ends() -> None:
    start = at("2096-09-28 10:00")
    assert OFFICE.add(start, Span(MOST, Unit.DAYS, working=True)) > start
