"""Finds which families, patterns and words of the lexicon a message contains."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from .lexicon import Lexicon, Pattern

HEAD = 120  # characters; people say what they want first and tell the story after
_LATE = 0.4  # what a feature counts for when it first comes up after the head
_TYPICAL = 6.0  # features in an ordinary message
_ENDS = frozenset("。!?！？;；\n")
_GAP = 100  # wider than any pattern: words of two sentences are never near

Positions = list[int]


class Hit(NamedTuple):
    """A feature of the lexicon, the words that show it, and how much it counts here."""

    feature: str
    words: tuple[str, ...]
    strength: float


class Matcher:
    """Looks every word up once; patterns are tried only when both sides are present."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._index = _index(lexicon)
        self._patterns = _by_family(lexicon.patterns.values())
        self._learned = lexicon.words

    def match(self, tokens: Sequence[str]) -> list[Hit]:
        """Every feature found, each once, with its strength (0–2.5)."""
        found = self._look_up(tokens)
        found.update(self._near(found, tokens))
        starts = list(accumulate(map(len, tokens), initial=0))
        strengths = {
            feature: 1.0 if starts[positions[0]] < HEAD else _LATE
            for feature, positions in found.items()
        }
        share = _share(s for feature, s in strengths.items() if feature not in self._learned)
        return [
            Hit(feature, tuple([tokens[i] for i in positions[:2]]), strengths[feature] * share)
            for feature, positions in found.items()
        ]

    def _look_up(self, tokens: Sequence[str]) -> dict[str, Positions]:
        found: dict[str, Positions] = {}
        for position, token in enumerate(tokens):
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


def _share(strengths: Iterable[float]) -> float:
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
