"""Says in plain Chinese what an edit of the lexicon changes, for staff who decide about it."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from ..edits import as_plain
from ..lexicon import Pattern
from .compare import Comparison, Kind, Scores, Turned
from .corrections import Advice, Correction, Suggestion

_WEIGHTS = 30  # changed weights listed, the largest first
_TEXT = 60  # characters shown of a message
_SEVERAL = 2  # sightings from which on a hint is not called weak
_MESSAGES = 30  # messages listed of each kind

_KINDS: dict[Kind, str] = {
    "repaired": "改对了",
    "broken": "改错了",
    "changed": "换了队列，对错没变",
}


def describe(comparison: Comparison) -> str:
    """All differences, a line each; long lists are cut and say so."""
    lines = [*_words(comparison), *_weights(comparison), *_patterns(comparison)]
    lines += turned_lines(comparison.turned)
    if comparison.before and comparison.after:
        lines.append(_scores(comparison.before, comparison.after))
    return "\n".join(lines or ["两份词表没有差别"])


def describe_advice(advice: Advice) -> str:
    """Every suggestion with a number, what it repairs and what it turns, and what is left."""
    lines = [f"{len(advice.right_already)} 条纠正现在已经分对了"] if advice.right_already else []
    for number, suggestion in enumerate(advice.suggestions, 1):
        lines += _suggestion(number, suggestion)
    if len(advice.suggestions) > 1:
        lines += ["全部采纳："]
        lines += [f"   {line}" for line in turned_lines(advice.together)] or ["   例句都不变"]
    lines += _corrections("说的是危险，归哪个队列由 danger.yaml 定", advice.dangers)
    lines += _corrections("没找到改一处就好又不伤别处的办法", advice.left_over)
    return "\n".join(lines)


def _suggestion(number: int, suggestion: Suggestion) -> Iterator[str]:
    weak = "（只见过一次，把握小）" if suggestion.sightings < _SEVERAL else ""
    yield f"{number}. {suggestion.edit}{weak}"
    yield from _corrections("   改对的纠正", suggestion.repairs)
    yield from (f"   {line}" for line in turned_lines(suggestion.turned))


def _corrections(title: str, corrections: Sequence[Correction]) -> Iterator[str]:
    if corrections:
        yield f"{title} {len(corrections)} 条："
        indent = " " * (len(title) - len(title.lstrip()))
        yield from (f"{indent}  {c.queue}：{_short(c.text)}" for c in corrections)


def turned_lines(turned: Sequence[Turned]) -> Iterator[str]:
    """The labelled messages whose answer changes, by kind."""
    for kind, title in _KINDS.items():
        found = [change for change in turned if change.kind == kind]
        if found:
            yield f"例句{title} {len(found)} 句："
            yield from (f"  {_turned(change)}" for change in found[:_MESSAGES])
            yield from _rest(found, _MESSAGES)


def _words(comparison: Comparison) -> Iterator[str]:
    for terms in comparison.terms:
        if terms.added:
            yield f"{terms.family} 加了：{' '.join(terms.added)}"
        if terms.removed:
            yield f"{terms.family} 删了：{' '.join(terms.removed)}"
    for move in comparison.moves:
        yield f"“{move.term}”从 {move.before} 移到 {move.after}"


def _weights(comparison: Comparison) -> Iterator[str]:
    for change in comparison.weights[:_WEIGHTS]:
        yield f"{change.name} 对 {change.queue} 的分量：{change.before:g} → {change.after:g}"
    yield from _rest(comparison.weights, _WEIGHTS)


def _patterns(comparison: Comparison) -> Iterator[str]:
    for change in comparison.patterns:
        if change.before is None:
            yield f"新句式 {change.name}：{_pattern(change.after)}"
        elif change.after is None:
            yield f"句式 {change.name} 没了"
        else:
            yield f"句式 {change.name}：{_pattern(change.before)} → {_pattern(change.after)}"


def _pattern(pattern: Pattern | None) -> str:
    if pattern is None:
        return ""
    first, second = ("|".join(sorted(part)) for part in (pattern.first, pattern.second))
    return f"{first} {'在前，' if pattern.ordered else '挨着 '}{second}，{pattern.within} 个词以内"


def _turned(change: Turned) -> str:
    answers = f"{change.before} → {change.after}（应是 {change.example.queue}）"
    return f"{answers}：{_short(change.example.text)}"


def _short(text: str) -> str:
    return text.replace("\n", " ")[:_TEXT]


def _scores(before: Scores, after: Scores) -> str:
    return (
        f"正确率 {before.accuracy:.4f} → {after.accuracy:.4f}，"
        f"macro-F1 {before.macro_f1:.4f} → {after.macro_f1:.4f}"
    )


def _rest(items: Sequence[object], shown: int) -> Iterator[str]:
    if len(items) > shown:
        yield f"  ……还有 {len(items) - shown} 个"


def advice_as_json(advice: Advice) -> dict[str, object]:
    """The same as plain values, for other programs; suggestions are numbered from 1."""
    return {
        "right_already": [asdict(correction) for correction in advice.right_already],
        "suggestions": [
            {
                "number": number,
                "edit": as_plain(suggestion.edit),
                "words": str(suggestion.edit),
                "repairs": [asdict(correction) for correction in suggestion.repairs],
                "sightings": suggestion.sightings,
                **_turned_as_json(suggestion.turned),
            }
            for number, suggestion in enumerate(advice.suggestions, 1)
        ],
        "together": _turned_as_json(advice.together),
        "dangers": [asdict(correction) for correction in advice.dangers],
        "left_over": [asdict(correction) for correction in advice.left_over],
    }


def _turned_as_json(turned: Sequence[Turned]) -> dict[str, list[dict[str, str]]]:
    return {
        kind: [
            {"text": t.example.text, "queue": t.example.queue, "before": t.before, "after": t.after}
            for t in turned
            if t.kind == kind
        ]
        for kind in _KINDS
    }
