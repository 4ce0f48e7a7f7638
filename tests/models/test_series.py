"""The days of a period: each ticket on the days it came in and was closed."""

from datetime import date

from models.calendar import Calendar
from models.facts import look
from models.period import Period
from models.series import Point, Series, in_weeks
from tests.models.lives import moment
from tests.models.test_figures import EXPECTED, LIVES

NOVEMBER = Period.of_days(date(2025, 11, 1), date(2025, 12, 1), moment("12-31 00:00"))


def november() -> tuple[Point, ...]:
    series = Series(NOVEMBER)
    for life in LIVES:
        if seen := look(life, NOVEMBER, Calendar()):
            series.add(seen)
    return series.points()


def test_the_days_add_up_to_the_figures() -> None:
    points = november()
    assert [points[0].day, points[-1].day] == [date(2025, 11, 1), date(2025, 11, 30)]
    assert sum(each.received for each in points) == EXPECTED["received"]
    assert sum(each.closed for each in points) == EXPECTED["closed"]


def test_weeks_add_up_to_the_days() -> None:
    weeks = in_weeks(november())
    assert [each.day.day for each in weeks] == [1, 8, 15, 22, 29]
    assert sum(each.received for each in weeks) == EXPECTED["received"]


def test_a_day_that_has_just_begun_is_a_day() -> None:
    period = Period.of_days(date(2025, 11, 1), date(2025, 12, 1), moment("11-01 00:01"))
    assert Series(period).points() == (Point(date(2025, 11, 1)),)
