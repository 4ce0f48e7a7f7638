"""Small learned points for how people write in danger, where no listed sign says it all."""

import math
import re
from collections.abc import Collection
from itertools import pairwise
from pathlib import Path

from .entries import read_entry

_BREAK = "|"  # what stands for punctuation, spaces and the end of a message
_BREAKS = re.compile(r"\W+")
_FEW = 10  # characters and pairs; in a shorter message each counts no more than in such a one
_SHOWN = 3  # words that explain an alarm best


class Hints:
    """Points of single characters and pairs of them: a little for or against danger each."""

    def __init__(self, path: Path) -> None:
        """Read danger_hints.yaml. Raises LexiconError naming the line."""
        fields = read_entry(path).fields({"start", "hints"})
        self._start = fields["start"].number()
        self._points: dict[str, float] = {}
        for points, listed in fields["hints"].items():
            for piece in listed.words():
                if len(piece) > 2 or piece in self._points:
                    raise listed.error(f"{piece!r} must be one or two characters, given once")
                self._points[piece] = listed.as_number(points)

    def points(self, text: str) -> float:
        """How much the wording as a whole speaks for danger now (above 0) or against it."""
        pieces = pieces_of(text)
        points = sum([self._points[piece] for piece in pieces & self._points.keys()])
        return self._start + points * share_of(pieces)

    def words(self, text: str) -> tuple[str, ...]:
        """The pieces of the message that speak most for danger."""
        pieces = sorted(pieces_of(text), key=lambda piece: (-self._points.get(piece, 0.0), piece))
        return tuple(piece for piece in pieces if _BREAK not in piece)[:_SHOWN]


def share_of(pieces: Collection[str]) -> float:
    """What each of so many pieces counts: long messages hit many, which must not add up."""
    return 1 / math.sqrt(max(len(pieces), _FEW))


def pieces_of(text: str) -> set[str]:
    """The characters of a normalized message and the pairs of neighbours, each once."""
    text = _BREAKS.sub(_BREAK, text + _BREAK)
    return {*text, *map("".join, pairwise(text))}
