"""Cuts texts into the words by which they are found again, and what staff type into words to find.

It knows jieba's own dictionary and not the lexicon: what was filed is found by the same words,
whatever the lexicon is taught later.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from .lexicon import FOLDER
from .normalize import Normalizer, read_pairs
from .segment import Segmenter
from .slots import find_phone
from .whereabouts import whereabouts, without_numbers

_READ = 2000  # characters of a text; what is said beyond them is not searched
_MOST = 12  # words one can ask for at once
_WORD = re.compile(r"[0-9A-Za-z一-鿿]+").fullmatch
_DIGITS = re.compile("[0-9]{7,}").fullmatch  # part of a telephone number, found whole or not at all
_ENDING = re.compile("^ *[室号房间]+")  # of 502室, of which the number is all that counts
_PARTS = ("building", "unit", "floor", "room")
# They stand in every second sentence and tell none from another.
_EMPTY = frozenset(
    "的了吗呢吧啊呀嘛哦在是有就都也不没我你您他她它们这那个和与跟把被给到"
    "0123456789零〇一二两三四五六七八九十"
)


class SearchWords:
    """Words to be found by, and words to find; pure and deterministic, so it can be shared."""

    def __init__(self, normalizer: Normalizer) -> None:
        self._normalizer = normalizer
        self._segmenter = Segmenter()

    @classmethod
    def load(cls, folder: Path = FOLDER) -> "SearchWords":
        """Read the spellings. Raises LexiconError naming file and line."""
        return cls(Normalizer(read_pairs(folder / "traditional.txt")))

    def of(self, text: str, place: str | None = None, phone: str | None = None) -> frozenset[str]:
        """The words by which a text is found: those in it, its characters, places and numbers.

        A place is found as ``building:3``, a phone number as ``phone:13812345678``.
        """
        plain = self._normalizer.normalize(f"{place or ''} {text}")[:_READ].lower()
        places = _places(plain)
        rooms = {each.removeprefix("room:") for each in places}
        words = {*self._segmenter.all_words(plain), *plain, *rooms}
        found = {each for each in words if _is_word(each)} | places
        return frozenset(found | {f"phone:{each}" for each in (phone, find_phone(plain)) if each})

    def asked(self, query: str) -> tuple[str, ...]:
        """The words that all have to stand in what is found; none when nothing can be searched."""
        wanted: dict[str, None] = {}
        for part in self._normalizer.normalize(query).lower().split():
            wanted |= dict.fromkeys(self._asked_by(part))
        return tuple(wanted)[:_MOST]

    def _asked_by(self, part: str) -> Iterator[str]:
        if phone := find_phone(part):
            yield f"phone:{phone}"
            return
        places = () if part.isdecimal() else sorted(_places(part))
        yield from places
        left = _ENDING.sub("", without_numbers(part)) if places else part
        yield from (each for each in self._segmenter.cut(left) if _is_word(each))


def _is_word(each: str) -> bool:
    return bool(_WORD(each)) and each not in _EMPTY and not _DIGITS(each)


def _places(text: str) -> set[str]:
    """The parts of an address, each with what it is; names are found like other words."""
    where = whereabouts(text, text)
    return {f"{part}:{each}" for part in _PARTS for each in where[part]}
