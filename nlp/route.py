"""Chooses the queue: adds up what every word and pattern speaks for, and says how sure it is."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .lexicon import Lexicon
from .match import Hit
from .model import QUEUES, Evidence

_MOST_EVIDENCE = 8
_SILENT = (0.0, "")  # what a feature says that speaks for no queue
_LEAST_WEIGHT = 0.4  # weaker hints are noise to a person who reads the explanation


@dataclass(frozen=True, slots=True)
class Route:
    """A queue, how likely it is right (0–1), and the reasons, strongest first."""

    queue: str
    confidence: float
    evidence: tuple[Evidence, ...]


class Router:
    """Weighs what was found in a message; no state, so one router serves everyone."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.bias = tuple(lexicon.bias.get(queue, 0.0) for queue in QUEUES)
        self._temperature = lexicon.temperature
        self._weights = {
            feature: tuple(weights.get(queue, 0.0) for queue in QUEUES)
            for feature, weights in lexicon.weights.items()
        }
        self._speaks_for = {
            feature: (max(weights), QUEUES[weights.index(max(weights))])
            for feature, weights in self._weights.items()
            if max(weights) > 0
        }

    def route(self, hits: Sequence[Hit]) -> Route:
        """The queue these hits speak for, with the reasons."""
        chances = self.chances(hits)
        queue = max(chances, key=chances.__getitem__)
        return Route(queue, chances[queue], self._evidence(hits))

    def chances(self, hits: Sequence[Hit]) -> Mapping[str, float]:
        """How likely each queue is; the values add up to 1."""
        repair, legal_aid, benefits, volunteer, other = self.bias
        for hit in hits:
            strength = hit.strength
            a, b, c, d, e = self._weights[hit.feature]
            repair += a * strength
            legal_aid += b * strength
            benefits += c * strength
            volunteer += d * strength
            other += e * strength
        return self.likely((repair, legal_aid, benefits, volunteer, other))

    def weights(self, feature: str) -> tuple[float, ...]:
        """How strongly a feature speaks for each queue, in the order of QUEUES."""
        return self._weights[feature]

    def likely(self, scores: Sequence[float]) -> Mapping[str, float]:
        """Scores in the order of QUEUES as chances that add up to 1."""
        top = max(scores)
        powers = [math.exp((score - top) / self._temperature) for score in scores]
        total = sum(powers)
        return {queue: power / total for queue, power in zip(QUEUES, powers, strict=True)}

    def _evidence(self, hits: Sequence[Hit]) -> tuple[Evidence, ...]:
        reasons: dict[tuple[tuple[str, ...], str], float] = {}
        for hit in hits:
            weight, queue = self._speaks_for.get(hit.feature, _SILENT)
            weight *= hit.strength
            if weight >= _LEAST_WEIGHT:
                key = (hit.words, queue)
                reasons[key] = reasons.get(key, 0.0) + weight
        ranked = sorted((-weight, words, queue) for (words, queue), weight in reasons.items())
        return tuple(
            [
                Evidence("…".join(dict.fromkeys(words)), queue, round(-weight, 2))
                for weight, words, queue in ranked[:_MOST_EVIDENCE]
            ]
        )
