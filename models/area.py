"""The tree of areas: city › district › street › community › grid › building.

A ticket, a resident and a staff member belong to a node; staff see their subtree only. The tree
is in the memory of every process, which looks now and then whether another one has changed it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from models.database import Collection, DuplicateError
from models.document import from_document, to_document
from models.vault import Vault

_VERSION = "areas"
Point = tuple[float, float]  # longitude and latitude in degrees


class Level(StrEnum):
    """How high in the tree an area stands."""

    CITY = "city"
    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"
    GRID = "grid"
    BUILDING = "building"


LOCAL = (Level.COMMUNITY, Level.GRID, Level.BUILDING)  # what people call by its name alone


@dataclass(frozen=True, slots=True)
class Area:
    """One node; ``path`` holds the identifiers from the root down to itself.

    ``shape`` is its outline on the map, if somebody drew it.
    """

    id: str
    name: str
    level: Level
    path: tuple[str, ...]
    phone: str | None = None
    shape: tuple[Point, ...] = ()

    @property
    def parent(self) -> str | None:
        """The identifier of the area above."""
        return self.path[-2] if len(self.path) > 1 else None


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the tree: an area with all below it, or only what lies right in the area.

    ``path`` is that of the area, empty for what lies in none.
    """

    path: tuple[str, ...]
    is_whole: bool


class AreaTree:
    """The whole tree in memory: a few thousand nodes that change a few times a year."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self._areas = {area.id: area for area in areas}

    def replace(self, areas: Iterable[Area]) -> None:
        """Become another tree at once, for everybody who has this one."""
        self._areas = {area.id: area for area in areas}

    def get(self, identifier: str | None) -> Area | None:
        """The area of this identifier."""
        return self._areas.get(identifier or "")

    def of_level(self, level: Level) -> list[Area]:
        """All areas of a level, by name."""
        return sorted((a for a in self._areas.values() if a.level is level), key=lambda a: a.name)

    def below(self, identifier: str | None) -> list[Area]:
        """The areas directly below this one, by name; of None the topmost."""
        return sorted((a for a in self if a.parent == identifier), key=lambda a: a.name)

    def above(self, identifier: str | None, level: Level) -> Area | None:
        """The area of that level which this one lies in; itself when it is of the level."""
        area = self.get(identifier)
        for each in reversed(area.path if area else ()):
            found = self.get(each)
            if found and found.level is level:
                return found
        return None

    def parts(self, identifier: str | None) -> list[Part]:
        """Small pieces that together are this area (None: everything) and do not overlap.

        A community stays whole, so that no question to the store is about a city at once.
        """
        if identifier and identifier not in self._areas:
            return [Part((identifier,), is_whole=True)]
        inside = [area for area in self if identifier is None or identifier in area.path]
        local = {area.id for area in inside if area.level in LOCAL}
        nowhere = [] if identifier else [Part((), is_whole=False)]
        cut = [Part(a.path, a.id in local) for a in inside if a.parent not in local]
        return [*nowhere, *cut]

    def name(self, identifier: str | None, most: int = 100) -> str:
        """A short name for people: community and what lies below.

        With more than ``most`` characters it loses its front, for the end says where it is.
        """
        area = self.get(identifier)
        shown = [self.get(each) for each in (area.path if area else ())]
        names = [each.name for each in shown if each and each.level in LOCAL]
        while len(names) > 1 and sum(map(len, names)) > most:
            names = names[1:]
        name = "".join(names)
        return name if len(name) <= most else f"…{name[1 - most :]}"

    def phone(self, identifier: str | None) -> str | None:
        """The office's number nearest to an area; of nowhere, the only one there is."""
        area = self.get(identifier)
        around = [self.get(each) for each in reversed(area.path if area else ())]
        near = [each.phone for each in around if each and each.phone]
        known = near or list({each.phone for each in self if each.phone})
        return known[0] if near or len(known) == 1 else None

    def __iter__(self) -> Iterator[Area]:
        return iter(self._areas.values())

    def __len__(self) -> int:
        return len(self._areas)


class Areas:
    """The repository of areas; every change counts a number up, which tells other processes."""

    def __init__(self, collection: Collection, counters: Collection, vault: Vault) -> None:
        self._collection = collection
        self._counters = counters
        self._vault = vault

    async def put(self, area: Area) -> None:
        """Add or replace an area."""
        await self._collection.put(to_document(area, self._vault))
        await self._changed()

    async def add(self, area: Area) -> bool:
        """Add an area; False when its identifier is taken."""
        try:
            await self._collection.insert(to_document(area, self._vault))
        except DuplicateError:
            return False
        await self._changed()
        return True

    async def remove(self, identifier: str) -> None:
        """Delete an area; who calls has looked that nothing lies in it."""
        await self._collection.delete({"_id": identifier})
        await self._changed()

    async def path_of(self, identifier: str | None) -> tuple[str, ...]:
        """The identifiers from the root down to an area; none when it is not there."""
        found = await self._collection.get(identifier) if identifier else None
        return tuple(found["path"]) if found else ()

    async def tree(self) -> AreaTree:
        """Read the whole tree."""
        return AreaTree(await self._all())

    async def version(self) -> int:
        """A number that is another after every change."""
        found = await self._counters.get(_VERSION)
        return int(found["next"]) if found else 0

    async def refresh(self, tree: AreaTree, known: int | None = None) -> int:
        """Bring a tree up to date, unless this version is known already; the version it has."""
        version = await self.version()
        if version != known:
            tree.replace(await self._all())
        return version

    async def _all(self) -> list[Area]:
        found = await self._collection.many({})
        return [from_document(Area, each, self._vault) for each in found]

    async def _changed(self) -> None:
        await self._counters.update({"_id": _VERSION}, {"$inc": {"next": 1}}, upsert=True)
