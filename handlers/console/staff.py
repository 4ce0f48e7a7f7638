"""Staff of an administrator's subtree, their accounts and where they are signed in."""

from collections.abc import Mapping
from typing import Any

from bot.office.roster import PAGE, Roster, Wanted
from bot.powers import Duty
from handlers.console.deeds import Deed, DeedsDoor
from models.people import Role

PATH = "/console/staff"


class RosterDoor(DeedsDoor):
    """What the pages about staff share."""

    duty = Duty.STAFF
    here = "staff"

    @property
    def roster(self) -> Roster:
        """The staff this member looks after."""
        return Roster(self.services, self.member)

    def wanted(self) -> Wanted:
        """What the form says of somebody."""
        return Wanted(
            name=self.field("name", 40),
            role=self.field("role", 20),
            area=self.field("area", 60),
            groups=self.fields("group"),
            agency=self.field("agency", 60),
        )

    def choices(self) -> dict[str, Any]:
        """What the form lets one choose from."""
        return {
            "roles": list(Role),
            "chosen": self.roster.places(),
            "groups": self.services.groups,
            "agencies": self.services.timetable.agencies,
        }


class StaffDoor(RosterDoor):
    """The list, and somebody new."""

    def deeds(self) -> Mapping[str, Deed]:
        """Somebody new."""
        return {"add": self._add}

    async def look(self, identifier: str) -> None:
        """Show some."""
        cards = await self.roster.page(self.query("after", 100))
        more = cards[-1].person.id if len(cards) == PAGE else None
        self.show("staff.html", cards=cards, more=more, **self.choices())

    async def _add(self, identifier: str) -> None:
        person = await self.roster.add(self.wanted())
        self.back(f"{PATH}/{person.id}", "added_staff")


class StaffMemberDoor(RosterDoor):
    """One member of staff."""

    def deeds(self) -> Mapping[str, Deed]:
        """What an administrator changes."""
        return {
            "change": self._change,
            "open": self._open,
            "reset": self._reset,
            "disable": self._disable,
            "enable": self._enable,
            "end": self._end,
        }

    async def look(self, identifier: str) -> None:
        """Show them."""
        await self._show(identifier)

    async def _change(self, identifier: str) -> None:
        await self.roster.change(identifier, self.wanted())
        self.back(f"{PATH}/{identifier}", "saved")

    async def _open(self, identifier: str) -> None:
        name = self.field("login", 60)
        await self._show(identifier, await self.roster.open_account(identifier, name), name)

    async def _reset(self, identifier: str) -> None:
        name = self.field("account", 60)
        await self._show(identifier, await self.roster.reset(identifier, name), name)

    async def _disable(self, identifier: str) -> None:
        await self.roster.set_active(identifier, self.field("account", 60), active=False)
        self.back(f"{PATH}/{identifier}", "disabled")

    async def _enable(self, identifier: str) -> None:
        await self.roster.set_active(identifier, self.field("account", 60), active=True)
        self.back(f"{PATH}/{identifier}", "enabled")

    async def _end(self, identifier: str) -> None:
        account, visit = self.field("account", 60), self.field("visit", 64)
        await self.roster.end_visits(identifier, account, visit)
        self.back(f"{PATH}/{identifier}", "ended")

    async def _show(self, identifier: str, password: str = "", name: str = "") -> None:
        """A first password stands on this one answer and nowhere else."""
        self.show(
            "staff_member.html",
            card=await self.roster.open(identifier),
            is_self=identifier == self.member.id,
            password=password,
            name=name.strip().lower(),
            **self.choices(),
        )
