"""Learns how much each family, pattern and word counts, from labelled messages.

A plain multinomial logistic regression whose weights are held at those the office gave by hand,
so that rare evidence keeps the hand weight and frequent evidence is corrected.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..lexicon import Lexicon
from ..model import QUEUES
from .examples import Example

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Table = NDArray[np.float64]  # a row a feature or message, a column a queue

BIAS = ""  # the feature every message has
_STEPS = 150  # far more than it takes
_FAMILY_PULL, _WORD_PULL = 2.0, 2.5  # how firmly a weight is held at the hand weight
_ALT_SHARE = 0.15  # how much of an example counts for its `alt` queue

Weights = dict[str, list[float]]  # feature → weight per queue, in the order of QUEUES


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled message as the learner sees it: the features found in it and the label."""

    features: Mapping[str, float]
    example: Example


class LibraryMissingError(RuntimeError):
    """Fitting needs libraries that running does not."""


def fit(rows: Sequence[Row], lexicon: Lexicon) -> Weights:
    """Weights for every feature of the lexicon.

    Raises LibraryMissingError where only what running needs is installed.
    """
    try:
        import numpy as np
        from scipy.optimize import minimize
    except ImportError:
        raise LibraryMissingError("学习需要开发工具：先运行 make test，再试一次") from None
    names = [*lexicon.families, *lexicon.patterns, *sorted(lexicon.words), BIAS]
    start = np.array([_hand(lexicon, name) for name in names])
    pulls = np.array([[_pull(lexicon, name)] for name in names])
    messages = _as_matrix(rows, names)
    wanted = np.array([_target(row.example) for row in rows]).reshape(len(rows), len(QUEUES))

    def cost(flat: "Table") -> tuple[float, "Table"]:
        """How surprising the labels are plus how far the weights moved, and its slope."""
        weights = flat.reshape(start.shape)
        found = chances_of(messages @ weights)
        moved = pulls * (weights - start)
        surprise = -np.sum(wanted * np.log(found + 1e-12))
        slope = messages.T @ (found - wanted) + moved
        return float(surprise + np.sum(moved * (weights - start)) / 2), slope.ravel()

    best = minimize(cost, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": _STEPS})
    return dict(zip(names, best.x.reshape(start.shape).tolist(), strict=True))


def chances(rows: Sequence[Row], weights: Weights) -> list[list[float]]:
    """How likely each queue is for each message, in the order of QUEUES."""
    import numpy as np

    scores = _as_matrix(rows, list(weights)) @ np.array(list(weights.values()))
    likely: list[list[float]] = chances_of(scores).tolist()
    return likely


def chances_of(scores: "Table") -> "Table":
    """Scores of messages as chances that add up to 1."""
    import numpy as np

    powers = np.exp(scores - scores.max(axis=1, keepdims=True, initial=-np.inf))
    likely: Table = powers / powers.sum(axis=1, keepdims=True)
    return likely


def _as_matrix(rows: Sequence[Row], names: Sequence[str]) -> Any:
    """A sparse matrix: a row a message, a column a feature."""
    from scipy.sparse import csr_matrix

    columns = {name: i for i, name in enumerate(names)}
    strengths, lines, places = [], [], []
    for i, row in enumerate(rows):
        for feature, strength in {**row.features, BIAS: 1.0}.items():
            strengths.append(strength)
            lines.append(i)
            places.append(columns[feature])
    return csr_matrix((strengths, (lines, places)), shape=(len(rows), len(names)))


def _hand(lexicon: Lexicon, name: str) -> list[float]:
    return [lexicon.weights.get(name, {}).get(queue, 0.0) for queue in QUEUES]


def _pull(lexicon: Lexicon, name: str) -> float:
    return _WORD_PULL if name in lexicon.words else _FAMILY_PULL


def _target(example: Example) -> list[float]:
    main = 1 - _ALT_SHARE if example.alt else 1.0
    shares = {example.alt: 1 - main, example.queue: main}
    return [shares.get(queue, 0.0) for queue in QUEUES]
