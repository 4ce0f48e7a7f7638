"""Scores the understanding on labelled messages, so that an edit shows what it bought."""

import math
import statistics
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..model import QUEUES
from ..understand import Understander
from .examples import Example, Pair, credited

_WORST = 30  # errors listed, the most confident first
_STEPS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9)  # where the rows of the calibration table start
_CONFIDENT = 0.8


@dataclass(frozen=True, slots=True)
class Answer:
    """What was understood of an example, and how long that took."""

    example: Example
    queue: str
    confidence: float
    danger: bool
    needs: tuple[str, ...]
    seconds: float

    @property
    def credited(self) -> Pair:
        """Gold and answer, where an answer equal to `alt` counts as the gold."""
        return credited(self.example, self.queue)

    @property
    def right(self) -> bool:
        """Whether the queue is the gold or its `alt`."""
        gold, answer = self.credited
        return gold == answer


def answer_all(understander: Understander, examples: Iterable[Example]) -> list[Answer]:
    """Understand every example, one after the other."""
    return [_answer(understander, example) for example in examples]


def score(answers: Sequence[Answer]) -> dict[str, object]:
    """The numbers of the eval contract, and what helps to find out where they come from.

    `needs_exact`: share of the messages with labelled needs whose queues come out as given, in
    any order; `needs_false_splits`: share of all others that came out as several needs.
    """
    pairs = [answer.credited for answer in answers]
    strict = [(answer.example.queue, answer.queue) for answer in answers]
    return {
        "messages": len(answers),
        "accuracy": _accuracy(pairs),
        "macro_f1": macro_f1(pairs),
        "accuracy_strict": _accuracy(strict),
        "macro_f1_strict": macro_f1(strict),
        **_confident_scores(answers),
        **_danger_scores(answers),
        **_needs_scores(answers),
        **_speed([answer.seconds * 1e6 for answer in answers]),
        "queues": {queue: queue_scores(pairs, queue) for queue in QUEUES},
        "confusion": {gold: {a: pairs.count((gold, a)) for a in QUEUES} for gold in QUEUES},
        "reasons": _reasons(answers),
        "calibration": _calibration(answers),
        "worst": _worst(answers),
    }


def _answer(understander: Understander, example: Example) -> Answer:
    started = time.perf_counter()
    understood = understander.understand(example.text)
    seconds = time.perf_counter() - started
    needs = tuple(need.queue for need in understood.needs)
    danger = understood.danger is not None
    return Answer(example, understood.queue, understood.confidence, danger, needs, seconds)


def macro_f1(pairs: Sequence[Pair]) -> float:
    """The mean F1 of the queues that occur as gold."""
    present = [queue for queue in QUEUES if any(gold == queue for gold, _ in pairs)]
    return round(statistics.mean(queue_scores(pairs, queue)["f1"] for queue in present), 4)


def _accuracy(pairs: Sequence[Pair]) -> float:
    return _share([gold == answer for gold, answer in pairs])


def _share(flags: Sequence[bool]) -> float:
    return round(sum(flags) / len(flags), 4)


def queue_scores(pairs: Sequence[Pair], queue: str) -> dict[str, float]:
    """Precision, recall and F1 of one queue."""
    right = sum(gold == answer == queue for gold, answer in pairs)
    said = sum(answer == queue for _, answer in pairs)
    meant = sum(gold == queue for gold, _ in pairs)
    return {
        "precision": round(right / max(said, 1), 4),
        "recall": round(right / max(meant, 1), 4),
        "f1": round(2 * right / max(said + meant, 1), 4),
    }


def _confident_scores(answers: Sequence[Answer]) -> dict[str, float]:
    """How many answers are confident, and how many of those are right."""
    right = [answer.right for answer in answers if answer.confidence >= _CONFIDENT]
    covered = {"confident_share": round(len(right) / len(answers), 4)}
    return covered | ({"confident_right": _share(right)} if right else {})


def _danger_scores(answers: Sequence[Answer]) -> dict[str, float]:
    real = [answer.danger for answer in answers if answer.example.danger is True]
    look_alike = [answer.danger for answer in answers if answer.example.danger is False]
    scores = {"danger_recall": real, "danger_false_alarms": look_alike}
    return {name: _share(said) for name, said in scores.items() if said}


def _needs_scores(answers: Sequence[Answer]) -> dict[str, float]:
    exact = [
        sorted(answer.needs) == sorted(answer.example.needs)
        for answer in answers
        if answer.example.needs is not None
    ]
    split = [len(answer.needs) > 1 for answer in answers if answer.example.needs is None]
    scores = {"needs_exact": exact, "needs_false_splits": split}
    return {name: _share(flags) for name, flags in scores.items() if flags}


def _speed(microseconds: Sequence[float]) -> dict[str, float]:
    ranked = sorted(microseconds)
    return {
        "microseconds_per_message": round(statistics.median(ranked), 1),
        "microseconds_p95": round(ranked[math.ceil(0.95 * len(ranked)) - 1], 1),
        "microseconds_max": round(ranked[-1], 1),
    }


def _reasons(answers: Sequence[Answer]) -> dict[str, dict[str, float]]:
    """How well each kind of hard message is answered."""
    by_reason: dict[str, list[bool]] = defaultdict(list)
    for answer in answers:
        if answer.example.reason:
            by_reason[answer.example.reason].append(answer.right)
    return {
        reason: {"messages": len(right), "accuracy": _share(right)}
        for reason, right in sorted(by_reason.items())
    }


def _calibration(answers: Sequence[Answer]) -> list[dict[str, float]]:
    """How often answers of about the same confidence are right."""
    rows = []
    for low, high in zip(_STEPS, (*_STEPS[1:], 1.01), strict=True):
        right = [answer.right for answer in answers if low <= answer.confidence < high]
        if right:
            rows.append({"from": low, "messages": len(right), "right": _share(right)})
    return rows


def _worst(answers: Sequence[Answer]) -> list[dict[str, object]]:
    wrong = [answer for answer in answers if not answer.right]
    wrong.sort(key=lambda answer: -answer.confidence)
    return [
        {
            "text": answer.example.text,
            "queue": answer.example.queue,
            "answer": answer.queue,
            "confidence": answer.confidence,
        }
        for answer in wrong[:_WORST]
    ]
