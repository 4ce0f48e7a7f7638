"""报平安 as a pure matter of plan, day and clock: each day ends once, whatever the outages."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.calendar import Calendar
from models.check_ins import (
    NIGHT,
    WAITED_FOR,
    Day,
    Ending,
    How,
    Plan,
    act,
    agreed,
    begun,
    heard,
    to_begin,
    today,
)

WINDOW = timedelta(hours=4)
START = datetime(2026, 9, 24, 20, 0, tzinfo=UTC)  # 04:00 in China, before two holidays with 调休
CALENDAR = Calendar()
ENDED = {Ending.SAFE, Ending.MISSED, Ending.AWAY}

plans = st.builds(
    Plan,
    id=st.just("oLi"),
    by=st.integers(5 * 60, 21 * 60 + 30).map(lambda m: f"{m // 60:02d}:{m % 60:02d}"),
    since=st.just(START),
    days=st.sets(st.integers(1, 7), min_size=1).map(lambda days: tuple(sorted(days))),
    holidays_off=st.booleans(),
    remind=st.integers(0, 240),
    grace=st.integers(5, 720),
    at_night=st.booleans(),
    away_from=st.sampled_from([None, "2026-09-27", "2026-10-02"]),
    away_until=st.sampled_from([None, "2026-10-03"]),
)
# Minutes until the job runs again, and whether the elder says something then.
rounds = st.lists(st.tuples(st.integers(1, 3 * 24 * 60), st.booleans()), max_size=25)


class Town:
    """What a job keeps, without a store; everything told is written down."""

    def __init__(self, plan: Plan) -> None:
        self.plan = agreed(plan, plan.id, START)
        self.days: dict[str, Day] = {}
        self.told: list[tuple[str, Ending]] = []

    def look(self, now: datetime) -> None:
        begin, next_at = to_begin(self.plan, WINDOW, now, CALENDAR)
        assert next_at > now
        for on in begin:
            day = begun(self.plan, on, WINDOW, now)
            self.days.setdefault(day.id, day)
            self.plan = replace(self.plan, opened=str(on))
        for day in list(self.days.values()):
            while (after := act(day, now)) is not None:
                if after.state is not day.state:
                    self.told.append((day.id, after.state))
                    assert self.plan.at_night or not NIGHT.covers(now)
                self.days[day.id] = day = after

    def say(self, now: datetime) -> None:
        for day in list(self.days.values()):
            if day.state in WAITED_FOR:
                self.days[day.id] = heard(day, How.WORD, now, now)


@given(plans, rounds)
def test_each_day_ends_once_and_nobody_is_told_twice(
    plan: Plan, runs: list[tuple[int, bool]]
) -> None:
    town, now = Town(plan), START
    for minutes, speaks in runs:
        now += timedelta(minutes=minutes)
        town.look(now)
        if speaks:
            town.say(now)
    end = now + timedelta(days=3)
    while now < end:
        now += timedelta(minutes=30)
        town.look(now)
    assert len(town.told) == len(set(town.told))
    for day in town.days.values():
        assert day.state in ENDED or day.asks + timedelta(days=2) > now
        silent = [state for identifier, state in town.told if identifier == day.id]
        assert silent in ([], [Ending.REMINDED], [Ending.MISSED], [Ending.REMINDED, Ending.MISSED])
    expected = {
        str(START.date() + timedelta(days=n))
        for n in range(1, (today(end) - START.date()).days - 1)
        if plan.is_on(START.date() + timedelta(days=n), CALENDAR)
    }
    late = {str(today(START))} if town.plan.opened else set()
    assert expected - late <= {day.date for day in town.days.values()}
