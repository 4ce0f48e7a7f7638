"""Finds which families, patterns and words of the lexicon a message contains."""

from collections.abc import Iterable, Mapping, Sequence

from .lexicon import Lexicon, Pattern

Positions = list[int]
_ENDS = frozenset("。!?！？;；\n")
_GAP = 100  # wider than any pattern: words of two sentences are never near


class Matcher:
    """Looks every word up once; patterns are tried only when both sides are present."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._index = _index(lexicon)
        self._patterns = _by_family(lexicon.patterns.values())

    def match(self, tokens: Sequence[str]) -> dict[str, Positions]:
        """Feature name → indexes of the tokens that show it."""
        found: dict[str, Positions] = {}
        index = self._index
        for position, token in enumerate(tokens):
            for feature in index.get(token) or self._inside(token):
                found.setdefault(feature, []).append(position)
        for pattern in self._candidates(found):
            pair = self._closest(pattern, found, tokens)
            if pair:
                found[pattern.name] = list(pair)
        return found

    def _inside(self, token: str) -> Iterable[str]:
        """Features of lexicon words inside a long dictionary word (自来水 in 自来水公司)."""
        if len(token) < 3:
            return ()
        parts = (token[i:j] for i in range(len(token)) for j in range(i + 2, len(token) + 1))
        return dict.fromkeys(feature for part in parts for feature in self._index.get(part, ()))

    def _closest(
        self, pattern: Pattern, found: Mapping[str, Positions], tokens: Sequence[str]
    ) -> tuple[int, int] | None:
        places = _places(tokens)
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

    def _candidates(self, found: Mapping[str, Positions]) -> list[Pattern]:
        return [
            pattern
            for pattern in dict.fromkeys(
                pattern for family in found for pattern in self._patterns.get(family, ())
            )
            if not pattern.second.isdisjoint(found)
        ]


def _index(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    index: dict[str, list[str]] = {}
    for family in lexicon.families.values():
        for term in family.terms:
            index.setdefault(term, []).append(family.name)
    for feature in lexicon.weights:
        if feature not in lexicon.families and feature not in lexicon.patterns:
            index.setdefault(feature, []).append(feature)
    return {term: tuple(features) for term, features in index.items()}


def _by_family(patterns: Iterable[Pattern]) -> dict[str, tuple[Pattern, ...]]:
    table: dict[str, list[Pattern]] = {}
    for pattern in patterns:
        for family in pattern.first:
            table.setdefault(family, []).append(pattern)
    return {family: tuple(found) for family, found in table.items()}


def _places(tokens: Sequence[str]) -> list[int]:
    places, place = [], 0
    for token in tokens:
        place += _GAP if token in _ENDS else 1
        places.append(place)
    return places
