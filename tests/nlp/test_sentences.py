"""Our own labelled sentences: the floor under which the understanding must not fall."""

from collections.abc import Mapping
from typing import Any

import pytest

from nlp import QUEUES, Understander
from nlp.workshop.evaluate import answer_all, score
from nlp.workshop.examples import LABELLED, read_examples


@pytest.fixture(scope="module")
def result(understander: Understander) -> Mapping[str, Any]:
    return score(answer_all(understander, read_examples(LABELLED)))


@pytest.mark.parametrize("queue", QUEUES)
def test_every_queue_keeps_its_floor(result: Mapping[str, Any], queue: str) -> None:
    assert result["queues"][queue]["f1"] >= 0.95


def test_danger_is_heard_and_look_alikes_do_not_alarm(result: Mapping[str, Any]) -> None:
    assert result["danger_recall"] >= 0.99
    assert result["danger_false_alarms"] <= 0.02


def test_what_is_said_with_confidence_is_right(result: Mapping[str, Any]) -> None:
    assert result["confident_right"] >= 0.95
    assert result["confident_share"] >= 0.6
