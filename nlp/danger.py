"""Hears danger before anything else: a leaking gas pipe must not wait in a queue."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from .danger_hints import Hints
from .danger_rules import CONTEXT, KINDS, UNCLEAR, Before, Part, Rule, load_danger_rules
from .danger_words import Places, Span, WordFinder

__all__ = ["KINDS", "UNCLEAR", "Danger", "DangerSpotter"]

_GAPS = {"+": 2, "~": 8, "&": 20}  # characters that may lie between two parts of a rule
_FEAR = 6  # characters before a sign in which 怕, 如果 … still belong to it
_REACH = 45  # characters around a sign in which the other words speak of the same matter
_LETTER = 150  # characters; nobody in danger writes a letter …
_LETTER_POINTS = -2.0  # … so there the words must be plainer
_MORE = 0.5  # points of a further word, that only an overlapping sign has …
_MORE_AT_MOST = 2.0  # … and of all of them
_CALM = -5.0  # no labelled danger is worded as calmly: then the signs are not even looked for
_CALMEST = -4.0  # however calm the wording is else, plain signs must still be able to alarm
_NO_SIGN = -3.0  # points of a message without any sign
_COMMA = re.compile(r"[，,]")
_ENDS = re.compile(r"[。！？!?；;\n]")


@dataclass(frozen=True, slots=True)
class Danger:
    """A kind of danger, the queue that fits it, the words that say so and how strongly they do."""

    kind: str
    queue: str
    words: tuple[str, ...]
    points: float


class _Match(NamedTuple):
    rule: Rule
    spans: tuple[Span, ...]
    points: float

    @property
    def start(self) -> int:
        return self.spans[0].start

    @property
    def end(self) -> int:
        return self.spans[-1].end

    def is_near(self, other: "_Match") -> bool:
        return self.start - other.end <= _REACH and other.start - self.end <= _REACH

    def overlaps(self, other: "_Match") -> bool:
        return self.start < other.end and other.start < self.end


_Table = Mapping[Part, Sequence[tuple[Rule, tuple[Part, ...]]]]


class DangerSpotter:
    """Finds the danger that a message reports as happening now."""

    def __init__(self, path: Path) -> None:
        """Read danger.yaml and danger_hints.yaml beside it. Raises LexiconError with the line."""
        rules = load_danger_rules(path)
        self._enough = rules.enough
        self._queues = rules.queues
        self._finder = WordFinder(rules)
        self._signs = _by_rarest_part(rules.rules, rules.words, context=False)
        self._context = _by_rarest_part(rules.rules, rules.words, context=True)
        self._hints = Hints(path.with_name("danger_hints.yaml"))

    def spot(self, text: str) -> Danger | None:
        """The danger in a normalized message, or None."""
        wording = self._hints.points(text)
        if wording < _CALM:
            return None
        need = self._enough - max(wording, _CALMEST)
        need -= _LETTER_POINTS if len(text) > _LETTER else 0.0
        places, before = self._finder.find(text)
        signs: dict[str, list[_Match]] = {}
        for sign in _matches(self._signs, places, text):
            signs.setdefault(sign.rule.kind, []).append(_after(before, sign, text))
        context = list(_matches(self._context, places, text)) if signs else []
        alarms = [_alarm(signs[kind], context, need) for kind in KINDS if kind in signs]
        if any(alarms):
            points, evidence = max(filter(None, alarms), key=_points)
            kind = evidence[0].rule.kind
            words = (text[span.start : span.end] for sign in evidence for span in sign.spans)
            return Danger(kind, self._queues[kind], tuple(dict.fromkeys(words)), points)
        if need <= _NO_SIGN:
            return Danger(UNCLEAR, "other", self._hints.words(text), -need)
        return None


_Alarm = tuple[float, Sequence[_Match]]


def _alarm(signs: Sequence[_Match], context: Sequence[_Match], need: float) -> _Alarm | None:
    """The signs of one kind that together weigh enough around one place, with their points."""
    hopes = sum(match.points for match in (*signs, *context) if match.points > 0)
    if hopes + _MORE_AT_MOST < need:
        return None
    for place in (sign for sign in signs if sign.points > 0):
        near = [sign for sign in signs if sign.is_near(place)]
        evidence = _apart(sign for sign in near if sign.points > 0)
        against = [sign for sign in near if sign.points < 0]
        around = {m.rule: m.points for m in (*context, *against) if m.is_near(place)}
        points = sum(sign.points for sign in evidence) + sum(around.values())
        further = _further((sign for sign in near if sign.points > 0), evidence)
        points += min(_MORE_AT_MOST, _MORE * len(further))
        if points >= need:
            return points, evidence
    return None


def _points(alarm: _Alarm) -> float:
    return alarm[0]


def _by_rarest_part(
    rules: Iterable[Rule], words: Mapping[Part, frozenset[str]], *, context: bool
) -> _Table:
    """Rules by their part with the fewest words, so that few rules are tried in vain."""
    table: dict[Part, list[tuple[Rule, tuple[Part, ...]]]] = {}
    for rule in rules:
        if (rule.kind == CONTEXT) == context:
            rarest = min(rule.parts, key=lambda part: len(words[part]))
            others = tuple(part for part in rule.parts if part != rarest)
            table.setdefault(rarest, []).append((rule, others))
    return {part: tuple(listed) for part, listed in table.items()}


def _matches(table: _Table, places: Places, text: str) -> Iterator[_Match]:
    there = places.parts
    for part in [part for part in there if part in table]:
        for rule, others in table[part]:
            for other in others:
                if other not in there:
                    break
            else:
                yield from _match(rule, places, text)


def _match(rule: Rule, places: Places, text: str) -> Iterator[_Match]:
    for first in places[rule.parts[0]]:
        if not rule.joints:
            yield _Match(rule, (first,), rule.points)
        elif spans := _complete(rule, first, places, text):
            yield _Match(rule, spans, rule.points)


def _complete(rule: Rule, first: Span, places: Places, text: str) -> tuple[Span, ...]:
    """The places of all parts of a rule, beginning with `first`; empty when one is missing."""
    spans = [first]
    for joint, part in zip(rule.joints, rule.parts[1:], strict=True):
        here = next((span for span in places[part] if _fits(joint, spans[-1], span, text)), None)
        if here is None:
            return ()
        spans.append(here)
    return tuple(sorted(spans))


def _fits(joint: str, last: Span, span: Span, text: str) -> bool:
    left, right = sorted((last, span)) if joint == "&" else (last, span)
    if not 0 <= right.start - left.end <= _GAPS[joint]:
        return False
    return not _ENDS.search(text, left.end, right.start)


def _after(before: Sequence[tuple[Span, Before]], sign: _Match, text: str) -> _Match:
    """The sign with what the words before it, like 怕 or 没, leave of its points."""
    if not before or sign.points < 0:
        return sign
    last = sign.spans[-1].start
    points = min(
        (
            word.points
            for span, word in before
            if (sign.start - _FEAR <= span.end <= last if word.loose else _adjoins(span, sign))
            and not _COMMA.search(text, span.end, last)
        ),
        default=0.0,
    )
    if not points:
        return sign
    return _Match(sign.rule, sign.spans, max(0.0, sign.points + points))


def _adjoins(span: Span, sign: _Match) -> bool:
    return any(span.end == part.start for part in sign.spans)


def _apart(signs: Iterable[_Match]) -> list[_Match]:
    """The strongest signs that do not overlap: the same words must not count twice."""
    chosen: list[_Match] = []
    for sign in sorted(signs, key=lambda sign: (-abs(sign.points), sign.start)):
        if not any(sign.overlaps(other) or sign.rule == other.rule for other in chosen):
            chosen.append(sign)
    return sorted(chosen, key=lambda sign: sign.start)


def _further(signs: Iterable[_Match], evidence: Sequence[_Match]) -> set[Span]:
    """Words that only the overlapping signs have: they confirm what the strongest sign says."""
    used = {at for sign in evidence for span in sign.spans for at in range(span.start, span.end)}
    counted = {sign.rule for sign in evidence}
    further: set[Span] = set()
    for span in (s for sign in signs for s in sign.spans if sign.rule not in counted):
        if used.isdisjoint(range(span.start, span.end)):
            further.add(span)
            used.update(range(span.start, span.end))
    return further
