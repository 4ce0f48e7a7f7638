"""Learns how much each family, pattern and word counts, from labelled messages.

A plain multinomial logistic regression. Every step also pulls back to the weight the office gave
by hand, so rare evidence keeps the hand weight and frequent evidence is corrected.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .evaluate import Example
from .lexicon import Lexicon
from .model import QUEUES

BIAS = ""  # the feature every message has
_EPOCHS = 40
_RATE = 0.25
_FAMILY_PULL, _WORD_PULL = 3.0, 4.0  # how firmly a weight is held at the hand weight
_ALT_SHARE = 0.15  # how much of an example counts for its `alt` queue

Weights = dict[str, list[float]]  # feature → weight per queue, in the order of QUEUES


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled message as the learner sees it: the features found in it and the label."""

    features: Mapping[str, float]
    example: Example


def fit(rows: Sequence[Row], lexicon: Lexicon) -> Weights:
    """Weights for every feature of the lexicon; steps shrink as a feature is seen (AdaGrad)."""
    start = _start(lexicon)
    weights: Weights = {feature: list(values) for feature, values in start.items()}
    squares: Weights = {feature: [1e-6] * len(QUEUES) for feature in start}
    pulls = _pulls(rows, lexicon)
    targets = [_target(row.example) for row in rows]
    for _ in range(_EPOCHS):
        for row, target in zip(rows, targets, strict=True):
            errors = [p - t for p, t in zip(chances(weights, row.features), target, strict=True)]
            for feature, strength in {**row.features, BIAS: 1.0}.items():
                slopes = [
                    strength * error + pulls[feature] * (now - then)
                    for error, now, then in zip(
                        errors, weights[feature], start[feature], strict=True
                    )
                ]
                _step(weights[feature], squares[feature], slopes)
    return weights


def chances(weights: Weights, features: Mapping[str, float]) -> list[float]:
    """How likely each queue is, in the order of QUEUES."""
    scores = list(weights[BIAS])
    for feature, strength in features.items():
        for i, weight in enumerate(weights[feature]):
            scores[i] += weight * strength
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


def _step(weights: list[float], squares: list[float], slopes: Sequence[float]) -> None:
    for i, slope in enumerate(slopes):
        squares[i] += slope * slope
        weights[i] -= _RATE * slope / math.sqrt(squares[i])


def _start(lexicon: Lexicon) -> Weights:
    known = [*lexicon.families, *lexicon.patterns, *sorted(lexicon.words)]
    start = {
        feature: [lexicon.weights.get(feature, {}).get(queue, 0.0) for queue in QUEUES]
        for feature in known
    }
    return start | {BIAS: [0.0] * len(QUEUES)}


def _pulls(rows: Iterable[Row], lexicon: Lexicon) -> dict[str, float]:
    """The pull per sighting: the whole pull is spread over the messages that have the feature."""
    seen = Counter(feature for row in rows for feature in row.features)
    pulls = {
        feature: (_WORD_PULL if feature in lexicon.words else _FAMILY_PULL) / count
        for feature, count in seen.items()
    }
    return pulls | {BIAS: 0.0}


def _target(example: Example) -> list[float]:
    main = 1 - _ALT_SHARE if example.alt else 1.0
    shares = {example.alt: 1 - main, example.queue: main}
    return [shares.get(queue, 0.0) for queue in QUEUES]
