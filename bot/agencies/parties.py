"""Reads who stands on which side from a line such as 李律师 对方 某某公司、张三 当事人 王芳."""

import re
from dataclasses import dataclass

_SIDES = re.compile(r"(对方|当事人)\s*[是为:：]?")
_BETWEEN = re.compile(r"[\s、,，;；/]+")
_EDGES = " 、,，。.;；:：给"


@dataclass(frozen=True, slots=True)
class Naming:
    """The lawyer who is named, and the parties on each side."""

    lawyer: str
    ours: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()


def read_naming(line: str) -> Naming:
    """The names of a line; the lawyer comes first and may be empty."""
    lawyer, *pairs = _SIDES.split(line)
    sides: dict[str, tuple[str, ...]] = {"当事人": (), "对方": ()}
    for side, names in zip(pairs[::2], pairs[1::2], strict=True):
        sides[side] += names_in(names)
    return Naming(lawyer.strip(_EDGES), sides["当事人"], sides["对方"])


def names_in(text: str) -> tuple[str, ...]:
    """The names of a list, each once."""
    names = (each.strip(_EDGES) for each in _BETWEEN.split(text))
    return tuple(dict.fromkeys(each for each in names if each))
