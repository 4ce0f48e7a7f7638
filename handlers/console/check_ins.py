"""今天报平安: who is waited for, who was missed, and what is set up for a resident."""

from collections.abc import Mapping

from bot.office.safety import Safety, Wanted
from bot.powers import Duty
from handlers.console.deeds import Deed
from handlers.console.residents import MaskedDoor

PATH = "/console/check-ins"


class CheckInsDoor(MaskedDoor):
    """The list of today."""

    duty = Duty.RESIDENTS
    here = "check_ins"

    def deeds(self) -> Mapping[str, Deed]:
        """What is done from the list."""
        return {"reach": self._reach}

    async def look(self, identifier: str) -> None:
        """Show it, the most pressing first."""
        self.show("check_ins.html", rows=await self._safety.today())

    @property
    def _safety(self) -> Safety:
        return Safety(self.services, self.member)

    async def _reach(self, identifier: str) -> None:
        await self._safety.reach(self.field("person", 80), self.field("why", 100))
        self.back(PATH, "reached")


class CheckInDoor(MaskedDoor):
    """What is set up for one resident."""

    duty = Duty.RESIDENTS
    here = "check_ins"

    def deeds(self) -> Mapping[str, Deed]:
        """What staff do for them."""
        return {
            "keep": self._keep,
            "propose": self._propose,
            "stop": self._stop,
            "register": self._register,
            "remove": self._remove,
        }

    async def look(self, identifier: str) -> None:
        """Show it."""
        await self._show(identifier)

    @property
    def _safety(self) -> Safety:
        return Safety(self.services, self.member)

    async def _show(self, identifier: str, secret: tuple[str, str] | None = None) -> None:
        file = await self._safety.open(identifier)
        kept = await self._safety.kept(identifier)
        self.show("check_in.html", file=file, kept=kept, secret=secret)

    async def _keep(self, identifier: str) -> None:
        wanted = Wanted(
            by=self.field("by", 5),
            days=self.fields("day", 7),
            remind=self.field("remind", 4),
            grace=self.field("grace", 4),
            holidays_off=bool(self.field("holidays_off", 1)),
            at_night=bool(self.field("at_night", 1)),
            why=self.field("why", 100),
        )
        await self._safety.keep(identifier, wanted)
        self.back(f"{PATH}/{identifier}", "saved")

    async def _propose(self, identifier: str) -> None:
        await self._safety.propose(identifier, self.field("by", 5))
        self.back(f"{PATH}/{identifier}", "proposed")

    async def _stop(self, identifier: str) -> None:
        await self._safety.stop(identifier, self.field("why", 100))
        self.back(f"{PATH}/{identifier}", "saved")

    async def _register(self, identifier: str) -> None:
        device = await self._safety.register(identifier, self.field("why", 100))
        await self._show(identifier, (device.id, device.secret))

    async def _remove(self, identifier: str) -> None:
        await self._safety.remove(identifier, self.field("device", 60))
        self.back(f"{PATH}/{identifier}", "removed")
