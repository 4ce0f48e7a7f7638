"""The chat words that always work, whatever is open, however they are typed or spoken."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from bot.noises import bare, without_pauses
from bot.sayings import LONG_NUMBER, SENTENCES, WORDS

_DIGITS = str.maketrans("〇零一二两三四五六七八九幺", "0012234567891")
_AROUND = " ,.!?~;:，。！？；：、…“”‘’\"'「」『』"
_LONGEST_SENTENCE = 40  # whoever says more than a word tells a story
_WORDS, _SENTENCES = (
    tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in table)
    for table in (WORDS, SENTENCES)
)


@dataclass(frozen=True, slots=True)
class Command:
    """A word that was recognised, with the number or the words that came with it."""

    name: str
    number: str | None = None
    rest: str | None = None
    stars: int | None = None


def plain(text: str) -> str:
    """Half width, with single blanks, without the quotes and punctuation around it."""
    return " ".join(unicodedata.normalize("NFKC", text).split()).strip(_AROUND)


def recognise(text: str) -> Command | None:
    """The command a text is, or None."""
    said = bare(plain(text)).strip(_AROUND)
    found = _first_row(_WORDS, said)
    if found is None and len(said) <= _LONGEST_SENTENCE:
        found = _first_row(_SENTENCES, without_pauses(said))
    return found


def _first_row(table: tuple[tuple[str, re.Pattern[str]], ...], said: str) -> Command | None:
    for name, pattern in table:
        if match := pattern.fullmatch(said):
            found = match.groupdict()
            number, stars = found.get("number"), found.get("stars") or found.get("only")
            return Command(
                name,
                number.translate(_DIGITS) if number else None,
                found.get("rest") or None,
                int(stars.translate(_DIGITS)) if stars else None,
            )
    return None


def number_alone(text: str) -> str | None:
    """The ticket number a text is; None when it is anything else."""
    match = re.fullmatch(LONG_NUMBER, plain(text))
    number = match["number"] if match else None
    return number.translate(_DIGITS) if number else None


def in_digits(said: str) -> str:
    """The same with spoken digits as figures."""
    return said.translate(_DIGITS)


def choice(text: str) -> int | None:
    """The number of a choice: 2, ２, 二, 第二个, 选2, 2号; None when it is no choice."""
    said = bare(plain(text)).strip(_AROUND).translate(_DIGITS)
    match = re.fullmatch(r"我?(?:就?选|回|要|按|点)?第?\s*([0-9])\s*(?:个|号|项)?", said)
    return int(match[1]) if match else None


def spoken_choice(text: str, words: Mapping[int, re.Pattern[str]]) -> int | None:
    """The number of a choice, or of the one whose words were said instead."""
    said = bare(plain(text))
    return choice(text) or next((n for n, each in words.items() if each.fullmatch(said)), None)


def choices(text: str) -> list[int]:
    """All numbers of several choices, in order, each once."""
    said = plain(text).translate(_DIGITS)
    return list(dict.fromkeys(int(digit) for digit in re.findall("[0-9]", said)))
