"""Loads what the street office knows of danger: families of words, signs of them, and points."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from .entries import Entry, read_entry
from .model import QUEUES

# The order is the order of answers: what kills fastest, or what a helper must know first.
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
UNCLEAR = "unclear"  # the kind of an alarm that only the wording raised: nobody can say which
CONTEXT = "context"  # stands where a kind stands in a rule that speaks of every kind
_NAME = re.compile(r"[a-z][a-z_]*")
_JOINT = re.compile(r"[+~&]")

Part = str  # alternatives as written, like `elder/孩子`: what one place of a rule may be


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """Parts that must stand near each other, and the points they give; equal only to itself.

    `joints` stand between the parts: `+` wants the next part right after, `~` later, `&`
    on either side.
    """

    kind: str
    points: float
    parts: tuple[Part, ...]
    joints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Before:
    """A word that changes the sign after it (怕, 没); `loose`: a few characters may lie between."""

    word: str
    points: float
    loose: bool


@dataclass(frozen=True, slots=True)
class DangerRules:
    """All of danger.yaml. `words`: what each part may be; `hidden`: phrases that hide signs."""

    enough: float
    queues: Mapping[str, str]
    rules: tuple[Rule, ...]
    words: Mapping[Part, frozenset[str]]
    hidden: frozenset[str]
    before: tuple[Before, ...]


def load_danger_rules(path: Path) -> DangerRules:
    """Read and check danger.yaml. Raises LexiconError naming the line."""
    fields = read_entry(path).fields({"enough", "families", "ignore", "before", "context", "kinds"})
    reader = _Reader({name: frozenset(body.words()) for name, body in fields["families"].items()})
    kinds = {
        kind: body.fields({"queue", "signs"})
        for kind, body in fields["kinds"].fields(set(KINDS)).items()
    }
    rules = [rule for kind in KINDS for rule in reader.rules(kind, kinds[kind]["signs"])]
    rules.extend(reader.rules(CONTEXT, fields["context"]))
    return DangerRules(
        enough=fields["enough"].number(),
        queues={kind: _queue(body["queue"]) for kind, body in kinds.items()},
        rules=tuple(rules),
        words=reader.words,
        hidden=frozenset(fields["ignore"].words()),
        before=tuple(_before(fields["before"])),
    )


class _Reader:
    """Reads rules and remembers the words of every part it has met."""

    def __init__(self, families: Mapping[str, frozenset[str]]) -> None:
        self._families = families
        self.words: dict[Part, frozenset[str]] = {}

    def rules(self, kind: str, table: Entry) -> Iterator[Rule]:
        for points, rule, entry in _by_points(table):
            parts = tuple(_JOINT.split(rule))
            for part in parts:
                self.words[part] = self._words(part, entry)
            yield Rule(kind, points, parts, tuple(_JOINT.findall(rule)))

    def _words(self, part: Part, entry: Entry) -> frozenset[str]:
        words: set[str] = set()
        for word in part.split("/"):
            if not word:
                raise entry.error(f"{part!r} has a word missing beside `/`, `~` or `&`")
            if not _NAME.fullmatch(word):
                words.add(word)
            elif word in self._families:
                words |= self._families[word]
            else:
                raise entry.error(f"no family is called {word!r}; add it or correct the name")
        return frozenset(words)


def _by_points(table: Entry) -> Iterator[tuple[float, str, Entry]]:
    for points, listed in table.items():
        for word in listed.words():
            yield listed.as_number(points), word, listed


def _before(table: Entry) -> Iterator[Before]:
    for points, word, _ in _by_points(table):
        yield Before(word.rstrip("~"), points, word.endswith("~"))


def _queue(entry: Entry) -> str:
    if entry.text() not in QUEUES:
        raise entry.error(f"unknown queue {entry.text()!r}; known are {', '.join(QUEUES)}")
    return entry.text()
