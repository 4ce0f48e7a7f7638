"""Each figure of a month of tickets that was counted by hand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.calendar import Calendar
from models.facts import Fact, Happening, look
from models.figures import FIGURES
from models.folds import Count, Value
from models.moves import Move, State
from models.period import Period
from models.summary import Summary
from tests.models.lives import life, moment, then
from tests.support.house import ROOT

NOVEMBER = Period.of_days(date(2025, 11, 1), date(2025, 12, 1), moment("12-31 00:00"))
CALENDAR = Calendar()
HERE, NEXT = ("city", "street", "feicui"), ("city", "street", "tingtao")
COUNTS = [each.key for each in FIGURES if each.fold is Count]

# What the letters of these lives mean is said beside each figure in EXPECTED.
A = life(
    "A",
    "11-03 09:00",
    then(Move.GRAB, "11-03 09:30"),
    then(Move.FINISH, "11-03 12:00", level="community", volunteers=("zhang",)),
    then(Move.RATE, "11-04 09:00", stars=5),
    limit="11-10 17:30",
)
B = life(
    "B",
    "11-03 10:00",
    then(Move.GRAB, "11-03 11:00"),
    then(Move.FINISH, "11-04 10:00", level="community", volunteers=("zhang", "chen")),
    then(Move.COMPLAIN, "11-05 09:00", stars=2),
    then(Move.CONFIRM, "11-06 09:00"),
    limit="11-10 17:30",
    area_path=NEXT,
)
C = life(  # filed in October, and finished a day too late
    "C",
    "10-30 09:00",
    then(Move.GRAB, "10-30 10:00"),
    then(Move.FINISH, "11-07 09:00", level="street"),
    limit="11-06 17:30",
    queue="benefits",
)
D = life("D", "11-10 09:00", limit="11-17 17:30", source="phone")  # nobody takes it
E = life("E", "11-20 09:00", then(Move.CANCEL, "11-20 10:00"), limit="11-27 17:30")
F = life("F", "11-20 09:00", then(Move.MERGE, "11-21 09:00"), limit="11-27 17:30")
G = life(  # an agency finishes it, it is not done, and a volunteer does it again in time
    "G",
    "11-12 09:00",
    then(Move.HAND_OVER, "11-12 11:00"),
    then(Move.FINISH, "11-14 09:00", level="district"),
    then(Move.CALL_BACK, "11-17 09:00"),
    then(Move.NOT_FIXED, "11-18 09:00", limit_before=moment("11-19 17:30")),
    then(Move.GRAB, "11-19 09:00"),
    then(Move.FINISH, "11-24 09:00", level="community", volunteers=("chen",)),
    limit="11-25 17:30",
)
H = life(  # still under way, and two neighbours wait for it as well
    "H",
    "11-25 09:00",
    then(Move.GRAB, "11-25 13:00"),
    then(Move.FOLLOW, "11-26 09:00"),
    then(Move.FOLLOW, "11-26 10:00"),
    limit="12-02 17:30",
    area_path=NEXT,
)
I = life(  # noqa: E741 - the next letter; done in November, and said not to be in December
    "I",
    "11-05 09:00",
    then(Move.GRAB, "11-05 12:00"),
    then(Move.FINISH, "11-06 09:00", level="community", volunteers=("zhang",)),
    then(Move.CALL_BACK, "11-09 09:00"),
    then(Move.NOT_FIXED, "12-02 09:00", limit_before=moment("11-12 17:30")),
    limit="12-09 17:30",
)
J = life(  # paused before its limit, and so not overdue
    "J",
    "11-03 09:00",
    then(Move.GRAB, "11-04 09:00"),
    then(Move.PAUSE, "11-07 09:00"),
    limit="11-10 17:30",
    area_path=NEXT,
)
LIVES = (A, B, C, D, E, F, G, H, I, J)

EXPECTED: Mapping[str, Value] = {
    "received": 8,  # A B D E G H I J; C is of October, F joined another
    "solved": 4,  # A B G I
    "solved_share": 50.0,
    "pending": 3,  # D H J
    "withdrawn": 1,  # E
    "merged": 1,  # F
    "followed": 2,  # two in H
    "services": 5,  # zhang in A B I, chen in B G
    "volunteers": 2,
    "answer_median": 2.0,  # A 0.5, B 1, G 2, I 3, H 4, J 24
    "answer_p90": 24.0,
    "answer_median_working": 2.0,  # A 0.5, B 1, G 2, I 3, H 3, J 6.5
    "answer_p90_working": 6.5,
    "closed": 5,  # A B C G I
    "closing_median": 24.0,  # A 3, B 24, I 24, C 192, G 288
    "closing_p90": 288.0,
    "closing_median_working": 6.5,  # A 3, B 6.5, I 6.5, C 39, G 52
    "closing_p90_working": 52.0,
    "on_time_share": 66.67,  # A B G I of A B C G I and D
    "open": 3,  # D H J
    "overdue": 1,  # D
    "unanswered": 1,  # D
    "community_share": 80.0,  # A B G I of A B C G I
    "closed_community": 4,
    "closed_street": 1,  # C
    "closed_above": 0,
    "closed_unknown": 0,
    "stars": 3.5,  # A 5, B 2
    "rated": 2,
    "complaint_share": 50.0,
    "reopened": 1,  # G; I only in December
    "called_back": 3,  # B G I
    "answered_back_share": 66.67,  # B G
}


def summed(lives: Iterable[Fact], area: str | None = None) -> Summary:
    """The figures of these lives in November."""
    summary = Summary(area)
    for each in lives:
        if seen := look(each, NOVEMBER, CALENDAR):
            summary.add(seen)
    return summary


def figures(lives: Iterable[Fact]) -> Mapping[str, Value]:
    return summed(lives).whole.values()


def test_every_figure_is_counted_by_hand() -> None:
    assert [each.key for each in FIGURES] == list(EXPECTED)


@pytest.mark.parametrize("key", EXPECTED)
def test_a_figure_is_what_was_counted_by_hand(key: str) -> None:
    assert figures(LIVES)[key] == EXPECTED[key]


def test_of_nothing_counts_are_none_and_shares_are_unknown() -> None:
    nothing = figures(())
    assert {nothing[key] for key in COUNTS} == {0}
    assert {each for key, each in nothing.items() if key not in COUNTS} == {0, None}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("queue", {"repair": 8, "benefits": 0}),
        ("source", {"chat": 7, "phone": 1}),
        ("area", {"feicui": 5, "tingtao": 3}),
    ],
)
def test_what_was_received_is_shown_by_group(kind: str, expected: Mapping[str, int]) -> None:
    groups = summed(LIVES, "street").by[kind]
    assert {name: tally.values()["received"] for name, tally in groups.items()} == expected


def test_tickets_of_the_area_itself_stand_under_no_area_below_it() -> None:
    assert list(summed([A], "feicui").by["area"]) == [""]
    assert list(summed([replace(A, area_path=())]).by["area"]) == [""]
    assert list(summed([A]).by["area"]) == ["city"]


def test_names_and_definitions_are_different_and_end_as_sentences() -> None:
    for name in ("key", "name", "definition"):
        told = [getattr(each, name) for each in FIGURES]
        assert len(set(told)) == len(told)
    assert all(each.definition.endswith("。") for each in FIGURES)


def test_the_page_for_the_office_says_what_each_figure_means() -> None:
    page = Path(ROOT / "docs" / "figures.zh-CN.md").read_text("utf-8")
    missing = [f.name for f in FIGURES if f"| {f.name} | {f.unit} | {f.definition} |" not in page]
    assert not missing


@st.composite
def lives(draw: st.DrawFn) -> Fact:
    """Any life, even one the table of moves would not allow, around November."""
    created = NOVEMBER.start + timedelta(hours=draw(st.integers(-800, 900)))
    at, events = created, [Happening(created, Move.FILE, State.OPEN)]
    for _ in range(draw(st.integers(0, 8))):
        at += timedelta(hours=draw(st.integers(0, 300)))
        move = draw(st.sampled_from(Move))
        event = Happening(
            at,
            move,
            draw(st.sampled_from(State)),
            level=draw(st.sampled_from([None, "grid", "community", "street", "district", "city"])),
            stars=draw(st.integers(1, 5)) if move in (Move.RATE, Move.COMPLAIN) else None,
            volunteers=("zhang",) if move is Move.FINISH else (),
        )
        events.append(event)
    limit = created + timedelta(hours=draw(st.integers(1, 500)))
    area = draw(st.sampled_from([HERE, NEXT]))
    queue = draw(st.sampled_from(["repair", "other"]))
    return Fact("t", queue, created, "chat", area, limit, tuple(events))


@given(st.lists(lives(), max_size=12))
def test_the_figures_of_two_areas_add_up_to_those_of_both(all_lives: list[Fact]) -> None:
    parts = [figures(each for each in all_lives if each.area_path == area) for area in (HERE, NEXT)]
    both = figures(all_lives)
    for key in COUNTS:
        assert both[key] == sum(part[key] or 0 for part in parts)


@given(st.lists(lives(), max_size=12))
def test_what_was_received_is_solved_or_under_way_or_withdrawn(all_lives: list[Fact]) -> None:
    found = figures(all_lives)
    become = [found[key] or 0 for key in ("solved", "pending", "withdrawn")]
    assert found["received"] == sum(become)
    assert (found["overdue"] or 0) <= (found["open"] or 0)
    levels = [each.key for each in FIGURES if each.key.startswith("closed_")]
    assert found["closed"] == sum(found[key] or 0 for key in levels)


@given(st.lists(lives(), max_size=8).flatmap(lambda x: st.tuples(st.just(x), st.permutations(x))))
def test_the_order_of_tickets_does_not_matter(
    orders: tuple[Sequence[Fact], Sequence[Fact]],
) -> None:
    one, other = orders
    assert figures(one) == figures(other)


@given(lives(), st.integers(0, 3000), st.sampled_from(Move), st.sampled_from(State))
def test_what_happens_later_changes_nothing(
    ticket: Fact, hours: int, move: Move, to: State
) -> None:
    before = figures([ticket])
    later = max(ticket.events[-1].at, NOVEMBER.end) + timedelta(hours=hours)
    moved = Happening(
        later,
        move,
        to,
        queue_before=ticket.queue,
        limit_before=ticket.limit_at,
        level="city",
        stars=1,
        volunteers=("li",),
    )
    new_limit = later + timedelta(days=9)
    on = replace(ticket, queue="legal_aid", limit_at=new_limit, events=(*ticket.events, moved))
    assert figures([on]) == before
    assert list(summed([on]).by["queue"]) == list(summed([ticket]).by["queue"])
