"""Reads YAML while remembering lines, so that every complaint tells the office where to look."""

import math
from collections.abc import Iterator
from pathlib import Path

import yaml

_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Span = tuple[tuple[int, int], tuple[int, int]]


class LexiconError(ValueError):
    """A word list cannot be used; the message names the file, the line and what to change."""


class Entry:
    """A YAML node that knows its file and line."""

    def __init__(self, node: yaml.Node, path: Path) -> None:
        self._node = node
        self._path = path

    def error(self, problem: str) -> LexiconError:
        """A complaint about this very line."""
        return LexiconError(f"{self._path.name}:{self._node.start_mark.line + 1}: {problem}")

    @property
    def span(self) -> Span:
        """Where it starts and ends, as (line, column) counted from 0; the end may be a line on."""
        start, end = self._node.start_mark, self._node.end_mark
        return (start.line, start.column), (end.line, end.column)

    def items(self) -> Iterator[tuple[str, "Entry"]]:
        """Keys and values of a mapping; a key given twice is an error."""
        if not isinstance(self._node, yaml.MappingNode):
            raise self.error("expected `name: value` lines here")
        seen: set[str] = set()
        for key, value in self._node.value:
            if key.value in seen:
                raise Entry(key, self._path).error(f"{key.value!r} is given twice; keep one")
            seen.add(key.value)
            yield str(key.value), Entry(value, self._path)

    def fields(self, needed: set[str], optional: set[str] | None = None) -> dict[str, "Entry"]:
        """The mapping as a dict; an unknown or missing key is an error."""
        fields = dict(self.items())
        known = needed | (optional or set())
        for key, entry in fields.items():
            if key not in known:
                raise entry.error(f"unknown key {key!r}; known are {', '.join(sorted(known))}")
        for key in sorted(needed - fields.keys()):
            raise self.error(f"`{key}` is missing here")
        return fields

    def text(self) -> str:
        """A scalar as it was written."""
        if not isinstance(self._node, yaml.ScalarNode):
            raise self.error("expected words or a number here")
        return str(self._node.value)

    def words(self) -> tuple[str, ...]:
        """The words of a scalar, separated by spaces; none, or one twice, is an error."""
        words = self.text().split()
        if not words:
            raise self.error("expected at least one word")
        for word in words:
            if words.count(word) > 1:
                raise self.error(f"{word!r} stands here twice; keep one")
        return tuple(words)

    def number(self) -> float:
        """A scalar as a finite number."""
        return self.as_number(self.text())

    def as_number(self, text: str) -> float:
        """`text`, a key or value on this line, as a finite number."""
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise self.error(f"{text!r} is not a number")
        return number

    def strings(self) -> list[str]:
        """The scalars of a list."""
        if not isinstance(self._node, yaml.SequenceNode):
            raise self.error("expected a list like [a, b]")
        return [Entry(item, self._path).text() for item in self._node.value]


def read_text(path: Path) -> str:
    """The text of a lexicon file. Raises LexiconError when it is missing or not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        raise LexiconError(f"{path.name}: cannot be read from {path.parent}") from None
    except UnicodeDecodeError as error:
        raise LexiconError(f"{path.name}: not UTF-8 text ({error.reason})") from None


def read_entry(path: Path) -> Entry:
    """Parse one YAML file. Raises LexiconError when it cannot be read or is not YAML."""
    try:
        node = yaml.compose(read_text(path), Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise LexiconError(f"{path.name}:{line}: not valid YAML: {error.problem}") from None
    except yaml.YAMLError as error:
        raise LexiconError(f"{path.name}: not valid YAML: {error}") from None
    if node is None:
        raise LexiconError(f"{path.name}:1: the file is empty")
    return Entry(node, path)
