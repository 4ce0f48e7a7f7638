"""Residents as the office meets them: found, moved, called, forgotten, given their own data."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot import powers
from bot.elders import BirthYearError, set_mode
from bot.office.deeds import DeedRefusedError, GoneError
from bot.office.own_data import everything_of
from bot.office.reach import chosen_area
from bot.quiet import forget_person
from bot.services import Services
from models.people import Resident, StaffMember
from models.ticket import Ticket

PAGE = 50
MOST_TICKETS = 50
SHORTEST_PURPOSE = 2


@dataclass(frozen=True, slots=True)
class File:
    """A resident, with the areas around them and what they asked for that the reader may see."""

    resident: Resident
    area_path: tuple[str, ...]
    tickets: Sequence[Ticket]


@dataclass(frozen=True, slots=True)
class Manner:
    """How to talk to a resident: elder mode (None: by age), voice, and their year of birth.

    A year that is None stays as it is known.
    """

    simple: bool | None
    listens: bool
    born: str | None = None


@dataclass(frozen=True, slots=True)
class Residents:
    """What a member of staff may know and do of the residents of their subtree."""

    services: Services
    member: StaffMember

    async def page(self, after: str = "") -> Sequence[Resident]:
        """Some residents, those after ``after``."""
        return await self.services.store.residents.page(self.member.area, after, PAGE)

    async def find(self, said: str) -> Sequence[Resident]:
        """Who is called so, has this phone number, or asked for the ticket of this number."""
        if not said:
            return []
        called = await self.services.store.residents.called(said, self.member.area)
        ticket = await self.services.store.tickets.numbered(said) if said.isdecimal() else None
        if ticket is None or not powers.sees(self.member, ticket):
            return called
        try:
            asker = (await self.open(ticket.asker)).resident
        except GoneError:
            return called
        return [asker, *(each for each in called if each.id != asker.id)]

    async def open(self, identifier: str) -> File:
        """A resident's file. Raises GoneError."""
        store = self.services.store
        resident = await store.residents.get(identifier)
        if resident is None:
            raise GoneError
        area = self.services.areas.get(resident.area)
        path = area.path if area else ()
        tickets = await store.tickets.asked_by(identifier, limit=MOST_TICKETS)
        if not powers.sees_resident(self.member, path, tickets):
            raise GoneError
        return File(resident, path, [each for each in tickets if powers.sees(self.member, each)])

    async def move(self, identifier: str, area: str) -> None:
        """They live elsewhere in the subtree. Raises GoneError or DeedRefusedError."""
        file = await self.open(identifier)
        chosen = chosen_area(self.member, self.services.areas, area)
        await self.services.store.residents.put(replace(file.resident, area=chosen.id))
        await self._note("move_resident", identifier, chosen.path, chosen.id)

    async def talk(self, identifier: str, manner: Manner) -> None:
        """They are talked to so from now on. Raises GoneError or DeedRefusedError."""
        file = await self.open(identifier)
        by_age = replace(file.resident, simple=manner.simple)
        try:
            await set_mode(self.services, by_age, listens=manner.listens, born=manner.born)
        except BirthYearError:
            raise DeedRefusedError("出生年份要写四位数字，比如 1948。") from None
        words = f"simple={manner.simple} listens={manner.listens} born={manner.born is not None}"
        await self._note("talk_to_resident", identifier, file.area_path, words)

    async def reveal(self, identifier: str, purpose: str) -> File:
        """Their file, noted as read with name and phone. Raises GoneError or DeedRefusedError."""
        file = await self.open(identifier)
        await self._note("reveal_resident", identifier, file.area_path, _stated(purpose))
        return file

    async def forget(self, identifier: str, reason: str) -> None:
        """Delete what we know of them, as they asked. Raises GoneError or DeedRefusedError."""
        file = await self.open(identifier)
        await self._note("forget_resident", identifier, file.area_path, _stated(reason))
        now = self.services.clock()
        await forget_person(self.services, identifier, _just_after(now))
        await self.services.store.help_cards.forget(identifier, now)

    async def export(self, identifier: str, reason: str) -> dict[str, Any]:
        """All we keep of them, to be given to them. Raises GoneError or DeedRefusedError."""
        file = await self.open(identifier)
        await self._note("export_resident", identifier, file.area_path, _stated(reason))
        return await everything_of(self.services, file.resident)

    async def _note(self, deed: str, about: str, path: tuple[str, ...], words: str) -> None:
        audit, now = self.services.store.audit, self.services.clock()
        await audit.note(now, self.member.id, deed, about, words, path)


def _stated(purpose: str) -> str:
    if len(purpose) < SHORTEST_PURPOSE:
        raise DeedRefusedError("请先写清楚为什么要这样做，再点按钮。")
    return purpose


def _just_after(now: datetime) -> int:
    """So that even who came this very second is forgotten."""
    return int(now.timestamp()) + 1
