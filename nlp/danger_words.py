"""Finds every word of the danger rules in one walk over a message, so that hearing stays cheap."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from .danger_rules import Before, DangerRules, Part


class Span(NamedTuple):
    """Where a word stands: from `start` up to, but not including, `end`."""

    start: int
    end: int


_Use = Part | Before | None  # None: the word hides signs
Found = tuple[Mapping[Part, list[Span]], list[tuple[Span, Before]]]


class WordFinder:
    """Looks at each place of a message once: only words with its two first characters are tried."""

    def __init__(self, rules: DangerRules) -> None:
        self._index: dict[str, tuple[tuple[str, tuple[_Use, ...]], ...]] = {}
        for word, uses in _uses(rules).items():
            self._index[word[:2]] = (*self._index.get(word[:2], ()), (word, tuple(uses)))

    def find(self, text: str) -> Found:
        """The places of every part of a rule, and of the words that change the sign after them."""
        seen: list[tuple[Span, tuple[_Use, ...]]] = []
        hidden: list[Span] = []
        for span, uses in self._walk(text):
            if uses[0] is None:
                hidden.append(span)
                uses = uses[1:]
            seen.append((span, uses))
        if hidden:
            seen = [(span, uses) for span, uses in seen if not _is_hidden(span, hidden)]
        parts: dict[Part, list[Span]] = {}
        before: list[tuple[Span, Before]] = []
        for span, uses in seen:
            for use in uses:
                if isinstance(use, str):
                    parts.setdefault(use, []).append(span)
                elif use:
                    before.append((span, use))
        return parts, before

    def _walk(self, text: str) -> Iterator[tuple[Span, tuple[_Use, ...]]]:
        index = self._index
        for start, letter in enumerate(text):
            pair = text[start : start + 2]
            for _, uses in index.get(letter, ()):
                yield Span(start, start + 1), uses
            for word, uses in index.get(pair, ()) if pair != letter else ():
                if text.startswith(word, start):
                    yield Span(start, start + len(word)), uses


def _uses(rules: DangerRules) -> dict[str, list[_Use]]:
    uses: dict[str, list[_Use]] = {word: [None] for word in sorted(rules.hidden)}
    for part, words in rules.words.items():
        for word in sorted(words):
            uses.setdefault(word, []).append(part)
    for before in rules.before:
        uses.setdefault(before.word, []).append(before)
    return uses


def _is_hidden(span: Span, hidden: list[Span]) -> bool:
    """Whether a hiding phrase touches the word; a word that is longer than the phrase stays."""
    return any(
        span.start < over.end and over.start < span.end and not _holds(span, over)
        for over in hidden
    )


def _holds(span: Span, over: Span) -> bool:
    return span.start <= over.start and over.end <= span.end and span != over
