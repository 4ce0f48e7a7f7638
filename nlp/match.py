"""Finds which families, patterns and words of the lexicon a message contains."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from .lexicon import Lexicon, Pattern

HEAD = 120  # characters; people say what they want first and tell the story after
_LATE = 0.4  # what a feature counts for when it first comes up after the head
_TYPICAL = 6.0  # features in an ordinary message; long letters hit many, each then counts less
_ENDS = frozenset("。!?！？;；\n")
_GAP = 100  # wider than any pattern: words of two sentences are never near

Positions = list[int]


@dataclass(frozen=True, slots=True)
class Hit:
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
        """Every feature found, each once, with its share of attention (0–2.5)."""
        found = self.positions(tokens)
        starts = list(accumulate(map(len, tokens), initial=0))
        strengths = {
            feature: 1.0 if starts[positions[0]] < HEAD else _LATE
            for feature, positions in found.items()
        }
        share = attention(strengths[feature] for feature in found if feature not in self._learned)
        return [
            Hit(feature, tuple(dict.fromkeys(tokens[i] for i in positions[:2])), strength * share)
            for (feature, positions), strength in zip(
                found.items(), strengths.values(), strict=True
            )
        ]

    def positions(self, tokens: Sequence[str]) -> dict[str, Positions]:
        """Feature → indexes of the tokens that show it."""
        found: dict[str, Positions] = {}
        for position, token in enumerate(tokens):
            for feature in self._index.get(token) or self._inside(token):
                found.setdefault(feature, []).append(position)
        found.update(self._near(found, tokens))
        return found

    def _inside(self, token: str) -> Iterable[str]:
        """Features of lexicon words inside a long dictionary word (自来水 in 自来水公司)."""
        if len(token) < 3:
            return ()
        parts = (token[i:j] for i in range(len(token)) for j in range(i + 2, len(token) + 1))
        return dict.fromkeys(feature for part in parts for feature in self._index.get(part, ()))

    def _near(
        self, found: Mapping[str, Positions], tokens: Sequence[str]
    ) -> Iterable[tuple[str, Positions]]:
        candidates = [
            pattern
            for pattern in dict.fromkeys(p for family in found for p in self._patterns.get(family, ()))
            if not pattern.second.isdisjoint(found)
        ]
        places = _places(tokens) if candidates else []
        for pattern in candidates:
            pair = self._closest(pattern, found, tokens, places)
            if pair:
                yield pattern.name, sorted(pair)

    def _closest(
        self,
        pattern: Pattern,
        found: Mapping[str, Positions],
        tokens: Sequence[str],
        places: Sequence[int],
    ) -> tuple[int, int] | None:
        firsts = [i for family in pattern.first for i in found.get(family, ())]
        seconds = [j for family in pattern.second for j in found.get(family, ())]
        pairs = [
            (abs(places[j] - places[i]), i, j)
            for i in firsts
            for j in seconds
            if i < j or (i > j and not pattern.ordered) or (i == j and tokens[i] not in self._index)
        ]
        distance, i, j = min(pairs, default=(_GAP, 0, 0))
        return (i, j) if distance <= pattern.within else None


def attention(strengths: Iterable[float]) -> float:
    """The factor that keeps a letter of 500 characters from shouting down its own wish."""
    return float((max(sum(strengths), 1.0) / _TYPICAL) ** -0.5)


def _index(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    index: dict[str, list[str]] = {}
    for family in lexicon.families.values():
        for term in family.terms:
            index.setdefault(term, []).append(family.name)
    for word in lexicon.words:
        index.setdefault(word, []).append(word)
    return {term: tuple(features) for term, features in index.items()}


def _by_family(patterns: Iterable[Pattern]) -> dict[str, tuple[Pattern, ...]]:
    table: dict[str, list[Pattern]] = {}
    for pattern in patterns:
        for family in pattern.first:
            table.setdefault(family, []).append(pattern)
    return {family: tuple(found) for family, found in table.items()}


def _places(tokens: Sequence[str]) -> list[int]:
    return list(accumulate(_GAP if token in _ENDS else 1 for token in tokens))
