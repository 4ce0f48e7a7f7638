"""Trying edits out on labelled messages: only what they can reach is asked again."""

import pytest

from nlp import Understander
from nlp.edits import AddTerm, Edit, NewFamily, RemoveTerm, Reweigh, WeighWord
from nlp.workshop.examples import LABELLED, read_examples
from nlp.workshop.remarks import remarks
from nlp.workshop.trial import Trial, effect, trial_of


@pytest.fixture(scope="module")
def trial(understander: Understander) -> Trial:
    return trial_of(understander, read_examples(LABELLED)[::25])


@pytest.mark.parametrize(
    "edits",
    [
        [AddTerm("楼梯", "leak")],
        [RemoveTerm("漏水", "leak")],
        [Reweigh("leak", "repair", -3.0)],
        [WeighWord("老人", "benefits", 3.0)],
        [NewFamily("office_1", "other", 4.0, "社区 小区 请问")],
        [AddTerm("低宝", "allowance"), WeighWord("补贴", "other", 5.0)],
    ],
    ids=str,
)
def test_asking_again_only_where_it_matters_gives_the_answers_of_asking_all(
    trial: Trial, edits: list[Edit]
) -> None:
    after, misfits = trial.after(edits)
    assert misfits == ()
    assert after.answers == [after.understander.understand(e.text).queue for e in trial.examples]


def test_the_effect_names_what_turned_and_both_scores(trial: Trial) -> None:
    after, _ = trial.after([Reweigh("leak", "repair", -6.0)])
    found = effect(trial, after)
    assert {each.kind for each in found.turned} >= {"broken"}
    assert found.after.accuracy < found.before.accuracy
    assert found.after.queues["repair"] < found.before.queues["repair"]


def test_without_edits_nothing_is_asked(trial: Trial) -> None:
    after, _ = trial.after([])
    assert after is trial
    assert effect(trial, after).turned == ()


def test_a_word_that_can_never_be_heard_is_remarked(understander: Understander) -> None:
    told = remarks(understander, [AddTerm("ＡＢＣ", "leak"), WeighWord("水", "repair", 1)])
    assert any("变成" in each for each in told)
    assert any("一个字" in each for each in told)
