"""How figures changed from one period to the next, in words, and whether that is good."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.office.figures import Comparison
from bot.report_words import shown
from models.figures import FIGURES, Figure, Unit
from models.folds import Value

# What is better the more, and what the less, there is of it; of all others nobody can say.
MORE_IS_BETTER = frozenset(
    {
        "solved_share",
        "on_time_share",
        "community_share",
        "services",
        "volunteers",
        "stars",
        "answered_back_share",
    }
)
LESS_IS_BETTER = frozenset(
    {
        "answer_median",
        "answer_p90",
        "closing_median",
        "closing_p90",
        "overdue",
        "unanswered",
        "complaint_share",
        "reopened",
    }
)
# Smaller differences are chance.
_LEAST = {Unit.SHARE: 1.0, Unit.HOURS: 0.5, Unit.STARS: 0.1}


class Turn(StrEnum):
    """Where a figure went."""

    BETTER = "变好"
    WORSE = "变差"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A figure now and before."""

    figure: Figure
    value: Value
    before: Value

    @property
    def now_shown(self) -> str:
        """The value as people read it."""
        return shown(self.figure, self.value)

    @property
    def before_shown(self) -> str:
        """The value before as people read it."""
        return shown(self.figure, self.before)

    @property
    def words(self) -> str:
        """How much more or less it is."""
        if self.value is None or self.before is None:
            return "没法比"
        difference = round(self.value - self.before, 1)
        if not difference:
            return "一样"
        unit = "个百分点" if self.figure.unit is Unit.SHARE else self.figure.unit.value
        number = f"{abs(difference):g}"
        return f"{'多' if difference > 0 else '少'}了 {number} {unit}"

    @property
    def turn(self) -> Turn:
        """Whether it became better or worse."""
        if self.value is None or self.before is None:
            return Turn.NONE
        difference = self.value - self.before
        if abs(difference) < _LEAST.get(self.figure.unit, 1):
            return Turn.NONE
        if self.figure.key in MORE_IS_BETTER:
            return Turn.BETTER if difference > 0 else Turn.WORSE
        if self.figure.key in LESS_IS_BETTER:
            return Turn.BETTER if difference < 0 else Turn.WORSE
        return Turn.NONE


def changes(found: Comparison) -> Iterator[Change]:
    """Every figure, in the order of the definitions."""
    for figure in FIGURES:
        yield Change(figure, found.whole[figure.key], found.earlier[figure.key])
