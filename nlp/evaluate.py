"""Scores the understanding on labelled messages, so that an edit shows what it bought."""

import json
import statistics
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from .model import QUEUES
from .understand import Understander

WORST = 15


class ExampleError(ValueError):
    """A labelled file cannot be used; the message names the line and what is wrong."""


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled message; `alt` is a second queue a person would accept."""

    text: str
    queue: str
    alt: str | None = None
    danger: bool | None = None


@dataclass(frozen=True, slots=True)
class _Answer:
    example: Example
    queue: str
    confidence: float
    danger: bool
    seconds: float

    @property
    def credited(self) -> str:
        """The label to hold the answer against: `alt` counts as right."""
        return self.queue if self.queue == self.example.alt else self.example.queue


def read_examples(path: Path) -> list[Example]:
    """Read a .jsonl file of `text`, `queue`, `alt`, `danger`. Raises ExampleError with the line."""
    examples = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                examples.append(_example(json.loads(line)))
            except (ValueError, KeyError, TypeError) as error:
                raise ExampleError(f"{path.name}:{number}: {error}") from None
    if not examples:
        raise ExampleError(f"{path.name}: no labelled lines in it")
    return examples


def _example(fields: object) -> Example:
    if not isinstance(fields, dict):
        raise TypeError("expected an object like {\"text\": …, \"queue\": …}")
    text, queue, alt, danger = (fields.get(key) for key in ("text", "queue", "alt", "danger"))
    if not isinstance(text, str):
        raise TypeError("`text` is missing or not a string")
    if queue not in QUEUES or alt not in (None, *QUEUES):
        raise ValueError(f"`queue` and `alt` must be one of {', '.join(QUEUES)}")
    if danger not in (None, True, False):
        raise TypeError("`danger` must be true or false")
    return Example(text, queue, alt, danger)


def score(understander: Understander, examples: Iterable[Example]) -> dict[str, object]:
    """Answer every example and return the numbers of the eval contract."""
    answers = [_answer(understander, example) for example in examples]
    credited = [(answer.credited, answer.queue) for answer in answers]
    strict = [(answer.example.queue, answer.queue) for answer in answers]
    return {
        "messages": len(answers),
        "accuracy": _accuracy(credited),
        "macro_f1": macro_f1(credited),
        "accuracy_strict": _accuracy(strict),
        "macro_f1_strict": macro_f1(strict),
        "queues": {queue: _queue_scores(credited, queue) for queue in QUEUES},
        "confusion": {g: {a: credited.count((g, a)) for a in QUEUES} for g in QUEUES},
        "calibration": _calibration(answers),
        "microseconds_per_message": round(statistics.median(a.seconds for a in answers) * 1e6, 1),
        **_danger_scores(answers),
        "worst": _worst(answers),
    }


def _answer(understander: Understander, example: Example) -> _Answer:
    started = time.perf_counter()
    understanding = understander.understand(example.text)
    seconds = time.perf_counter() - started
    danger = understanding.danger is not None
    return _Answer(example, understanding.queue, understanding.confidence, danger, seconds)


def _accuracy(pairs: Sequence[tuple[str, str]]) -> float:
    return round(sum(gold == answer for gold, answer in pairs) / len(pairs), 4)


def _queue_scores(pairs: Sequence[tuple[str, str]], queue: str) -> dict[str, float]:
    right = sum(gold == answer == queue for gold, answer in pairs)
    said = sum(answer == queue for _, answer in pairs)
    meant = sum(gold == queue for gold, _ in pairs)
    return {
        "precision": round(right / said, 4) if said else 0.0,
        "recall": round(right / meant, 4) if meant else 0.0,
        "f1": round(2 * right / (said + meant), 4) if said + meant else 0.0,
    }


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """The mean F1 of the queues that occur, over (gold, answer) pairs."""
    present = [queue for queue in QUEUES if any(gold == queue for gold, _ in pairs)]
    return round(statistics.mean(_queue_scores(pairs, queue)["f1"] for queue in present), 4)


def _calibration(answers: Sequence[_Answer]) -> list[dict[str, float]]:
    rows = []
    for low in (0.0, 0.5, 0.6, 0.7, 0.8, 0.9):
        high = low + 0.1 if low else 0.5
        inside = [a for a in answers if low <= a.confidence < high or (high > 0.95 and a.confidence >= low)]
        if inside:
            right = sum(answer.queue == answer.credited for answer in inside)
            rows.append({"from": low, "messages": len(inside), "right": round(right / len(inside), 3)})
    return rows


def _danger_scores(answers: Sequence[_Answer]) -> dict[str, float]:
    real = [answer.danger for answer in answers if answer.example.danger is True]
    look_alikes = [answer.danger for answer in answers if answer.example.danger is False]
    scores = {}
    if real:
        scores["danger_recall"] = round(statistics.mean(real), 4)
    if look_alikes:
        scores["danger_false_alarms"] = round(statistics.mean(look_alikes), 4)
    return scores


def _worst(answers: Sequence[_Answer]) -> list[dict[str, object]]:
    wrong = [answer for answer in answers if answer.queue != answer.credited]
    wrong.sort(key=lambda answer: -answer.confidence)
    return [
        {"text": a.example.text, "queue": a.example.queue, "answer": a.queue, "confidence": a.confidence}
        for a in wrong[:WORST]
    ]


def report(result: dict[str, object]) -> str:
    """The numbers as a table a person can read."""
    return json.dumps(result, ensure_ascii=False, indent=1)
