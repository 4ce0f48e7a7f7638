"""Outlines of areas from a GeoJSON file, which anybody may have made: read strictly, in bounds.

Source: RFC 7946, features of polygons; positions are longitude, then latitude, in degrees. Only
the outer ring counts: nobody draws a neighbourhood with a hole.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from bot.office.deeds import DeedRefusedError
from models.area import Point

MOST_BYTES = 300_000  # a form makes three of many a character
MOST_FEATURES = 200
FEWEST_POINTS, MOST_POINTS = 3, 500


@dataclass(frozen=True, slots=True)
class Outline:
    """The shape of the area with this identifier or name."""

    area: str
    shape: tuple[Point, ...]


def read_outlines(content: bytes) -> Sequence[Outline]:
    """The outlines of a file. Raises DeedRefusedError, which says what is wrong with it."""
    if len(content) > MOST_BYTES:
        raise DeedRefusedError(f"图形太大了，最多 {MOST_BYTES // 1000} KB。请少画几个点。")
    try:
        data = orjson.loads(content)
    except orjson.JSONDecodeError:
        raise DeedRefusedError("这不是 GeoJSON。请从画图的软件里导出 GeoJSON。") from None
    found = [_outline(number, each) for number, each in enumerate(_features(data), 1)]
    if len({each.area for each in found}) < len(found):
        raise DeedRefusedError("文件里有两个图形写的是同一个网格。请只留一个。")
    return found


def _features(data: Any) -> Sequence[Any]:
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or not features:
        raise DeedRefusedError("文件里没有图形。要有 FeatureCollection，每个网格一个 Polygon。")
    if len(features) > MOST_FEATURES:
        raise DeedRefusedError(f"图形太多了，一次最多 {MOST_FEATURES} 个。请分几个文件。")
    return features


def _outline(number: int, feature: Any) -> Outline:
    """One feature."""
    named = feature.get("properties") if isinstance(feature, dict) else None
    drawn = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(named, dict) or not isinstance(drawn, dict):
        raise DeedRefusedError(f"第 {number} 个图形缺了属性或者坐标。")
    area = named.get("id") or named.get("name")
    if not isinstance(area, str):
        raise DeedRefusedError(f"第 {number} 个图形没写是哪个网格：属性里要有 id 或者 name。")
    rings = drawn.get("coordinates")
    if drawn.get("type") != "Polygon" or not isinstance(rings, list) or not rings:
        raise DeedRefusedError(f"第 {number} 个图形不是 Polygon。请把每个网格画成一个多边形。")
    return Outline(area, _ring(number, rings[0]))


def _ring(number: int, ring: Any) -> tuple[Point, ...]:
    """The corners of a ring, the first not said again at the end."""
    if not isinstance(ring, list) or len(ring) > MOST_POINTS:
        raise DeedRefusedError(f"第 {number} 个图形的点太多了，最多 {MOST_POINTS} 个。")
    points = tuple(_points(number, ring))
    points = points[:-1] if len(points) > 1 and points[0] == points[-1] else points
    if len(set(points)) < FEWEST_POINTS:
        raise DeedRefusedError(f"第 {number} 个图形不成形，至少要三个不同的点。")
    return points


def _points(number: int, ring: Sequence[Any]) -> Iterator[Point]:
    for each in ring:
        is_pair = isinstance(each, list) and 2 <= len(each) <= 3
        if not is_pair or not all(_is_number(part) for part in each):
            raise DeedRefusedError(f"第 {number} 个图形里有个点不是一对数。")
        longitude, latitude = float(each[0]), float(each[1])
        if not (abs(longitude) <= 180 and abs(latitude) <= 90):
            raise DeedRefusedError(f"第 {number} 个图形里有个点不在地球上：先写经度，再写纬度。")
        yield longitude, latitude


def _is_number(part: Any) -> bool:
    return isinstance(part, (int, float)) and not isinstance(part, bool) and math.isfinite(part)
