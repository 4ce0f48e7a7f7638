"""Reads labelled messages: what scoring, learning and comparing all measure against."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from ..model import QUEUES

T = TypeVar("T")
Fields = dict[str, object]
Pair = tuple[str, str]  # the gold queue and the answer

LABELLED = Path(__file__).parents[1] / "labelled" / "sentences.jsonl"


class ExampleError(ValueError):
    """A labelled file cannot be used; the message names the line and what is wrong."""


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled message.

    `alt` is a second queue a person would accept; `reason` says in one word why it is hard;
    `needs` are the queues of a message that asks for several things.
    """

    text: str
    queue: str
    alt: str | None = None
    danger: bool | None = None
    reason: str | None = None
    needs: tuple[str, ...] | None = None


def credited(example: Example, answer: str) -> Pair:
    """The pair of gold and answer, where an answer equal to `alt` counts as the gold."""
    return (answer if answer == example.alt else example.queue, answer)


def is_right(example: Example, answer: str) -> bool:
    """Whether a person would accept this queue for the message."""
    return answer in (example.queue, example.alt)


def read_examples(path: Path) -> list[Example]:
    """Read a .jsonl file of labelled messages. Raises ExampleError naming the line."""
    return read_lines(path, _example)


def read_lines(path: Path, parse: Callable[[Fields], T]) -> list[T]:
    """Parse each JSON object of a .jsonl file. Raises ExampleError naming the line."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise ExampleError(f"{path.name}: not UTF-8 text ({error.reason})") from None
    parsed = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                parsed.append(parse(_fields(line)))
            except (ValueError, TypeError) as error:
                raise ExampleError(f"{path.name}:{number}: {error}") from None
    if not parsed:
        raise ExampleError(f"{path.name}: no labelled lines in it")
    return parsed


def text_of(fields: Fields) -> str:
    """The message of a line. Raises TypeError when there is none."""
    text = fields.get("text")
    if not isinstance(text, str):
        raise TypeError("`text` is missing or not a string")
    return text


def queue_of(fields: Fields, key: str) -> str:
    """A queue of a line. Raises ValueError when it is not a queue."""
    queue = fields.get(key)
    if not isinstance(queue, str) or queue not in QUEUES:
        raise ValueError(f"`{key}` is {queue!r}; it must be one of {', '.join(QUEUES)}")
    return queue


def _fields(line: str) -> Fields:
    fields = json.loads(line)
    if not isinstance(fields, dict):
        raise TypeError('expected an object like {"text": …, "queue": …}')
    return fields


def _example(fields: Fields) -> Example:
    danger, reason = fields.get("danger"), fields.get("reason")
    if not (danger is None or isinstance(danger, bool)):
        raise TypeError("`danger` must be true or false")
    if not (reason is None or isinstance(reason, str)):
        raise TypeError("`reason` must be a word")
    return Example(
        text_of(fields),
        queue_of(fields, "queue"),
        None if fields.get("alt") is None else queue_of(fields, "alt"),
        danger,
        reason,
        _needs(fields.get("needs")),
    )


def _needs(needs: object) -> tuple[str, ...] | None:
    if needs is None:
        return None
    if not isinstance(needs, list) or not needs:
        raise TypeError('`needs` must be a list of queues like ["repair", "volunteer"]')
    return tuple(queue_of({"needs": queue}, "needs") for queue in needs)
