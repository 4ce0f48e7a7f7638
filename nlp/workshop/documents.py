"""Changes YAML files as text, so that comments, order and line breaks of their editors survive."""

import re
from functools import cached_property
from itertools import accumulate
from pathlib import Path

from ..entries import Entry, read_entry, read_text

_WIDTH = 92  # characters of a line of words after which the next word starts a new line
_WORD = re.compile(r"[^\s{}\[\],:'\"]+")
_BARE_KEY = re.compile(r"[ \t]*[^\s:]+:[ \t]*\n")


class Document:
    """A YAML file as text and as entries, to find the one from the other."""

    def __init__(self, path: Path) -> None:
        """Raises LexiconError when the file cannot be read."""
        self.text = read_text(path)
        self.root = read_entry(path)

    def bounds(self, entry: Entry) -> tuple[int, int]:
        """Offsets into the text where an entry starts and ends, without white space after it."""
        (line, column), (last, end) = entry.span
        start, stop = self._starts[line] + column, self._starts[last] + end
        return start, start + len(self.text[start:stop].rstrip())

    def find(self, *keys: str) -> Entry:
        """The entry under these keys. Raises LexiconError when there is none."""
        entry = self.root
        for key in keys:
            entry = entry.fields({key}, {other for other, _ in entry.items()})[key]
        return entry

    def words(self, entry: Entry) -> dict[str, int]:
        """Each word in an entry with the offset of its first place."""
        found: dict[str, int] = {}
        for match in _WORD.finditer(self.text, *self.bounds(entry)):
            found.setdefault(match.group(), match.start())
        return found

    def line(self, offset: int) -> int:
        """The line of an offset, counted from 1."""
        return self.text.count("\n", 0, offset) + 1

    @cached_property
    def _starts(self) -> list[int]:
        lines = self.text.splitlines(keepends=True)
        return list(accumulate(map(len, lines), initial=0))


def append_word(document: Document, scalar: Entry, word: str) -> str:
    """The text with one more word at the end of a scalar."""
    words = document.words(scalar)
    if not words:
        start, _ = document.bounds(scalar)
        return _splice(document.text, start, start, f" {word}")
    last, offset = max(words.items(), key=lambda item: item[1])
    end = offset + len(last)
    start_of_line = document.text.rfind("\n", 0, end) + 1
    line = document.text[start_of_line:end]
    indent = line[: len(line) - len(line.lstrip())]
    is_full = len(line) >= _WIDTH and ":" not in line
    return _splice(document.text, end, end, f"\n{indent}{word}" if is_full else f" {word}")


def remove_word(document: Document, scalar: Entry, word: str) -> str:
    """The text without a word of a scalar, and without its line when nothing is left there."""
    start = document.words(scalar)[word]
    text = document.text
    end = start + len(word)
    if text[end : end + 1] == " ":
        end += 1
    elif text[start - 1] == " ":
        start -= 1
    text = _splice(text, start, end, "")
    start_of_line = text.rfind("\n", 0, start) + 1
    bare = _BARE_KEY.match(text, start_of_line)
    return _splice(text, *bare.span(), "") if bare else text


def set_value(document: Document, mapping: Entry, key: str, value: str) -> str:
    """The text with `key: value` in a mapping: in place of the old value, else as first entry."""
    old = dict(mapping.items()).get(key)
    if old is not None:
        return _splice(document.text, *document.bounds(old), value)
    start, _ = document.bounds(mapping)
    if document.text[start] == "{":
        comma = ", " if dict(mapping.items()) else ""
        return _splice(document.text, start + 1, start + 1, f"{key}: {value}{comma}")
    indent = " " * (start - document.text.rfind("\n", 0, start) - 1)
    return _splice(document.text, start, start, f"{key}: {value}\n{indent}")


def _splice(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]
