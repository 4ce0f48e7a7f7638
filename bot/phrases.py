"""Every sentence the bot says, in files of plain Chinese, so that people can improve them.

Short, plain, one thing a line. ``{gaps}`` are filled by the bot; a test checks that each phrase is
used, with its own gaps.
"""

import re
import string
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Marks that change the direction of the text after them.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
PHRASES = Path(__file__).with_name("phrases")


class PhrasesError(Exception):
    """A file of phrases is wrong; the message names file and phrase."""


class Phrases:
    """Sentences by name, such as ``report.filed``, with ``{gaps}`` to fill."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = dict(texts)

    def __call__(self, name: str, /, **values: object) -> str:
        """The sentence of this name with its gaps filled."""
        plain = {gap: _harmless(value) for gap, value in values.items()}
        return self._texts[name].format(**plain).strip()

    def gaps(self, name: str) -> set[str]:
        """The gaps a sentence has."""
        return {gap for _, gap, _, _ in string.Formatter().parse(self._texts[name]) if gap}

    def names(self) -> list[str]:
        """All names, sorted."""
        return sorted(self._texts)


def _harmless(value: object) -> object:
    """Other people's words without what WeChat would make a link of or turn around."""
    return _TURNS.sub("", value.replace("<", "＜")) if isinstance(value, str) else value


def load_phrases(folder: Path = PHRASES) -> Phrases:
    """Read every file of the folder. Raises PhrasesError."""
    texts: dict[str, str] = {}
    for file in sorted(folder.glob("*.yaml")):
        found: dict[str, str] = {}
        _flatten(_read(file), "", found, file.name)
        if twice := sorted(texts.keys() & found.keys()):
            raise PhrasesError(f"{file.name}: {twice[0]} stands in another file as well")
        texts |= found
    return Phrases(texts)


def _read(file: Path) -> Any:
    try:
        return yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - the safe one, in C
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise PhrasesError(
            f"{file.name}, line {line}: {error.problem}; put the sentence in quotes"
        ) from None


def _flatten(node: Any, prefix: str, texts: dict[str, str], file: str) -> None:
    if isinstance(node, dict):
        for name, below in node.items():
            _flatten(below, f"{prefix}.{name}" if prefix else str(name), texts, file)
    elif isinstance(node, str):
        texts[prefix] = node
    else:
        raise PhrasesError(f"{file}: {prefix} must be a text")
