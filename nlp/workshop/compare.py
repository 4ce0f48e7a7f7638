"""Shows what an edit of the lexicon changes: the words and weights, and whose answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ..lexicon import Lexicon, Pattern, load_lexicon
from ..model import QUEUES
from ..understand import Understander
from .evaluate import macro_f1, queue_scores
from .examples import Example, credited, is_right

_LEAST_CHANGE = 0.005  # weights are written with two digits

Kind = Literal["repaired", "broken", "changed"]


@dataclass(frozen=True, slots=True)
class Terms:
    """What came into a family and what left it, without the terms that moved."""

    family: str
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """A term that left one family for another."""

    term: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Reweighed:
    """What a family, pattern or learned word counts for a queue; 0 when it has no weight."""

    name: str
    queue: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Repatterned:
    """A pattern that is new, gone (None) or reads differently."""

    name: str
    before: Pattern | None
    after: Pattern | None


@dataclass(frozen=True, slots=True)
class Turned:
    """A labelled message whose answer changed."""

    example: Example
    before: str
    after: str

    @property
    def kind(self) -> Kind:
        """Repaired, broken, or changed: right both times (by `alt`) or wrong both times."""
        was, now = (is_right(self.example, answer) for answer in (self.before, self.after))
        if was == now:
            return "changed"
        return "repaired" if now else "broken"


@dataclass(frozen=True, slots=True)
class Scores:
    """Accuracy, macro-F1 and the F1 of each queue, with `alt` accepted."""

    accuracy: float
    macro_f1: float
    queues: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Comparison:
    """All differences of two lexicon folders; weights come with the largest change first."""

    terms: tuple[Terms, ...]
    moves: tuple[Move, ...]
    weights: tuple[Reweighed, ...]
    patterns: tuple[Repatterned, ...]
    turned: tuple[Turned, ...]
    before: Scores | None
    after: Scores | None


def compare(before: Path, after: Path, examples: Sequence[Example] = ()) -> Comparison:
    """Compare two folders, and their answers to labelled messages.

    Raises LexiconError when one of them cannot be used.
    """
    old, new = load_lexicon(before), load_lexicon(after)
    moves = tuple(_moves(old, new))
    olds, news = answers(before, examples), answers(after, examples)
    turned = (Turned(*row) for row in zip(examples, olds, news, strict=True))
    return Comparison(
        tuple(_terms(old, new, moves)),
        moves,
        tuple(sorted(_weights(old, new), key=lambda change: -abs(change.after - change.before))),
        tuple(_patterns(old, new)),
        tuple(change for change in turned if change.before != change.after),
        scores_of(examples, olds) if examples else None,
        scores_of(examples, news) if examples else None,
    )


def answers(folder: Path, examples: Sequence[Example]) -> list[str]:
    """The queue a lexicon folder gives to each message. Raises LexiconError."""
    understander = Understander.load(folder)
    return [understander.understand(example.text).queue for example in examples]


def scores_of(examples: Sequence[Example], answers: Sequence[str]) -> Scores:
    """How good these answers are; there must be some."""
    pairs = [credited(example, answer) for example, answer in zip(examples, answers, strict=True)]
    right = sum(gold == answer for gold, answer in pairs)
    queues = {queue: queue_scores(pairs, queue)["f1"] for queue in QUEUES}
    return Scores(round(right / len(pairs), 4), macro_f1(pairs), queues)


def _family_terms(lexicon: Lexicon, name: str) -> tuple[str, ...]:
    return lexicon.families[name].terms if name in lexicon.families else ()


def _moves(old: Lexicon, new: Lexicon) -> Iterator[Move]:
    """Terms that left exactly one family and came into exactly one other."""
    left, came = _differences(old, new), _differences(new, old)
    for term in sorted(left.keys() & came.keys()):
        if len(left[term]) == len(came[term]) == 1:
            yield Move(term, left[term][0], came[term][0])


def _differences(one: Lexicon, other: Lexicon) -> dict[str, list[str]]:
    """Terms with the families that have them in `one` and not in `other`."""
    found: dict[str, list[str]] = {}
    for name, family in one.families.items():
        for term in set(family.terms).difference(_family_terms(other, name)):
            found.setdefault(term, []).append(name)
    return found


def _terms(old: Lexicon, new: Lexicon, moves: Sequence[Move]) -> Iterator[Terms]:
    moved = {(move.term, family) for move in moves for family in (move.before, move.after)}
    for name in dict.fromkeys([*old.families, *new.families]):
        was, now = _family_terms(old, name), _family_terms(new, name)
        added = tuple(t for t in now if t not in was and (t, name) not in moved)
        removed = tuple(t for t in was if t not in now and (t, name) not in moved)
        if added or removed:
            yield Terms(name, added, removed)


def _weights(old: Lexicon, new: Lexicon) -> Iterator[Reweighed]:
    for name in dict.fromkeys([*old.weights, *new.weights]):
        for queue in QUEUES:
            was, now = (lexicon.weights.get(name, {}).get(queue, 0.0) for lexicon in (old, new))
            if abs(now - was) >= _LEAST_CHANGE:
                yield Reweighed(name, queue, was, now)


def _patterns(old: Lexicon, new: Lexicon) -> Iterator[Repatterned]:
    for name in dict.fromkeys([*old.patterns, *new.patterns]):
        was, now = old.patterns.get(name), new.patterns.get(name)
        if was != now:
            yield Repatterned(name, was, now)
