"""Making moves: whatever anybody tries, a ticket stays one that somebody can rely on."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from jobs.due import MOVES
from models.moves import HELD, LIVE, UNHELD, Actor, Audience, Move, Need, State
from models.notice import Channel, NoticeState
from models.rules import RULES
from models.steps import (
    IllegalMoveError,
    MissingError,
    Step,
    TooLateError,
    find_rule,
    possible_moves,
)
from models.ticket import Attachment, Deadline, Due, Event, HandOver, Holder, Ticket
from models.timetable import MOST_OVERDUE, next_rung
from models.transition import apply
from tests.models.samples import (
    AGENCY,
    ASKER,
    CENTRE,
    CHEN,
    CLOCK,
    DESK,
    TIMES,
    ZHANG,
    a_step,
    a_ticket,
    accept,
    after,
    by_agency,
    by_asker,
    by_clock,
    dispatch,
    fall_back,
    finish,
    give_back,
    grab,
    hand_over,
    honest,
    offer,
    recorded,
    told,
)
from tests.support.house import NOON

LATER = NOON + timedelta(minutes=5)
PHOTO = Attachment("media", "photo", NOON)
PEOPLE = (ASKER, ZHANG, CHEN, DESK, CENTRE)
TAKEN = (offer(ZHANG), grab(ZHANG))
DONE = (*TAKEN, finish(ZHANG, attachments=(PHOTO,)))
AWAY = (hand_over(),)

# What the clock may do when a rung has run out, by whom the next one asks.
ASKED = {
    "volunteers": Move.OFFER,
    "group": Move.DISPATCH,
    "agency": Move.HAND_OVER,
    "desk": Move.FALL_BACK,
}
# Who is in charge of a ticket in this state, and the deadline that keeps them from forgetting it.
KEPT = {
    **dict.fromkeys(UNHELD, Due.CLIMB),
    **dict.fromkeys(HELD, Due.EXPIRE),
    State.DISPATCHED: Due.LAPSE,
    State.HANDED_OVER: Due.LIMIT,
    State.PAUSED: Due.RESUME,
}


def outcome(ticket: Ticket, step: Step) -> Ticket | IllegalMoveError | MissingError:
    """What comes of a step: the ticket after it, or its refusal."""
    try:
        return apply(ticket, step, TIMES)
    except (IllegalMoveError, MissingError) as error:
        return error


def is_allowed(ticket: Ticket, step: Step) -> bool:
    """Whether table, time and persons allow it, whatever it brings."""
    is_own = ticket.is_held_by(step.by) or (step.move is Move.SHOW and step.by in ticket.helpers)
    is_told = step.by in (ticket.alarm.told if ticket.alarm else ())
    is_alone = step.move is Move.GRAB and step.actor is Actor.VOLUNTEER
    is_alone &= ticket.hands > 1 and ticket.pledged is not None and ticket.pledged.id == step.by
    return (
        step.move in possible_moves(ticket, step.actor)
        and (step.actor is not Actor.HOLDER or is_own)
        and not is_alone
        and (step.move is not Move.CONFIRM_ALARM or step.actor is not Actor.VOLUNTEER or is_told)
        and TIMES.is_in_time(ticket, step.move, step.actor, step.at)
    )


def is_complete(ticket: Ticket, step: Step) -> bool:
    """Whether it brings what the rule of the move needs."""
    need = find_rule(ticket, step.move, step.actor).needs
    return bool(not need or step.note or (need is Need.RESULT and step.attachments))


def _but_alarms(deadlines: Iterable[Deadline]) -> tuple[Deadline, ...]:
    """The deadlines that a pause stops; no alarm waits for one to end."""
    return tuple(each for each in deadlines if each.kind is not Due.ALARM)


class TicketLife(RuleBasedStateMachine):
    """People try everything; what is refused changes nothing, what is done is written down."""

    @initialize(
        queue=st.sampled_from(["repair", "legal_aid", "volunteer", "other"]),
        hands=st.integers(1, 2),
    )
    def somebody_asks(self, queue: str, hands: int) -> None:
        """A ticket is filed."""
        self.now = NOON
        self.before = self.ticket = TIMES.filed(a_ticket(queue=queue, hands=hands))

    @rule(
        move=st.sampled_from(Move),
        actor=st.sampled_from(Actor),
        by=st.sampled_from(PEOPLE),
        note=st.none() | st.just("好了"),
        photos=st.sampled_from([(), (PHOTO,)]),
        minutes=st.sampled_from([0, 1, 60, 60 * 24 * 3]),
    )
    def somebody_tries(
        self,
        move: Move,
        actor: Actor,
        by: str,
        note: str | None,
        photos: tuple[Attachment, ...],
        minutes: int,
    ) -> None:
        """Anything anybody could try, sensible or not, succeeds exactly when it may."""
        self.now += timedelta(minutes=minutes)
        tell = dict.fromkeys(Audience, PEOPLE)
        fields = {"at": self.now, "note": note, "attachments": photos, "tell": tell}
        self._attempt(honest(self.ticket, move, actor, by, **fields))

    @rule(choice=st.integers(0, 99), by=st.sampled_from(PEOPLE))
    def somebody_does_what_is_possible(self, choice: int, by: str) -> None:
        """Any rule that fits the state, so that long lives come about."""
        rules = [each for each in RULES if self.ticket.state in each.sources]
        if rules and self.ticket.state is not State.CLOSED:
            chosen = rules[choice % len(rules)]
            actor = sorted(chosen.actors)[choice % len(chosen.actors)]
            if actor is Actor.HOLDER and self.ticket.holder:
                by = self.ticket.holder.id
            self._attempt(honest(self.ticket, chosen.move, actor, by, at=self.now, note="好了"))

    @rule(is_empty=st.booleans())
    def the_clock_does_what_is_due(self, is_empty: bool) -> None:
        """The clock never comes to a deadline that it cannot do anything about."""
        if not self.ticket.deadlines:
            return
        deadline = self.ticket.deadlines[0]
        self.now = max(self.now, deadline.at)
        move, changes = self._clocks_move(deadline, is_empty)
        step = honest(self.ticket, move, Actor.CLOCK, CLOCK, at=self.now, tell={})
        self._attempt(replace(step, changes={**step.changes, **changes}))
        assert self.ticket is not self.before
        assert deadline not in self.ticket.deadlines

    def _clocks_move(self, deadline: Deadline, is_empty: bool) -> tuple[Move, dict[str, int]]:
        if deadline.kind is not Due.CLIMB:
            return MOVES[deadline.kind], {}
        ladder = TIMES.ladder(self.ticket)
        position, rung = next_rung(ladder, self.ticket)
        if is_empty and position < len(ladder) - 1:
            position, rung = position + 1, ladder[position + 1]
        return ASKED[rung.who], {"rung": position}

    def _attempt(self, step: Step) -> None:
        before, shown = self.ticket, repr(self.ticket)
        self.before = before
        result = outcome(before, step)
        if isinstance(result, IllegalMoveError):
            assert not is_allowed(before, step)
            assert result.ticket is before
            assert step.move not in result.possible
        elif isinstance(result, MissingError):
            assert not is_complete(before, step)
        else:
            assert is_allowed(before, step)
            assert is_complete(before, step)
            self.ticket = result
            self._wrote_down(step)
            self._kept_its_times(step)
        assert repr(before) == shown

    def _wrote_down(self, step: Step) -> None:
        before, ticket = self.before, self.ticket
        event = ticket.events[-1]
        assert ticket.version == before.version + 1
        assert ticket.events[:-1] == before.events
        assert ticket.notices[: len(before.notices)] == before.notices
        assert (event.move, event.by, event.at) == (step.move, step.by, step.at)
        assert step.by not in [person for person, kind in told(ticket) if kind != "attachment"]

    def _kept_its_times(self, step: Step) -> None:
        before, ticket = self.before, self.ticket
        if step.move not in (Move.EXTEND, Move.RESUME, Move.NOT_FIXED):
            assert ticket.limit_at == before.limit_at
        if step.move is Move.PAUSE:
            assert ticket.stopped == _but_alarms(before.deadlines)
        if step.move is Move.RESUME:
            assert ticket.state is before.paused_from
            kinds = sorted(each.kind for each in before.stopped)
            assert sorted(each.kind for each in _but_alarms(ticket.deadlines)) == kinds

    @invariant()
    def the_timeline_leads_to_the_state(self) -> None:
        """The last line of the timeline says where the ticket is."""
        assert self.ticket.events[-1].to is self.ticket.state
        assert self.ticket.version == len(self.ticket.events)

    @invariant()
    def somebody_has_it_exactly_when_it_is_held(self) -> None:
        """A taken ticket has its holder, and one sent somewhere says whom it waits for."""
        ticket = self.ticket
        assert ticket.state not in HELD or ticket.holder
        assert ticket.state is not State.DISPATCHED or ticket.dispatch
        assert ticket.state is not State.HANDED_OVER or ticket.handover
        if ticket.state in LIVE - HELD - {State.PAUSED}:
            assert not ticket.holders
        if ticket.partner:
            assert ticket.holder
            assert ticket.holder.id != ticket.partner.id

    @invariant()
    def the_clock_stands_still_exactly_while_it_is_paused(self) -> None:
        """What waits is kept aside, and the pause itself has an end."""
        ticket = self.ticket
        is_paused = ticket.state is State.PAUSED
        assert is_paused == (ticket.paused_from is not None) == (ticket.paused_at is not None)
        if is_paused:
            assert [each.kind for each in _but_alarms(ticket.deadlines)] == [Due.RESUME]
        else:
            assert ticket.stopped == ()

    @invariant()
    def every_deadline_leads_to_a_move(self) -> None:
        """Else the clock would come back to it for ever."""
        ticket, possible = self.ticket, possible_moves(self.ticket, Actor.CLOCK)
        kinds = [each.kind for each in ticket.deadlines]
        assert len(kinds) == len(set(kinds))
        for kind in kinds:
            moves = set(ASKED.values()) if kind is Due.CLIMB else {MOVES[kind]}
            assert moves <= possible, kind
        assert ticket.due_at == min((each.at for each in ticket.deadlines), default=None)

    @invariant()
    def the_clock_forgets_nobody(self) -> None:
        """A live ticket goes on by itself, unless the desk was told that it is theirs now."""
        ticket = self.ticket
        if ticket.state in LIVE:
            is_last = ticket.state in UNHELD and ticket.rung >= len(TIMES.ladder(ticket)) - 1
            is_told = is_last or ticket.times(Move.OVERDUE) >= MOST_OVERDUE
            assert ticket.deadline(KEPT[ticket.state]) or is_told
        elif ticket.state is State.DONE:
            assert {each.kind for each in ticket.deadlines} <= {Due.CALL_BACK}
        else:
            assert ticket.deadlines == ()

    @invariant()
    def an_alarm_ends_confirmed_or_cleared_or_has_told_all(self) -> None:
        """It never vanishes, and while nobody looks after it the clock goes on telling people."""
        ticket, alarm = self.ticket, self.ticket.alarm
        assert alarm or not self.before.alarm
        if alarm and alarm.is_open and ticket.state in LIVE:
            is_last = alarm.rung == len(TIMES.alarms.tellings(alarm.kind)) - 1
            assert is_last != bool(ticket.deadline(Due.ALARM))
        else:
            assert ticket.deadline(Due.ALARM) is None
        if alarm and alarm.is_open:
            assert ticket.state in LIVE

    @invariant()
    def what_is_owed_is_due(self) -> None:
        """The delivery job finds the ticket in time for its earliest notice."""
        owed = [each.due for each in self.ticket.notices if each.state is NoticeState.OWED]
        assert self.ticket.owed_at == min(owed, default=None)
        assert len({each.id for each in self.ticket.notices}) == len(self.ticket.notices)

    @invariant()
    def attachments_are_fetched(self) -> None:
        """The fetching job finds the ticket once a photo has come."""
        assert bool(self.ticket.attachments) == (self.ticket.fetch_at is not None)


TestTicketLife = TicketLife.TestCase
TestTicketLife.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)


@pytest.mark.parametrize("actor", Actor)
@pytest.mark.parametrize("state", State)
def test_what_is_possible_is_exactly_what_succeeds(state: State, actor: Actor) -> None:
    ticket = in_state(state)
    results = {}
    for move in Move:
        by = ticket.holder.id if ticket.holder else ZHANG
        step = honest(ticket, move, actor, by, note="好了", at=LATER)
        results[move] = outcome(ticket, step)
    succeeded = {move for move, result in results.items() if isinstance(result, Ticket)}
    too_late = {move for move, result in results.items() if isinstance(result, TooLateError)}
    assert succeeded | too_late == possible_moves(ticket, actor)
    refusals = [each for each in results.values() if isinstance(each, IllegalMoveError)]
    assert all(each.possible == succeeded | (too_late - {each.move}) for each in refusals)


def in_state(state: State) -> Ticket:
    """A ticket that came into this state by moves."""
    ways = {
        State.OPEN: (),
        State.OFFERED: (offer(ZHANG),),
        State.DISPATCHED: (dispatch(ZHANG),),
        State.TAKEN: TAKEN,
        State.WORKING: (*TAKEN, a_step(Move.START, Actor.HOLDER, ZHANG)),
        State.HANDED_OVER: AWAY,
        State.PAUSED: (*TAKEN, a_step(Move.PAUSE, Actor.HOLDER, ZHANG, note="等配件")),
        State.DONE: DONE,
        State.CLOSED: (*DONE, by_asker(Move.RATE)),
        State.REOPENED: (*DONE, by_asker(Move.NOT_FIXED)),
        State.MERGED: (by_asker(Move.MERGE, changes={"merged_into": "t2"}),),
        State.CANCELLED: (by_asker(Move.CANCEL),),
    }
    ticket = after(*ways[state])
    assert ticket.state is state
    return ticket


def test_the_ordinary_life_goes_from_filing_to_closing() -> None:
    ticket = after(*DONE, by_asker(Move.RATE, changes={"rating": 5}))
    assert [each.to for each in ticket.events] == [
        State.OPEN,
        State.OFFERED,
        State.TAKEN,
        State.DONE,
        State.CLOSED,
    ]
    assert ticket.rating == 5


NEW = by_asker(Move.ADD, note="四楼也不亮")
PRESS = by_asker(Move.URGE, tell={Audience.DESK: [DESK]})
VETO = a_step(Move.VETO, Actor.STAFF, DESK, note="没有证")
GROUP = (dispatch("group:property", ZHANG, CHEN),)
REFUSE = a_step(Move.REFUSE, Actor.CHOSEN, CHEN, note="没空")
LAWYER = HandOver(AGENCY, NOON, lawyer=CHEN)
ASSIGN = by_agency(Move.ASSIGN, note="陈律师", changes={"handover": LAWYER})
UP = a_step(Move.ESCALATE, Actor.HOLDER, ZHANG, note="要律师")


@pytest.mark.parametrize(
    ("steps_made", "expected"),
    [
        ((offer(ZHANG, CHEN),), [(ZHANG, "task"), (CHEN, "task")]),
        ((fall_back(DESK),), [(DESK, "desk")]),
        (TAKEN, [(ASKER, "taken")]),
        ((*TAKEN, give_back(ZHANG)), [(ASKER, "given_back")]),
        ((*TAKEN, by_clock(Move.WARN)), [(ZHANG, "warned")]),
        ((*TAKEN, by_clock(Move.EXPIRE)), [(ZHANG, "expired"), (ASKER, "given_back")]),
        ((*TAKEN, VETO), [(ZHANG, "vetoed"), (ASKER, "given_back")]),
        ((*TAKEN, finish(ZHANG)), [(ASKER, "done")]),
        ((*DONE, by_asker(Move.RATE)), [(ZHANG, "rated")]),
        ((*DONE, by_asker(Move.NOT_FIXED)), [(ZHANG, "not_fixed")]),
        ((*TAKEN, by_asker(Move.CANCEL)), [(ZHANG, "cancelled")]),
        ((*TAKEN, NEW), [(ZHANG, "added")]),
        ((*TAKEN, by_asker(Move.URGE)), [(ZHANG, "urged")]),
        ((PRESS,), [(DESK, "urged")]),
        ((by_asker(Move.CANCEL),), []),
        (GROUP, [(ZHANG, "dispatched"), (CHEN, "dispatched")]),
        ((*GROUP, accept(ZHANG)), [(ASKER, "taken"), (DESK, "accepted")]),
        ((*GROUP, REFUSE), [(DESK, "refused")]),
        ((*GROUP, by_clock(Move.LAPSE)), [(DESK, "lapsed")]),
        (AWAY, [(ASKER, "handed_over"), (CENTRE, "case")]),
        ((*AWAY, by_agency(Move.RECEIVE)), [(ASKER, "received")]),
        ((*AWAY, ASSIGN), [(ASKER, "assigned"), (CHEN, "your_case")]),
        (
            (*TAKEN, hand_over()),
            [(ASKER, "handed_over"), (CENTRE, "case"), (ZHANG, "in_good_hands")],
        ),
        (
            (*TAKEN, UP, hand_over()),
            [(ASKER, "handed_over"), (CENTRE, "case"), (ZHANG, "in_good_hands")],
        ),
        (
            (*TAKEN, hand_over(), by_agency(Move.ANSWER, note="可以申请")),
            [(ASKER, "answer"), (ZHANG, "answered")],
        ),
        (
            (*TAKEN, hand_over(), by_agency(Move.FINISH, note="赢了")),
            [(ASKER, "done"), (ZHANG, "solved")],
        ),
    ],
)
def test_each_move_tells_whom_it_concerns(
    steps_made: tuple[Step, ...], expected: list[tuple[str, str]]
) -> None:
    assert told(after(*steps_made)) == expected


@pytest.mark.parametrize(
    ("steps_made", "expected"),
    [
        (TAKEN, [(ZHANG, "taken")]),
        ((*GROUP, accept(CHEN)), [(CHEN, "taken")]),
        ((*TAKEN, give_back(ZHANG)), [(ZHANG, "given_back")]),
        ((*TAKEN, by_clock(Move.EXPIRE)), [(ZHANG, "expired")]),
        ((*TAKEN, VETO), [(ZHANG, "vetoed")]),
        (DONE, [(ZHANG, "finished")]),
        ((*DONE, by_asker(Move.RATE)), [(ZHANG, "praised")]),
        ((*DONE, by_asker(Move.COMPLAIN)), [(ZHANG, "criticised")]),
        ((*DONE, by_asker(Move.NOT_FIXED)), [(ZHANG, "not_fixed")]),
        ((*TAKEN, NEW), []),
    ],
)
def test_what_helpers_do_is_added_to_their_record(
    steps_made: tuple[Step, ...], expected: list[tuple[str, str]]
) -> None:
    assert recorded(after(*steps_made)) == expected


def test_an_agency_with_a_program_is_told_by_its_webhook() -> None:
    both = {Audience.AGENCY: [CENTRE, f"agency:{AGENCY}"]}
    ticket = after(replace(hand_over(), tell=both))
    ways = {each.to: each.channel for each in ticket.notices if each.kind == "case"}
    assert ways == {CENTRE: Channel.TEMPLATE, f"agency:{AGENCY}": Channel.WEBHOOK}


def test_nobody_is_told_what_they_did_themselves() -> None:
    neighbour = a_ticket(asker=ZHANG, state=State.OFFERED)
    assert told(after(grab(ZHANG), ticket=neighbour)) == []


def test_nobody_is_told_the_same_thing_twice() -> None:
    both = by_asker(Move.URGE, tell={Audience.DESK: [ZHANG, ZHANG, DESK]})
    assert told(after(*TAKEN, both)) == [(ZHANG, "urged"), (DESK, "urged")]


def test_all_who_wait_for_it_are_told_how_it_goes_on() -> None:
    follow = a_step(Move.FOLLOW, Actor.FOLLOWER, CHEN, changes={"followers": (CHEN,)})
    assert told(after(follow, *TAKEN)) == [(ASKER, "taken"), (CHEN, "taken")]


def test_only_the_one_who_has_it_can_finish_it_or_give_it_back() -> None:
    for step in (finish(CHEN), give_back(CHEN)):
        with pytest.raises(IllegalMoveError):
            after(*TAKEN, step)


def test_who_finished_it_may_still_show_it_and_nobody_else() -> None:
    show = a_step(Move.SHOW, Actor.HOLDER, ZHANG, attachments=(PHOTO,))
    done = (*TAKEN, finish(ZHANG), by_asker(Move.RATE))
    assert told(after(*done, show)) == [(ASKER, "shown"), (ASKER, "attachment")]
    with pytest.raises(IllegalMoveError):
        after(*done, replace(show, by=CHEN))


@pytest.mark.parametrize(
    ("step", "need"),
    [
        (finish(ZHANG, note=None), Need.RESULT),
        (finish(ZHANG, note=" "), Need.RESULT),
        (replace(VETO, note=None), Need.REASON),
        (replace(VETO, note=None, attachments=(PHOTO,)), Need.REASON),
        (replace(UP, note=""), Need.REASON),
    ],
)
def test_what_a_move_needs_is_asked_for(step: Step, need: Need) -> None:
    with pytest.raises(MissingError) as missing:
        after(*TAKEN, step)
    assert missing.value.need is need


def test_a_photo_may_stand_for_the_words_of_a_result() -> None:
    assert after(*TAKEN, finish(ZHANG, note=None, attachments=(PHOTO,))).state is State.DONE


@pytest.mark.parametrize(
    ("queue", "brought", "is_proven"),
    [
        ("repair", (), False),
        ("repair", (replace(PHOTO, kind="voice"),), False),
        ("repair", (PHOTO,), True),
        ("volunteer", (), True),
    ],
)
def test_a_result_is_proven_by_a_photo_where_the_queue_wants_one(
    queue: str, brought: tuple[Attachment, ...], is_proven: bool
) -> None:
    ticket = TIMES.filed(a_ticket(queue=queue))
    done = after(*TAKEN, finish(ZHANG, attachments=brought), ticket=ticket)
    assert done.proven is is_proven
    show = a_step(Move.SHOW, Actor.HOLDER, ZHANG, attachments=(PHOTO,))
    assert after(show, ticket=done).proven


def test_a_return_says_by_which_rule() -> None:
    with pytest.raises(MissingError):
        after(*AWAY, by_agency(Move.RETURN))
    returned = after(*AWAY, by_agency(Move.RETURN, note="不归本地管辖"))
    assert (returned.state, returned.handover) == (State.OPEN, None)
    assert returned.barred == (f"agency:{AGENCY}",)


def test_who_was_sent_by_name_returns_only_what_they_were_sent() -> None:
    step = a_step(Move.RETURN, Actor.CHOSEN, ZHANG, note="不是我们修的")
    assert after(dispatch(ZHANG), step).state is State.OPEN
    with pytest.raises(IllegalMoveError):
        after(*AWAY, step)


def test_a_refusal_says_what_stands_and_what_is_possible() -> None:
    with pytest.raises(IllegalMoveError, match="not possible while taken") as refused:
        after(*TAKEN, grab(CHEN))
    assert refused.value.ticket.is_held_by(ZHANG)
    assert refused.value.possible == {Move.EXPLAIN}
    with pytest.raises(IllegalMoveError) as refused:
        after(*DONE, by_asker(Move.CANCEL))
    assert refused.value.possible == {Move.RATE, Move.COMPLAIN, Move.NOT_FIXED}


def test_a_step_for_one_version_is_not_made_on_another() -> None:
    offered = after(offer(ZHANG))
    step = replace(grab(ZHANG), version=offered.version - 1)
    with pytest.raises(IllegalMoveError) as refused:
        apply(offered, step, TIMES)
    assert Move.GRAB not in refused.value.possible


@pytest.mark.parametrize(
    "steps_made",
    [
        (*TAKEN, give_back(ZHANG)),
        (*TAKEN, by_clock(Move.EXPIRE)),
        (*TAKEN, VETO),
        (*DONE, by_asker(Move.NOT_FIXED)),
        (by_asker(Move.REROUTE),),
        (by_asker(Move.HASTEN),),
    ],
)
def test_whoever_is_needed_anew_is_looked_for_from_the_lowest_rung_at_once(
    steps_made: tuple[Step, ...],
) -> None:
    *before, last = steps_made
    ticket = apply(replace(after(*before), rung=2, wave=1), replace(last, at=LATER), TIMES)
    assert (ticket.holder, ticket.rung, ticket.wave) == (None, -1, 0)
    assert ticket.deadline(Due.CLIMB) == Deadline(Due.CLIMB, LATER)


@pytest.mark.parametrize(
    "steps_made",
    [
        (*GROUP, REFUSE),
        (*GROUP, by_clock(Move.LAPSE)),
        (*TAKEN, UP),
        (*AWAY, by_agency(Move.RETURN, note="已经办结")),
    ],
)
def test_what_one_could_not_do_goes_on_from_the_rung_where_it_stands(
    steps_made: tuple[Step, ...],
) -> None:
    *before, last = steps_made
    ticket = apply(replace(after(*before), rung=1), replace(last, at=LATER), TIMES)
    assert (ticket.holder, ticket.dispatch, ticket.handover, ticket.rung) == (None, None, None, 1)
    assert ticket.deadline(Due.CLIMB) == Deadline(Due.CLIMB, LATER)


@pytest.mark.parametrize("step", [grab(ZHANG), by_asker(Move.CANCEL), dispatch(CHEN), hand_over()])
def test_a_ticket_that_nobody_has_to_be_found_for_stops_climbing(step: Step) -> None:
    assert after(offer(ZHANG), step).deadline(Due.CLIMB) is None


@pytest.mark.parametrize(
    ("step", "name"),
    [
        (a_step(Move.GRAB, Actor.VOLUNTEER, ZHANG), "holder"),
        (a_step(Move.DISPATCH, Actor.STAFF, DESK), "dispatch"),
        (a_step(Move.HAND_OVER, Actor.STAFF, DESK), "handover"),
        (a_step(Move.MERGE, Actor.STAFF, DESK), "merged_into"),
    ],
)
def test_a_ticket_is_never_taken_by_nobody(step: Step, name: str) -> None:
    with pytest.raises(ValueError, match=f"needs its {name}"):
        after(offer(ZHANG), step)


def test_a_step_cannot_write_what_the_table_decides() -> None:
    forged = by_asker(Move.ADD, changes={"state": State.CLOSED})
    with pytest.raises(TypeError):
        after(forged)


def pledge(by: str) -> Step:
    """A volunteer is willing to go with somebody else."""
    changes = {"pledged": Holder(by, f"name of {by}", NOON)}
    tell = {Audience.COORDINATORS: [DESK]}
    return a_step(Move.PLEDGE, Actor.VOLUNTEER, by, changes=changes, tell=tell)


def test_where_two_go_together_one_pledges_and_the_other_takes_it() -> None:
    visit = TIMES.filed(a_ticket(hands=2))
    with pytest.raises(IllegalMoveError):
        after(offer(ZHANG, CHEN), grab(ZHANG), ticket=visit)
    pledged = after(offer(ZHANG, CHEN), pledge(ZHANG), ticket=visit)
    assert (pledged.state, told(pledged)) == (State.OFFERED, [(DESK, "pledged")])
    taken = after(honest(pledged, Move.GRAB, Actor.VOLUNTEER, CHEN), ticket=pledged)
    assert [each.id for each in taken.holders] == [ZHANG, CHEN]
    assert taken.pledged is None
    assert taken.helpers == (ZHANG, CHEN)
    for person in (ZHANG, CHEN):
        assert after(finish(person), ticket=taken).state is State.DONE


def test_nobody_is_two_people() -> None:
    visit = TIMES.filed(a_ticket(hands=2))
    pledged = after(offer(ZHANG, CHEN), pledge(ZHANG), ticket=visit)
    for step in (honest(pledged, Move.GRAB, Actor.VOLUNTEER, ZHANG), pledge(CHEN)):
        with pytest.raises(IllegalMoveError):
            after(step, ticket=pledged)


def test_who_pledged_may_withdraw_and_another_pledges() -> None:
    visit = TIMES.filed(a_ticket(hands=2))
    withdraw = a_step(Move.WITHDRAW, Actor.VOLUNTEER, ZHANG)
    ticket = after(offer(ZHANG, CHEN), pledge(ZHANG), withdraw, pledge(CHEN), ticket=visit)
    assert ticket.pledged
    assert ticket.pledged.id == CHEN


def test_the_contact_is_shown_to_who_takes_it_and_that_is_written_down() -> None:
    ticket = TIMES.filed(a_ticket(phone="13800001111"))
    assert [each.revealed for each in after(*TAKEN, ticket=ticket).events] == [False, False, True]
    assert not after(*TAKEN).events[-1].revealed


def test_all_who_ever_took_it_are_remembered_once() -> None:
    ticket = after(offer(ZHANG), grab(ZHANG), give_back(ZHANG), offer(CHEN), grab(CHEN))
    again = after(give_back(CHEN), offer(ZHANG), grab(ZHANG), ticket=ticket)
    assert again.helpers == (ZHANG, CHEN)


def test_a_reopened_ticket_is_not_done() -> None:
    done = after(*DONE)
    assert done.done_at == NOON
    reopened = after(by_asker(Move.NOT_FIXED), ticket=done)
    assert (reopened.done_at, reopened.rating, reopened.level) == (None, None, None)


def test_a_message_is_known_by_its_key_and_the_move_it_made() -> None:
    ticket = after(by_asker(Move.ADD, key="m1"))
    assert ticket.heard("m1")
    assert ticket.heard("m1", Move.ADD)
    assert not ticket.heard("m1", Move.URGE)
    assert not ticket.heard("m2")


def test_the_earliest_debt_decides_when_the_ticket_is_looked_at() -> None:
    ticket = after(replace(offer(ZHANG), at=LATER), replace(by_asker(Move.ADD), at=LATER))
    assert ticket.owed_at == LATER
    assert after(grab(ZHANG), ticket=ticket).owed_at == NOON


def test_the_rule_of_a_move_depends_on_who_makes_it() -> None:
    assert find_rule(a_ticket(), Move.GRAB, Actor.STAFF).target is State.TAKEN
    with pytest.raises(IllegalMoveError):
        find_rule(a_ticket(), Move.GRAB, Actor.VOLUNTEER)


def test_a_move_can_be_made_only_so_often() -> None:
    ticket = after(*(by_asker(Move.URGE) for _ in range(10)))
    with pytest.raises(IllegalMoveError):
        after(by_asker(Move.URGE), ticket=ticket)


def test_a_ticket_lies_in_the_lowest_area_of_its_path() -> None:
    assert a_ticket().area is None
    assert a_ticket(area_path=("city", "grid")).area == "grid"


def test_the_clock_itself_is_never_told() -> None:
    assert CLOCK not in [person for person, _ in told(after(offer(ZHANG, CLOCK)))]


def test_photos_reach_who_takes_it_and_the_result_reaches_the_asker() -> None:
    photo, clip = (Attachment(name, kind, NOON) for name, kind in (("P", "photo"), ("V", "video")))
    taken = after(*TAKEN, ticket=TIMES.filed(a_ticket(attachments=(photo, clip))))
    shown = [(each.to, each.media_id) for each in taken.notices if each.kind == "attachment"]
    assert shown == [(ZHANG, "P")]
    result = (Attachment("R", "photo", NOON),)
    done = after(finish(ZHANG, attachments=result), ticket=taken)
    assert [(each.to, each.media_id) for each in done.notices if each.media_id][1:] == [
        (ASKER, "R")
    ]


@pytest.mark.parametrize(
    ("move", "state"), [(Move.REROUTE, State.OPEN), (Move.NOT_FIXED, State.CLOSED)]
)
def test_an_asker_cannot_use_up_what_staff_may_do(move: Move, state: State) -> None:
    often = tuple(Event(NOON, ASKER, move, state) for _ in range(20))
    ticket = a_ticket(state=state, events=often)
    assert move not in possible_moves(ticket, Actor.ASKER)
    assert move in possible_moves(ticket, Actor.STAFF)


def test_an_agency_that_looks_every_day_is_not_shut_out() -> None:
    looks = tuple(Event(NOON, CENTRE, Move.REVEAL, State.HANDED_OVER) for _ in range(3 * 90))
    ticket = a_ticket(state=State.HANDED_OVER, events=looks)
    assert Move.REVEAL in possible_moves(ticket, Actor.AGENCY)
    assert Move.REVEAL in possible_moves(ticket, Actor.STAFF)


def test_staff_can_go_on_noting_whom_they_phoned() -> None:
    calls = tuple(Event(NOON, DESK, Move.PHONED, State.WORKING) for _ in range(60))
    assert Move.PHONED in possible_moves(a_ticket(state=State.WORKING, events=calls), Actor.STAFF)
