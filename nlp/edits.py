"""What an office teaches the lexicon: single edits, made in memory on whatever is shipped.

An upgrade thereby keeps them, and says which of them no longer fit. No edit can touch danger, and
none can leave a lexicon that does not load.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from .entries import LexiconError
from .lexicon import NAME, Family, Lexicon, Weights
from .model import QUEUES

LONGEST_WORD = 20
HEAVIEST = 6.0  # a weight beyond which nothing else in a message would count
_PLAIN_WORD = re.compile(r"\w[\w+]*")


@dataclass(frozen=True, slots=True)
class AddTerm:
    """Put a term into a family."""

    term: str
    family: str

    def __str__(self) -> str:
        return f"在词族 {self.family} 里加“{self.term}”"

    def make(self, lexicon: Lexicon) -> Lexicon:
        """The lexicon with it. Raises LexiconError."""
        family = family_of(lexicon, self.family)
        if self.term in family.terms:
            raise LexiconError(f"词族 {self.family} 里已经有“{self.term}”")
        return _with_terms(lexicon, family, (*family.terms, plain(self.term)))


@dataclass(frozen=True, slots=True)
class RemoveTerm:
    """Take a term out of a family."""

    term: str
    family: str

    def __str__(self) -> str:
        return f"从词族 {self.family} 里删“{self.term}”"

    def make(self, lexicon: Lexicon) -> Lexicon:
        """The lexicon without it. Raises LexiconError."""
        family = family_of(lexicon, self.family)
        if self.term not in family.terms:
            raise LexiconError(f"词族 {self.family} 里没有“{self.term}”")
        if len(family.terms) == 1:
            raise LexiconError(f"词族 {self.family} 只剩“{self.term}”一个词，不能再删")
        return _with_terms(lexicon, family, tuple(t for t in family.terms if t != self.term))


@dataclass(frozen=True, slots=True)
class WeighWord:
    """Let a single word count for a queue by a learned weight."""

    word: str
    queue: str
    weight: float

    def __str__(self) -> str:
        return f"单词“{self.word}”对 {self.queue} 的分量设为 {self.weight:g}"

    def make(self, lexicon: Lexicon) -> Lexicon:
        """The lexicon with it. Raises LexiconError."""
        word = plain(self.word)
        known = replace(lexicon, words=lexicon.words | {word})
        return _weighed(known, word, self.queue, self.weight)


@dataclass(frozen=True, slots=True)
class Reweigh:
    """Change what a family or pattern counts for a queue."""

    feature: str
    queue: str
    weight: float

    def __str__(self) -> str:
        return f"{self.feature} 对 {self.queue} 的分量改为 {self.weight:g}"

    def make(self, lexicon: Lexicon) -> Lexicon:
        """The lexicon with it. Raises LexiconError."""
        if self.feature not in lexicon.families.keys() | lexicon.patterns.keys():
            raise LexiconError(f"词表里没有叫 {self.feature} 的词族或句式")
        return _weighed(lexicon, self.feature, self.queue, self.weight)


@dataclass(frozen=True, slots=True)
class NewFamily:
    """Begin a family that speaks for a queue; ``terms`` are separated by spaces."""

    name: str
    queue: str
    weight: float
    terms: str

    def __str__(self) -> str:
        return f"新词族 {self.name}（{self.queue}，分量 {self.weight:g}）：{self.terms}"

    def make(self, lexicon: Lexicon) -> Lexicon:
        """The lexicon with it. Raises LexiconError."""
        if not NAME.fullmatch(self.name):
            raise LexiconError(f"词族的名字只能用小写英文字母、数字和 _：{self.name}")
        if self.name in lexicon.weights:
            raise LexiconError(f"已经有叫 {self.name} 的词族或句式，请换个名字")
        terms = tuple(dict.fromkeys(map(plain, self.terms.split())))
        if not terms:
            raise LexiconError("新词族里至少要有一个词")
        begun = _with_terms(lexicon, Family(self.name, terms, self.queue), terms)
        return _weighed(begun, self.name, self.queue, self.weight)


Edit = AddTerm | RemoveTerm | WeighWord | Reweigh | NewFamily

KINDS: Mapping[str, type[Edit]] = {
    "add_term": AddTerm,
    "remove_term": RemoveTerm,
    "weigh_word": WeighWord,
    "reweigh": Reweigh,
    "new_family": NewFamily,
}
_NAMES = {kind: name for name, kind in KINDS.items()}


@dataclass(frozen=True, slots=True)
class Misfit:
    """An edit that cannot be made, and why."""

    edit: Edit
    why: str


def taught(lexicon: Lexicon, edits: Iterable[Edit]) -> tuple[Lexicon, tuple[Misfit, ...]]:
    """The lexicon with all edits made that fit, one after the other, and those that do not."""
    misfits = []
    for edit in edits:
        try:
            lexicon = edit.make(lexicon)
        except LexiconError as error:
            misfits.append(Misfit(edit, str(error)))
    return lexicon, tuple(misfits)


def as_plain(edit: Edit) -> dict[str, Any]:
    """An edit as plain values, to be kept."""
    return {"kind": _NAMES[type(edit)], **asdict(edit)}


def from_plain(values: Mapping[str, Any]) -> Edit:
    """The edit of plain values. Raises LexiconError when they are none."""
    given = dict(values)
    try:
        return KINDS[given.pop("kind")](**given)
    except (KeyError, TypeError) as error:
        raise LexiconError(f"不是一处改动：{values!r}") from error


def plain(word: str) -> str:
    """The word, when it is one. Raises LexiconError."""
    if not _PLAIN_WORD.fullmatch(word):
        raise LexiconError(f"“{word}”不是一个词：只能有字、字母和数字，中间没有空格和标点")
    if len(word) > LONGEST_WORD:
        raise LexiconError(f"“{word[:LONGEST_WORD]}…”太长了，一个词最多 {LONGEST_WORD} 个字")
    return word


def family_of(lexicon: Lexicon, name: str) -> Family:
    """The family of a name. Raises LexiconError."""
    family = lexicon.families.get(name)
    if family is None:
        raise LexiconError(f"词表里没有叫 {name} 的词族（险情的词不在这里改）")
    return family


def _with_terms(lexicon: Lexicon, family: Family, terms: tuple[str, ...]) -> Lexicon:
    after = replace(family, terms=terms)
    return replace(lexicon, families={**lexicon.families, family.name: after})


def _weighed(lexicon: Lexicon, feature: str, queue: str, weight: float) -> Lexicon:
    if queue not in QUEUES:
        raise LexiconError(f"没有叫 {queue} 的队列")
    if not (math.isfinite(weight) and abs(weight) <= HEAVIEST):
        raise LexiconError(f"分量要在 -{HEAVIEST:g} 到 {HEAVIEST:g} 之间")
    by_queue: Weights = {**lexicon.weights.get(feature, {}), queue: weight}
    return replace(lexicon, weights={**lexicon.weights, feature: by_queue})
