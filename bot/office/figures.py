"""The figures of a period beside those of the one before, counted in one pass and kept."""

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter

from bot.office.counting import Counting
from bot.office.periods import Days, before
from bot.reporting import trunk
from bot.services import Services
from models.facts import look
from models.figures import FIGURES
from models.kept_figures import Kept
from models.period import Period
from models.series import Point, Series
from models.summary import Summary, Tally, Values

_AT_A_TIME = 25  # tickets counted before others have their turn

# Figures whose meaning has changed are counted anew.
_MEANING = hashlib.sha256("".join(f"{f.key}{f.definition}" for f in FIGURES).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which area (None: everywhere) and which days."""

    area: str | None
    days: Days

    def name(self, kind: str) -> str:
        """A name for the question, the same in every process."""
        return f"{kind}:{self.area or ''}:{self.days.first}:{self.days.after}"

    def period(self, now: datetime) -> Period:
        """The days as far as they have passed."""
        return Period.of_days(self.days.first, self.days.after, now)

    def is_over(self, now: datetime) -> bool:
        """Whether the last day has passed."""
        return Period.of_days(self.days.first, self.days.after, now).end < now


@dataclass(frozen=True, slots=True)
class Comparison:
    """The figures of the days asked for, those before, by group, and the days one by one.

    ``until`` is when they were counted to.
    """

    until: datetime
    whole: Values
    earlier: Values
    by: Mapping[str, Mapping[str, Values]]
    points: tuple[Point, ...]


_CONTENT = TypeAdapter(Comparison)


async def compared(counting: Counting, services: Services, asked: Asked) -> Comparison | None:
    """The figures; None while they are first counted."""
    name = f"{asked.name('figures')}:{_MEANING[:12]}"

    async def count() -> Kept:
        now = services.clock()
        content = _CONTENT.dump_json(await compare(services, asked, now)).decode()
        return Kept(name, now, asked.is_over(now), content)

    kept = await counting.ask(name, count)
    return _CONTENT.validate_json(kept.content) if kept else None


async def compare(services: Services, asked: Asked, now: datetime) -> Comparison:
    """Count both periods in one pass; the figures are those of ``bot.reporting.answer``."""
    period, calendar = asked.period(now), services.timetable.calendar
    earlier_days = before(asked.days)
    earlier = Period.of_days(earlier_days.first, earlier_days.after, now)
    summary = Summary(asked.area or trunk(services.areas))
    past, series = Tally(), Series(period)
    both = Period(min(earlier.start, period.start), period.end)
    number = 0
    async for fact in services.store.facts.within(services.areas.parts(asked.area), both):
        number += 1
        if number % _AT_A_TIME == 0:
            await asyncio.sleep(0)
        if seen := look(fact, period, calendar):
            summary.add(seen)
            series.add(seen)
        if seen := look(fact, earlier, calendar):
            past.add([figure.take(seen) for figure in FIGURES])
    return Comparison(
        until=period.end,
        whole=summary.whole.values(),
        earlier=past.values(),
        by={k: {g: t.values() for g, t in groups.items()} for k, groups in summary.by.items()},
        points=series.points(),
    )
