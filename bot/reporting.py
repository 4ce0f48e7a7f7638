"""Answering what the figures of a period and an area were."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models.area import AreaTree
from models.calendar import Calendar
from models.clock import CHINA
from models.facts import Facts, look
from models.period import Period
from models.settings import nearest
from models.summary import Summary


class QuestionError(Exception):
    """There is no answer to what was asked; the message says how to ask."""


@dataclass(frozen=True, slots=True)
class Question:
    """What the figures are wanted of; without dates it is this month so far.

    ``after`` is the first day that does not count. Without ``area`` it is everywhere.
    """

    area: str | None = None
    first: date | None = None
    after: date | None = None

    def days(self, now: datetime) -> tuple[date, date]:
        """The first day, and the first that does not count."""
        after = self.after or now.astimezone(CHINA).date() + timedelta(days=1)
        return self.first or (after - timedelta(days=1)).replace(day=1), after


@dataclass(frozen=True, slots=True)
class Report:
    """The figures that answer a question; ``area`` is None for everywhere."""

    area: str | None
    first: date
    after: date
    period: Period
    summary: Summary


async def answer(
    question: Question, facts: Facts, areas: AreaTree, calendar: Calendar, now: datetime
) -> Report:
    """Count what was asked for. Raises QuestionError."""
    area = _find(areas, question.area) if question.area else None
    first, after = question.days(now)
    try:
        period = Period.of_days(first, after, now)
    except ValueError as error:
        raise QuestionError(str(error)) from error
    summary = Summary(area or trunk(areas))
    async for fact in facts.within(areas.parts(area), period):
        if seen := look(fact, period, calendar):
            summary.add(seen)
    return Report(area, first, after, period, summary)


def _find(areas: AreaTree, text: str) -> str:
    """The area of this identifier, or the only one of this name."""
    if areas.get(text):
        return text
    named = [each.id for each in areas if each.name == text]
    if len(named) == 1:
        return named[0]
    if named:
        raise QuestionError(f"{len(named)} areas are called {text}: give one of {sorted(named)}")
    hint = nearest(text, [name for each in areas for name in (each.id, each.name)])
    raise QuestionError(f"unknown area {text!r}{hint}")


def trunk(areas: AreaTree) -> str | None:
    """Where the tree begins to branch, so that a city of one street is shown by communities."""
    trunk = None
    while len(below := areas.below(trunk)) == 1:
        trunk = below[0].id
    return trunk
