"""Tells whether a new report is about a matter somebody reported before, so that the bot can ask
before one broken lamp becomes five tasks.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from .entries import Entry, read_entry
from .lexicon import FOLDER
from .normalize import Normalizer, read_pairs
from .whereabouts import Whereabouts, conflict, whereabouts

SAME = 0.45  # likeness from which it is worth asking 是不是这一件？

_THINGS = ("public", "either", "home")
_SPOTS = ("spots", "landmarks", "halls")
_KINDS = frozenset({*_THINGS, *_SPOTS, "home_spots", "wrongs", "ignore"})
_GENERAL = "general"  # the fault that agrees with every other (坏了)
_VAGUE = 0.8  # how well a spot or fault agrees with one that is not told
_OTHER_SPOT = 0.3  # how well two different spots agree
_OTHER_WRONG = 0.5  # how well two different faults agree: one trouble is told in many ways
_SAME_SIGHT = 0.7  # how well the things agree when only spot and fault are the same
_READ = 300  # characters; a report names its matter early

Meanings = frozenset[str]


@dataclass(frozen=True, slots=True)
class Report:
    """What a resident said, words added later included, and the place slot of the ticket."""

    text: str
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Features:
    """What reports are compared by. `pairs` of characters only count where no thing is listed."""

    public: Meanings
    things: Meanings
    spots: Meanings
    wrongs: Meanings
    pairs: frozenset[str]
    address: Whereabouts
    shared: bool  # whether it may be another resident's matter too


class Likeness:
    """Compares reports by thing, fault and place; pure, so one serves everyone."""

    def __init__(self, terms: Mapping[str, Meanings], normalizer: Normalizer) -> None:
        """`terms` maps each word to its meanings, each written `kind.meaning`."""
        self._terms = terms
        self._normalizer = normalizer
        self._longest: dict[str, int] = {}  # by first character, for speed
        for term in terms:
            self._longest[term[0]] = max(len(term), self._longest.get(term[0], 0))

    @classmethod
    def load(cls, folder: Path | None = None) -> "Likeness":
        """Read likeness.yaml of a lexicon folder. Raises LexiconError naming file and line."""
        folder = folder or FOLDER
        terms: dict[str, Meanings] = {}
        for meaning, entry in _meanings(read_entry(folder / "likeness.yaml")):
            for term in entry.words():
                terms[term] = terms.get(term, frozenset()) | {meaning}
        return cls(terms, Normalizer(read_pairs(folder / "traditional.txt")))

    def features(self, report: Report) -> Features:
        """What to compare a report by: worth keeping while it is held against many others."""
        text = self._normalizer.normalize(report.text)[:_READ]
        place = self._normalizer.normalize(report.place or "")[:_READ]
        found = self._find(f"{place} {text}")
        things = frozenset[str]().union(*(found[kind] for kind in _THINGS))
        landmarks = {"landmark": found["landmarks"] | found["halls"]}
        return Features(
            public=found["public"],
            things=things,
            spots=found["spots"] | landmarks["landmark"],
            wrongs=found["wrongs"],
            pairs=frozenset() if things else frozenset(map("".join, pairwise(text))),
            address={**whereabouts(text, place), **landmarks},
            shared=_may_be_shared(found),
        )

    def _find(self, text: str) -> dict[str, Meanings]:
        found: dict[str, set[str]] = {kind: set() for kind in _KINDS}
        start = 0
        while start < len(text):
            term = self._term_at(text, start)
            for name in self._terms.get(term, ()):
                kind, _, meaning = name.partition(".")
                found[kind].add(meaning)
            start += len(term)
        return {kind: frozenset(meanings) for kind, meanings in found.items()}

    def _term_at(self, text: str, start: int) -> str:
        """The longest term that begins there, else the one character."""
        for length in range(self._longest.get(text[start], 0), 1, -1):
            if (term := text[start : start + length]) in self._terms:
                return term
        return text[start]


def _may_be_shared(found: Mapping[str, Meanings]) -> bool:
    """Public things are, and what else is out of order outside a home; wishes are not."""
    at_home = found["home"] or (found["home_spots"] and not found["spots"])
    out_of_order = found["either"] or (found["spots"] and found["wrongs"])
    return bool(found["public"] or found["halls"] or (out_of_order and not at_home))


def likeness(one: Features, other: Features) -> float:
    """How likely both are the same matter (0–1); symmetric.

    A matter inside a home is the same only in the same room. What serves the whole house, like a
    lift, is the same whatever floor and room its reporters live in.
    """
    rooms = one.address["room"] & other.address["room"]
    if not rooms and not (one.shared and other.shared):
        return 0.0
    if conflict(one.address, other.address, besides=_does_not_matter(one, other)):
        return 0.0
    spots = _agree(one.spots, other.spots, _OTHER_SPOT)
    return _things(one, other) * spots * _agree(one.wrongs, other.wrongs, _OTHER_WRONG)


def _does_not_matter(one: Features, other: Features) -> tuple[str, ...]:
    if one.public & other.public:
        return ("floor", "room")
    return ("room",) if one.spots & other.spots else ()


def _things(one: Features, other: Features) -> float:
    if common := _overlap(one.things, other.things):
        return common
    listed = one.things and other.things
    home = one.address["room"] & other.address["room"]
    place = home or one.spots & other.spots or one.address["building"] & other.address["building"]
    if (home or not listed) and place and (one.wrongs & other.wrongs) - {_GENERAL}:
        return _SAME_SIGHT
    return _overlap(one.pairs, other.pairs)


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """The cosine of two sets."""
    return len(one & other) / math.sqrt(len(one) * len(other)) if one and other else 0.0


def _agree(one: Meanings, other: Meanings, otherwise: float) -> float:
    if one == other or (one - {_GENERAL}) & other:
        return 1.0
    if one and other and _GENERAL not in one | other:
        return otherwise
    return _VAGUE


def _meanings(lists: Entry) -> Iterator[tuple[str, Entry]]:
    for kind, entry in lists.fields(set(_KINDS)).items():
        for meaning, words in entry.items():
            yield f"{kind}.{meaning}", words
