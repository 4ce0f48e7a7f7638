"""The lexicon as staff see it: families by their words, edits as sentences, and why an answer."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.office.highlight import highlighted
from models.lexicon_versions import Version
from nlp import QUEUES, Evidence, LexiconError, Understander
from nlp.edits import AddTerm, Edit, NewFamily, RemoveTerm, Reweigh, WeighWord, from_plain
from nlp.lexicon import Family, Lexicon
from nlp.workshop.compare import Kind, Turned
from nlp.workshop.corrections import Advice, Suggestion

Say = Callable[..., str]

LISTED = 30  # families on a page
_NAMED = 3  # words by which a family is called


@dataclass(frozen=True, slots=True)
class Heard:
    """How a sentence is understood; ``pieces`` say of each whether it made us think so."""

    text: str
    queue: str
    percent: int
    sure: bool
    danger: str | None
    evidence: Sequence[Evidence]
    pieces: Sequence[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class FamilyView:
    """A family with what it counts for each queue."""

    name: str
    label: str
    queue: str | None
    terms: Sequence[str]
    weights: Sequence[tuple[str, float]]


def hear(understander: Understander, text: str) -> Heard:
    """What is understood of a sentence."""
    understood = understander.understand(text)
    return Heard(
        text=text,
        queue=understood.queue,
        percent=round(understood.confidence * 100),
        sure=understood.sure,
        danger=understood.danger,
        evidence=understood.evidence,
        pieces=highlighted(text, [each.term for each in understood.evidence]),
    )


def families(lexicon: Lexicon, queue: str | None, holding: str) -> Iterator[FamilyView]:
    """The families of a queue (None: of all) with a word that holds this one."""
    for family in lexicon.families.values():
        is_meant = queue is None or family.queue == queue
        if is_meant and any(holding in term for term in family.terms):
            yield view(lexicon, family)


def view(lexicon: Lexicon, family: Family) -> FamilyView:
    """One family."""
    weights = lexicon.weights.get(family.name, {})
    told = [(queue, weights[queue]) for queue in QUEUES if weights.get(queue)]
    return FamilyView(family.name, label(lexicon, family.name), family.queue, family.terms, told)


def label(lexicon: Lexicon, feature: str) -> str:
    """What staff call a family or pattern: its first words."""
    family, pattern = lexicon.families.get(feature), lexicon.patterns.get(feature)
    if pattern:
        sides = (_first(lexicon, part) for part in (pattern.first, pattern.second))
        return " + ".join(sides)
    return f"{'、'.join(family.terms[:_NAMED])}……" if family else feature


def _first(lexicon: Lexicon, names: Iterable[str]) -> str:
    return label(lexicon, min(names))


def in_words(edit: Edit, lexicon: Lexicon, say: Say) -> str:
    """An edit as a sentence for staff."""
    match edit:
        case AddTerm(term, family):
            return f"加词“{term}”，和“{label(lexicon, family)}”算一个意思"
        case RemoveTerm(term, family):
            return f"从“{label(lexicon, family)}”里删掉“{term}”"
        case WeighWord(word, queue, weight):
            return f"单个词“{word}”，对{say(f'queue.{queue}')}的分量定为 {weight:g}"
        case Reweigh(feature, queue, weight):
            return f"“{label(lexicon, feature)}”对{say(f'queue.{queue}')}的分量改成 {weight:g}"
        case NewFamily(_, queue, weight, terms):
            words = "、".join(terms.split())
            return f"新的一组词“{words}”，对{say(f'queue.{queue}')}的分量 {weight:g}"


def unused_name(lexicon: Lexicon) -> str:
    """A name for a new family; staff never see it."""
    number = 1
    while f"office_{number}" in lexicon.weights:
        number += 1
    return f"office_{number}"


def queue_names(say: Say) -> Sequence[tuple[str, str]]:
    """Every queue with what staff call it."""
    return [(queue, say(f"queue.{queue}")) for queue in QUEUES]


def fields(edit: Edit) -> Sequence[tuple[str, str]]:
    """The form fields that put an edit into a draft."""
    match edit:
        case AddTerm(term, family):
            return [("deed", "add"), ("words", term), ("family", family)]
        case RemoveTerm(term, family):
            return [("deed", "remove"), ("words", term), ("family", family)]
        case WeighWord(word, queue, weight):
            return [("deed", "weigh"), ("words", word), ("queue", queue), ("weight", f"{weight:g}")]
        case Reweigh(feature, queue, weight):
            weighed = [("queue", queue), ("weight", f"{weight:g}")]
            return [("deed", "reweigh"), ("family", feature), *weighed]
        case NewFamily(_, queue, weight, terms):
            weighed = [("queue", queue), ("weight", f"{weight:g}")]
            return [("deed", "begin"), ("words", terms), *weighed]


def suggested(
    advice: Advice, lexicon: Lexicon, say: Say
) -> Sequence[tuple[Suggestion, str, Sequence[tuple[str, str]]]]:
    """Each suggestion, as a sentence, and the form fields that put it into a draft."""
    return [
        (each, in_words(each.edit, lexicon, say), fields(each.edit)) for each in advice.suggestions
    ]


def by_kind(turned: Sequence[Turned]) -> Mapping[Kind, Sequence[Turned]]:
    """The sentences whose answer changes: repaired, broken, and neither."""
    kinds: dict[Kind, list[Turned]] = {"broken": [], "repaired": [], "changed": []}
    for each in turned:
        kinds[each.kind].append(each)
    return kinds


def changes(
    before: Version | None, after: Version, lexicon: Lexicon, say: Say
) -> tuple[Sequence[str], Sequence[str]]:
    """What a version brought and what it took back, in sentences."""
    was, now = (list(each.edits) if each else [] for each in (before, after))
    brought = [each for each in now if each not in was]
    gone = [each for each in was if each not in now]
    told = [[_kept_in_words(each, lexicon, say) for each in edits] for edits in (brought, gone)]
    return told[0], told[1]


def _kept_in_words(plain: Mapping[str, Any], lexicon: Lexicon, say: Say) -> str:
    try:
        return in_words(from_plain(plain), lexicon, say)
    except LexiconError:
        return "（这一处读不出来了）"
