"""Reads messages once for the search for edits: words, features and scores, ready to be shifted."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..route import Router
from ..segment import Segmenter
from ..understand import Understander
from .examples import Example

_NUMBERS = frozenset("零一二两三四五六七八九十百千万几")
# Words of grammar; a pair with one of them means no more than its other half.
_GRAMMAR = frozenset(
    "的了我你您他她它们是在和也都就还又很吗呢啊吧呀这那哪把被着过得地个给来去到要有"
)
_LEAD = 0.2
_LEAST_CHANCE = 1e-12


@dataclass(frozen=True, slots=True)
class Reading:
    """A message as the search sees it.

    `answer` is what the whole understanding says. `words` are general Chinese words of two or
    more characters, `pairs` two neighbouring words as one; neither holds a name, a number or a
    part of an address. `scores` is None when danger decides, for then no word can.
    """

    example: Example
    answer: str
    features: Mapping[str, float]
    words: frozenset[str]
    pairs: frozenset[str]
    scores: Mapping[str, float] | None

    def shifted(self, shift: Mapping[str, float], feature: str) -> str:
        """The answer when `shift` is added to the scores, as strongly as this feature counts.

        Another queue must lead by a little, for this is an estimate.
        """
        if self.scores is None:
            return self.answer
        strength = self.features.get(feature) or max(self.features.values(), default=1.0)
        scores = {q: score + strength * shift.get(q, 0.0) for q, score in self.scores.items()}
        scores[self.answer] += _LEAD
        return max(scores, key=scores.__getitem__)


class Reader:
    """Reads messages with one lexicon."""

    def __init__(self, understander: Understander) -> None:
        self._understander = understander
        self._temperature = understander.lexicon.temperature
        self._router = Router(understander.lexicon)
        self._names = Segmenter.names()

    def read(self, example: Example) -> Reading:
        """The reading of one message."""
        understood = self._understander.understand(example.text)
        findings = self._understander.findings(example.text)
        tokens, hits = findings.tokens, findings.hits()
        place = understood.slots.place or ""
        scores = {
            queue: self._temperature * math.log(max(chance, _LEAST_CHANCE))
            for queue, chance in self._router.chances(hits).items()
        }
        return Reading(
            example,
            understood.queue,
            {hit.feature: hit.strength for hit in hits},
            frozenset(t for t in tokens if len(t) > 1 and t not in place and self._is_word(t)),
            frozenset(pair for pair in self._pairs(tokens) if pair not in place),
            None if understood.danger else scores,
        )

    def _pairs(self, tokens: Sequence[str]) -> list[str]:
        return [
            first + second
            for first, second in pairwise(tokens)
            if len(first + second) > 2
            and all(self._is_word(part) and part not in _GRAMMAR for part in (first, second))
        ]

    def _is_word(self, token: str) -> bool:
        """Chinese, no name and no number."""
        chinese = all("一" <= character <= "鿿" for character in token)
        return chinese and token not in self._names and token[0] not in _NUMBERS
