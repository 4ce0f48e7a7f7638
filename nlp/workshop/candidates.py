"""Thinks up edits that could repair a wrong answer, and estimates cheaply what each would do.

The estimate adds the edit's weight to the scores of every message that holds the word; cutting
and patterns are left to the trial on the real thing.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..edits import AddTerm, Reweigh, WeighWord
from ..lexicon import Family, Lexicon
from .edits import Suggested
from .examples import is_right
from .readings import Reading

_STEPS = (0.5, 1.0, 1.5, 2.0)  # weights tried for a word; 2 nearly decides alone
_SHIFTS = (0.5, 1.0)  # how far the weight of a family or pattern may be moved
_ALIKE = 0.65  # how much a term must look like the closest one of a family, 0–1
_CLOSEST = 3  # terms that decide between families with such a term
_TELLING = 0.6  # what `telling` must exceed: once of once does, three of five does not
_SEVERAL = 2  # messages from which on it is more than one writer's oddity
_WEAK = 1.5  # the most a word may count that was seen in one message only
_BY_THE_WAY = 0.1  # what a repaired message counts that nobody asked about
_BROKEN = 2.0  # how many repaired messages make up for a broken one

Shift = Mapping[str, float]  # what an edit adds to the score of each queue


@dataclass(frozen=True, slots=True)
class Candidate:
    """An edit and its estimate: the messages it touches and those among them it turns.

    `sightings` counts the messages of the queue that hold the word; `telling` is their share of
    all that hold it, as if it had been seen once more in the queue and once elsewhere.
    """

    edit: Suggested
    touched: frozenset[int]
    repairs: frozenset[int]
    breaks: frozenset[int]
    sightings: int
    telling: float

    @property
    def word(self) -> str | None:
        """The word a message must hold to be touched; None when a whole family is moved."""
        match self.edit:
            case AddTerm(word, _) | WeighWord(word, _, _):
                return word
        return None

    def is_backed(self, wanted: frozenset[int]) -> bool:
        """Whether the evidence is enough: the more an edit moves, the more it needs."""
        if not self.repairs & wanted:
            return False
        match self.edit:
            case Reweigh():
                return not self.breaks or not self._is_rash(wanted)
            case WeighWord(_, _, weight) if weight > _WEAK and self.sightings < _SEVERAL:
                return False
        return self.telling > _TELLING

    def balance(self, wanted: frozenset[int]) -> float:
        """The wanted repairs less what it breaks; other repairs count little."""
        repairs = len(self.repairs & wanted) + _BY_THE_WAY * len(self.repairs - wanted)
        return repairs - _BROKEN * len(self.breaks)

    def value(self, wanted: frozenset[int]) -> tuple[float, ...]:
        """How good it is as the next edit.

        On a tie what was seen more than once goes first, then words before numbers.
        """
        often = min(self.sightings, _SEVERAL)
        last = (*_preference(self.edit), self.telling, self.sightings)
        return (not self._is_rash(wanted), self.balance(wanted), often, *last)

    def _is_rash(self, wanted: frozenset[int]) -> bool:
        """Whether it moves a whole family for the sake of one message."""
        return self.word is None and len(self.repairs & wanted) < _SEVERAL


class Proposer:
    """Makes candidates from the words of wrongly answered messages."""

    def __init__(self, lexicon: Lexicon, readings: Sequence[Reading]) -> None:
        """`readings`: all messages known, corrections and labelled ones alike."""
        self._lexicon = lexicon
        self._readings = readings
        self._terms = {term for family in lexicon.families.values() for term in family.terms}
        self._movable = lexicon.families.keys() | lexicon.patterns.keys()
        self._holding: dict[str, set[int]] = defaultdict(set)
        for i, reading in enumerate(readings):
            for key in (*reading.features, *reading.words, *reading.pairs):
                self._holding[key].add(i)

    def propose(self, wrong: Sequence[int]) -> list[Candidate]:
        """Every edit that is estimated to repair one of these messages, each edit once."""
        edits: dict[Suggested, Shift] = {}
        for i in wrong:
            edits.update(self._edits(self._readings[i]))
        found = (self._candidate(edit, shift) for edit, shift in edits.items())
        return [candidate for candidate in found if candidate.repairs]

    def _edits(self, reading: Reading) -> Iterator[tuple[Suggested, Shift]]:
        queue = reading.example.queue
        for word in sorted(reading.words):
            if word not in self._terms:
                old = self._lexicon.weights.get(word, {}).get(queue, 0.0)
                for weight in _STEPS:
                    yield WeighWord(word, queue, weight), {queue: weight - old}
        for term in sorted(reading.words | reading.pairs):
            family = None if term in self._terms else self._closest(term, queue)
            if family:
                yield AddTerm(term, family), self._lexicon.weights[family]
        for feature in sorted(reading.features.keys() & self._movable):
            for target, sign in ((queue, 1), (reading.answer, -1)):
                old = self._lexicon.weights[feature].get(target, 0.0)
                for step in _SHIFTS:
                    weight = round(old + sign * step, 2)
                    yield Reweigh(feature, target, weight), {target: sign * step}

    def _closest(self, term: str, queue: str) -> str | None:
        """The family of the queue whose terms look most like this one, if any does."""
        looks = {
            family.name: sorted((_alike(term, other) for other in family.terms), reverse=True)
            for family in self._lexicon.families.values()
            if self._speaks_for(family, queue)
        }
        close = [name for name, alike in looks.items() if alike[0] >= _ALIKE]
        return max(close, key=lambda name: looks[name][:_CLOSEST], default=None)

    def _speaks_for(self, family: Family, queue: str) -> bool:
        return family.queue == queue and self._lexicon.weights[family.name].get(queue, 0.0) > 0

    def _candidate(self, edit: Suggested, shift: Shift) -> Candidate:
        match edit:
            case AddTerm(term, family):
                touched = {
                    i for i in self._holding[term] if family not in self._readings[i].features
                }
                key, queue = term, str(self._lexicon.families[family].queue)
            case WeighWord(word, queue, _):
                key, touched = word, self._holding[word]
            case Reweigh(feature, queue, _):
                key, touched = feature, self._holding[feature]
        turned = [(i, *self._right(i, shift, key)) for i in touched]
        texts = {self._readings[i].example.text: i for i in touched}
        same = sum(self._readings[i].example.queue == queue for i in texts.values())
        return Candidate(
            edit,
            frozenset(touched),
            frozenset(i for i, was, now in turned if now and not was),
            frozenset(i for i, was, now in turned if was and not now),
            same,
            (same + 1) / (len(texts) + 2),
        )

    def _right(self, i: int, shift: Shift, key: str) -> tuple[bool, bool]:
        """Whether a message is answered rightly now, and after the shift."""
        reading = self._readings[i]
        was = is_right(reading.example, reading.answer)
        return was, is_right(reading.example, reading.shifted(shift, key))


def _preference(edit: Suggested) -> tuple[float, float]:
    match edit:
        case AddTerm(term, _):
            return 0.0, -len(term)
        case WeighWord(_, _, weight):
            return -1.0, -weight
        case Reweigh():
            return -2.0, 0.0


def _alike(one: str, other: str) -> float:
    """The share of characters two terms have in common (Dice)."""
    first, second = set(one), set(other)
    return 2 * len(first & second) / (len(first) + len(second))
