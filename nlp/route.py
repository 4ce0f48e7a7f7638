"""Chooses the queue: adds up what every word and pattern speaks for, and says how sure it is."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .lexicon import Lexicon
from .match import Hit, Matcher
from .model import QUEUES, Evidence

MAX_EVIDENCE = 8
_LEAST = 0.25  # weaker hints are noise to a person who reads the explanation


@dataclass(frozen=True, slots=True)
class Route:
    """A queue, how likely it is right (0–1), and the reasons, strongest first."""

    queue: str
    confidence: float
    chances: Mapping[str, float]
    evidence: tuple[Evidence, ...]


class Router:
    """One pass over the words of a message; no state, so one router serves everyone."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._matcher = Matcher(lexicon)
        self._bias = tuple(lexicon.bias.get(queue, 0.0) for queue in QUEUES)
        self._temperature = lexicon.temperature
        self._weights = {
            feature: tuple(weights.get(queue, 0.0) for queue in QUEUES)
            for feature, weights in lexicon.weights.items()
        }

    def route(self, tokens: Sequence[str]) -> Route:
        """The queue for these words, with the reasons."""
        hits = self._matcher.match(tokens)
        chances = self._chances(hits)
        queue = max(QUEUES, key=chances.__getitem__)
        return Route(queue, chances[queue], chances, self._evidence(hits))

    def _chances(self, hits: Sequence[Hit]) -> dict[str, float]:
        scores = list(self._bias)
        for hit in hits:
            for i, weight in enumerate(self._weights[hit.feature]):
                scores[i] += weight * hit.strength
        top = max(scores)
        powers = [math.exp((score - top) / self._temperature) for score in scores]
        total = sum(powers)
        return {queue: power / total for queue, power in zip(QUEUES, powers, strict=True)}

    def _evidence(self, hits: Sequence[Hit]) -> tuple[Evidence, ...]:
        reasons: dict[tuple[str, str], float] = {}
        for hit in hits:
            weights = self._weights[hit.feature]
            weight = max(weights) * hit.strength
            if weight >= _LEAST:
                key = ("…".join(hit.words), QUEUES[weights.index(max(weights))])
                reasons[key] = reasons.get(key, 0.0) + weight
        ranked = sorted(reasons.items(), key=lambda item: -item[1])
        return tuple(Evidence(t, q, round(w, 2)) for (t, q), w in ranked[:MAX_EVIDENCE])
