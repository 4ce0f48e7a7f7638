"""A period is whole days in China, the last one left out."""

from datetime import UTC, date, datetime, timedelta

import pytest

from models.period import Period

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


def test_a_month_begins_and_ends_at_midnight_in_china() -> None:
    october = Period.of_days(date(2026, 10, 1), date(2026, 11, 1), NOW)
    assert october.start == datetime(2026, 9, 30, 16, 0, tzinfo=UTC)
    assert october.end == datetime(2026, 10, 31, 16, 0, tzinfo=UTC)


def test_the_start_belongs_to_it_and_the_end_to_the_next() -> None:
    october = Period.of_days(date(2026, 10, 1), date(2026, 11, 1), NOW)
    november = Period.of_days(date(2026, 11, 1), date(2026, 11, 2), NOW)
    assert october.start in october
    assert october.end not in october
    assert october.end in november
    assert october.end - timedelta(microseconds=1) in october


def test_what_is_not_over_ends_now() -> None:
    assert Period.of_days(date(2026, 11, 1), date(2026, 12, 1), NOW).end == NOW


@pytest.mark.parametrize(
    ("first", "after", "told"),
    [
        (date(2026, 10, 1), date(2026, 10, 1), "is no day"),
        (date(2026, 10, 2), date(2026, 10, 1), "is no day"),
        (date(2026, 11, 23), date(2026, 12, 1), "has not begun"),
    ],
)
def test_no_day_at_all_is_refused(first: date, after: date, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Period.of_days(first, after, NOW)
