"""The list of tickets: search, filters, pages; and the lists that somebody keeps for themselves."""

from collections.abc import Sequence

from bot import powers
from bot.office.bulk import MOST
from bot.office.finding import Finder, read_cursor
from bot.office.reach import areas_of
from bot.office.wanted_list import GROUPS, SOURCES, WantedList, read_wanted
from bot.powers import POWERS, Duty
from handlers.console.door import ConsoleDoor
from models.area import Area, Level
from models.moves import Move
from models.saved_filters import MOST as MOST_FILTERS
from models.saved_filters import TooManyFiltersError

PATH = "/console/tickets"
_LONGEST_NAME = 30
# Grids are offered to who has not too many of them to choose from.
_UPPER = (Level.CITY, Level.DISTRICT, Level.STREET, Level.COMMUNITY)
_MOST_AREAS = 200
_NO_AREA = "没有这个片区，或者不归您管。请在列表里选一个。"
_NO_NAME = "请给这个筛选起个名字。"
_NO_FILTER = "没有这个筛选，可能已经删掉了。"
_FULL = f"最多存 {MOST_FILTERS} 个筛选。请先删掉不用的。"


class TicketsDoor(ConsoleDoor):
    """The tickets somebody may see, as the address asks for them."""

    duty = Duty.TICKETS
    here = "tickets"

    async def get(self) -> None:
        """Show a page of them."""
        wanted = read_wanted(self.request.query)
        area = self.services.areas.get(wanted.area)
        if wanted.area and not (area and powers.covers(self.member, area.path)):
            self.refuse(404, _NO_AREA)
        finder = Finder(self.services, self.member, wanted)
        self.show(
            "tickets.html",
            wanted=wanted,
            page=await finder.page(read_cursor(self.query("after", 2000))),
            is_later=bool(self.query("after")),
            saved=await self.services.store.saved_filters.of(self.member.id),
            choices=self._areas(),
            groups_of_states=tuple(GROUPS),
            sources=SOURCES,
            queues=self.services.timetable.queues,
            agencies=self.services.timetable.agencies,
            groups=self.services.groups,
            powers=POWERS[self.member.role],
            Move=Move,
            most=MOST,
        )

    def _areas(self) -> Sequence[Area]:
        all_of_them = areas_of(self.member, self.services.areas)
        if len(all_of_them) <= _MOST_AREAS:
            return all_of_them
        return [each for each in all_of_them if each.level in _UPPER]


class SavedFiltersDoor(ConsoleDoor):
    """Keeps, renames and forgets lists; everybody has their own."""

    duty = Duty.TICKETS
    here = "tickets"

    async def post(self) -> None:
        """Change one of them."""
        wanted = read_wanted(self.field("query", 4000))
        deeds = {"save": self._save, "rename": self._rename, "delete": self._delete}
        deed = deeds.get(self.field("deed", 20))
        if deed is None:
            self.refuse(422)
        await deed(wanted)

    async def _save(self, wanted: WantedList) -> None:
        filters, query = self.services.store.saved_filters, wanted.query()
        try:
            await filters.save(self.member.id, self._name(), query, self.now)
        except TooManyFiltersError:
            self.refuse(422, _FULL)
        self.back(f"{PATH}?{query}" if query else PATH, "filter_saved")

    async def _rename(self, wanted: WantedList) -> None:
        saved = self.services.store.saved_filters
        if not await saved.rename(self.field("filter", 40), self.member.id, self._name()):
            self.refuse(404, _NO_FILTER)
        self.back(PATH, "saved")

    async def _delete(self, wanted: WantedList) -> None:
        saved = self.services.store.saved_filters
        if not await saved.delete(self.field("filter", 40), self.member.id):
            self.refuse(404, _NO_FILTER)
        self.back(PATH, "filter_gone")

    def _name(self) -> str:
        return self.field("name", _LONGEST_NAME) or self.refuse(422, _NO_NAME)
