"""Our own labelled sentences: the floors under which the understanding must not fall."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from nlp import QUEUES, Understander
from nlp.workshop.evaluate import Answer, answer_all, score
from nlp.workshop.examples import LABELLED, read_examples
from nlp.workshop.known import our_labelled

HERE = Path(__file__).parent
Scores = Mapping[str, Any]


@pytest.fixture(scope="module")
def answers(understander: Understander) -> list[Answer]:
    """What is understood of the messages the weights were learned from."""
    return answer_all(understander, read_examples(LABELLED))


@pytest.fixture(scope="module")
def learned(answers: list[Answer]) -> Scores:
    return score(answers)


@pytest.fixture(scope="module")
def danger(understander: Understander) -> Scores:
    """Every third message of those the wording of danger was learned from."""
    return score(answer_all(understander, read_examples(HERE / "danger.jsonl")[::3]))


@pytest.fixture(scope="module")
def unseen(understander: Understander) -> Scores:
    """Messages that nothing was ever learned from or tuned on."""
    return score(answer_all(understander, read_examples(HERE / "unseen.jsonl")))


@pytest.mark.parametrize("queue", QUEUES)
def test_every_queue_keeps_its_floor(learned: Scores, unseen: Scores, queue: str) -> None:
    assert learned["queues"][queue]["f1"] >= 0.94
    assert unseen["queues"][queue]["f1"] >= 0.90


def test_danger_is_heard_and_look_alikes_do_not_alarm(danger: Scores, unseen: Scores) -> None:
    assert danger["danger_recall"] >= 0.99
    assert danger["danger_false_alarms"] <= 0.02
    assert unseen["danger_recall"] >= 0.95
    assert unseen["danger_false_alarms"] <= 0.04


def test_what_is_said_with_confidence_is_right(learned: Scores, unseen: Scores) -> None:
    for scores in (learned, unseen):
        assert scores["confident_right"] >= 0.95
        assert scores["confident_share"] >= 0.7


def test_two_matters_in_one_message_are_heard_as_two(learned: Scores) -> None:
    assert learned["needs_exact"] >= 0.5
    assert learned["needs_false_splits"] <= 0.04


def test_the_answers_kept_for_who_edits_are_those_given(answers: list[Answer]) -> None:
    assert our_labelled().answers == [each.queue for each in answers], "run python -m nlp answers"
