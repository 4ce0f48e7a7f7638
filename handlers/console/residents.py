"""Residents of one's subtree: found, moved, revealed for a purpose, forgotten, exported."""

import json
from collections.abc import Mapping
from typing import Any

from bot.office.kin import Families
from bot.office.masks import masked_name, masked_phone
from bot.office.reach import areas_of
from bot.office.residents import PAGE, File, Manner, Residents
from bot.powers import Duty
from handlers.console.deeds import Deed, DeedsDoor

PATH = "/console/residents"


class MaskedDoor(DeedsDoor):
    """What the pages about residents share."""

    duty = Duty.RESIDENTS
    here = "residents"

    def get_template_namespace(self) -> dict[str, Any]:
        """Lists show names and numbers masked."""
        masks = {"masked_name": masked_name, "masked_phone": masked_phone}
        return super().get_template_namespace() | masks


class ResidentsDoor(MaskedDoor):
    """The list, and the search by what somebody typed exactly."""

    def deeds(self) -> Mapping[str, Deed]:
        """Searching is a form that is sent, so that no name stands in an address."""
        return {"find": self._find}

    async def look(self, identifier: str) -> None:
        """Show some."""
        found = await Residents(self.services, self.member).page(self.query("after", 100))
        more = found[-1].id if len(found) == PAGE else None
        self.show("residents.html", found=found, more=more, said=None)

    async def _find(self, identifier: str) -> None:
        said = self.field("said", 40)
        found = await Residents(self.services, self.member).find(said)
        self.show("residents.html", found=found, more=None, said=said)


class ResidentDoor(MaskedDoor):
    """One resident."""

    def deeds(self) -> Mapping[str, Deed]:
        """What can be done for them."""
        return {
            "move": self._move,
            "talk": self._talk,
            "reveal": self._reveal,
            "forget": self._forget,
            "export": self._export,
        }

    async def look(self, identifier: str) -> None:
        """Show them, masked."""
        await self._show(await self._residents.open(identifier), is_open=False)

    @property
    def _residents(self) -> Residents:
        return Residents(self.services, self.member)

    async def _move(self, identifier: str) -> None:
        await self._residents.move(identifier, self.field("area", 60))
        self.back(f"{PATH}/{identifier}", "saved")

    async def _talk(self, identifier: str) -> None:
        simple = {"yes": True, "no": False}.get(self.field("simple", 3))
        is_spoken = self.field("listens", 3) == "yes"
        wanted = Manner(simple, is_spoken, self.field("born", 4) or None)
        await self._residents.talk(identifier, wanted)
        self.back(f"{PATH}/{identifier}", "saved")

    async def _reveal(self, identifier: str) -> None:
        file = await self._residents.reveal(identifier, self.field("why", 100))
        await self._show(file, is_open=True)

    async def _forget(self, identifier: str) -> None:
        await self._residents.forget(identifier, self.field("why", 100))
        self.back(PATH, "forgotten")

    async def _export(self, identifier: str) -> None:
        exported = await self._residents.export(identifier, self.field("why", 100))
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.set_header("Content-Disposition", 'attachment; filename="resident.json"')
        self.finish(json.dumps(exported, ensure_ascii=False, indent=2, default=str))

    async def _show(self, file: File, *, is_open: bool) -> None:
        chosen = areas_of(self.member, self.services.areas)
        is_elder = file.resident.is_elder(self.services.clock())
        self.show(
            "resident.html",
            file=file,
            is_open=is_open,
            chosen=chosen,
            is_elder=is_elder,
            relatives=await Families(self.services, self.member).of(file.resident.id),
        )
