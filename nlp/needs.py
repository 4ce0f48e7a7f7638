"""Splits a message that asks for two things, so that each gets its own ticket."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .model import Need
from .route import Route

_LONGEST = 200  # characters; a letter tells one story with many sides
_NEXT_MATTER = "另外|还有就是|还有|再就是|再有|顺便|对了|同时|此外|再一个|还想问|还想|也想问|然后还"
_BREAK = re.compile(rf"([。！？!?；;\n]+|[,，、 ]*(?={_NEXT_MATTER}))|([,，、 ]+)")
_ENOUGH_AFTER_STOP, _ENOUGH_AFTER_COMMA = 0.7, 0.9  # confidence a part needs to stand alone


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    queue: str


def split_needs(text: str, whole: Route, route: Callable[[str], Route]) -> tuple[Need, ...]:
    """The needs of a message in order, at least one; `route` answers for a part of it."""
    one = (Need(whole.queue, text),)
    if len(text) > _LONGEST or len(_claimed(whole)) < 2:
        return one
    parts: list[_Part] = []
    for piece, enough in _pieces(text):
        found = route(piece)
        stands_alone = found.queue != "other" and found.confidence >= enough
        _add(parts, piece, found.queue if stands_alone else "")
    queues = {part.queue for part in parts}
    if len(queues) < 2 or whole.queue not in queues:
        return one
    return tuple(Need(part.queue, part.text) for part in parts)


def _claimed(whole: Route) -> set[str]:
    """Queues, other than `other`, for which the message has a strong reason."""
    return {e.queue for e in whole.evidence if e.weight >= 1.0 and e.queue != "other"}


def _pieces(text: str) -> Iterator[tuple[str, float]]:
    """Clauses with the confidence each needs; the first may stand by the weaker rule."""
    start, enough = 0, _ENOUGH_AFTER_COMMA
    for match in _BREAK.finditer(text):
        strong = match.group(1) is not None
        if text[start : match.start()].strip():
            yield text[start : match.start()].strip(), enough
        start = match.end()
        enough = _ENOUGH_AFTER_STOP if strong else _ENOUGH_AFTER_COMMA
    if text[start:].strip():
        yield text[start:].strip(), enough


def _add(parts: list[_Part], piece: str, queue: str) -> None:
    """Append a piece; one without a queue of its own, or with the same, joins the one before."""
    if parts and (not queue or not parts[-1].queue or queue == parts[-1].queue):
        last = parts.pop()
        parts.append(_Part(f"{last.text}，{piece}", last.queue or queue))
    else:
        parts.append(_Part(piece, queue))
