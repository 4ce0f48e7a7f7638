"""Hears danger before anything else: a leaking gas pipe must not wait in a queue."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .lexicon import Entry, LexiconError, read_entry

KINDS = (
    "self_harm",
    "gas",
    "fire",
    "electric_shock",
    "lift",
    "poisoning",
    "robbery",
    "violence",
    "chest_pain",
    "fall",
    "missing",
)
_SENTENCE = re.compile(r"[^。！？!?；;\n]+")
_GAP = r"[^。！？!?；;\n]{0,8}?"
_REACH = 4  # characters before a sign in which 怕, 差点, 如果 … still belong to it


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    signs: re.Pattern[str]
    unless: re.Pattern[str] | None


class DangerSpotter:
    """Finds the kind of danger that a message reports as happening now."""

    def __init__(self, path: Path) -> None:
        """Read danger.yaml. Raises LexiconError naming the line."""
        entry = read_entry(path)
        fields = entry.fields({"ignore", "not_now", "now", "before", "kinds", "unless"})
        for key in ("ignore", "not_now", "now", "before", "kinds"):
            if key not in fields:
                raise entry.error(f"`{key}` is missing")
        self._ignore = _any_of(fields["ignore"].text().split())
        self._not_now = _any_of(fields["not_now"].text().split())
        self._now = _any_of(fields["now"].text().split())
        self._before = re.compile(rf"(?:{_any_of(fields['before'].text().split()).pattern})$")
        self._kinds = _kinds(fields["kinds"], fields.get("unless"))

    def spot(self, text: str) -> str | None:
        """The kind of danger in a normalized message, or None."""
        if not any(kind.signs.search(text) for kind in self._kinds):
            return None
        text = self._ignore.sub(" ", text)
        sentences = [match.group() for match in _SENTENCE.finditer(text)]
        return next(
            (kind.name for kind in self._kinds for part in sentences if self._is_on(kind, part)),
            None,
        )

    def _is_on(self, kind: _Kind, sentence: str) -> bool:
        if kind.unless and kind.unless.search(sentence):
            return False
        if self._not_now.search(sentence) and not self._now.search(sentence):
            return False
        return any(
            not self._before.search(sentence[max(0, match.start() - _REACH) : match.start()])
            for match in kind.signs.finditer(sentence)
        )


def _kinds(signs: Entry, unless: Entry | None) -> tuple[_Kind, ...]:
    exceptions = {name: body.text().split() for name, body in (unless.items() if unless else ())}
    kinds = {}
    for name, body in signs.items():
        if name not in KINDS:
            raise body.error(f"unknown danger {name!r}; known are {', '.join(KINDS)}")
        words = [word for line in body.strings() for word in line.split()]
        spared = exceptions.pop(name, None)
        kinds[name] = _Kind(name, _any_of(words), _any_of(spared) if spared else None)
    for name in exceptions:
        raise LexiconError(f"danger.yaml: `unless` names {name!r}, which is no danger")
    return tuple(kinds[name] for name in KINDS if name in kinds)


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile("|".join(re.escape(p).replace(r"\~", "~").replace("~", _GAP) for p in longest_first))
