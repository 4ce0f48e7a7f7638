"""Finds every word of the danger rules in one walk over a message, so that hearing stays cheap."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import add
from typing import NamedTuple

from .danger_rules import Before, DangerRules, Part


class Span(NamedTuple):
    """Where a word stands: from `start` up to, but not including, `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Word:
    """A word with all it may stand for; `hides`: it hides the words it touches.

    `parts` has keys only: unlike a set, a dictionary keeps its order, so that answers never vary.
    """

    text: str
    parts: dict[Part, None]
    before: tuple[Before, ...]
    hides: bool


_MOST_PLACES = 6  # of a part; a word that somebody repeats a hundred times says no more
_END = "\n"  # stands after the last character, so that it too begins a pair

_Seen = list[tuple[Span, _Word]]


class Places:
    """Where the parts of rules stand in one message; looked up only for rules that may match."""

    def __init__(self, seen: _Seen) -> None:
        self._seen = seen
        self._known: dict[Part, list[Span]] = {}
        self.parts: dict[Part, None] = {}
        for _, word in seen:
            self.parts.update(word.parts)

    def __getitem__(self, part: Part) -> list[Span]:
        if part not in self._known:
            all_places = (span for span, word in self._seen if part in word.parts)
            self._known[part] = list(islice(all_places, _MOST_PLACES))
        return self._known[part]


class WordFinder:
    """Looks at each place of a message once: only words with its two first characters are tried."""

    def __init__(self, rules: DangerRules) -> None:
        self._index: dict[str, tuple[_Word, ...]] = {}
        for word in _words(rules):
            start = word.text[:2]
            self._index[start] = (*self._index.get(start, ()), word)

    def find(self, text: str) -> tuple[Places, list[tuple[Span, Before]]]:
        """The places of every part of a rule, and of the words that change the sign after them."""
        seen = self._walk(text)
        hidden: dict[int, list[Span]] = {}
        for span in (span for span, word in seen if word.hides):
            for at in range(span.start, span.end):
                hidden.setdefault(at, []).append(span)
        if hidden:
            seen = [(span, word) for span, word in seen if not _is_hidden(span, hidden)]
        return Places(seen), [(span, use) for span, word in seen for use in word.before]

    def _walk(self, text: str) -> _Seen:
        index, seen = self._index, []
        for start, pair in enumerate(map(add, text, text[1:] + _END)):
            if pair[0] in index:
                seen.append((Span(start, start + 1), index[pair[0]][0]))
            if pair in index:
                for word in index[pair]:
                    if text.startswith(word.text, start):
                        seen.append((Span(start, start + len(word.text)), word))
        return seen


def _words(rules: DangerRules) -> Iterator[_Word]:
    parts: dict[str, dict[Part, None]] = {}
    for part, words in rules.words.items():
        for word in words:
            parts.setdefault(word, {})[part] = None
    before: dict[str, list[Before]] = {}
    for use in rules.before:
        before.setdefault(use.word, []).append(use)
    for word in sorted({*parts, *before, *rules.hidden}):
        uses = tuple(before.get(word, ()))
        yield _Word(word, parts.get(word, {}), uses, word in rules.hidden)


def _is_hidden(span: Span, hidden: Mapping[int, Sequence[Span]]) -> bool:
    """Whether a hiding phrase touches the word; a word that is longer than the phrase stays."""
    touching = (over for at in range(span.start, span.end) for over in hidden.get(at, ()))
    return any(not _holds(span, over) for over in touching)


def _holds(span: Span, over: Span) -> bool:
    return span.start <= over.start and over.end <= span.end and span != over
