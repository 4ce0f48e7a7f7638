"""Ways to put many values together so that neither their order nor their number matters.

None of them keeps the values themselves, so counting a city takes no more memory than a street.
"""

from collections import Counter
from dataclasses import dataclass, field
from math import ceil
from typing import Any, Protocol

Value = int | float | None  # counts stay whole, also when they were kept
PLACES = 2


class Fold(Protocol):
    """What many values come to."""

    def add(self, value: Any) -> None:
        """Take one value in."""

    def result(self) -> Value:
        """What they come to; None when nothing can be said, because there were none."""


@dataclass(slots=True)
class Count:
    """The sum; 0 of none."""

    total: int = 0

    def add(self, value: int) -> None:
        """Take one value in."""
        self.total += value

    def result(self) -> Value:
        """What they come to."""
        return self.total


@dataclass(slots=True)
class Mean:
    """The mean of numbers; of truths, with a scale of 100, how many per cent are true."""

    scale: int = 1
    total: int = 0
    times: int = 0

    def add(self, value: int) -> None:
        """Take one value in."""
        self.total += value
        self.times += 1

    def result(self) -> Value:
        """What they come to."""
        return round(self.scale * self.total / self.times, PLACES) if self.times else None


@dataclass(slots=True)
class Distinct:
    """How many different ones."""

    known: set[str] = field(default_factory=set)

    def add(self, value: str) -> None:
        """Take one value in."""
        self.known.add(value)

    def result(self) -> Value:
        """What they come to."""
        return len(self.known)


@dataclass(slots=True)
class Percentile:
    """The smallest value, to a tenth, that this percentage of all do not exceed (nearest rank)."""

    percent: int
    times: Counter[float] = field(default_factory=Counter)

    def add(self, value: float) -> None:
        """Take one value in."""
        self.times[round(value, 1)] += 1

    def result(self) -> Value:
        """What they come to."""
        rank = ceil(self.percent * self.times.total() / 100)
        for value in sorted(self.times):
            rank -= self.times[value]
            if rank <= 0:
                return value
        return None
