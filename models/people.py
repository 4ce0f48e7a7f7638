"""The people of a neighbourhood: residents, volunteers and staff, each known by their openid.

Names and phone numbers are sealed; the openid is WeChat's pseudonym and our key.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar

from models.clock import CHINA
from models.database import Collection, Document
from models.document import from_document, sealed, to_document
from models.hours import Daily, Weekly, read_clock
from models.vault import Vault

ELDER_AGE = 70  # years; in the year of the birthday


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody who wrote to us; ``area`` is where they live as far as we know.

    ``simple`` is whether they are talked to in elder mode, None as long as nobody said; then the
    year they were ``born`` in decides. Who ``listens`` gets answers as voice messages as well.
    """

    id: str
    area: str | None = None
    name: str | None = sealed(default=None)
    phone: str | None = sealed(default=None)
    follows: bool = True
    since: datetime | None = None
    born: str | None = sealed(default=None)
    simple: bool | None = None
    listens: bool = False
    has_family: bool = False  # whether a child may be bound to them; models/kin.py knows

    def is_elder(self, now: datetime) -> bool:
        """Whether they are talked to in elder mode."""
        if self.simple is not None:
            return self.simple
        return self.born is not None and now.astimezone(CHINA).year - int(self.born) >= ELDER_AGE


@dataclass(frozen=True, slots=True)
class Certificate:
    """A paper that some tasks ask for, such as an electrician's, and the last day it is good."""

    kind: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Volunteer:
    """Somebody who takes tasks; ``skills`` are the queues they help in.

    ``hours`` are when they want tasks, as ``1-5 18:00-21:00`` (days of the week, Monday is 1);
    none means always. ``quiet`` is when their phone must be silent, as ``22:00-07:00``; with
    ``digest`` (``18:00``) all new tasks of a day come in one message. ``cap`` is how many tasks
    they have at once; ``rest`` is for how many minutes after one they want no other. Who is not
    ``active`` gets no tasks: they wait for approval, or staff ``paused`` them. Raises HoursError
    for hours that cannot be read.
    """

    id: str
    name: str = sealed()
    area_path: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    active: bool = True
    since: datetime | None = None
    areas: tuple[str, ...] = ()  # further areas they go to
    groups: tuple[str, ...] = ()
    hours: tuple[str, ...] = ()
    quiet: str | None = None
    digest: str | None = None
    certificates: tuple[Certificate, ...] = ()
    cap: int = 5
    rest: int = 0
    paused: bool = False

    def __post_init__(self) -> None:
        for each in self.hours:
            Weekly.parse(each)
        if self.quiet:
            Daily.parse(self.quiet)
        if self.digest:
            read_clock(self.digest)

    @property
    def area(self) -> str | None:
        """The area whose tasks they are offered."""
        return self.area_path[-1] if self.area_path else None

    @property
    def waits(self) -> bool:
        """Whether they applied, and staff have not answered yet."""
        return not self.active and not self.paused

    def wants_tasks(self, at: datetime) -> bool:
        """Whether this moment lies in the hours they want tasks."""
        return not self.hours or any(Weekly.parse(each).covers(at) for each in self.hours)

    def is_quiet(self, at: datetime) -> bool:
        """Whether their phone must be silent at this moment."""
        return self.quiet is not None and Daily.parse(self.quiet).covers(at)

    def holds(self, kind: str, at: datetime) -> bool:
        """Whether they have a certificate of this kind that is still good."""
        return any(each.kind == kind and _day(at) <= _day(each.until) for each in self.certificates)


class Role(StrEnum):
    """What a staff member does."""

    DESK = "desk"
    COORDINATOR = "coordinator"
    GRID_WORKER = "grid_worker"
    LEADER = "leader"
    AGENCY = "agency"
    LAWYER = "lawyer"
    ADMINISTRATOR = "administrator"


OUTSIDE = frozenset({Role.AGENCY, Role.LAWYER})
NO_WECHAT = "desk:"  # begins the identifier of staff who have no WeChat with us
# These begin those of residents who never wrote to us: a keyed hash of the number they phoned
# from, or the ticket they came for.
PHONE, VISIT = "phone:", "visit:"


def has_wechat(person: str) -> bool:
    """Whether WeChat knows who has this identifier."""
    return not person.startswith((NO_WECHAT, PHONE, VISIT))


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody of an office: the community's, the street's, or an agency's.

    Who works for an agency (``agency`` names it) sees only what was handed over to it.
    """

    id: str
    name: str = sealed()
    role: Role = Role.DESK
    area_path: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    agency: str | None = None

    @property
    def area(self) -> str | None:
        """The area they work for."""
        return self.area_path[-1] if self.area_path else None

    @property
    def has_wechat(self) -> bool:
        """Whether anything can be sent to them; who has no WeChat sees it in the console."""
        return has_wechat(self.id)

    @property
    def is_outside(self) -> bool:
        """Whether they work for an agency and not for the neighbourhood."""
        return self.role in OUTSIDE


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
        return self.read(found) if found else None

    def read(self, document: Document) -> Person:
        """The person of a document."""
        return from_document(self._kind, document, self._vault)

    async def ensure_indexes(self) -> None:
        """Create the index that lists by area need."""
        await self._collection.ensure_index([("area_path", 1), ("_id", 1)])

    async def put(self, person: Person) -> None:
        """Add or replace a person."""
        await self._collection.put(to_document(person, self._vault))

    async def forget(self, identifier: str) -> bool:
        """Delete a person; whether there was one."""
        return await self._collection.delete({"_id": identifier}) > 0

    async def within(self, area: str, *, limit: int = 200) -> Sequence[Person]:
        """People of an area and everything below it."""
        return await self.page(area, limit=limit)

    async def page(self, area: str | None, after: str = "", limit: int = 50) -> Sequence[Person]:
        """Some people of an area (None: of all) and everything below it, those after ``after``."""
        query = {"_id": {"$gt": after}} | ({"area_path": area} if area else {})
        found = await self._collection.many(query, sort=[("_id", 1)], limit=limit)
        return [self.read(each) for each in found]

    async def count_in(self, area: str) -> int:
        """How many people there are in an area and everything below it."""
        return await self._collection.count({"area_path": area})

    async def complete(self) -> None:
        """Write again what is kept beside each person, for those of an earlier version."""
        last = ""
        while people := await self.page(None, last, limit=500):
            for person in people:
                if derived := await self._derived(person):
                    await self._collection.update({"_id": person.id}, {"$set": derived})
            last = people[-1].id

    async def _derived(self, person: Person) -> Document:
        """What is kept beside a person, for the indexes."""
        return {}

    async def of_agency(self, agency: str) -> Sequence[Person]:
        """The people who work for an agency."""
        found = await self._collection.many({"agency": agency}, sort=[("_id", 1)], limit=200)
        return [self.read(each) for each in found]

    async def of_group(self, group: str, area: str, limit: int = 50) -> Sequence[Person]:
        """The members of a group in an area and everything below it."""
        query = {"area_path": area, "groups": group}
        found = await self._collection.many(query, sort=[("_id", 1)], limit=limit)
        return [self.read(each) for each in found]


class Staff(People[StaffMember]):
    """The repository of staff, who are also found by their role and their agency."""

    async def ensure_indexes(self) -> None:
        """Create the indexes of the look-ups."""
        await super().ensure_indexes()
        await self._collection.ensure_index([("agency", 1)], sparse=True)
        await self._collection.ensure_index([("role", 1)])

    async def of_role(self, role: Role, limit: int = 200) -> Sequence[StaffMember]:
        """Everybody with a role, wherever they work."""
        found = await self._collection.many({"role": role.value}, limit=limit)
        return [self.read(each) for each in found]


class Volunteers(People[Volunteer]):
    """The repository of volunteers, who are also found by where they help with what.

    MongoDB refuses an index over two lists of one document, and SecantusDB scans for an ``$or``.
    So each document carries ``serves``, every area together with every skill, under one index;
    and ``waits_in``, the areas whose staff have to answer who applied.
    """

    async def ensure_indexes(self) -> None:
        """Create the indexes of the look-ups."""
        await super().ensure_indexes()
        await self._collection.ensure_index([("serves", 1)])
        await self._collection.ensure_index([("waits_in", 1)], sparse=True)

    async def put(self, person: Volunteer) -> None:
        """Add or replace a volunteer."""
        document = to_document(person, self._vault)
        await self._collection.put(document | await self._derived(person))

    async def is_empty(self) -> bool:
        """Whether nobody takes tasks anywhere yet."""
        return await self._collection.first({"serves": {"$gt": ""}}) is None

    async def waiting(self, area: str | None, limit: int = 50) -> Sequence[Volunteer]:
        """Who applied in an area (None: anywhere) and has no answer yet."""
        query = {"waits_in": area or {"$exists": True}}
        found = await self._collection.many(query, limit=limit)
        return [self.read(each) for each in found]

    async def _derived(self, person: Volunteer) -> Document:
        waits = {"waits_in": list(person.area_path)} if person.waits and person.area_path else {}
        return {"serves": _serves(person)} | waits

    async def serving(
        self, area: str, skill: str, listed: Sequence[str] = (), limit: int = 200
    ) -> Sequence[Volunteer]:
        """Active volunteers with a skill who live in an area, or list one of ``listed``."""
        wanted = [_in(area, skill), *(_to(each, skill) for each in listed)]
        found = await self._collection.many({"serves": {"$in": wanted}}, limit=limit)
        return [self.read(each) for each in found]


def _serves(volunteer: Volunteer) -> list[str]:
    """Who waits for approval serves nobody yet."""
    return [
        key
        for skill in (volunteer.skills if volunteer.active else ())
        for key in (
            *(_in(area, skill) for area in volunteer.area_path),
            *(_to(area, skill) for area in volunteer.areas),
        )
    ]


def _day(at: datetime) -> date:
    return at.astimezone(CHINA).date()


def _in(area: str, skill: str) -> str:
    return f"in:{area}:{skill}"


def _to(area: str, skill: str) -> str:
    return f"to:{area}:{skill}"
