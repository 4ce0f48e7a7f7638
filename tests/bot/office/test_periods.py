"""The days people choose, and those to compare them with."""

from datetime import UTC, date, datetime

import pytest

from bot.office.periods import Choice, Days, PeriodError, before, chosen, named_month

NOW = datetime(2026, 3, 11, 4, 0, tzinfo=UTC)  # a Wednesday, noon in China


def days(first: str, last: str) -> Days:
    return chosen(Choice.OWN, first, last, NOW)


@pytest.mark.parametrize(
    ("choice", "first", "last"),
    [
        (Choice.THIS_MONTH, date(2026, 3, 1), date(2026, 3, 11)),
        (Choice.LAST_MONTH, date(2026, 2, 1), date(2026, 2, 28)),
        (Choice.THIS_WEEK, date(2026, 3, 9), date(2026, 3, 11)),
        (Choice.THIRTY_DAYS, date(2026, 2, 10), date(2026, 3, 11)),
    ],
)
def test_a_choice_means_these_days(choice: Choice, first: date, last: date) -> None:
    found = chosen(choice, "", "", NOW)
    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        (("2026-02-01", "2026-02-28"), date(2026, 1, 1), date(2026, 1, 31)),  # a whole month
        (("2026-03-01", "2026-03-11"), date(2026, 2, 1), date(2026, 2, 11)),  # a month so far
        (("2025-03-01", "2025-03-30"), date(2025, 2, 1), date(2025, 2, 28)),  # longer than that
        (("2026-03-09", "2026-03-11"), date(2026, 3, 2), date(2026, 3, 4)),  # the same weekdays
        (("2026-02-10", "2026-03-11"), date(2026, 1, 11), date(2026, 2, 9)),
    ],
)
def test_a_period_is_compared_with_the_like_before(
    asked: tuple[str, str], first: date, last: date
) -> None:
    found = before(days(*asked))
    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("", "2026-03-01", "从哪天"),
        ("2026-03-01", "三月", "到哪天"),
        ("2026-03-02", "2026-03-01", "换一换"),
        ("2026-04-01", "2026-04-02", "还没到"),
        ("2024-01-01", "2026-03-01", "最多 366 天"),
        ("0001-01-01", "0001-01-02", "从哪天"),
        ("9999-12-31", "9999-12-31", "从哪天"),
    ],
)
def test_days_that_cannot_be_counted_say_what_to_do(first: str, last: str, told: str) -> None:
    with pytest.raises(PeriodError, match=told):
        days(first, last)


def test_a_month_goes_by_its_name_and_without_one_it_is_the_last() -> None:
    assert named_month("2026-01", NOW) == Days(date(2026, 1, 1), date(2026, 2, 1))
    assert named_month("", NOW) == Days(date(2026, 2, 1), date(2026, 3, 1))


@pytest.mark.parametrize("text", ["2026-13", "十月", "2026-04", "2026-1-1"])
def test_a_month_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(PeriodError):
        named_month(text, NOW)
