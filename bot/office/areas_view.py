"""The tree of areas as the office sees and changes it, with who works and what is open where."""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot import powers
from bot.office.deeds import DeedRefusedError, GoneError
from bot.office.drawing import Drawing, drawn
from bot.office.geojson import Outline, read_outlines
from bot.office.reach import tops_of
from bot.powers import Duty
from bot.services import Services
from models.area import Area, Level
from models.people import Role, StaffMember

MOST_BELOW = 200
LONGEST_NAME = 20
_IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_PHONE = re.compile(r"\+?[0-9][0-9 -]{1,19}")
_NAME = re.compile(r"[^\s<>&\"'\\/]+")
LEVELS = tuple(Level)


@dataclass(frozen=True, slots=True)
class Line:
    """An area in a list: how much is open, how many volunteers, and who works in it."""

    area: Area
    live: int
    volunteers: int
    workers: Sequence[str]

    @property
    def shade(self) -> int:
        """How full it is, 0 to 3, for the map; the number stands there as well."""
        return sum(self.live >= bound for bound in (1, 5, 15))


@dataclass(frozen=True, slots=True)
class View:
    """An area (None: above all) with what lies directly below it."""

    area: Area | None
    above: Sequence[Area]
    lines: Sequence[Line]
    drawing: Drawing | None

    @property
    def by_area(self) -> Mapping[str, Line]:
        """The lines by the identifier of their area."""
        return {each.area.id: each for each in self.lines}


@dataclass(frozen=True, slots=True)
class Areas:
    """What a member of staff may see and change of the areas of their subtree."""

    services: Services
    member: StaffMember

    async def view(self, identifier: str | None) -> View:
        """An area, without one the top of the subtree. Raises GoneError."""
        tree = self.services.areas
        area = self._known(identifier) if identifier else tree.get(self.member.area)
        if area is None and self.member.area is not None:
            raise GoneError
        below = tree.below(area.id)[:MOST_BELOW] if area else list(tops_of(self.member, tree))
        above = [found for each in (area.path[:-1] if area else ()) if (found := tree.get(each))]
        shown = [each for each in above if powers.covers(self.member, each.path)]
        return View(area, shown, [await self._line(each) for each in below], drawn(below))

    async def add(self, parent: str, name: str, level: str, identifier: str) -> Area:
        """A new area below another, or for who looks after all at the top.

        Raises GoneError or DeedRefusedError.
        """
        above = self._editable(parent) if parent else None
        if above is None and not powers.may_found(self.member):
            raise GoneError
        identifier = identifier or f"a{secrets.token_hex(4)}"
        if not _IDENTIFIER.fullmatch(identifier):
            raise DeedRefusedError("代号用小写字母、数字和短横，比如 feicui-3；不填就自动给。")
        path = (*(above.path if above else ()), identifier)
        area = Area(identifier, self._name(name, above), _level(level, above), path)
        if not await self.services.store.areas.add(area):
            raise DeedRefusedError("这个代号已经有了，请换一个。")
        await self._done("add_area", area, area.name)
        return area

    async def change(self, identifier: str, name: str, phone: str) -> None:
        """Another name or phone number. Raises GoneError or DeedRefusedError."""
        before = self._editable(identifier)
        if phone and not _PHONE.fullmatch(phone):
            raise DeedRefusedError("电话只写数字，比如 0551-12345678。")
        above = self.services.areas.get(before.parent)
        named = before.name if name == before.name else self._name(name, above)
        after = replace(before, name=named, phone=phone or None)
        await self.services.store.areas.put(after)
        await self._done("change_area", after, f"{before.name} → {after.name}")

    async def remove(self, identifier: str) -> str | None:
        """Delete an area in which there is nothing; the area above.

        Raises GoneError or DeedRefusedError.
        """
        area = self._editable(identifier)
        if identifier == self.member.area:
            raise DeedRefusedError("不能删掉自己所在的片区。")
        if what := await self._lies_in(area):
            raise DeedRefusedError(f"这个片区里还有{what}，不能删。请先把它们移走。")
        await self.services.store.areas.remove(identifier)
        await self._done("remove_area", area, area.name)
        return area.parent

    async def draw(self, identifier: str, content: bytes) -> int:
        """Take the outlines of what lies below an area from a file; all or none; how many.

        Raises GoneError or DeedRefusedError.
        """
        area = self._editable(identifier)
        below = self.services.areas.below(area.id)
        outlines = read_outlines(content)
        shaped = [replace(_named(below, each), shape=each.shape) for each in outlines]
        for each in shaped:
            await self.services.store.areas.put(each)
        await self._done("draw_areas", area, f"{len(shaped)}")
        return len(shaped)

    def _known(self, identifier: str) -> Area:
        area = self.services.areas.get(identifier)
        if area is None or not powers.covers(self.member, area.path):
            raise GoneError
        return area

    def _editable(self, identifier: str) -> Area:
        if not powers.has(self.member, Duty.EDIT_AREAS):
            raise GoneError
        return self._known(identifier)

    def _name(self, name: str, above: Area | None) -> str:
        if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME:
            raise DeedRefusedError("请填名称，最多 20 个字，不带空格和特别的符号。")
        if any(
            each.name == name for each in self.services.areas.below(above.id if above else None)
        ):
            raise DeedRefusedError("这里已经有一个同名的片区，请换个名称。")
        return name

    async def _line(self, area: Area) -> Line:
        store = self.services.store
        workers = [
            each.name
            for each in await store.staff.within(area.id, limit=50)
            if each.role is Role.GRID_WORKER
        ]
        live = await store.tickets.count_live_in(area.id)
        return Line(area, live, await store.volunteers.count_in(area.id), workers)

    async def _lies_in(self, area: Area) -> str | None:
        """What there is in an area, in a word."""
        store = self.services.store
        if self.services.areas.below(area.id):
            return "下一级片区"
        for people, words in (
            (store.staff.count_in, "工作人员"),
            (store.volunteers.count_in, "志愿者"),
            (store.residents.count_in, "居民"),
        ):
            if await people(area.id):
                return words
        return None if await store.tickets.is_empty(area.id) else "单子"

    async def _done(self, deed: str, area: Area, words: str) -> None:
        """This process has the new tree at once, the others within seconds."""
        store = self.services.store
        await store.areas.refresh(self.services.areas)
        await store.audit.note(
            self.services.clock(), self.member.id, deed, area.id, words, area.path
        )


def _level(level: str, above: Area | None) -> Level:
    """A level below that of the area above."""
    lower = LEVELS[LEVELS.index(above.level) + 1 :] if above else LEVELS
    if level not in {each.value for each in lower}:
        raise DeedRefusedError("请选一个比上一级低的级别。")
    return Level(level)


def _named(below: Sequence[Area], outline: Outline) -> Area:
    found = [each for each in below if outline.area in (each.id, each.name)]
    if len(found) != 1:
        raise DeedRefusedError(
            f"这里没有叫“{outline.area[:30]}”的片区。图形里的 id 或 name 要和下面列表里的一样。"
        )
    return found[0]
