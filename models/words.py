"""The words by which a ticket is found, as keyed hashes, since its texts are sealed at rest."""

from collections.abc import Collection, Sequence
from typing import Protocol

from models.database import Document
from models.ticket import Ticket
from models.vault import Vault

SIZE = 6  # bytes of a hash; one that collides only shows a ticket too many


class Cutter(Protocol):
    """Cuts texts into words, and what is typed to find them likewise."""

    def of(self, text: str, place: str | None, phone: str | None) -> Collection[str]:
        """The words by which a text is found."""

    def asked(self, query: str) -> Sequence[str]:
        """The words that all have to stand in what is found."""


class Words:
    """Makes the hashes; where there is no cutter, tickets get none and are not found by words."""

    def __init__(self, vault: Vault, cutter: Cutter | None) -> None:
        self._vault = vault
        self._cutter = cutter

    def of(self, ticket: Ticket) -> Document:
        """What a ticket's document carries: the hashes one after another, and since when."""
        if self._cutter is None:
            return {}
        words = self._cutter.of(*told_by(ticket))
        marks = {*map(self._mark, words), *map(self._area, ticket.area_path)}
        return {"words": b"".join(sorted(marks)), "told_at": ticket.updated}

    def asked(self, query: str, area: str | None) -> frozenset[bytes]:
        """The hashes that a found ticket has all of; none when nothing can be searched."""
        words = self._cutter.asked(query) if self._cutter else ()
        marks = frozenset(map(self._mark, words))
        return marks | {self._area(area)} if marks and area else marks

    def _mark(self, word: str) -> bytes:
        return bytes.fromhex(self._vault.fingerprint(f"word:{word}"))[:SIZE]

    def _area(self, area: str) -> bytes:
        return self._mark(f"area:{area}")


def told_by(ticket: Ticket) -> tuple[str, str | None, str | None]:
    """All that was said about a ticket, where it is, and whom to call."""
    return ticket.story, ticket.place, ticket.phone


def split(words: bytes) -> frozenset[bytes]:
    """The hashes of a document."""
    return frozenset(words[each : each + SIZE] for each in range(0, len(words), SIZE))
