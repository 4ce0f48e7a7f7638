"""A plain map: the outlines of areas fitted into a picture, with nothing fetched from elsewhere."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from models.area import Area, Point

WIDTH, HIGHEST, MARGIN = 400.0, 480.0, 8.0


@dataclass(frozen=True, slots=True)
class Shape:
    """An area in the picture: its corners as SVG writes them, and where its number stands."""

    area: Area
    points: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """The picture, in units of its view box."""

    width: float
    height: float
    shapes: Sequence[Shape]


def drawn(areas: Sequence[Area]) -> Drawing | None:
    """The picture of those areas that have an outline; None when none has."""
    shown = [area for area in areas if area.shape]
    if not shown:
        return None
    flat = [[_flat(point, shown[0].shape[0][1]) for point in area.shape] for area in shown]
    left, right = _ends([x for each in flat for x, _ in each])
    top, bottom = _ends([y for each in flat for _, y in each])
    scale = min(
        (WIDTH - 2 * MARGIN) / max(right - left, 1e-9),
        (HIGHEST - 2 * MARGIN) / max(bottom - top, 1e-9),
    )
    fitted = [
        [(MARGIN + (x - left) * scale, MARGIN + (y - top) * scale) for x, y in each]
        for each in flat
    ]
    shapes = [_shape(area, points) for area, points in zip(shown, fitted, strict=True)]
    return Drawing((right - left) * scale + 2 * MARGIN, (bottom - top) * scale + 2 * MARGIN, shapes)


def _flat(point: Point, latitude: float) -> Point:
    """A degree of longitude is shorter the further north; up is a smaller y."""
    return point[0] * math.cos(math.radians(latitude)), -point[1]


def _ends(values: Sequence[float]) -> tuple[float, float]:
    return min(values), max(values)


def _shape(area: Area, points: Sequence[Point]) -> Shape:
    x, y = _centre(points)
    return Shape(
        area, " ".join(f"{px:.1f},{py:.1f}" for px, py in points), round(x, 1), round(y, 1)
    )


def _centre(points: Sequence[Point]) -> Point:
    """The centre of gravity of a polygon; of one without a surface the middle of its corners."""
    twice, x, y = 0.0, 0.0, 0.0
    for (x1, y1), (x2, y2) in zip(points, [*points[1:], points[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        twice, x, y = twice + cross, x + (x1 + x2) * cross, y + (y1 + y2) * cross
    if abs(twice) < 1e-6:
        return sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)
    return x / (3 * twice), y / (3 * twice)
