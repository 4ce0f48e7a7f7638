"""Splits a message that asks for two things, so that each gets its own ticket."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from operator import add

from .lexicon import NEXT_MATTER, OPENINGS, PLEAS, Lexicon
from .match import Findings, share_of
from .model import QUEUES, Evidence, Need
from .route import Router

_LONGEST = 160  # characters; a letter tells one story with many sides
_WORTH_A_LOOK = 1.0  # weight of evidence for a second queue from which cuts are tried
_MOST_CUTS = 16
_STOPS = frozenset("。！？!?；;\n")
_PAUSES = frozenset("，,、 ")

# How sure both parts must be, by what stands between them: words like 另外 announce a new matter,
# a comma says little, and in speech without punctuation only 我, 麻烦, 想问 … hint at one.
_AFTER_ANNOUNCED, _AFTER_STOP, _AFTER_PAUSE, _IN_SPEECH = 0.6, 0.8, 0.9, 0.97

Sums = tuple[float, ...]  # scores in the order of QUEUES, then how many features were counted


_NOTHING: Sums = (0.0,) * (len(QUEUES) + 1)


class NeedSplitter:
    """Tries every place where a new matter may begin and takes the one that both parts favour."""

    def __init__(self, lexicon: Lexicon, router: Router) -> None:
        """The lexicon names the words that announce a matter, and those a request begins with."""
        self._announcing = frozenset(lexicon.families[NEXT_MATTER].terms)
        self._beginning = frozenset(lexicon.families[OPENINGS].terms)
        self._learned = lexicon.words
        pleas = {term for name in PLEAS for term in lexicon.families[name].terms}
        self._pleas = frozenset({*PLEAS, *pleas})
        self._router = router

    def split(
        self, findings: Findings, queue: str, evidence: Iterable[Evidence]
    ) -> tuple[Need, ...]:
        """The needs of a message in order, at least one.

        `queue` and `evidence` are those of the whole message.
        """
        text = "".join(findings.tokens).strip()
        claimed = {e.queue for e in evidence if e.weight >= _WORTH_A_LOOK} - {"other"}
        if len(text) > _LONGEST or len(claimed) < 2:
            return (Need(queue, text),)
        return self._best(findings) or (Need(queue, text),)

    def _best(self, findings: Findings) -> tuple[Need, ...]:
        """The two needs on both sides of the best cut; none when no cut is good enough."""
        best: tuple[Need, ...] = ()
        margin = 0.0
        before, after = self._sides(findings)
        for cut, enough in self._cuts(findings.tokens):
            first, sure_of_first = self._guess(before[cut])
            second, sure_of_second = self._guess(after[cut])
            surplus = min(sure_of_first, sure_of_second) - enough
            if first != second and "other" not in (first, second) and surplus > margin:
                margin = surplus
                best = (
                    Need(first, _trimmed(findings.tokens[:cut])),
                    Need(second, _trimmed(findings.tokens[cut:])),
                )
        return best

    def _sides(self, findings: Findings) -> tuple[list[Sums], list[Sums]]:
        """For each place to cut, what the words before it and those from it on add up to."""
        size = len(findings.tokens)
        begins: list[Sums] = [_NOTHING] * size
        ends: list[Sums] = [_NOTHING] * size
        for feature, positions in findings.features():
            if feature not in self._pleas:
                weight = (*self._router.weights(feature), feature not in self._learned)
                first, last = positions[0], positions[-1]
                if feature in findings.patterns:
                    first, last = last, first  # a pattern needs all its words on one side
                begins[first] = _plus(begins[first], weight)
                ends[last] = _plus(ends[last], weight)
        before = list(accumulate(begins, _plus, initial=_NOTHING))
        after = list(accumulate(reversed(ends), _plus, initial=_NOTHING))
        return before, after[::-1]

    def _guess(self, sums: Sums) -> tuple[str, float]:
        """The queue of a part of a message, and how sure that is."""
        *scores, counted = sums
        share = share_of((counted,))
        chances = self._router.likely(
            [bias + share * score for bias, score in zip(self._router.bias, scores, strict=True)]
        )
        queue = max(chances, key=chances.__getitem__)
        return queue, chances[queue]

    def _cuts(self, tokens: Sequence[str]) -> list[tuple[int, float]]:
        """Positions where a new matter may begin, each with how sure both parts must be."""
        cuts = {i: enough for i, enough in self._places(tokens) if 1 < i < len(tokens) - 1}
        return sorted(cuts.items(), key=lambda cut: cut[1])[:_MOST_CUTS]

    def _places(self, tokens: Sequence[str]) -> Iterator[tuple[int, float]]:
        """Weak reasons first, so that a stronger one for the same place takes over."""
        for i, token in enumerate(tokens):
            if token in self._beginning:
                yield i, _IN_SPEECH
        for i, token in enumerate(tokens):
            if token in _PAUSES:
                yield i + 1, _AFTER_PAUSE
        for i, token in enumerate(tokens):
            if token in _STOPS:
                yield i + 1, _AFTER_STOP
        for i, token in enumerate(tokens):
            if token in self._announcing:
                yield i, _AFTER_ANNOUNCED


def _plus(one: Sums, other: Sums) -> Sums:
    return tuple(map(add, one, other))


def _trimmed(tokens: Sequence[str]) -> str:
    return "".join(tokens).strip("，,、 。！？!?；;\n")
