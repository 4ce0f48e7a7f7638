"""Residents are found by where they live, and by their full name or number as somebody types it.

Both are sealed, so a document carries keyed marks of them instead. Each mark stands there once for
everywhere and once for every area around, since MongoDB refuses an index over two lists.
How somebody is talked to, which is the memory of every process, stands there as plain words too.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime

from models.area import Areas
from models.clock import Clock
from models.database import Collection, Document
from models.document import to_document
from models.people import PHONE, People, Resident
from models.vault import Vault

_NUMBER = re.compile(r"(?:\+?86)?([0-9]{7,12})")


_MANNERS = "manners"
ELDER, LISTENS, AGES = "elder", "listens", "ages"
Manners = Mapping[str, Sequence[str]]  # by openid


class Residents(People[Resident]):
    """The repository of residents.

    ``manners`` of a document are how to talk to that person: ``elder``, ``listens``, and ``ages``
    when a later year makes an elder of them. The year itself stays sealed. Every change of them
    that is announced counts a number up, which tells other processes.
    """

    def __init__(
        self,
        collection: Collection,
        counters: Collection,
        vault: Vault,
        areas: Areas,
        clock: Clock,
    ) -> None:
        super().__init__(Resident, collection, vault)
        self._counters = counters
        self._areas = areas
        self._clock = clock

    async def ensure_indexes(self) -> None:
        """Create the indexes that lists by area and the search need."""
        await super().ensure_indexes()
        await self._collection.ensure_index([("marks", 1)], sparse=True)
        await self._collection.ensure_index([(_MANNERS, 1)], sparse=True)

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

    async def manners(self) -> Manners:
        """How to talk to everybody who is not talked to like most."""
        query = {_MANNERS: {"$in": [ELDER, LISTENS]}}
        found = self._collection.stream(query, [_MANNERS])
        return {each["_id"]: each[_MANNERS] async for each in found}

    async def manners_version(self) -> int:
        """A number that is another after every change that was announced."""
        found = await self._counters.get(_MANNERS)
        return int(found["next"]) if found else 0

    async def announce_manners(self) -> None:
        """Let other processes look again how people are talked to."""
        await self._counters.update({"_id": _MANNERS}, {"$inc": {"next": 1}}, upsert=True)

    async def come_of_age(self) -> None:
        """Mark those as elders whom a new year made so."""
        for document in await self._collection.many({_MANNERS: AGES}):
            person = self.read(document)
            if person.is_elder(self._clock()):
                await self.put(person)

    async def _derived(self, person: Resident) -> Document:
        path = await self._areas.path_of(person.area)
        known = [said for said in (person.name, person.phone) if said]
        marks = [self._mark(said, area) for said in known for area in (None, *path)]
        derived = {
            "area_path": list(path),
            "marks": marks,
            _MANNERS: _manners(person, self._clock()),
        }
        return {name: value for name, value in derived.items() if value}

    def _mark(self, said: str, area: str | None) -> str:
        return self._vault.fingerprint(f"resident {area or ''} {_plain(said)}")


def _manners(person: Resident, now: datetime) -> list[str]:
    is_elder = person.is_elder(now)
    ages = not is_elder and person.simple is None and person.born is not None
    holds = ((ELDER, is_elder), (LISTENS, person.listens), (AGES, ages))
    return [manner for manner, is_so in holds if is_so]


def _plain(said: str) -> str:
    """The same however a keyboard writes it: without spaces, dashes and the country's number."""
    plain = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", said)).casefold()
    number = _NUMBER.fullmatch(plain)
    return number[1] if number else plain
