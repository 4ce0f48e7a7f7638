"""Which charts show the figures of a period."""

from dataclasses import dataclass

from bot.office.charts import Bar, Line, bars, lines
from bot.office.figures import Comparison
from bot.report_words import Wording
from models.series import Point, in_weeks

DAILY = 62  # days up to which each has a point of its own; beyond that it is weeks
_MOST = 24  # bars


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart, and the same as a table: its head, and its rows."""

    title: str
    svg: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def pictures(found: Comparison, wording: Wording) -> tuple[Picture, ...]:
    """Day by day, by queue and by area, as far as there is something to show."""
    groups = (("queue", "按类别"), ("area", "按地方"))
    by = [_by_group(found, kind, title, wording) for kind, title in groups if found.by.get(kind)]
    return (by_day(found.points), *by)


def by_day(points: tuple[Point, ...]) -> Picture:
    """What came in and what was closed, by day or week."""
    is_daily = len(points) <= DAILY
    shown = points if is_daily else in_weeks(points)
    title = "每天收到和办结" if is_daily else "每周收到和办结（写的是每周第一天）"
    labels = [f"{each.day.month}月{each.day.day}日" for each in shown]
    received = Line("收到", [each.received for each in shown])
    closed = Line("办结", [each.closed for each in shown])
    rows = tuple(
        (label, str(each.received), str(each.closed))
        for label, each in zip(labels, shown, strict=True)
    )
    return Picture(
        title, lines(title, "件", labels, [received, closed]), ("日子", "收到", "办结"), rows
    )


def _by_group(found: Comparison, kind: str, title: str, wording: Wording) -> Picture:
    """What was received of each group, the most first; the thin bar is what was closed."""
    counted = [
        (wording.name(kind, group), values["received"] or 0, values["closed"] or 0)
        for group, values in found.by[kind].items()
    ]
    counted.sort(key=lambda each: (-each[1], each[0]))
    drawn = [Bar(name, received, closed) for name, received, closed in counted[:_MOST]]
    told = f"{title}，收到和办结"
    rows = tuple((name, f"{one:.0f}", f"{other:.0f}") for name, one, other in counted)
    return Picture(told, bars(told, "件", drawn, "办结"), ("名称", "收到", "办结"), rows)
