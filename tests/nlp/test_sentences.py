"""Our own labelled sentences: the floor under which the understanding must not fall."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from nlp import QUEUES, Understander
from nlp.evaluate import read_examples, score

SENTENCES = Path(__file__).parent / "sentences.jsonl"


@pytest.fixture(scope="module")
def result(understander: Understander) -> Mapping[str, Any]:
    return score(understander, read_examples(SENTENCES))


@pytest.mark.parametrize("queue", QUEUES)
def test_every_queue_keeps_its_floor(result: Mapping[str, Any], queue: str) -> None:
    assert result["queues"][queue]["f1"] >= 0.95


def test_danger_is_heard_and_look_alikes_do_not_alarm(result: Mapping[str, Any]) -> None:
    assert result["danger_recall"] >= 0.99
    assert result["danger_false_alarms"] <= 0.02


def test_what_is_said_with_confidence_is_right(result: Mapping[str, Any]) -> None:
    confident = [row for row in result["calibration"] if row["from"] >= 0.8]
    messages = sum(row["messages"] for row in confident)
    right = sum(row["messages"] * row["right"] for row in confident)
    assert right / messages >= 0.95
