"""Loads what the office knows (YAML word lists), and says which line is wrong when it is."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from .model import QUEUES

FOLDER = Path(__file__).parent / "lexicon"
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NAME = re.compile(r"[a-z][a-z0-9_]*")


class LexiconError(ValueError):
    """A word list cannot be used; the message names the file, the line and what to change."""


@dataclass(frozen=True, slots=True)
class Family:
    """Words that mean the same to the router; adding a word here is all an edit takes."""

    name: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Two families close together, at most `within` words apart; ordered when `then` was used."""

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
    words: frozenset[str]
    weights: Mapping[str, Mapping[str, float]]
    bias: Mapping[str, float]
    temperature: float
    sure_from: float

    def vocabulary(self) -> frozenset[str]:
        """Every term the segmenter must know as one word."""
        terms = (term for family in self.families.values() for term in family.terms)
        return frozenset(term for term in terms if len(term) > 1)


class Entry:
    """A YAML node that remembers its file and line, so that every complaint can name them."""

    def __init__(self, node: yaml.Node, path: Path) -> None:
        self._node = node
        self._path = path

    def error(self, problem: str) -> LexiconError:
        """A complaint about this very line."""
        return LexiconError(f"{self._path.name}:{self._node.start_mark.line + 1}: {problem}")

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

    def fields(self, allowed: set[str], *, all_needed: bool = False) -> dict[str, "Entry"]:
        """The mapping as a dict; a key that is not `allowed` (or missing) is an error."""
        fields = dict(self.items())
        for key, entry in fields.items():
            if key not in allowed:
                raise entry.error(f"unknown key {key!r}; known are {', '.join(sorted(allowed))}")
        for key in sorted(allowed - fields.keys()) if all_needed else ():
            raise self.error(f"`{key}` is missing")
        return fields

    def text(self) -> str:
        """A scalar as it was written."""
        if not isinstance(self._node, yaml.ScalarNode):
            raise self.error("expected words or a number here")
        return str(self._node.value)

    def number(self) -> float:
        """A scalar as a number."""
        try:
            return float(self.text())
        except ValueError:
            raise self.error(f"{self.text()!r} is not a number") from None

    def strings(self) -> list[str]:
        """The scalars of a list."""
        if not isinstance(self._node, yaml.SequenceNode):
            raise self.error("expected a list like [a, b]")
        return [Entry(item, self._path).text() for item in self._node.value]


def read_entry(path: Path) -> Entry:
    """Parse one YAML file. Raises LexiconError when it is missing or not YAML."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    except FileNotFoundError:
        raise LexiconError(f"{path.name}: file not found in {path.parent}") from None
    except UnicodeDecodeError as error:
        raise LexiconError(f"{path.name}: not UTF-8 text ({error.reason})") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise LexiconError(f"{path.name}:{line}: not valid YAML: {error.problem}") from None
    if node is None:
        raise LexiconError(f"{path.name}:1: the file is empty")
    return Entry(node, path)


def load_lexicon(folder: Path = FOLDER, *, learned: bool = True) -> Lexicon:
    """Read and check all word lists of `folder`. Raises LexiconError naming file and line.

    Without `learned` the weights are those given by hand, as the learner starts from them.
    """
    families: dict[str, Family] = {}
    patterns: dict[str, tuple[Pattern, Entry]] = {}
    weights: dict[str, dict[str, float]] = {}
    for queue in (None, *QUEUES):
        entry = read_entry(folder / f"{queue or 'common'}.yaml")
        fields = entry.fields({"families", "patterns"})
        for name, body in fields["families"].items() if "families" in fields else ():
            if name in families:
                raise body.error(f"family {name!r} exists already; choose another name")
            families[name] = _family(name, body)
            weights[name] = _hand_weight(body, queue)
        for name, body in fields["patterns"].items() if "patterns" in fields else ():
            if name in patterns or name in families:
                raise body.error(f"{name!r} exists already; choose another name")
            patterns[name] = (_pattern(name, body), body)
            weights[name] = _hand_weight(body, queue)
    for pattern, body in patterns.values():
        for part in (pattern.first | pattern.second) - families.keys():
            raise body.error(f"pattern {pattern.name!r} uses unknown family {part!r}")
    hand = Lexicon(
        families=families,
        patterns={name: pattern for name, (pattern, _) in patterns.items()},
        words=frozenset(),
        weights=weights,
        bias={},
        temperature=1.0,
        sure_from=1.0,
    )
    return _with_learned(hand, folder / "weights.yaml") if learned else hand


def _with_learned(hand: Lexicon, path: Path) -> Lexicon:
    """The lexicon with the weights of the learned table in place of those given by hand."""
    entry = read_entry(path)
    fields = entry.fields({"temperature", "sure_from", "bias", "features", "words"}, all_needed=True)
    weights = {name: dict(by_queue) for name, by_queue in hand.weights.items()}
    for name, body in fields["features"].items():
        if name not in weights:
            raise body.error(f"no family or pattern is called {name!r}; remove the line")
        weights[name] = _weights(body)
    for queue, by_weight in fields["words"].items():
        _known_queue(queue, by_weight)
        for weight, words in by_weight.items():
            for word in words.text().split():
                weights.setdefault(word, {})[queue] = float(weight)
    return replace(
        hand,
        words=frozenset(weights.keys() - hand.weights.keys()),
        weights=weights,
        bias=_weights(fields["bias"]),
        temperature=fields["temperature"].number(),
        sure_from=fields["sure_from"].number(),
    )


def _family(name: str, body: Entry) -> Family:
    if not _NAME.fullmatch(name):
        raise body.error(f"family name {name!r} must be lower-case letters, digits and _")
    fields = body.fields({"weight", "terms"})
    terms = tuple(dict.fromkeys(fields["terms"].text().split())) if "terms" in fields else ()
    if not terms:
        raise body.error(f"family {name!r} has no terms")
    return Family(name, terms)


def _pattern(name: str, body: Entry) -> Pattern:
    fields = body.fields({"weight", "near", "then", "within"})
    ordered = "then" in fields
    if ordered == ("near" in fields):
        raise body.error(f"pattern {name!r} needs either `near` or `then`")
    parts = fields["then" if ordered else "near"].strings()
    if len(parts) != 2:
        raise body.error(f"pattern {name!r} needs exactly two parts")
    first, second = (frozenset(part.split("|")) for part in parts)
    within = int(fields["within"].number()) if "within" in fields else 5
    return Pattern(name, first, second, within, ordered)


def _hand_weight(body: Entry, queue: str | None) -> dict[str, float]:
    fields = dict(body.items())
    if queue is None:
        return {}
    if "weight" not in fields:
        raise body.error("`weight` is missing: 1 is a hint, 2 is strong, below 0 speaks against")
    return {queue: fields["weight"].number()}


def _weights(body: Entry) -> dict[str, float]:
    weights = {}
    for queue, value in body.items():
        _known_queue(queue, value)
        weights[queue] = value.number()
    return weights


def _known_queue(queue: str, entry: Entry) -> None:
    if queue not in QUEUES:
        raise entry.error(f"unknown queue {queue!r}; known are {', '.join(QUEUES)}")
