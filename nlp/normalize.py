"""One spelling for every message, so that the lexicon needs each word only once."""

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from .entries import LexiconError, read_text

# Three digits in a row, spoken ones too, may be part of a telephone number.
_REPEATS = re.compile(r"([^\W\d零〇一二三四五六七八九]|[^\w\s])\1{2,}")
_SPACES = re.compile(r"[ \t\r\f\v]+")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B) if chr(code).isalnum()}


class Normalizer:
    """Turns what people type into plain simplified Chinese with half-width letters and digits."""

    def __init__(self, simplified: Mapping[str, str]) -> None:
        """`simplified` maps one traditional character to its simplified one."""
        self._table = _Table(_FULL_WIDTH | {ord(old): ord(new) for old, new in simplified.items()})

    def normalize(self, text: str) -> str:
        """Same words, one spelling; letters doubled for emphasis are kept at most twice."""
        text = text.translate(self._table)
        return _SPACES.sub(" ", _REPEATS.sub(r"\1\1", text)).strip()


class _Table(dict[int, int]):
    """A translation table that remembers, for the common plane, which characters are noise."""

    def __missing__(self, code: int) -> int:
        target = _plain(code)
        if code < 0x10000:  # so that it cannot grow without end
            self[code] = target
        return target


def _plain(code: int) -> int:
    if chr(code) == "\n":
        return code
    category = unicodedata.category(chr(code))
    return ord(" ") if category[0] in "CZ" or category in {"So", "Sk", "Mn"} else code


def read_pairs(path: Path) -> dict[str, str]:
    """Read pairs of one traditional and one simplified character, separated by spaces.

    Raises LexiconError naming the line.
    """
    pairs: dict[str, str] = {}
    for number, line in enumerate(read_text(path).splitlines(), 1):
        for pair in line.split():
            if len(pair) != 2:
                raise LexiconError(f"{path.name}:{number}: {pair!r} is not a pair of characters")
            pairs[pair[0]] = pair[1]
    return pairs
