"""Every sentence the bot says, in files of plain Chinese, so that people can improve them.

Short, plain, one thing a line. ``{gaps}`` are filled by the bot; a test checks that each phrase is
used, with its own gaps.
"""

import re
import string
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.links import tappable

_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Marks that change the direction of the text after them.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
PHRASES = Path(__file__).with_name("phrases")
ELDER, SCREEN = "elder.", "screen."


class PhrasesError(Exception):
    """A file of phrases is wrong; the message names file and phrase."""


class Phrases:
    """Sentences by name, such as ``report.filed``, with ``{gaps}`` to fill."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = {
            name: tappable(text, name) if name.startswith((ELDER, SCREEN)) else text
            for name, text in texts.items()
        }
        twinned = [name for name in self._texts if self.for_elders(name) != name]
        self._twinned = sorted(twinned, key=lambda name: -len(self._texts[name]))

    def __call__(self, name: str, /, **values: object) -> str:
        """The sentence of this name with its gaps filled."""
        plain = {gap: _harmless(value) for gap, value in values.items()}
        return self._texts[name].format(**plain).strip()

    def for_elders(self, name: str) -> str:
        """The name of the same sentence as elders hear it; the name itself where there is none."""
        return f"{ELDER}{name}" if f"{ELDER}{name}" in self._texts else name

    def reworded(self, said: str) -> str:
        """What was said, with each sentence that elders hear otherwise put as they hear it."""
        told, rest = list[str](), said
        while rest:
            name, found = self._first_twin(rest)
            line, _, after = rest.partition("\n")
            told.append(self(self.for_elders(name), **found.groupdict()) if found else line)
            rest = rest[found.end() :].removeprefix("\n") if found else after
        return "\n".join(told)

    def _first_twin(self, said: str) -> tuple[str, re.Match[str] | None]:
        """The longest sentence with a twin for elders that this text begins with."""
        for name in self._twinned:
            if found := _pattern(self._texts[name]).match(said):
                return name, found
        return "", None

    def gaps(self, name: str) -> set[str]:
        """The gaps a sentence has."""
        return {gap for _, gap, _, _ in string.Formatter().parse(self._texts[name]) if gap}

    def names(self) -> list[str]:
        """All names, sorted."""
        return sorted(self._texts)


@cache
def _pattern(template: str) -> re.Pattern[str]:
    """What finds a sentence again in a text; a gap on a line of its own may hold many lines."""
    parts, seen = list[str](), set[str]()
    for text, gap, _, _ in string.Formatter().parse(template.strip()):
        parts.append(re.escape(text))
        if gap:
            filling = r"[\s\S]*?" if f"\n{{{gap}}}\n" in template else r"[^\n]*?"
            parts.append(f"(?P={gap})" if gap in seen else f"(?P<{gap}>{filling})")
            seen.add(gap)
    return re.compile("".join(parts) + r"(?=\n|\Z)")


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
