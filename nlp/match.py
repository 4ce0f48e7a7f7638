"""Finds which families, patterns and words of the lexicon a message contains."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from .lexicon import DENIALS, INSTEAD, Lexicon, Pattern

HEAD = 120  # characters; people say what they want first and tell the story after
_LATE = 0.4  # what a feature counts for when it first comes up after the head
_TYPICAL = 6.0  # features in an ordinary message
_ENDS = frozenset("。!?！？;；\n")
_PAUSES = frozenset("，,、 ")
_DENIES = 9  # words after 不是 that it can still deny
_GAP = 100  # wider than any pattern: words of two sentences are never near

Positions = list[int]


class Hit(NamedTuple):
    """A feature of the lexicon, the words that show it, and how much it counts here."""

    feature: str
    words: tuple[str, ...]
    strength: float


@dataclass(frozen=True, slots=True)
class Findings:
    """Where in a message each word and each pattern of the lexicon stands."""

    tokens: Sequence[str]
    words: Mapping[str, Positions]
    patterns: Mapping[str, Positions]
    learned: frozenset[str]

    def hits(self) -> list[Hit]:
        """What the message shows, each feature once, with its strength (0–2.5)."""
        late = self._late_from()
        shown = [
            (feature, positions, 1.0 if positions[0] < late else _LATE)
            for feature, positions in self.features()
        ]
        share = share_of(strength for name, _, strength in shown if name not in self.learned)
        return [
            Hit(feature, self._words_at(positions), strength * share)
            for feature, positions, strength in shown
        ]

    def features(self) -> Iterator[tuple[str, Positions]]:
        """Every feature with the positions of the words that show it."""
        yield from self.words.items()
        yield from self.patterns.items()

    def _late_from(self) -> int:
        """The first word that begins after the head of the message."""
        length = 0
        for i, token in enumerate(self.tokens):
            if length >= HEAD:
                return i
            length += len(token)
        return len(self.tokens)

    def _words_at(self, positions: Positions) -> tuple[str, ...]:
        """The first two words that show a feature."""
        if len(positions) == 1:
            return (self.tokens[positions[0]],)
        return (self.tokens[positions[0]], self.tokens[positions[1]])


class Matcher:
    """Looks every word up once; patterns are tried only when both sides are present."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._index = _index(lexicon)
        self._patterns = _by_family(lexicon.patterns.values())
        self._learned = lexicon.words
        self._denials = frozenset(lexicon.families[DENIALS].terms)
        self._instead = frozenset(lexicon.families[INSTEAD].terms) | _ENDS | _PAUSES

    def match(self, tokens: Sequence[str]) -> list[Hit]:
        """Every feature of a whole message."""
        return self.find(tokens).hits()

    def find(self, tokens: Sequence[str]) -> Findings:
        """Every feature of a message and where it stands, but for what the person denies."""
        words = self._look_up(tokens, self._denied(tokens))
        return Findings(tokens, words, dict(self._near(words, tokens)), self._learned)

    def _denied(self, tokens: Sequence[str]) -> frozenset[int]:
        """Words between 不是, 不问, 不用 … and what is said instead: 漏水 in 不是漏水，是停电."""
        denied: set[int] = set()
        for start in (i for i, token in enumerate(tokens) if token in self._denials):
            reach = range(start + 1, min(start + 1 + _DENIES, len(tokens)))
            end = next((i for i in reach if tokens[i] in self._instead), None)
            if end is not None and end < len(tokens) - 2:
                denied.update(range(start + 1, end))
        return frozenset(denied)

    def _look_up(self, tokens: Sequence[str], denied: Collection[int]) -> dict[str, Positions]:
        found: dict[str, Positions] = {}
        for position, token in enumerate(tokens):
            if position in denied:
                continue
            for feature in self._index.get(token) or _inside(token, self._index):
                found.setdefault(feature, []).append(position)
        return found

    def _near(
        self, found: Mapping[str, Positions], tokens: Sequence[str]
    ) -> Iterator[tuple[str, Positions]]:
        places: list[int] = []
        for pattern in {p: None for family in found for p in self._patterns.get(family, ())}:
            if not pattern.second.isdisjoint(found):
                places = places or _places(tokens)
                pair = self._pair(pattern, found, tokens, places)
                if pair:
                    yield pattern.name, pair

    def _pair(
        self,
        pattern: Pattern,
        found: Mapping[str, Positions],
        tokens: Sequence[str],
        places: Sequence[int],
    ) -> Positions | None:
        """The first two words of the message that show the pattern."""
        firsts = {i for family in pattern.first for i in found.get(family, ())}
        seconds = {i for family in pattern.second for i in found.get(family, ())}
        last_first = last_second = -1
        for i in sorted(firsts | seconds):
            oldest = places[i] - pattern.within
            if i in seconds and last_first >= 0 and places[last_first] >= oldest:
                return [last_first, i]
            if i in firsts and last_second >= 0 and places[last_second] >= oldest:
                return [last_second, i]
            if i in firsts and i in seconds and len(tokens[i]) > 2:
                return [i]  # one word that holds both, like 水管漏
            last_first = i if i in firsts else last_first
            last_second = i if i in seconds and not pattern.ordered else last_second
        return None


def share_of(strengths: Iterable[float]) -> float:
    """Long letters hit many features; each then counts less, or they would always be certain."""
    return float((max(sum(strengths), 1.0) / _TYPICAL) ** -0.5)


def _index(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    index: dict[str, list[str]] = {}
    for family in lexicon.families.values():
        for term in family.terms:
            index.setdefault(term, []).append(family.name)
    for word in lexicon.words:
        index.setdefault(word, []).append(word)
    return {
        term: tuple(dict.fromkeys((*features, *_inside(term, index))))
        for term, features in index.items()
    }


def _inside(token: str, index: Mapping[str, Iterable[str]]) -> Iterable[str]:
    """Features of lexicon words inside a longer word (自来水 in 自来水公司)."""
    if len(token) < 3 or token.isascii():
        return ()
    parts = (token[i:j] for i in range(len(token)) for j in range(i + 2, len(token) + 1))
    return dict.fromkeys(feature for part in parts for feature in index.get(part, ()))


def _by_family(patterns: Iterable[Pattern]) -> dict[str, tuple[Pattern, ...]]:
    table: dict[str, list[Pattern]] = {}
    for pattern in patterns:
        for family in pattern.first:
            table.setdefault(family, []).append(pattern)
    return {family: tuple(found) for family, found in table.items()}


def _places(tokens: Sequence[str]) -> list[int]:
    return list(accumulate(_GAP if token in _ENDS else 1 for token in tokens))
