"""A report in words: a table to read, JSON for programs, CSV for spreadsheets."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any
from unicodedata import east_asian_width

import orjson

from bot.phrases import Phrases
from bot.reporting import Report
from bot.spreadsheet import BOM, Row, as_csv
from models.area import AreaTree
from models.clock import CHINA
from models.figures import FIGURES, Figure, Unit
from models.folds import Value
from models.summary import Values

# What stands in the short tables by group.
SHORT = (
    "received",
    "solved",
    "closed",
    "on_time_share",
    "answer_median",
    "closing_median",
    "services",
    "stars",
)
_NONE = "—"


class Wording:
    """A report in words."""

    def __init__(self, phrases: Phrases, areas: AreaTree) -> None:
        self._phrases = phrases
        self._known = set(phrases.names())
        self._areas = areas

    def written(self, report: Report, form: str) -> str:
        """As ``table``, ``json`` or ``csv``."""
        forms = {"table": self.as_table, "json": self.as_json, "csv": self.as_csv}
        return forms[form](report)

    def as_table(self, report: Report) -> str:
        """To be read in a terminal; the short tables leave out most figures."""
        blocks = [[*self._title(report)], _aligned(self._all(report))]
        for kind in (kind for kind, groups in report.summary.by.items() if groups):
            blocks.append([self._phrases(f"figures.by.{kind}"), *_aligned(self._by(report, kind))])
        told = [f"{each.name}：{each.definition}" for each in FIGURES]
        blocks.append([self._phrases("figures.meaning"), *told])
        return "\n\n".join("\n".join(lines) for lines in blocks) + "\n"

    def as_json(self, report: Report) -> str:
        """To be read by programs: every figure, with its meaning, of the whole and by group."""
        whole = report.summary.whole.values()
        told = {
            each.key: {
                "name": each.name,
                "unit": each.unit,
                "definition": each.definition,
                "value": whole[each.key],
            }
            for each in FIGURES
        }
        by = {
            kind: {group: tally.values() for group, tally in sorted(groups.items())}
            for kind, groups in report.summary.by.items()
        }
        content: dict[str, Any] = {
            "area": report.area,
            "from": report.first,
            "to": report.after,
            "counted_until": report.period.end,
            "figures": told,
            "by": by,
        }
        return orjson.dumps(content, option=orjson.OPT_INDENT_2).decode() + "\n"

    def as_csv(self, report: Report) -> str:
        """To be opened in a spreadsheet: one line a group, one column a figure."""
        summary = report.summary
        by = {
            kind: {group: tally.values() for group, tally in groups.items()}
            for kind, groups in summary.by.items()
        }
        return BOM + as_csv(self.rows(summary.whole.values(), by))

    def rows(self, whole: Values, by: Mapping[str, Mapping[str, Values]]) -> Iterator[Row]:
        """The head, and a row for the whole and each group with every figure."""
        say = self._phrases
        yield [
            say("figures.kind"),
            say("figures.group"),
            *(f"{f.name}（{f.unit}）" for f in FIGURES),
        ]
        named = say("figures.by.whole")
        yield [named, named, *(whole[figure.key] for figure in FIGURES)]
        for kind, groups in by.items():
            for group, values in sorted(groups.items()):
                names = [say(f"figures.by.{kind}"), self.name(kind, group)]
                yield [*names, *(values[figure.key] for figure in FIGURES)]

    def _title(self, report: Report) -> Iterator[str]:
        last = report.after - timedelta(days=1)
        area = self._areas.get(report.area)
        name = area.name if area else self._phrases("figures.everywhere")
        yield self._phrases("figures.title", area=name, first=report.first, last=last)
        end = report.period.end.astimezone(CHINA)
        if end.date() < report.after:
            yield self._phrases("figures.not_over", now=end.strftime("%Y-%m-%d %H:%M"))

    def _all(self, report: Report) -> list[list[str]]:
        values = report.summary.whole.values()
        return [[each.name, shown(each, values[each.key])] for each in FIGURES]

    def _by(self, report: Report, kind: str) -> list[list[str]]:
        figures = [each for each in FIGURES if each.key in SHORT]
        rows = [[self._phrases("figures.group"), *(each.name for each in figures)]]
        for group, tally in sorted(report.summary.by[kind].items()):
            values = tally.values()
            cells = [shown(each, values[each.key]) for each in figures]
            rows.append([self.name(kind, group), *cells])
        return rows

    def name(self, kind: str, group: str) -> str:
        """What people call a group; one we have no word for goes by what it is stored as."""
        area = self._areas.get(group) if kind == "area" else None
        if area or not group:
            return area.name if area else self._phrases("figures.unplaced")
        known = f"{kind}.{group}" in self._known
        if kind == "queue":
            return self._phrases(f"queue.{group}") if known else group
        return self._phrases(f"source.{group}") if known else group


def shown(figure: Figure, value: Value) -> str:
    """A value as people read it, with its unit."""
    if value is None:
        return _NONE
    plain = f"{value:.1f}" if isinstance(value, float) else str(value)
    return f"{plain}{figure.unit}" if figure.unit is Unit.SHARE else f"{plain} {figure.unit}"


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns under each other; a Chinese character is two wide."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(_padded(row, widths)).rstrip() for row in rows]


def _padded(row: Sequence[str], widths: Sequence[int]) -> Iterable[str]:
    """Names to the left, figures to the right."""
    for position, (cell, width) in enumerate(zip(row, widths, strict=True)):
        blanks = " " * (width - _width(cell))
        yield blanks + cell if position else cell + blanks


def _width(text: str) -> int:
    return sum(2 if east_asian_width(each) in "WFA" else 1 for each in text)
