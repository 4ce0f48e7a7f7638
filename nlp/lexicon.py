"""Loads what the office knows: word families, patterns of them, and what each speaks for."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from .entries import Entry, read_entry
from .model import QUEUES

FOLDER = Path(__file__).parent / "lexicon"
URGENT = "urgent"  # the family whose words mark a message as pressing
NEXT_MATTER = "next_matter"  # the family whose words open a second need
DENIALS = "denials"  # the family of words that deny what comes next …
INSTEAD = "instead"  # … up to these
OPENINGS = "openings"  # the family of words with which a request begins
PLEAS = ("help_me", "cry_help")  # families of asking as such: they name no need of their own
BY_NAME = frozenset({URGENT, NEXT_MATTER, OPENINGS, DENIALS, INSTEAD, *PLEAS})
_COMMON = "common"  # the file of families that speak for no queue by themselves
NAME = re.compile(r"[a-z][a-z0-9_]*")  # of a family or pattern
_DEFAULT_WINDOW = 5
_TELLING = 1.0  # weight from which a word alone speaks for its queue

Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class Family:
    """Words that mean the same to the router; adding a word here is all an edit takes.

    ``queue`` is the queue in whose file it stands; None for the common file.
    """

    name: str
    terms: tuple[str, ...]
    queue: str | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """Two families at most `within` words apart in one sentence; `then` makes it `ordered`."""

    name: str
    first: frozenset[str]
    second: frozenset[str]
    within: int
    ordered: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything the router knows. `weights`: family, pattern or word → queue → weight."""

    families: Mapping[str, Family]
    patterns: Mapping[str, Pattern]
    weights: Mapping[str, Weights]
    words: frozenset[str] = frozenset()
    bias: Mapping[str, float] = field(default_factory=dict)
    temperature: float = 1.0
    sure_from: float = 1.0

    def vocabulary(self) -> frozenset[str]:
        """Every term the segmenter must know as one word."""
        terms = (term for family in self.families.values() for term in family.terms)
        return frozenset(term for term in terms if len(term) > 1)

    def telling(self) -> frozenset[str]:
        """The terms that alone speak for a queue of helpers."""
        return frozenset(
            term
            for family in self.families.values()
            if any(w >= _TELLING and q != "other" for q, w in self.weights[family.name].items())
            for term in family.terms
        )


def load_lexicon(folder: Path = FOLDER) -> Lexicon:
    """Read and check the word lists and the learned weights of `folder`.

    Raises LexiconError naming file and line.
    """
    return _with_learned(load_hand_lexicon(folder), read_entry(folder / "weights.yaml"))


def load_hand_lexicon(folder: Path = FOLDER) -> Lexicon:
    """Only what people wrote, with the weights they gave: where the learner starts from."""
    entries = {name: read_entry(folder / f"{name}.yaml") for name in (_COMMON, *QUEUES)}
    weights: dict[str, Weights] = {}
    families: dict[str, Family] = {}
    patterns: dict[str, Pattern] = {}
    for source, name, body in _named(entries, "families"):
        families[name] = _family(name, body, source)
        weights[name] = _hand_weight(body, source)
    for source, name, body in _named(entries, "patterns"):
        patterns[name] = _pattern(name, body, families)
        weights[name] = _hand_weight(body, source)
    for name in sorted(BY_NAME - families.keys()):
        raise entries[_COMMON].error(f"the family {name!r} is missing")
    return Lexicon(families, patterns, weights)


def _named(entries: Mapping[str, Entry], section: str) -> Iterator[tuple[str, str, Entry]]:
    """File, name and body of every family or pattern; a name used twice is an error."""
    seen: set[str] = set()
    for source, entry in entries.items():
        fields = entry.fields({"families"}, {"patterns"})
        for name, body in fields[section].items() if section in fields else ():
            if not NAME.fullmatch(name):
                raise body.error(f"the name {name!r} must be lower-case letters, digits and _")
            if name in seen:
                raise body.error(f"{name!r} exists already; choose another name")
            seen.add(name)
            yield source, name, body


def _family(name: str, body: Entry, source: str) -> Family:
    terms = body.fields({"terms"}, {"weight"})["terms"].words()
    return Family(name, terms, source if source in QUEUES else None)


def _pattern(name: str, body: Entry, families: Mapping[str, Family]) -> Pattern:
    fields = body.fields(set(), {"weight", "near", "then", "within"})
    ordered = "then" in fields
    if ordered == ("near" in fields):
        raise body.error(f"pattern {name!r} needs either `near` or `then`")
    if name in families:
        raise body.error(f"{name!r} is a family already; choose another name")
    parts = [frozenset(part.split("|")) for part in fields["then" if ordered else "near"].strings()]
    if len(parts) != 2:
        raise body.error(f"pattern {name!r} needs exactly two parts")
    for unknown in sorted((parts[0] | parts[1]) - families.keys()):
        raise body.error(f"pattern {name!r} uses unknown family {unknown!r}")
    within = int(fields["within"].number()) if "within" in fields else _DEFAULT_WINDOW
    return Pattern(name, parts[0], parts[1], within, ordered)


def _hand_weight(body: Entry, source: str) -> Weights:
    fields = dict(body.items())
    if source == _COMMON:
        if "weight" in fields:
            raise fields["weight"].error("common families have no weight; put it in a queue's file")
        return {}
    if "weight" not in fields:
        raise body.error("`weight` is missing: 1 is a hint, 2 is strong, below 0 speaks against")
    return {source: fields["weight"].number()}


def _with_learned(hand: Lexicon, entry: Entry) -> Lexicon:
    """The lexicon with learned weights in place of those given by hand, and learned words."""
    fields = entry.fields({"temperature", "sure_from", "bias", "features", "words"})
    weights = dict(hand.weights)
    for name, body in fields["features"].items():
        if name not in weights:
            raise body.error(f"no family or pattern is called {name!r}; remove the line")
        weights[name] = _by_queue(body)
    words: dict[str, Weights] = {}
    for queue, by_weight in _queues(fields["words"]):
        for weight, listed in by_weight.items():
            for word in listed.text().split():
                words.setdefault(word, {})[queue] = listed.as_number(weight)
    return replace(
        hand,
        weights=weights | words,
        words=frozenset(words),
        bias=_by_queue(fields["bias"]),
        temperature=_temperature(fields["temperature"]),
        sure_from=fields["sure_from"].number(),
    )


def _temperature(body: Entry) -> float:
    if body.number() <= 0:
        raise body.error("the temperature must be above 0; 1 leaves the scores as they are")
    return body.number()


def _by_queue(body: Entry) -> Weights:
    return {queue: value.number() for queue, value in _queues(body)}


def _queues(body: Entry) -> Iterator[tuple[str, Entry]]:
    for queue, value in body.items():
        if queue not in QUEUES:
            raise value.error(f"unknown queue {queue!r}; known are {', '.join(QUEUES)}")
        yield queue, value
