"""Each role may do what its office is for, with the tickets of its own subtree and no others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.powers import may, may_on_case, may_register, reads_chat, sees
from models.moves import Move
from models.notice import Notice
from models.people import OUTSIDE, Role, StaffMember
from models.ticket import Ticket
from tests.models.samples import a_ticket
from tests.support.house import NOON

GRID = ("hefei", "shushan", "wanhe", "feicui", "feicui-1")
COMMUNITY, STREET = GRID[:4], GRID[:3]
ELSEWHERE = ("hefei", "shushan", "wanhe", "tingtao")
CASES = {
    Role.DESK: {Move.DISPATCH, Move.VETO, Move.HAND_OVER, Move.MERGE, Move.PAUSE, Move.CONFIRM},
    Role.COORDINATOR: {Move.DISPATCH, Move.VETO, Move.SUPERVISE, Move.EXTEND, Move.NOT_FIXED},
    Role.GRID_WORKER: {Move.GRAB, Move.DISPATCH, Move.NOTE, Move.HEAR, Move.UNHEARD},
    Role.LEADER: {Move.SUPERVISE},
    Role.AGENCY: set(),
    Role.LAWYER: set(),
    Role.ADMINISTRATOR: {Move.DISPATCH, Move.SUPERVISE, Move.ANSWER, Move.NOTE, Move.REVEAL},
}
STAFF_MOVES = set().union(*CASES.values())


def member(role: Role, path: tuple[str, ...] = COMMUNITY) -> StaffMember:
    return StaffMember("oStaff", "周主任", role, path)


def here(told: str | None = None) -> Ticket:
    notices = (Notice("1-0", "oStaff", told, NOON, 1),) if told else ()
    return a_ticket(area_path=GRID, notices=notices)


@pytest.mark.parametrize("role", list(Role))
def test_a_role_may_what_its_office_is_for(role: Role) -> None:
    someone = member(role, GRID)
    assert {move for move in CASES[role] if not may(someone, move, here())} == set()
    assert not may(someone, Move.CANCEL, here())


@pytest.mark.parametrize(
    ("role", "move"),
    [
        (Role.DESK, Move.SUPERVISE),
        (Role.LEADER, Move.VETO),
        (Role.LEADER, Move.DISPATCH),
        (Role.GRID_WORKER, Move.VETO),
        (Role.GRID_WORKER, Move.REVEAL),
        (Role.GRID_WORKER, Move.ANSWER),
        (Role.LEADER, Move.NOTE),
        (Role.LEADER, Move.HEAR),
    ],
)
def test_a_role_may_not_what_another_office_is_for(role: Role, move: Move) -> None:
    assert not may(member(role, GRID), move, here())


@pytest.mark.parametrize("role", list(Role))
def test_only_who_may_answer_reads_the_chat(role: Role) -> None:
    readers = {Role.DESK, Role.COORDINATOR, Role.ADMINISTRATOR}
    assert reads_chat(member(role, GRID), here()) == (role in readers)
    assert not reads_chat(member(role, ELSEWHERE), here())


@pytest.mark.parametrize("path", [GRID, COMMUNITY, STREET, ()])
def test_staff_see_their_subtree(path: tuple[str, ...]) -> None:
    assert sees(member(Role.DESK, path), here())


def test_staff_do_not_see_beside_their_subtree() -> None:
    assert not sees(member(Role.DESK, ELSEWHERE), here())
    assert not sees(member(Role.DESK, (*COMMUNITY, "feicui-2")), here())


@pytest.mark.parametrize("told", ["desk", "complaint", "claimed"])
def test_an_office_that_was_asked_sees_the_ticket_of_a_neighbour(told: str) -> None:
    assert may(member(Role.DESK, ELSEWHERE), Move.DISPATCH, here(told))


@pytest.mark.parametrize("told", ["task", "taken", "given_back"])
def test_who_is_told_as_somebody_else_sees_nothing_by_it(told: str) -> None:
    assert not sees(member(Role.DESK, ELSEWHERE), here(told))


def test_a_grid_worker_acts_in_the_own_grid_only_even_when_asked() -> None:
    beside = member(Role.GRID_WORKER, (*COMMUNITY, "feicui-2"))
    assert sees(beside, here("desk"))
    assert not may(beside, Move.DISPATCH, here("desk"))


@given(
    role=st.sampled_from(sorted(OUTSIDE)),
    move=st.sampled_from(list(Move)),
    path=st.sampled_from([GRID, COMMUNITY, STREET, ()]),
    told=st.sampled_from([None, "desk", "overdue_desk"]),
)
def test_who_works_for_an_agency_has_no_power_over_the_neighbourhood(
    role: Role, move: Move, path: tuple[str, ...], told: str | None
) -> None:
    assert not sees(member(role, path), here(told))
    assert not may(member(role, path), move, here(told))


@given(role=st.sampled_from(list(Role)), move=st.sampled_from(list(Move)))
def test_nobody_may_do_anything_to_what_they_do_not_see(role: Role, move: Move) -> None:
    assert not may(member(role, ELSEWHERE), move, here())


@pytest.mark.parametrize("path", [GRID, COMMUNITY, ELSEWHERE])
def test_a_call_is_typed_in_within_ones_own_subtree(path: tuple[str, ...]) -> None:
    assert may_register(member(Role.DESK), path) is (path != ELSEWHERE)
    assert may_register(member(Role.GRID_WORKER, GRID), path) is (path == GRID)
    assert not may_register(member(Role.LEADER), path)


def test_a_lawyer_answers_and_ends_a_case_and_the_centre_does_the_rest() -> None:
    assert may_on_case(member(Role.LAWYER), Move.ANSWER)
    assert not may_on_case(member(Role.LAWYER), Move.RETURN)
    assert may_on_case(member(Role.AGENCY), Move.RETURN)
    assert not may_on_case(member(Role.ADMINISTRATOR), Move.ANSWER)
