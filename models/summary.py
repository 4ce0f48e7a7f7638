"""The figures of many tickets, counted as they stream by: of all, and by queue, source and area."""

from collections.abc import Mapping, Sequence
from typing import Any

from models.facts import Seen
from models.figures import FIGURES
from models.folds import Value

Taken = Sequence[Sequence[Any]]
Values = Mapping[str, Value]


class Tally:
    """The figures of one group of tickets."""

    def __init__(self) -> None:
        self._folds = {figure.key: figure.fold() for figure in FIGURES}

    def add(self, taken: Taken) -> None:
        """Count one ticket by what each figure takes of it."""
        for fold, values in zip(self._folds.values(), taken, strict=True):
            for value in values:
                fold.add(value)

    def values(self) -> Values:
        """The figures by their keys; a share is in per cent, None where there was nothing."""
        return {key: fold.result() for key, fold in self._folds.items()}


class Summary:
    """The figures of a period: of the whole, and by queue, source and area.

    ``area`` is the one asked for; tickets are grouped by the areas directly below it, and those
    of no such area under "".
    """

    def __init__(self, area: str | None = None) -> None:
        self.whole = Tally()
        self.by: dict[str, dict[str, Tally]] = {"queue": {}, "source": {}, "area": {}}
        self._area = area

    def add(self, seen: Seen) -> None:
        """Count one ticket."""
        taken = [figure.take(seen) for figure in FIGURES]
        self.whole.add(taken)
        groups = {"queue": seen.queue, "source": seen.source, "area": self._below(seen)}
        for name, group in groups.items():
            if group not in self.by[name]:
                self.by[name][group] = Tally()
            self.by[name][group].add(taken)

    def _below(self, seen: Seen) -> str:
        """The area directly below the one asked for; "" when the ticket lies in none."""
        path = seen.area_path
        below = path.index(self._area) + 1 if self._area in path else 0
        is_around = self._area is None or self._area in path
        return path[below] if is_around and below < len(path) else ""
