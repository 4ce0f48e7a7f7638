"""Whatever is refused is refused in one sentence that says why, and what is possible now."""

import pytest

from bot.phrases import load_phrases
from bot.refusals import SAID, SAID_BY_STAFF, in_words
from models.moves import Actor, Move, Need, State
from models.people import Role, StaffMember
from models.steps import IllegalMoveError, MissingError, TooLateError, possible_moves
from models.ticket import Holder, Ticket
from models.tickets import CrowdedError
from tests.models.samples import CHEN, ZHANG, a_ticket

SAY = load_phrases()
FEICUI = ("hefei", "shushan", "wanhe", "feicui")
HELD = a_ticket(state=State.TAKEN, holder=Holder(ZHANG, "张师傅"), area_path=FEICUI)


def refused(ticket: Ticket, move: Move, actor: Actor) -> IllegalMoveError:
    """The refusal of a move."""
    return IllegalMoveError(ticket, move, possible_moves(ticket, actor))


def test_an_asker_hears_how_far_it_is_and_what_they_can_say() -> None:
    told = in_words(SAY, refused(HELD, Move.RATE, Actor.ASKER))
    assert told.splitlines() == [
        f"编号 {HELD.number} 现在是“已接单，张师傅”，这一步做不了。",
        "现在可以回：催、取消",
    ]


@pytest.mark.parametrize(
    ("role", "possible"),
    [
        (Role.COORDINATOR, "否决、转办、督办、并案"),
        (Role.DESK, "否决、转办、并案"),
        (Role.LEADER, "督办"),
    ],
)
def test_staff_hear_only_what_their_role_may(role: Role, possible: str) -> None:
    member = StaffMember(CHEN, "周主任", role, FEICUI)
    told = in_words(SAY, refused(HELD, Move.DISPATCH, Actor.STAFF), member)
    assert told.endswith(f"现在可以回：{possible}")


def test_where_nothing_is_possible_they_hear_where_to_look() -> None:
    told = in_words(SAY, refused(a_ticket(state=State.CANCELLED), Move.RATE, Actor.ASKER))
    assert "已撤回" in told
    assert "进度" in told


def test_who_had_a_ticket_that_is_over_is_not_named() -> None:
    over = a_ticket(state=State.CLOSED, holder=Holder(ZHANG, "张师傅"))
    assert "张师傅" not in in_words(SAY, refused(over, Move.RATE, Actor.ASKER))


def test_too_late_is_said_as_such() -> None:
    told = in_words(SAY, TooLateError(HELD, Move.EXTEND, frozenset()))
    assert "过了时限" in told
    assert HELD.number in told


@pytest.mark.parametrize(
    ("need", "word"), [(Need.REASON, "原因"), (Need.RESULT, "怎么办好的"), (Need.RULE, "哪一条")]
)
def test_what_is_missing_is_asked_for(need: Need, word: str) -> None:
    assert word in in_words(SAY, MissingError(Move.FINISH, need))


def test_after_too_many_at_once_one_is_asked_to_try_again() -> None:
    assert "再说一次" in in_words(SAY, CrowdedError("t1"))


@pytest.mark.parametrize("moves", [SAID, SAID_BY_STAFF])
def test_each_move_is_named_once(moves: tuple[Move, ...]) -> None:
    assert len(set(moves)) == len(moves)
