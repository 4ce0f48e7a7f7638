"""Charts as SVG that people can read on any screen, on paper, and without seeing colours.

Lengths across are per cents of the width, so that words keep their size on a phone. What is drawn
is also said in words, and every text is escaped: what comes back may stand in a page as it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

_INK, _QUIET, _GRID = "#1d2733", "#4a5563", "#d5dae0"
_FIRST, _SECOND = "#1b5e43", "#a05a00"
_LETTER = 16  # pixels
_BAR, _ROW, _THIN = 18, 56, 8
_PLOT, _TOP, _FOOT = 200, 56, 30
_LEFT, _RIGHT = 4.0, 96.0  # per cent
_TOLD = 40  # points told in the words of a chart


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it stands for and how long it is; ``other`` is the thin one below it."""

    label: str
    value: float
    other: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line; ``values`` are as many as the chart has labels."""

    name: str
    values: Sequence[float]


def bars(title: str, unit: str, rows: Sequence[Bar], other: str = "上期") -> str:
    """Bars below one another, each under its label and numbers; ``other`` names the thin ones."""
    most = max((max(each.value, each.other or 0) for each in rows), default=0) or 1
    words = [_told(row, unit, other) for row in rows]
    drawn = [part for n, row in enumerate(rows) for part in _bar(row, words[n], n * _ROW, most)]
    told = "；".join(words[:_TOLD])
    return _svg(f"{title}：{told}", _ROW * len(rows), drawn)


def lines(title: str, unit: str, labels: Sequence[str], series: Sequence[Line]) -> str:
    """Lines over the same labels: the first whole with dots, the second broken with squares."""
    most = max((value for each in series for value in each.values), default=0) or 1
    drawn = [_legend(series), *_grid(most, labels)]
    for number, each in enumerate(series[:2]):
        drawn += _line(each, most, is_second=number == 1)
    told = "；".join(f"{each.name}一共 {_number(sum(each.values))} {unit}" for each in series)
    height = _TOP + _PLOT + _FOOT
    return _svg(f"{title}：{told}。每一天的数在下面的表里。", height, drawn)


def _svg(told: str, height: int, drawn: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" width="100%" height="{height}" '
        f'role="img" aria-label={quoteattr(told)} font-size="{_LETTER}">{"".join(drawn)}</svg>'
    )


def _bar(row: Bar, words: str, top: int, most: float) -> Iterator[str]:
    yield _text(0, top + 18, words, anchor="start")
    yield (
        f'<rect x="0" y="{top + 24}" width="{_share(row.value, most)}%" height="{_BAR}" '
        f'fill="{_FIRST}"/>'
    )
    if row.other is not None:
        yield (
            f'<rect x="0" y="{top + 44}" width="{_share(row.other, most)}%" height="{_THIN}" '
            f'fill="#ffffff" stroke="{_SECOND}" stroke-width="1.5"/>'
        )


def _told(row: Bar, unit: str, other: str) -> str:
    more = f"，{other} {_number(row.other)}" if row.other is not None else ""
    return f"{row.label} {_number(row.value)} {unit}{more}"


def _grid(most: float, labels: Sequence[str]) -> Iterator[str]:
    """The ground line, the height of the most with its number, and the first and last label."""
    for height, name in ((0.0, "0"), (most, _number(most))):
        y = _y(height, most)
        yield f'<line x1="{_LEFT}%" x2="{_RIGHT}%" y1="{y}" y2="{y}" stroke="{_GRID}"/>'
        yield _text(0, y - 6 if height else y + 5, name, anchor="start", colour=_QUIET)
    foot = _TOP + _PLOT + 22
    for position, anchor in {0: "start", len(labels) - 1: "end"}.items():
        if 0 <= position < len(labels):
            x = _x(position, len(labels))
            yield _text(x, foot, labels[position], anchor=anchor, colour=_QUIET)


def _legend(series: Sequence[Line]) -> str:
    marks = zip(("● {}（实线）", "□ {}（虚线）"), series, strict=False)
    words = "　".join(mark.format(each.name) for mark, each in marks)
    return _text(0, 18, words, anchor="start")


def _line(line: Line, most: float, *, is_second: bool) -> Iterator[str]:
    colour, dash = (_SECOND, ' stroke-dasharray="6 4"') if is_second else (_FIRST, "")
    count = len(line.values)
    points = [(_x(n, count), _y(value, most)) for n, value in enumerate(line.values)]
    for (x1, y1), (x2, y2) in pairwise(points):
        yield (
            f'<line x1="{x1}%" y1="{y1}" x2="{x2}%" y2="{y2}" stroke="{colour}" '
            f'stroke-width="2.5"{dash}/>'
        )
    for x, y in points:
        yield _mark(x, y, colour, is_second=is_second)


def _mark(x: float, y: float, colour: str, *, is_second: bool) -> str:
    if is_second:  # moved by half its size, which per cents cannot say
        square = f'<rect x="{x}%" y="{y - 4}" width="8" height="8" transform="translate(-4 0)"'
        return f'{square} fill="#ffffff" stroke="{colour}" stroke-width="2"/>'
    return f'<circle cx="{x}%" cy="{y}" r="4" fill="{colour}"/>'


def _text(x: float, y: float, words: str, *, anchor: str, colour: str = _INK) -> str:
    return f'<text x="{x}%" y="{y}" fill="{colour}" text-anchor="{anchor}">{escape(words)}</text>'


def _x(position: int, count: int) -> float:
    share = position / (count - 1) if count > 1 else 0.5
    return round(_LEFT + share * (_RIGHT - _LEFT), 2)


def _y(value: float, most: float) -> float:
    return round(_TOP + _PLOT * (1 - value / most), 1)


def _share(value: float, most: float) -> float:
    return round(100 * value / most, 2)


def _number(value: float | None) -> str:
    if value is None:
        return "—"
    return f"{value:.0f}" if value == int(value) else f"{value:.1f}"
