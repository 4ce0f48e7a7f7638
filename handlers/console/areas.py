"""The tree of areas and its plain map."""

from collections.abc import Mapping

from bot import powers
from bot.office.areas_view import LEVELS, Areas
from bot.office.deeds import DeedRefusedError
from bot.office.geojson import MOST_BYTES
from bot.powers import Duty
from handlers.console.deeds import Deed, DeedsDoor

PATH = "/console/areas"


class AreasDoor(DeedsDoor):
    """One area with what lies below it."""

    duty = Duty.AREAS
    here = "areas"

    def deeds(self) -> Mapping[str, Deed]:
        """What administrators change."""
        return {
            "add": self._add,
            "change": self._change,
            "remove": self._remove,
            "draw": self._draw,
        }

    async def look(self, identifier: str) -> None:
        """Show it; who may not change it sees no forms."""
        view = await self._areas.view(identifier or None)
        level = LEVELS.index(view.area.level) + 1 if view.area else 0
        self.show(
            "areas.html",
            view=view,
            levels=LEVELS[level:],
            may_edit=powers.has(self.member, Duty.EDIT_AREAS),
            may_found=powers.may_found(self.member),
            level_names=LEVEL_NAMES,
        )

    @property
    def _areas(self) -> Areas:
        return Areas(self.services, self.member)

    async def _add(self, identifier: str) -> None:
        name, level = self.field("name", 40), self.field("level", 20)
        await self._areas.add(identifier, name, level, self.field("id", 40))
        self.back(_path(identifier), "saved")

    async def _change(self, identifier: str) -> None:
        await self._areas.change(identifier, self.field("name", 40), self.field("phone", 30))
        self.back(_path(identifier), "saved")

    async def _remove(self, identifier: str) -> None:
        self.back(_path(await self._areas.remove(identifier)), "removed")

    async def _draw(self, identifier: str) -> None:
        drawn = self.field("shapes", MOST_BYTES)
        if not drawn:
            raise DeedRefusedError("请先把 GeoJSON 文件里的字粘进来，再点导入。")
        await self._areas.draw(identifier, drawn.encode())
        self.back(_path(identifier), "drawn")


LEVEL_NAMES = dict(zip(LEVELS, ("市", "区县", "街道", "社区", "网格", "楼栋"), strict=True))


def _path(identifier: str | None) -> str:
    return f"{PATH}/{identifier}" if identifier else PATH
