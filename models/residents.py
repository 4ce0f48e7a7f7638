"""Residents are found by where they live, and by their full name or number as somebody types it.

Both are sealed, so a document carries keyed marks of them instead. Each mark stands there once for
everywhere and once for every area around, since MongoDB refuses an index over two lists.
"""

import re
import unicodedata
from collections.abc import Sequence

from models.area import Areas
from models.database import Collection, Document
from models.document import to_document
from models.people import PHONE, People, Resident
from models.vault import Vault

_NUMBER = re.compile(r"(?:\+?86)?([0-9]{7,12})")


class Residents(People[Resident]):
    """The repository of residents."""

    def __init__(self, collection: Collection, vault: Vault, areas: Areas) -> None:
        super().__init__(Resident, collection, vault)
        self._areas = areas

    async def ensure_indexes(self) -> None:
        """Create the indexes that lists by area and the search need."""
        await super().ensure_indexes()
        await self._collection.ensure_index([("marks", 1)], sparse=True)

    async def put(self, person: Resident) -> None:
        """Add or replace a resident."""
        document = to_document(person, self._vault)
        await self._collection.put(document | await self._derived(person))

    async def called(self, said: str, area: str | None, limit: int = 50) -> Sequence[Resident]:
        """Who has exactly this name or phone number, in an area or (None) anywhere."""
        mark = {"marks": self._mark(said, area)}
        found = await self._collection.many(mark, limit=limit)
        return [self.read(each) for each in found]

    def caller(self, phone: str) -> str:
        """The identifier of whoever phones from this number (digits); it tells nothing of it."""
        return PHONE + self._vault.fingerprint(f"caller {_plain(phone)}")

    async def _derived(self, person: Resident) -> Document:
        path = await self._areas.path_of(person.area)
        known = [said for said in (person.name, person.phone) if said]
        marks = [self._mark(said, area) for said in known for area in (None, *path)]
        derived = {"area_path": list(path), "marks": marks}
        return {name: value for name, value in derived.items() if value}

    def _mark(self, said: str, area: str | None) -> str:
        return self._vault.fingerprint(f"resident {area or ''} {_plain(said)}")


def _plain(said: str) -> str:
    """The same however a keyboard writes it: without spaces, dashes and the country's number."""
    plain = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", said)).casefold()
    number = _NUMBER.fullmatch(plain)
    return number[1] if number else plain
