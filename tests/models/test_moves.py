"""The table of moves as data: no row is dead, ambiguous or silent, and nobody is ever stuck."""

from itertools import product

import pytest

from bot.phrases import load_phrases
from models.moves import (
    AWAY,
    CLIMBS,
    FINISHED,
    HELD,
    LIVE,
    RESTARTS,
    RUNNING,
    UNHELD,
    Actor,
    Move,
    Need,
    Rule,
    State,
)
from models.rules import RULES

PHRASES = set(load_phrases().names())
KINDS = sorted({kind for rule in RULES for kind in rule.tells.values()})
OTHERS = frozenset(Actor) - {Actor.ASKER, Actor.FOLLOWER, Actor.FAMILY}
NAMES = [f"{rule.move}-{'-'.join(sorted(rule.actors))}" for rule in RULES]


def targets(rule: Rule, source: State) -> frozenset[State]:
    """Where a rule can lead from a state; only the ticket knows to where it is resumed."""
    if rule.move is Move.RESUME:
        return RUNNING
    return frozenset({rule.target or source})


def reachable(start: State) -> set[State]:
    """All the states that moves lead to from this one."""
    found, new = set[State](), {start}
    while new:
        found |= new
        ways = [(rule, source) for rule, source in product(RULES, new) if source in rule.sources]
        new = {target for rule, source in ways for target in targets(rule, source)} - found
    return found


def test_every_state_can_be_reached_from_filing() -> None:
    assert reachable(State.OPEN) == set(State)


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_every_rule_can_come_to_pass(rule: Rule) -> None:
    assert rule.actors
    assert rule.sources & reachable(State.OPEN)


@pytest.mark.parametrize("move", sorted(set(Move) - {Move.FILE}))
def test_every_move_but_filing_has_a_rule(move: Move) -> None:
    assert [rule for rule in RULES if rule.move is move]


def test_filing_is_no_move_of_a_ticket_that_stands() -> None:
    assert Move.FILE not in {rule.move for rule in RULES}


def test_nobody_makes_the_same_move_by_two_rules() -> None:
    keys = [
        (rule.move, actor, state)
        for rule in RULES
        for actor, state in product(rule.actors, rule.sources)
    ]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("state", sorted(LIVE))
def test_every_live_state_has_a_way_on_that_is_not_the_askers(state: State) -> None:
    ways = {
        target
        for rule in RULES
        if state in rule.sources and rule.actors & OTHERS
        for target in targets(rule, state)
    }
    assert ways - {state}


@pytest.mark.parametrize("state", sorted(LIVE))
def test_from_every_live_state_the_result_can_be_reached(state: State) -> None:
    assert State.DONE in reachable(state)


def test_what_is_over_is_left_only_by_saying_that_it_was_not() -> None:
    for rule, source in product(RULES, set(State) - LIVE):
        if source in rule.sources and targets(rule, source) != {source}:
            expected = {State.DONE: FINISHED | {State.REOPENED}, State.CLOSED: {State.REOPENED}}
            assert targets(rule, source) <= expected[source], rule.move


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_people_are_told_has_words_for_the_chat_and_for_the_lock_screen(
    kind: str,
) -> None:
    assert {f"notice.{kind}", f"template.{kind}"} <= PHRASES


@pytest.mark.parametrize("state", State)
def test_every_state_has_words(state: State) -> None:
    assert f"state.{state}" in PHRASES


def test_every_state_belongs_to_one_kind() -> None:
    kinds = [UNHELD, HELD, AWAY, {State.PAUSED}, FINISHED, {State.MERGED, State.CANCELLED}]
    assert sorted(state for kind in kinds for state in kind) == sorted(State)


def test_a_search_begins_only_where_nobody_has_it_afterwards() -> None:
    for rule in RULES:
        if rule.move in RESTARTS | CLIMBS:
            assert rule.target in UNHELD, rule.move


def test_who_takes_something_away_or_says_no_gives_a_reason() -> None:
    reasoned = (Move.REFUSE, Move.VETO, Move.ESCALATE, Move.PAUSE, Move.EXTEND, Move.REVEAL)
    for move in (*reasoned, Move.NOTE, Move.ANSWER, Move.HEAR):
        assert {rule.needs for rule in RULES if rule.move is move} == {Need.REASON}
    assert {rule.needs for rule in RULES if rule.move is Move.RETURN} == {Need.RULE}
    assert {rule.needs for rule in RULES if rule.move is Move.FINISH} == {Need.RESULT}


def test_what_changes_nothing_can_be_repeated_by_people_only_so_often() -> None:
    """So that nobody can fill a timeline, or press people, without end."""
    people = set(Actor) - {Actor.CLOCK}
    endless = {
        rule.move
        for rule in RULES
        if rule.target is None and rule.most is None and rule.actors & people
    }
    # More time is given as often as the queue allows; the others end what came before them.
    assert endless == {Move.EXTEND, Move.RESUME, Move.WITHDRAW}


def test_the_contact_is_shown_only_with_a_task_or_for_a_stated_purpose() -> None:
    showing = {rule.move for rule in RULES if rule.reveals}
    assert showing == {Move.GRAB, Move.ACCEPT, Move.REVEAL, Move.CONFIRM_ALARM}


def test_a_note_tells_nobody_changes_nothing_and_can_always_be_written() -> None:
    (rule,) = (each for each in RULES if each.move is Move.NOTE)
    assert rule.actors == {Actor.STAFF}
    assert rule.sources == set(State)
    assert rule.target is None
    assert not rule.tells
    assert not rule.reveals
    assert rule.record is None
