"""Who is talked to in elder mode and who listens, in memory: no message may wait to look it up.

Every process looks every few seconds whether another one has changed it.
"""

from dataclasses import replace
from datetime import datetime
from typing import Protocol

from models.clock import CHINA, Clock
from models.people import Resident
from models.residents import ELDER, LISTENS, Residents
from models.store import Store

OLDEST = 120  # years


class BirthYearError(ValueError):
    """Nobody was born in this year; ``year`` is what was said."""

    def __init__(self, year: str) -> None:
        super().__init__(f"{year!r} is no year of birth; write it as 1948")
        self.year = year


class Elders:
    """The openids of those in elder mode and of those who want to hear answers."""

    def __init__(self) -> None:
        self._elders: set[str] = set()
        self._listeners: set[str] = set()
        self._version: int | None = None
        self._year: int | None = None
        self._noted: dict[str, Resident] = {}  # while the store is read

    def is_elder(self, openid: str) -> bool:
        """Whether this person is talked to in elder mode."""
        return openid in self._elders

    def listens(self, openid: str) -> bool:
        """Whether this person gets answers as voice messages as well."""
        return openid in self._listeners

    def note(self, resident: Resident, now: datetime) -> None:
        """Know at once, in this process, how somebody is talked to from now on."""
        self._noted[resident.id] = resident
        for people, is_one in (
            (self._elders, resident.is_elder(now)),
            (self._listeners, resident.listens),
        ):
            (people.add if is_one else people.discard)(resident.id)

    async def refresh(self, residents: Residents, now: datetime) -> None:
        """Take over what another process changed, and who came of age with a new year.

        Raises StoreUnavailableError.
        """
        year, version = now.astimezone(CHINA).year, await residents.manners_version()
        if (year, version) == (self._year, self._version):
            return
        if year != self._year:
            await residents.come_of_age()
        self._noted.clear()
        manners = await residents.manners()
        self._elders = {person for person, held in manners.items() if ELDER in held}
        self._listeners = {person for person, held in manners.items() if LISTENS in held}
        for resident in list(self._noted.values()):
            self.note(resident, now)
        self._year, self._version = year, version


class Shared(Protocol):
    """What is needed here of the services, which hold the elders themselves."""

    @property
    def store(self) -> Store:
        """Where residents are kept."""

    @property
    def clock(self) -> Clock:
        """What time it is."""

    @property
    def elders(self) -> Elders:
        """How people are talked to."""


async def set_mode(
    services: Shared,
    resident: Resident,
    *,
    simple: bool | None = None,
    listens: bool | None = None,
    born: str | None = None,
) -> Resident:
    """Keep how somebody is talked to, at once in this process; None leaves a thing as it is.

    Raises BirthYearError.
    """
    now = services.clock()
    if born is not None:
        check_year(born, now)
    changed = replace(
        resident,
        simple=resident.simple if simple is None else simple,
        listens=resident.listens if listens is None else listens,
        born=resident.born if born is None else born,
    )
    await services.store.residents.put(changed)
    await services.store.residents.announce_manners()
    services.elders.note(changed, now)
    return changed


def check_year(born: str, now: datetime) -> None:
    """Refuse what is no year of birth of anybody alive. Raises BirthYearError."""
    this_year = now.astimezone(CHINA).year
    is_year = len(born) == 4 and born.isascii() and born.isdigit()
    if not (is_year and this_year - OLDEST <= int(born) <= this_year):
        raise BirthYearError(born)
