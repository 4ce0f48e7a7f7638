"""Which ticket somebody means who says 修灯的那个 and no number."""

from collections.abc import Sequence

from models.ticket import Ticket

# Characters that say nothing about which matter it is.
_NOISE = frozenset(
    "的了是我你您他们那这个请帮修报说事情单办弄人来去没还怎么什时候到底多久快点等一下有不好要在家里师傅"
)


def meant(tickets: Sequence[Ticket], words: str | None) -> list[Ticket]:
    """The tickets whose story shares most with the words; none where nothing is shared."""
    likeness = [_likeness(ticket.story, words or "") for ticket in tickets]
    most = max(likeness, default=0)
    return [ticket for ticket, like in zip(tickets, likeness, strict=True) if like == most > 0]


def _likeness(story: str, words: str) -> int:
    """How many telling characters are shared; pairs of them count again."""
    pairs = {words[at : at + 2] for at in range(len(words) - 1)}
    telling = set(words) - _NOISE
    return sum(
        piece in story for piece in telling | {pair for pair in pairs if not _NOISE & set(pair)}
    )
