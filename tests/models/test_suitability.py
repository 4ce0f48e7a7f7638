"""Who suits a task: each place has its reason, and whoever is left out has one as well."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.area import Area, AreaTree, Level
from models.clock import CHINA
from models.moves import Move, State
from models.people import Certificate, Volunteer
from models.record import Record
from models.suitability import Candidate, Nearness, Place, Task, Unfit, rank
from models.ticket import Event
from tests.models.samples import ASKER, a_ticket
from tests.support.house import NOON

AREAS = AreaTree(
    [
        Area("city", "市", Level.CITY, ("city",)),
        Area("c1", "翡翠", Level.COMMUNITY, ("city", "c1")),
        Area("g1", "一", Level.GRID, ("city", "c1", "g1")),
        Area("g2", "二", Level.GRID, ("city", "c1", "g2")),
        Area("c2", "听涛", Level.COMMUNITY, ("city", "c2")),
    ]
)
TICKET = a_ticket(area_path=("city", "c1", "g1"))
TASK = Task(TICKET)
ZHANG = Volunteer("oZhang", "张师傅", ("city", "c1"), ("repair",))


def placed(volunteer: Volunteer, task: Task = TASK, now: datetime = NOON, **fields: Any) -> Place:
    """The place of a candidate who is alone."""
    (place,) = rank(task, [Candidate(volunteer, **fields)], AREAS, now)
    return place


def order(*candidates: Candidate) -> list[str]:
    """The identifiers, best first."""
    return [each.volunteer.id for each in rank(TASK, candidates, AREAS, NOON)]


def named(identifier: str, **fields: Any) -> Volunteer:
    """A volunteer of the community with another name."""
    return replace(ZHANG, id=identifier, **fields)


def test_the_same_grid_comes_before_the_community_a_listed_area_and_further_out() -> None:
    grid = named("grid", area_path=("city", "c1", "g1"))
    listed = named("listed", area_path=("city", "c2"), areas=("c1",))
    wide = named("wide", area_path=("city", "c2"))
    other_grid = named("other", area_path=("city", "c1", "g2"))
    people = [wide, listed, other_grid, grid]
    places = rank(TASK, [Candidate(each) for each in people], AREAS, NOON)
    assert [(each.volunteer.id, each.nearness) for each in places] == [
        ("grid", Nearness.GRID),
        ("other", Nearness.COMMUNITY),
        ("listed", Nearness.LISTED),
        ("wide", Nearness.WIDER),
    ]


def test_of_those_equally_near_the_least_busy_comes_first_then_the_most_reliable() -> None:
    shaky = Record(finished=1, expired=2)
    steady = Record(finished=9)
    assert order(
        Candidate(named("busy"), 1, steady),
        Candidate(named("shaky"), 0, shaky),
        Candidate(named("steady"), 0, steady),
    ) == ["steady", "shaky", "busy"]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"id": ASKER}, Unfit.ASKER),
        ({"active": False}, Unfit.INACTIVE),
        ({"id": "oBarred"}, Unfit.BARRED),
        ({"skills": ("benefits",)}, Unfit.SKILL),
        ({"id": "oGaveBack"}, Unfit.GAVE_BACK),
        ({"hours": ("1-7 18:00-21:00",)}, Unfit.HOURS),
        ({"quiet": "12:00-14:00"}, Unfit.QUIET),
        ({"cap": 2}, Unfit.CAP),
        ({"rest": 60}, Unfit.REST),
    ],
)
def test_whoever_is_left_out_is_left_out_for_a_reason(fields: dict[str, Any], why: Unfit) -> None:
    returned = Event(NOON, "oGaveBack", Move.GIVE_BACK, State.OPEN)
    ticket = replace(TICKET, barred=("oBarred",), events=(*TICKET.events, returned))
    record = Record(finished_at=NOON - timedelta(minutes=59))
    found = placed(replace(ZHANG, **fields), Task(ticket), load=2, record=record)
    assert found.unfit is why


def test_the_fit_come_before_the_unfit_however_near() -> None:
    near = named("near", area_path=("city", "c1", "g1"), active=False)
    assert order(Candidate(near), Candidate(ZHANG)) == ["oZhang", "near"]


def test_those_who_follow_a_ticket_are_not_asked_either() -> None:
    ticket = replace(TICKET, followers=("oZhang",))
    assert placed(ZHANG, Task(ticket)).unfit is Unfit.ASKER


def test_quiet_hours_do_not_hold_for_what_is_urgent() -> None:
    silent = replace(ZHANG, quiet="12:00-14:00")
    assert placed(silent, Task(replace(TICKET, urgent=True))).unfit is None


def test_a_paper_counts_to_the_end_of_its_last_day() -> None:
    task = Task(TICKET, "electrician")
    assert placed(ZHANG, task).unfit is Unfit.CERTIFICATE
    last = datetime(2096, 11, 22, tzinfo=CHINA)
    able = replace(ZHANG, certificates=(Certificate("electrician", last),))
    assert placed(able, task).unfit is None
    assert placed(able, task, last + timedelta(hours=23)).unfit is None
    assert placed(able, task, last + timedelta(days=1)).unfit is Unfit.CERTIFICATE


def test_after_the_rest_they_are_asked_again() -> None:
    record = Record(finished_at=NOON - timedelta(minutes=60))
    assert placed(replace(ZHANG, rest=60), record=record).unfit is None


volunteers = st.builds(
    Volunteer,
    id=st.sampled_from(["a", "b", "c", "d", "e"]),
    name=st.just("志愿者"),
    area_path=st.sampled_from([("city", "c1"), ("city", "c1", "g1"), ("city", "c2"), ()]),
    skills=st.sampled_from([("repair",), ()]),
    active=st.booleans(),
    areas=st.sampled_from([(), ("c1",)]),
    quiet=st.sampled_from([None, "11:00-13:00"]),
    cap=st.integers(1, 3),
)
many = st.lists(
    st.builds(Candidate, volunteers, st.integers(0, 4)), unique_by=lambda each: each.volunteer.id
)


@given(many, st.randoms())
def test_everybody_has_one_place_whatever_the_order_they_come_in(
    candidates: list[Candidate], random: Any
) -> None:
    places = rank(TASK, candidates, AREAS, NOON)
    assert sorted(each.volunteer.id for each in places) == sorted(
        each.volunteer.id for each in candidates
    )
    random.shuffle(candidates)
    assert rank(TASK, candidates, AREAS, NOON) == places
    unfit = [each.unfit is not None for each in places]
    assert unfit == sorted(unfit)
