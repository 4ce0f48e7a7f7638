"""Candidates for edits, estimated without trying them out."""

from pathlib import Path

import pytest

from nlp import Understander
from nlp.edits import AddTerm, Reweigh, WeighWord
from nlp.workshop.candidates import Candidate, Proposer
from nlp.workshop.examples import Example
from nlp.workshop.readings import Reader

from ..lexicons import write_lexicon

ONE, MANY = frozenset({0}), frozenset({0, 1, 2})


def candidate(
    edit: AddTerm | WeighWord | Reweigh,
    *,
    repairs: frozenset[int] = ONE,
    breaks: frozenset[int] = frozenset(),
    sightings: int = 3,
    telling: float = 1.0,
) -> Candidate:
    return Candidate(edit, repairs | breaks, repairs, breaks, sightings, telling)


WORD = candidate(WeighWord("包裹", "volunteer", 1))


@pytest.mark.parametrize(
    "better",
    [
        candidate(WORD.edit, repairs=MANY),
        candidate(AddTerm("包裹", "errand")),
        candidate(WeighWord("包裹", "volunteer", 0.5)),
    ],
)
def test_more_repairs_families_and_small_weights_are_preferred(better: Candidate) -> None:
    assert better.value(MANY) > WORD.value(MANY)


@pytest.mark.parametrize(
    "worse",
    [
        candidate(WORD.edit, breaks=frozenset({9})),
        candidate(WORD.edit, sightings=1),
        candidate(WORD.edit, telling=0.7),
        candidate(Reweigh("errand", "volunteer", 1)),
    ],
)
def test_harm_and_weak_evidence_come_last(worse: Candidate) -> None:
    assert worse.value(MANY) < WORD.value(MANY)


def test_what_repairs_nothing_that_is_wanted_is_not_backed() -> None:
    assert WORD.is_backed(ONE)
    assert not WORD.is_backed(frozenset({7}))


def test_a_word_of_everyday_speech_is_not_backed() -> None:
    assert not candidate(WORD.edit, telling=0.6).is_backed(ONE)


def test_a_word_seen_once_may_not_weigh_much() -> None:
    assert not candidate(WeighWord("包裹", "volunteer", 2), sightings=1).is_backed(ONE)


def test_a_family_moved_for_one_message_may_break_none() -> None:
    family = Reweigh("errand", "volunteer", 1)
    assert candidate(family).is_backed(ONE)
    assert not candidate(family, breaks=frozenset({9})).is_backed(ONE)


def test_estimates_name_what_an_edit_repairs_and_breaks(tmp_path: Path) -> None:
    understander = Understander.load(write_lexicon(tmp_path))
    reader = Reader(understander)
    examples = [Example("取包裹", "volunteer"), Example("包裹", "other"), Example("灯", "repair")]
    readings = [reader.read(example) for example in examples]
    proposed = Proposer(understander.lexicon, readings).propose([0])
    [found] = [c for c in proposed if c.edit == WeighWord("包裹", "volunteer", 1.5)]
    assert (set(found.touched), set(found.repairs), set(found.breaks)) == ({0, 1}, {0}, {1})
    assert (found.sightings, found.telling) == (1, 0.5)
