"""Scores the understanding on labelled messages, so that an edit shows what it bought."""

import json
import statistics
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .model import QUEUES
from .understand import Understander

_WORST = 15  # errors shown, the most confident first
_STEPS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9)  # where the rows of the calibration table start

Pair = tuple[str, str]  # the gold queue and the answer


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
class Answer:
    """What was understood of an example, and how long that took."""

    example: Example
    queue: str
    confidence: float
    danger: bool
    seconds: float

    @property
    def credited(self) -> Pair:
        """Gold and answer, where an answer equal to `alt` counts as the gold."""
        return credited(self.example, self.queue)


def credited(example: Example, answer: str) -> Pair:
    """The pair of gold and answer with `alt` accepted."""
    return (answer if answer == example.alt else example.queue, answer)


def read_examples(path: Path) -> list[Example]:
    """Read a .jsonl file of `text`, `queue`, `alt`, `danger`. Raises ExampleError with the line."""
    examples = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise ExampleError(f"{path.name}: not UTF-8 text ({error.reason})") from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                examples.append(_example(json.loads(line)))
            except (ValueError, TypeError) as error:
                raise ExampleError(f"{path.name}:{number}: {error}") from None
    if not examples:
        raise ExampleError(f"{path.name}: no labelled lines in it")
    return examples


def _example(fields: object) -> Example:
    if not isinstance(fields, dict):
        raise TypeError('expected an object like {"text": …, "queue": …}')
    text, queue, alt, danger = (fields.get(key) for key in ("text", "queue", "alt", "danger"))
    if not isinstance(text, str):
        raise TypeError("`text` is missing or not a string")
    if queue not in QUEUES:
        raise ValueError(f"`queue` is {queue!r}; it must be one of {', '.join(QUEUES)}")
    if alt not in (None, *QUEUES):
        raise ValueError(f"`alt` is {alt!r}; it must be null or one of {', '.join(QUEUES)}")
    if not (danger is None or isinstance(danger, bool)):
        raise TypeError("`danger` must be true or false")
    return Example(text, queue, alt, danger)


def score(understander: Understander, examples: Iterable[Example]) -> dict[str, object]:
    """Answer every example and return the numbers of the eval contract."""
    answers = [_answer(understander, example) for example in examples]
    pairs = [answer.credited for answer in answers]
    strict = [(answer.example.queue, answer.queue) for answer in answers]
    return {
        "messages": len(answers),
        "accuracy": _accuracy(pairs),
        "macro_f1": macro_f1(pairs),
        "accuracy_strict": _accuracy(strict),
        "macro_f1_strict": macro_f1(strict),
        "queues": {queue: _queue_scores(pairs, queue) for queue in QUEUES},
        "confusion": {gold: {a: pairs.count((gold, a)) for a in QUEUES} for gold in QUEUES},
        "calibration": _calibration(answers),
        "microseconds_per_message": round(statistics.median(a.seconds for a in answers) * 1e6, 1),
        **_danger_scores(answers),
        "worst": _worst(answers),
    }


def _answer(understander: Understander, example: Example) -> Answer:
    started = time.perf_counter()
    understood = understander.understand(example.text)
    seconds = time.perf_counter() - started
    danger = understood.danger is not None
    return Answer(example, understood.queue, understood.confidence, danger, seconds)


def macro_f1(pairs: Sequence[Pair]) -> float:
    """The mean F1 of the queues that occur as gold."""
    present = [queue for queue in QUEUES if any(gold == queue for gold, _ in pairs)]
    return round(statistics.mean(_queue_scores(pairs, queue)["f1"] for queue in present), 4)


def _accuracy(pairs: Sequence[Pair]) -> float:
    return round(sum(gold == answer for gold, answer in pairs) / len(pairs), 4)


def _queue_scores(pairs: Sequence[Pair], queue: str) -> dict[str, float]:
    right = sum(gold == answer == queue for gold, answer in pairs)
    said = sum(answer == queue for _, answer in pairs)
    meant = sum(gold == queue for gold, _ in pairs)
    return {
        "precision": round(right / max(said, 1), 4),
        "recall": round(right / max(meant, 1), 4),
        "f1": round(2 * right / max(said + meant, 1), 4),
    }


def _calibration(answers: Sequence[Answer]) -> list[dict[str, float]]:
    """How often answers of about the same confidence are right."""
    rows = []
    for low, high in zip(_STEPS, (*_STEPS[1:], 1.01), strict=True):
        inside = [a for a in answers if low <= a.confidence < high]
        right = sum(gold == answer for gold, answer in (a.credited for a in inside))
        if inside:
            share = round(right / len(inside), 3)
            rows.append({"from": low, "messages": len(inside), "right": share})
    return rows


def _danger_scores(answers: Sequence[Answer]) -> dict[str, float]:
    real = [answer.danger for answer in answers if answer.example.danger is True]
    look_alike = [answer.danger for answer in answers if answer.example.danger is False]
    scores = {"danger_recall": real, "danger_false_alarms": look_alike}
    return {name: round(statistics.mean(said), 4) for name, said in scores.items() if said}


def _worst(answers: Sequence[Answer]) -> list[dict[str, object]]:
    wrong = [answer for answer in answers if answer.credited[0] != answer.queue]
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


def report(result: Mapping[str, object]) -> str:
    """The numbers as tables a person can read."""
    plain = [f"{key:26}{value}" for key, value in result.items() if isinstance(value, int | float)]
    return "\n\n".join(
        [
            "\n".join(plain),
            _table("queue", result["queues"]),
            _table("gold \\ answer", result["confusion"]),
            "\n".join(str(row) for row in _rows(result["calibration"])),
            "\n".join(_error(row) for row in _rows(result["worst"])),
        ]
    )


def _table(corner: str, rows: object) -> str:
    if not isinstance(rows, dict):
        return ""
    columns = next(iter(rows.values()))
    lines = [f"{corner:14}" + "".join(f"{column:>11}" for column in columns)]
    for name, row in rows.items():
        lines.append(f"{name:14}" + "".join(f"{value:>11}" for value in row.values()))
    return "\n".join(lines)


def _rows(value: object) -> list[dict[str, object]]:
    return list(value) if isinstance(value, list) else []


def _error(row: Mapping[str, object]) -> str:
    text = str(row["text"]).replace("\n", " ")[:60]
    return f"{row['queue']} → {row['answer']} ({row['confidence']}): {text}"
