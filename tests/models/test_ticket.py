"""The life of a ticket: whatever anybody tries, it stays a ticket somebody can rely on."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from models.notice import NoticeState
from models.ticket import (
    HELD,
    LIVE,
    RULES,
    UNHELD,
    Actor,
    Attachment,
    Audience,
    Holder,
    IllegalMoveError,
    Move,
    NoteMissingError,
    State,
    Step,
    Ticket,
    apply,
    find_rule,
    possible_moves,
)
from tests.models.samples import (
    ASKER,
    CHEN,
    CLOCK,
    DESK,
    ZHANG,
    a_step,
    a_ticket,
    by_asker,
    fall_back,
    finish,
    give_back,
    grab,
    offer,
)
from tests.support.house import NOON

LATER = NOON + timedelta(minutes=5)


def after(*steps: Step) -> Ticket:
    """A new ticket after these steps."""
    ticket = a_ticket()
    for step in steps:
        ticket = apply(ticket, step)
    return ticket


def outcome(ticket: Ticket, step: Step) -> Ticket | IllegalMoveError | NoteMissingError:
    """What comes of a step: the ticket after it, or its refusal."""
    try:
        return apply(ticket, step)
    except (IllegalMoveError, NoteMissingError) as error:
        return error


def told(ticket: Ticket) -> list[tuple[str, str]]:
    """Who was told what by the latest step."""
    latest = len(ticket.events) - 1
    return [(each.to, each.kind) for each in ticket.notices if each.event == latest]


TAKEN = (offer(ZHANG), grab(ZHANG))
DONE = (*TAKEN, finish(ZHANG))


@st.composite
def steps(draw: st.DrawFn) -> Step:
    """Anything anybody could try, sensible or not."""
    move, by = draw(st.sampled_from(Move)), draw(st.sampled_from([ASKER, ZHANG, CHEN, DESK]))
    people = st.lists(st.sampled_from([ASKER, ZHANG, CHEN, DESK]), max_size=3)
    photo = Attachment("media", "photo", NOON)
    return a_step(
        move,
        draw(st.sampled_from(Actor)),
        by,
        at=NOON + timedelta(seconds=draw(st.integers(0, 3600))),
        key=draw(st.none() | st.sampled_from(["k1", "k2"])),
        note=draw(st.none() | st.just("好了")),
        attachments=draw(st.sampled_from([(), (photo,)])),
        tell={Audience.FITTING: draw(people), Audience.DESK: draw(people)},
        changes={"holder": Holder(by, by)} if move is Move.GRAB else {},
    )


class TicketLife(RuleBasedStateMachine):
    """People try everything; what is refused changes nothing, what is done is written down."""

    def __init__(self) -> None:
        super().__init__()
        self.ticket = a_ticket()

    @rule(step=steps())
    def somebody_tries(self, step: Step) -> None:
        """A step succeeds exactly when the table says so."""
        before, shown = self.ticket, repr(self.ticket)
        is_holder = step.actor is not Actor.HOLDER or before.is_held_by(step.by)
        is_possible = step.move in possible_moves(before, step.actor) and is_holder
        has_note = bool(step.note or step.attachments) or step.move is not Move.FINISH
        result = outcome(before, step)
        if isinstance(result, IllegalMoveError):
            assert not is_possible
            assert result.ticket is before
            assert step.move not in result.possible
        elif isinstance(result, NoteMissingError):
            assert is_possible
            assert not has_note
        else:
            assert is_possible
            assert has_note
            self.ticket = result
            self._wrote_down(before, step)
        assert repr(before) == shown

    def _wrote_down(self, before: Ticket, step: Step) -> None:
        ticket = self.ticket
        event = ticket.events[-1]
        assert ticket.version == before.version + 1
        assert ticket.events[:-1] == before.events
        assert ticket.notices[: len(before.notices)] == before.notices
        assert (event.move, event.by, event.at) == (step.move, step.by, step.at)
        new = ticket.notices[len(before.notices) :]
        assert step.by not in [each.to for each in new if each.kind != "attachment"]

    @invariant()
    def the_timeline_leads_to_the_state(self) -> None:
        """The last line of the timeline says where the ticket is."""
        assert self.ticket.events[-1].to is self.ticket.state
        assert self.ticket.version == len(self.ticket.events)

    @invariant()
    def somebody_has_it_or_it_is_looked_after(self) -> None:
        """A taken ticket has its holder; a free one has none; only a free one climbs."""
        ticket = self.ticket
        assert ticket.state not in HELD or ticket.holder
        assert ticket.state not in UNHELD or ticket.holder is None
        assert ticket.state in UNHELD or ticket.climb_at is None

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
TestTicketLife.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)


def reachable() -> Iterable[Ticket]:
    """One ticket for each state that moves can lead to."""
    found = {State.OPEN: a_ticket()}
    waiting = [a_ticket()]
    while waiting:
        ticket = waiting.pop()
        for each in RULES:
            if ticket.state in each.sources:
                following = apply(ticket, _step_of(each.move, min(each.actors), ticket))
                if following.state not in found:
                    found[following.state] = following
                    waiting.append(following)
    return found.values()


def _step_of(move: Move, actor: Actor, ticket: Ticket) -> Step:
    by = ticket.holder.id if actor is Actor.HOLDER and ticket.holder else ZHANG
    changes = {"holder": Holder(by, by)} if move is Move.GRAB else {}
    return a_step(move, actor, by, note="好了", changes=changes)


def test_every_rule_of_the_table_can_come_to_pass() -> None:
    states = {ticket.state for ticket in reachable()}
    assert [each.move for each in RULES if not each.sources & states] == []


def test_every_live_state_has_a_way_on_for_somebody_other_than_the_asker() -> None:
    for state in {ticket.state for ticket in reachable()} & LIVE:
        others = {actor for each in RULES if state in each.sources for actor in each.actors}
        assert others - {Actor.ASKER}, state


@pytest.mark.parametrize("actor", Actor)
def test_what_is_possible_is_exactly_what_succeeds(actor: Actor) -> None:
    for ticket in reachable():
        results = {move: outcome(ticket, _step_of(move, actor, ticket)) for move in Move}
        succeeded = {move for move, result in results.items() if isinstance(result, Ticket)}
        refusals = [each for each in results.values() if isinstance(each, IllegalMoveError)]
        assert succeeded == possible_moves(ticket, actor)
        assert all(each.possible == succeeded for each in refusals)


def test_nobody_makes_the_same_move_by_two_rules() -> None:
    keys = [
        (each.move, actor, state)
        for each in RULES
        for actor in each.actors
        for state in each.sources
    ]
    assert len(keys) == len(set(keys))


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


@pytest.mark.parametrize(
    ("steps_made", "expected"),
    [
        ((offer(ZHANG, CHEN),), [(ZHANG, "task"), (CHEN, "task")]),
        ((fall_back(DESK),), [(DESK, "desk")]),
        (TAKEN, [(ASKER, "taken")]),
        ((*TAKEN, give_back(ZHANG)), [(ASKER, "given_back")]),
        (DONE, [(ASKER, "done")]),
        ((*DONE, by_asker(Move.RATE)), [(ZHANG, "rated")]),
        ((*DONE, by_asker(Move.NOT_FIXED)), [(ZHANG, "not_fixed")]),
        ((*TAKEN, by_asker(Move.CANCEL)), [(ZHANG, "cancelled")]),
        ((*TAKEN, by_asker(Move.ADD, note="四楼也不亮")), [(ZHANG, "added")]),
        ((*TAKEN, by_asker(Move.URGE)), [(ZHANG, "urged")]),
        ((by_asker(Move.URGE, tell={Audience.DESK: [DESK]}),), [(DESK, "urged")]),
        ((by_asker(Move.CANCEL),), []),
    ],
)
def test_each_move_tells_whom_it_concerns(
    steps_made: tuple[Step, ...], expected: list[tuple[str, str]]
) -> None:
    assert told(after(*steps_made)) == expected


def test_nobody_is_told_what_they_did_themselves() -> None:
    neighbour = a_ticket(asker=ZHANG, state=State.OFFERED)
    assert told(apply(neighbour, grab(ZHANG))) == []


def test_nobody_is_told_the_same_thing_twice() -> None:
    both = by_asker(Move.URGE, tell={Audience.DESK: [ZHANG, ZHANG, DESK]})
    assert told(after(*TAKEN, both)) == [(ZHANG, "urged"), (DESK, "urged")]


def test_only_the_one_who_has_it_can_finish_it_or_give_it_back() -> None:
    for step in (finish(CHEN), give_back(CHEN)):
        with pytest.raises(IllegalMoveError):
            apply(after(*TAKEN), step)


def test_finishing_needs_a_word_or_a_photo() -> None:
    with pytest.raises(NoteMissingError):
        apply(after(*TAKEN), finish(ZHANG, note=None))
    photo = (Attachment("media", "photo", NOON),)
    assert after(*TAKEN, finish(ZHANG, note=None, attachments=photo)).state is State.DONE


def test_a_refusal_says_what_stands_and_what_is_possible() -> None:
    with pytest.raises(IllegalMoveError, match="not possible while taken") as refused:
        apply(after(*TAKEN), grab(CHEN))
    assert refused.value.ticket.is_held_by(ZHANG)
    assert refused.value.possible == frozenset()
    with pytest.raises(IllegalMoveError) as refused:
        apply(after(*DONE), by_asker(Move.CANCEL))
    assert refused.value.possible == {Move.RATE, Move.NOT_FIXED}


@pytest.mark.parametrize(
    "steps_made",
    [(*TAKEN, give_back(ZHANG)), (*DONE, by_asker(Move.NOT_FIXED)), (by_asker(Move.REROUTE),)],
)
def test_whoever_is_needed_anew_is_looked_for_from_the_lowest_rung_at_once(
    steps_made: tuple[Step, ...],
) -> None:
    *before, last = steps_made
    ticket = apply(replace(after(*before), rung=2), replace(last, at=LATER))
    assert (ticket.holder, ticket.rung, ticket.climb_at) == (None, -1, LATER)


@pytest.mark.parametrize("step", [grab(ZHANG), by_asker(Move.CANCEL)])
def test_a_ticket_that_nobody_has_to_be_found_for_stops_climbing(step: Step) -> None:
    offered = replace(after(offer(ZHANG)), climb_at=LATER)
    assert apply(offered, step).climb_at is None


def test_a_ticket_is_never_taken_by_nobody() -> None:
    nobody = a_step(Move.GRAB, Actor.VOLUNTEER, ZHANG)
    with pytest.raises(ValueError, match="needs its holder"):
        apply(after(offer(ZHANG)), nobody)


def test_a_step_cannot_write_what_the_table_decides() -> None:
    forged = by_asker(Move.ADD, changes={"state": State.CLOSED})
    with pytest.raises(TypeError):
        apply(a_ticket(), forged)


def test_a_message_is_known_by_its_key_and_the_move_it_made() -> None:
    ticket = after(by_asker(Move.ADD, key="m1"))
    assert ticket.heard("m1")
    assert ticket.heard("m1", Move.ADD)
    assert not ticket.heard("m1", Move.URGE)
    assert not ticket.heard("m2")


def test_the_earliest_debt_decides_when_the_ticket_is_looked_at() -> None:
    ticket = after(replace(offer(ZHANG), at=LATER), replace(by_asker(Move.ADD), at=LATER))
    assert ticket.owed_at == LATER
    assert apply(ticket, grab(ZHANG)).owed_at == NOON


def test_the_rule_of_a_move_depends_on_who_makes_it() -> None:
    assert find_rule(a_ticket(), Move.GRAB, Actor.STAFF).target is State.TAKEN
    with pytest.raises(IllegalMoveError):
        find_rule(a_ticket(), Move.GRAB, Actor.VOLUNTEER)


def test_a_ticket_lies_in_the_lowest_area_of_its_path() -> None:
    assert a_ticket().area is None
    assert a_ticket(area_path=("city", "grid")).area == "grid"


def test_the_clock_itself_is_never_told() -> None:
    assert CLOCK not in [person for person, _ in told(after(offer(ZHANG, CLOCK)))]


def test_photos_reach_who_takes_it_and_the_result_reaches_the_asker() -> None:
    photo, clip = (Attachment(name, kind, NOON) for name, kind in (("P", "photo"), ("V", "video")))
    ticket = a_ticket(state=State.OFFERED, attachments=(photo, clip))
    holder = Holder("helper", "张师傅")
    changes = {"holder": holder}
    taken = apply(ticket, Step(Move.GRAB, Actor.VOLUNTEER, "helper", NOON, changes=changes))
    assert [(n.to, n.media_id) for n in taken.notices if n.kind == "attachment"] == [
        ("helper", "P")
    ]
    result = (Attachment("R", "photo", NOON),)
    done = apply(taken, Step(Move.FINISH, Actor.HOLDER, "helper", NOON, attachments=result))
    assert (done.notices[-1].to, done.notices[-1].media_id) == (ticket.asker, "R")
