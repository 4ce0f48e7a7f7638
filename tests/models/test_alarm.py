"""The ladders of alarms as settings, and what each step makes of an alarm."""

from dataclasses import replace
from datetime import timedelta

import pytest
import yaml
from pydantic import ValidationError

from models.alarm import CHECK_IN, DANGER, Alarm, AlarmRung, AlarmSettings
from models.moves import Actor, Move, State
from models.steps import IllegalMoveError, Step
from models.ticket import Due, Ticket
from tests.models.samples import (
    ASKER,
    DESK,
    TIMES,
    ZHANG,
    a_step,
    a_ticket,
    accept,
    after,
    by_asker,
    by_clock,
    dispatch,
    finish,
    give_back,
    grab,
    offer,
    told,
)
from tests.support.house import NOON, ROOT

FAMILY = "oDaughter"
TAKEN = (offer(ZHANG), grab(ZHANG))


def alarmed(*steps: Step, ticket: Ticket | None = None) -> Ticket:
    """A dangerous ticket whose alarm has told these people once, after these steps."""
    first = TIMES.filed(ticket or a_ticket(danger="fall"))
    assert first.alarm
    rung = replace(first.alarm, rung=0, told=(FAMILY, ZHANG, DESK))
    return after(by_clock(Move.ALARM, changes={"alarm": rung}), *steps, ticket=first)


def confirm(actor: Actor, by: str) -> Step:
    return a_step(Move.CONFIRM_ALARM, actor, by, note=by)


def all_clear(actor: Actor, by: str) -> Step:
    return a_step(Move.ALL_CLEAR, actor, by, note="误报")


def test_the_settings_we_ship_say_what_is_so_without_them() -> None:
    written = yaml.safe_load((ROOT / "config.yaml").read_text("utf-8"))["alarms"]
    assert AlarmSettings(**written) == AlarmSettings()


def test_a_danger_climbs_in_three_five_and_then_every_ten_minutes() -> None:
    tellings = AlarmSettings().tellings(DANGER)
    assert [str(each.after) for each in tellings[:4]] == [
        "None",
        "3 minutes",
        "5 minutes",
        "10 minutes",
    ]
    assert set(tellings[0].who) == {"family", "grid", "desk"}
    assert set(tellings[1].who) - set(tellings[0].who) == {"neighbours"}
    assert [each.who for each in tellings[2:]] == [("desk", "street")] * 13


def test_a_missed_sign_of_life_begins_with_the_family() -> None:
    tellings = AlarmSettings().tellings(CHECK_IN)
    assert [each.who for each in tellings[:5]] == [
        ("family",),
        ("neighbours",),
        ("grid",),
        ("desk",),
        ("street",),
    ]


@pytest.mark.parametrize(
    ("ladder", "complaint"),
    [
        ([{"who": ["familly"]}], "unknown familly; did you mean family"),
        ([], "the ladder has no rung"),
        ([{"who": ["family"]}], "the last rung must tell the desk or the street"),
        ([{"who": ["family"]}, {"who": ["desk"]}], "needs `after`"),
        ([{"who": ["desk"], "times": 3}], "needs `after`"),
        ([{"who": ["desk"], "after": "2 working hours"}], "does not wait for working hours"),
        ([{"who": []}], "at least 1 item"),
    ],
)
def test_a_ladder_that_would_leave_somebody_alone_is_refused(
    ladder: list[dict[str, object]], complaint: str
) -> None:
    with pytest.raises(ValidationError, match=complaint):
        AlarmSettings.model_validate({"danger": ladder})


def test_a_dangerous_ticket_is_filed_with_an_alarm_that_rings_at_once() -> None:
    ticket = TIMES.filed(a_ticket(danger="gas"))
    assert ticket.alarm == Alarm(DANGER, NOON)
    deadline = ticket.deadline(Due.ALARM)
    assert deadline
    assert deadline.at == NOON
    assert TIMES.filed(a_ticket()).alarm is None


def test_each_telling_is_followed_by_the_next() -> None:
    deadline = alarmed().deadline(Due.ALARM)
    assert deadline
    assert deadline.at == NOON + timedelta(minutes=3)


@pytest.mark.parametrize(
    "steps",
    [
        (confirm(Actor.FAMILY, FAMILY),),
        (confirm(Actor.STAFF, DESK),),
        (confirm(Actor.VOLUNTEER, ZHANG),),
        TAKEN,
        (dispatch(ZHANG), accept(ZHANG)),
        (a_step(Move.PAUSE, Actor.STAFF, DESK, note="等人"),),
    ],
)
def test_whoever_looks_after_it_ends_the_climbing(steps: tuple[Step, ...]) -> None:
    ticket = alarmed(*steps)
    assert ticket.alarm
    assert ticket.alarm.confirmed_by == steps[-1].by
    assert ticket.deadline(Due.ALARM) is None
    assert ticket.is_alarming


@pytest.mark.parametrize("steps", [(offer(ZHANG),), (dispatch(ZHANG),), (by_asker(Move.URGE),)])
def test_being_asked_is_not_looking_after_it(steps: tuple[Step, ...]) -> None:
    ticket = alarmed(*steps)
    assert ticket.alarm
    assert ticket.alarm.is_open
    assert ticket.deadline(Due.ALARM)


def test_who_gives_up_lets_the_alarm_begin_anew() -> None:
    ticket = alarmed(*TAKEN, give_back(ZHANG))
    assert ticket.alarm
    assert (ticket.alarm.is_open, ticket.alarm.rung) == (True, -1)
    deadline = ticket.deadline(Due.ALARM)
    assert deadline
    assert deadline.at == NOON


def test_a_pause_stops_no_alarm_that_is_raised_in_it() -> None:
    paused = after(a_step(Move.PAUSE, Actor.STAFF, DESK, note="等人"))
    ticket = alarmed(ticket=None)
    assert ticket.deadline(Due.ALARM)
    rung = by_clock(Move.ALARM, changes={"alarm": Alarm(DANGER, NOON, 0)})
    assert [each.kind for each in after(rung, ticket=paused).deadlines] == [Due.ALARM, Due.RESUME]


@pytest.mark.parametrize(
    ("actor", "by"), [(Actor.ASKER, ASKER), (Actor.FAMILY, FAMILY), (Actor.STAFF, DESK)]
)
def test_a_false_alarm_that_nobody_took_is_over_with_its_reason(actor: Actor, by: str) -> None:
    ticket = alarmed(all_clear(actor, by))
    assert (ticket.state, ticket.is_alarming) == (State.CANCELLED, False)
    assert ticket.events[-1].note == "误报"
    assert ticket.deadlines == ()


def test_a_false_alarm_that_somebody_took_stays_with_them() -> None:
    ticket = alarmed(*TAKEN, all_clear(Actor.ASKER, ASKER))
    assert (ticket.state, ticket.is_alarming) == (State.TAKEN, False)
    assert told(ticket) == [(ZHANG, "all_clear")]


def test_a_request_taken_back_ends_its_alarm() -> None:
    assert not alarmed(by_asker(Move.CANCEL)).is_alarming


@pytest.mark.parametrize(
    "step",
    [
        confirm(Actor.VOLUNTEER, "oStranger"),
        confirm(Actor.ASKER, ASKER),
        all_clear(Actor.VOLUNTEER, ZHANG),
        all_clear(Actor.FOLLOWER, "oNeighbour"),
    ],
)
def test_nobody_else_has_a_word_in_it(step: Step) -> None:
    with pytest.raises(IllegalMoveError):
        alarmed(step)


def test_there_is_nothing_to_confirm_or_to_end_without_an_alarm() -> None:
    for step in (confirm(Actor.STAFF, DESK), all_clear(Actor.STAFF, DESK)):
        with pytest.raises(IllegalMoveError):
            after(step)
    done = alarmed(*TAKEN, finish(ZHANG))
    assert done.deadline(Due.ALARM) is None


def test_a_rung_is_told_once_unless_it_says_more() -> None:
    assert AlarmRung(who=("desk",)).times == 1
