"""The people of a neighbourhood: residents, volunteers and staff, each known by their openid.

Names and phone numbers are sealed; the openid is WeChat's pseudonym and our key.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

from models.database import Collection
from models.document import from_document, sealed, to_document
from models.vault import Vault


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody who wrote to us; ``area`` is where they live as far as we know."""

    id: str
    area: str | None = None
    name: str | None = sealed(default=None)
    phone: str | None = sealed(default=None)
    follows: bool = True
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Volunteer:
    """Somebody who takes tasks; ``skills`` are the queues they help in."""

    id: str
    name: str = sealed()
    area_path: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    active: bool = True
    since: datetime | None = None

    @property
    def area(self) -> str | None:
        """The area whose tasks they are offered."""
        return self.area_path[-1] if self.area_path else None


class Role(StrEnum):
    """What a staff member does."""

    DESK = "desk"
    COORDINATOR = "coordinator"
    GRID_WORKER = "grid_worker"


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody of the community office, the last rung of every ladder."""

    id: str
    name: str = sealed()
    role: Role = Role.DESK
    area_path: tuple[str, ...] = ()


Person = TypeVar("Person", Resident, Volunteer, StaffMember)


class People(Generic[Person]):
    """The repository of one kind of person."""

    def __init__(self, kind: type[Person], collection: Collection, vault: Vault) -> None:
        self._kind: type[Person] = kind
        self._collection = collection
        self._vault = vault

    async def get(self, identifier: str) -> Person | None:
        """The person of this openid."""
        found = await self._collection.get(identifier)
        return from_document(self._kind, found, self._vault) if found else None

    async def put(self, person: Person) -> None:
        """Add or replace a person."""
        await self._collection.put(to_document(person, self._vault))

    async def forget(self, identifier: str) -> bool:
        """Delete a person; whether there was one."""
        return await self._collection.delete({"_id": identifier}) > 0

    async def within(
        self, area: str, *, skill: str | None = None, limit: int = 200
    ) -> Sequence[Person]:
        """People of an area and everything below it, with a skill when one is asked for."""
        query: dict[str, object] = {"area_path": area}
        if skill:
            query |= {"skills": skill, "active": True}
        found = await self._collection.many(query, sort=[("_id", 1)], limit=limit)
        return [from_document(self._kind, each, self._vault) for each in found]


async def ensure_people_indexes(volunteers: Collection, staff: Collection) -> None:
    """Create the indexes that the look-ups by area need."""
    # Not with the skills: MongoDB refuses an index over two lists of one document.
    await volunteers.ensure_index([("area_path", 1)])
    await staff.ensure_index([("area_path", 1)])
