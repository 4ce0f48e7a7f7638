"""For and against whom each lawyer of an agency has acted, so that nobody serves both sides.

Names are kept as keyed hashes only. A ticket keeps them for good (``Ticket.acted``), also when
the case moves on; each stands for a lawyer, a party and a side, so that one look-up by index
finds a conflict among any number of tickets. Source: 律师法 第三十九条 (利益冲突).
"""

import re
import unicodedata
from collections.abc import Sequence

from models.database import Collection
from models.ticket import Party, Ticket
from models.vault import Vault

OURS, THEIRS = "ours", "theirs"
_OTHER = {OURS: THEIRS, THEIRS: OURS}
_NO_LETTERS = re.compile(r"[\W_]+")
# What may stand or be left out, said of the same person or company.
_ADDED = re.compile(
    r"(?:股份有限公司|有限责任公司|有限公司|分公司|总公司|公司|先生|女士|小姐|同志|师傅|律师)$"
)
_SHORTEST = 2


class VagueNameError(ValueError):
    """A name too short to tell people apart, such as 王先生; ``name`` is what was given."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name!r} could be anybody")
        self.name = name


def normal(name: str) -> str:
    """A name as it is compared: without width, blanks, marks, titles and kinds of company."""
    bare = _NO_LETTERS.sub("", unicodedata.normalize("NFKC", name)).casefold()
    return _ADDED.sub("", bare) or bare


class Mandates:
    """Which lawyer acted for and against whom, found in the tickets."""

    def __init__(self, collection: Collection, vault: Vault) -> None:
        self._collection = collection
        self._vault = vault

    async def ensure_indexes(self) -> None:
        """Create the index of the look-up."""
        await self._collection.ensure_index([("acted", 1)], sparse=True)

    def parties(self, ours: Sequence[str], theirs: Sequence[str]) -> tuple[Party, ...]:
        """The parties of a case by name, each once a side. Raises VagueNameError."""
        sides = [(name, OURS) for name in ours] + [(name, THEIRS) for name in theirs]
        return tuple(dict.fromkeys(self._party(name, side) for name, side in sides))

    def marks(self, agency: str, lawyer: str, parties: Sequence[Party]) -> tuple[str, ...]:
        """What is kept of a lawyer who acts for and against these."""
        return tuple(self._mark(agency, lawyer, each.mark, each.side) for each in parties)

    async def conflict(
        self, ticket: Ticket, agency: str, lawyer: str, parties: Sequence[Party]
    ) -> str | None:
        """The number of another case in which the lawyer stood on the other side of a party."""
        against = [self._mark(agency, lawyer, each.mark, _OTHER[each.side]) for each in parties]
        if not against:
            return None
        query = {"acted": {"$in": against}, "_id": {"$ne": ticket.id}}
        found = await self._collection.first(query)
        return str(found["number"]) if found else None

    def _party(self, name: str, side: str) -> Party:
        plain = normal(name)
        if len(plain) < _SHORTEST:
            raise VagueNameError(name)
        return Party(self._vault.fingerprint(f"party {plain}"), side)

    def _mark(self, agency: str, lawyer: str, party: str, side: str) -> str:
        return self._vault.fingerprint(f"acted {agency} {normal(lawyer)} {side} {party}")
