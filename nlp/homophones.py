"""Hears the word behind a slip: 低宝 means 低保 where nothing else in a message made sense."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence

# Source: pypinyin docs, environment variables. Its phrases take 40 MB and we ask about characters.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")

from pypinyin import lazy_pinyin

_LONGEST = 5  # characters of a word that may be misheard
_EVERYWHERE = frozenset(
    "了去来着过个不有没我你他还在是能"
)  # words with these are heard in any sentence
_CHINESE = re.compile(r"[一-鿿]+")


class Sounds:
    """Finds lexicon words by their sound, without tones."""

    def __init__(self, words: Iterable[str]) -> None:
        """`words`: what may be meant; only Chinese words of 2 to 5 characters count."""
        self._words = {
            sounds(word): word
            for word in sorted(words, reverse=True)
            if 2 <= len(word) <= _LONGEST and _CHINESE.fullmatch(word)
            if _EVERYWHERE.isdisjoint(word)
        }
        self._beginnings = frozenset(syllables[:2] for syllables in self._words)

    def mend(self, tokens: Sequence[str]) -> list[str]:
        """The tokens with misheard words put right; the same ones when there are none."""
        mended: list[str] = []
        i = 0
        while i < len(tokens):
            end, word = next(self._heard(tokens, i), (i + 1, tokens[i]))
            mended.append(word)
            i = end
        return mended

    def _heard(self, tokens: Sequence[str], start: int) -> Iterator[tuple[int, str]]:
        """Where the words that begin here end, and what they sound like, longest first."""
        if sounds("".join(tokens[start : start + 2])[:2]) not in self._beginnings:
            return
        for end in range(min(len(tokens), start + _LONGEST), start, -1):
            said = "".join(tokens[start:end])
            if _may_be_a_slip(tokens[start:end], said):
                word = self._words.get(sounds(said))
                # A slip is in one character; where none is right, it is another word.
                if word and word != said and not set(word).isdisjoint(said):
                    yield end, word


def _may_be_a_slip(tokens: Sequence[str], said: str) -> bool:
    """Slips fall apart into single characters, or are words that are too long for chance."""
    if not 2 <= len(said) <= _LONGEST or not _CHINESE.fullmatch(said):
        return False
    return any(len(token) == 1 for token in tokens) or len(said) > 2


def sounds(words: str) -> tuple[str, ...]:
    """How words sound, syllable by syllable; a rare character sounds like nothing else."""
    return tuple(_SYLLABLES.get(character, character) for character in words)


def _common_characters() -> str:
    """The 6,763 Chinese characters of GB 2312: its rows 16 to 87 of 94 cells, from 0xA1 on."""
    cells = (bytes((0xA0 + row, 0xA0 + cell)) for row in range(16, 88) for cell in range(1, 95))
    return "".join(cell.decode("gb2312", "ignore") for cell in cells)


def _plain(syllable: str) -> str:
    """A syllable without what mouths and keyboards of Anhui do not tell apart."""
    for confused, plain in (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l")):
        if syllable.startswith(confused):
            syllable = plain + syllable[len(confused) :]
    return re.sub(r"(?<=[ie])ng$", "n", syllable)


_COMMON = _common_characters()
_SYLLABLES = dict(zip(_COMMON, map(_plain, lazy_pinyin(_COMMON)), strict=True))
