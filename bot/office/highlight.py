"""Shows in somebody's own words which of them made us put it where it is."""

import re
from collections.abc import Iterable, Sequence

GAP = "…"  # between the words of a pattern, such as 楼道…灯不亮


def highlighted(text: str, evidence: Iterable[str]) -> Sequence[tuple[str, bool]]:
    """The text in pieces, each with whether it is a word of the evidence."""
    words = {word for term in evidence for word in term.split(GAP) if word}
    if not words:
        return [(text, False)] if text else []
    longest_first = sorted(words, key=len, reverse=True)
    between = re.compile("(" + "|".join(map(re.escape, longest_first)) + ")", re.IGNORECASE)
    pieces = between.split(text)
    return [(piece, bool(place % 2)) for place, piece in enumerate(pieces) if piece]
