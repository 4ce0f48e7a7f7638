"""Learns how much each family, pattern and word counts, from labelled messages.

A plain multinomial logistic regression whose weights are held at those the office gave by hand,
so that rare evidence keeps the hand weight and frequent evidence is corrected.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..lexicon import Lexicon
from ..model import QUEUES
from .examples import Example
from .matrices import Table, minimum, sparse
from .table import BIAS, Weights

_FAMILY_PULL, _WORD_PULL = 2.0, 2.5  # how firmly a weight is held at the hand weight
_ALT_SHARE = 0.15  # how much of an example counts for its `alt` queue


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled message as the learner sees it: the features found in it and the label."""

    features: Mapping[str, float]
    example: Example


def fit(rows: Sequence[Row], lexicon: Lexicon) -> Weights:
    """Weights for every feature of the lexicon."""
    names = [*lexicon.families, *lexicon.patterns, *sorted(lexicon.words), BIAS]
    start = np.array([_hand(lexicon, name) for name in names])
    pulls = np.array([[_WORD_PULL if name in lexicon.words else _FAMILY_PULL] for name in names])
    messages = _as_matrix(rows, names)
    wanted = np.array([_target(row.example) for row in rows]).reshape(len(rows), len(QUEUES))

    def cost(flat: Table) -> tuple[float, Table]:
        """How surprising the labels are plus how far the weights moved, and its slope."""
        weights = flat.reshape(start.shape)
        likely = _likely(messages @ weights)
        moved = pulls * (weights - start)
        surprise = -np.sum(wanted * np.log(likely + 1e-12))
        slope = messages.T @ (likely - wanted) + moved
        return float(surprise + np.sum(moved * (weights - start)) / 2), slope.ravel()

    best = minimum(cost, start.ravel()).reshape(start.shape)
    return {name: list(map(float, weights)) for name, weights in zip(names, best, strict=True)}


def chances(rows: Sequence[Row], weights: Weights) -> list[list[float]]:
    """How likely each queue is for each message, in the order of QUEUES."""
    scores = _as_matrix(rows, list(weights)) @ np.array(list(weights.values()))
    likely: list[list[float]] = _likely(scores).tolist()
    return likely


def _likely(scores: Table) -> Table:
    """Scores of messages as chances that add up to 1."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True, initial=-np.inf))
    likely: Table = powers / powers.sum(axis=1, keepdims=True)
    return likely


def _as_matrix(rows: Sequence[Row], names: Sequence[str]) -> Any:
    return sparse([{**row.features, BIAS: 1.0} for row in rows], names)


def _hand(lexicon: Lexicon, name: str) -> list[float]:
    return [lexicon.weights.get(name, {}).get(queue, 0.0) for queue in QUEUES]


def _target(example: Example) -> list[float]:
    main = 1 - _ALT_SHARE if example.alt else 1.0
    shares = {example.alt: 1 - main, example.queue: main}
    return [shares.get(queue, 0.0) for queue in QUEUES]
