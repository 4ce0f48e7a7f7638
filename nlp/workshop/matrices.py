"""What both learners need of scipy: sparse tables of features, and finding the least cost."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

Table = NDArray[np.float64]

_STEPS = 200  # far more than it takes


def minimum(cost: Callable[[Table], tuple[float, Table]], start: Table) -> Table:
    """Where a cost, given with its slope, is least."""
    options = {"maxiter": _STEPS}
    best: Table = minimize(cost, start, jac=True, method="L-BFGS-B", options=options).x
    return best


def sparse(rows: Sequence[Mapping[str, float]], names: Sequence[str]) -> Any:
    """A sparse matrix: a row a message, a column a name; what has no name is left out."""
    columns = {name: i for i, name in enumerate(names)}
    strengths, lines, places = [], [], []
    for i, row in enumerate(rows):
        for name, strength in row.items():
            if name in columns:
                strengths.append(strength)
                lines.append(i)
                places.append(columns[name])
    return csr_matrix((strengths, (lines, places)), shape=(len(rows), len(names)))
