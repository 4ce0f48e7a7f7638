"""Takes addresses apart, so that 3栋501 and 三栋五零二 are known to be two different homes."""

import re
from collections.abc import Collection, Iterator, Mapping

from .addresses import find_place

Whereabouts = Mapping[str, frozenset[str]]

_COUNT = "[0-9零〇幺一二两三四五六七八九十]{1,5}"
_DASHED = re.compile(r"(?<![0-9\-])([0-9]{1,2})-([0-9]{1,2})-([0-9]{3,4})(?![0-9\-])")
# Bare numbers of three digits are rooms in what residents say (501漏水), but for these.
_NO_ROOM = r"[0-9元块年月天日号路度斤米平个名人次户楼层栋.:：\-]"
_NUMBERS = {
    "building": re.compile(rf"(?!一[栋幢]楼)({_COUNT}|[A-Za-z][0-9]?)(?:[栋幢座#]|号[楼院栋])"),
    "unit": re.compile(rf"({_COUNT})单元"),
    "floor": re.compile(rf"({_COUNT})[楼层](?!梯)"),
    "room": re.compile(
        rf"(?<![0-9.\-])(?!110|119|120)([0-9]{{3,4}})(?!{_NO_ROOM})"
        rf"|([零〇幺一二三四五六七八九]{{3,4}})(?!{_NO_ROOM}|[十百])"
    ),
}
_NAME = "(?:(?![栋幢座号]|小区|社区)[一-鿿])"
_HOUSE = f"{_COUNT}(?:[栋幢座#]|号楼|单元)"
_NAMES = {
    "estate": re.compile(
        rf"({_NAME}{{2,8}}?)(?=花园|家园|新村|公寓|大厦"
        rf"|[苑里园村城府庭湾]?(?<![进出到在])(?:小区|社区|{_HOUSE}))"
    ),
    "street": re.compile(rf"([一-鿿]{{2,5}}?[路街巷弄道]{_COUNT})号(?!楼)"),
}
_AS_DIGIT = str.maketrans("零〇幺一二两三四五六七八九", "0011223456789")


def whereabouts(text: str, place: str | None) -> Whereabouts:
    """Street, estate, building, unit, floor and room that a normalized report names.

    Each is a set, for one report may name several (401漏到301); a part that is not named is empty.
    """
    place = place or find_place(text) or ""
    said = f"{place} {text}"
    parts = {part: frozenset(_named(pattern, place)) for part, pattern in _NAMES.items()}
    parts |= {part: frozenset(_named(pattern, said)) for part, pattern in _NUMBERS.items()}
    for dashed in _DASHED.finditer(said):
        for part, number in zip(("building", "unit", "room"), dashed.groups(), strict=True):
            parts[part] |= {number}
    return parts


def without_numbers(text: str) -> str:
    """A normalized text without the buildings, units, floors and rooms it names."""
    text = _DASHED.sub(" ", text)
    for pattern in _NUMBERS.values():
        text = pattern.sub(" ", text)
    return text


def conflict(one: Whereabouts, other: Whereabouts, besides: Collection[str] = ()) -> bool:
    """Whether both name the same part of an address and name it differently."""
    return any(
        one[part] and other[part] and one[part].isdisjoint(other[part])
        for part in one
        if part not in besides
    )


def _named(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    for match in pattern.finditer(text):
        yield _as_number(next(group for group in match.groups() if group))


def _as_number(said: str) -> str:
    """十二 and 一二 as 12; what is no number stays as it is, in capitals."""
    tens, ten, ones = said.partition("十")
    if ten and len(said) <= 3:
        said = (tens or "一") + (ones or "零")
    return said.translate(_AS_DIGIT).upper()
