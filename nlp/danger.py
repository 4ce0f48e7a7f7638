"""Hears danger before anything else: a leaking gas pipe must not wait in a queue."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .entries import Entry, read_entry
from .model import QUEUES

# The order is the order of answers: what kills fastest, or what a helper must know first.
KINDS = (
    "self_harm",
    "gas",
    "fire",
    "electric_shock",
    "lift",
    "poisoning",
    "robbery",
    "violence",
    "chest_pain",
    "fall",
    "missing",
)
_LETTER = 200  # characters; nobody in danger writes a letter, so longer texts must say “now”
_REACH = 6  # characters before a sign in which 怕, 差点, 如果 … still belong to it
_SENTENCE = re.compile(r"[^。！？!?；;\n]+")
_GAP = r"[^。！？!?；;\n]{0,8}?"


@dataclass(frozen=True, slots=True)
class Danger:
    """A kind of danger and the queue that fits it when the words leave that open."""

    kind: str
    queue: str


@dataclass(frozen=True, slots=True)
class _Rule:
    danger: Danger
    signs: re.Pattern[str]
    unless: re.Pattern[str] | None


class DangerSpotter:
    """Finds the danger that a message reports as happening now."""

    def __init__(self, path: Path) -> None:
        """Read danger.yaml. Raises LexiconError naming the line."""
        fields = read_entry(path).fields({"ignore", "not_now", "now", "before", "kinds"})
        self._rules = _rules(fields["kinds"])
        self._ignore = _any_of(fields["ignore"].words())
        self._not_now = _any_of(fields["not_now"].words())
        self._now = _any_of(fields["now"].words())
        self._before = re.compile(f"(?:{_any_of(fields['before'].words()).pattern})[^，,]{{0,3}}$")

    def spot(self, text: str) -> Danger | None:
        """The danger in a normalized message, or None."""
        if len(text) > _LETTER and not self._now.search(text):
            return None
        if not any(rule.signs.search(text) for rule in self._rules):
            return None
        text = self._ignore.sub("，", text)
        sentences = [match.group() for match in _SENTENCE.finditer(text)]
        found = (rule.danger for rule in self._rules for part in sentences if self._on(rule, part))
        return next(found, None)

    def _on(self, rule: _Rule, sentence: str) -> bool:
        if rule.unless and rule.unless.search(sentence):
            return False
        if self._not_now.search(sentence) and not self._now.search(sentence):
            return False
        return any(
            not self._before.search(sentence[max(0, match.start() - _REACH) : match.start()])
            for match in rule.signs.finditer(sentence)
        )


def _rules(kinds: Entry) -> tuple[_Rule, ...]:
    bodies = kinds.fields(set(KINDS))
    return tuple(_rule(kind, bodies[kind]) for kind in KINDS)


def _rule(kind: str, body: Entry) -> _Rule:
    fields = body.fields({"queue", "signs"}, {"unless"})
    queue = fields["queue"].text()
    if queue not in QUEUES:
        raise fields["queue"].error(f"unknown queue {queue!r}; known are {', '.join(QUEUES)}")
    unless = _any_of(fields["unless"].words()) if "unless" in fields else None
    return _Rule(Danger(kind, queue), _any_of(fields["signs"].words()), unless)


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(form for phrase in phrases for form in _forms(phrase)))


def _forms(phrase: str) -> Iterator[str]:
    """`煤气/燃气~漏` as regular expressions: either word, then 漏 a few characters later.

    Each starts with a plain word: so the search skips to the characters a word can start with.
    """
    first, *rest = (part.split("/") for part in phrase.split("~"))
    tail = "".join(f"{_GAP}(?:{'|'.join(map(re.escape, words))})" for words in rest)
    for word in first:
        yield re.escape(word) + tail
