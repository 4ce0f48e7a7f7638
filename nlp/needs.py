"""Splits a message that asks for two things, so that each gets its own ticket."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from .model import Evidence, Need

_LONGEST = 80  # characters; a letter tells one story with many sides
_WORTH_A_LOOK = 1.0  # weight of evidence for a second queue from which the parts are tried
_STOPS = frozenset("。！？!?；;\n")
_PAUSES = frozenset("，,、 ")
# What a part must reach to stand alone: less after a full stop or 另外 than after a comma.
_ENOUGH_AFTER_STOP, _ENOUGH_AFTER_PAUSE = 0.8, 0.95

Guess = tuple[str, float]  # a queue and its confidence


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    queue: str | None


class NeedSplitter:
    """Cuts at punctuation and before words like 另外, then joins what belongs together."""

    def __init__(self, next_matter: Sequence[str], guess: Callable[[Sequence[str]], Guess]) -> None:
        """`next_matter`: words that open a new matter; `guess`: the queue of some words."""
        self._next_matter = frozenset(next_matter)
        self._guess = guess

    def split(
        self, tokens: Sequence[str], queue: str, evidence: Iterable[Evidence]
    ) -> tuple[Need, ...]:
        """The needs of a message in order, at least one.

        `queue` and `evidence` are those of the whole message.
        """
        text = "".join(tokens).strip()
        claimed = {e.queue for e in evidence if e.weight >= _WORTH_A_LOOK} - {"other"}
        if len(text) > _LONGEST or len(claimed) < 2:
            return (Need(queue, text),)
        parts = self._parts(tokens)
        queues = {part.queue for part in parts}
        if len(queues) < 2 or queue not in queues:
            return (Need(queue, text),)
        return tuple(Need(part.queue or queue, part.text) for part in parts)

    def _parts(self, tokens: Sequence[str]) -> list[_Part]:
        parts: list[_Part] = []
        for piece, enough in self._pieces(tokens):
            queue, confidence = self._guess(piece)
            stands_alone = queue != "other" and confidence >= enough
            _add(parts, "".join(piece), queue if stands_alone else None)
        return parts

    def _pieces(self, tokens: Sequence[str]) -> Iterator[tuple[list[str], float]]:
        """Clauses, each with the confidence it needs to stand alone."""
        piece: list[str] = []
        enough = _ENOUGH_AFTER_STOP
        for token in tokens:
            stops = token in _STOPS or token in self._next_matter
            if stops or token in _PAUSES:
                if piece:
                    yield piece, enough
                    piece, enough = [], _ENOUGH_AFTER_PAUSE
                enough = _ENOUGH_AFTER_STOP if stops else enough
            else:
                piece.append(token)
        if piece:
            yield piece, enough


def _add(parts: list[_Part], text: str, queue: str | None) -> None:
    """Append a piece; one with no queue of its own, or with the same, joins the one before."""
    if parts and (queue is None or parts[-1].queue in (None, queue)):
        last = parts.pop()
        parts.append(_Part(f"{last.text}，{text}", last.queue or queue))
    else:
        parts.append(_Part(text, queue))
