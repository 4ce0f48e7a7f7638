"""The audit trail: read by person, deed and day, and verified."""

from collections.abc import Mapping

from bot.office.trail import DEEDS, PAGE, Filters, Trail
from bot.powers import Duty
from handlers.console.deeds import Deed, DeedsDoor


class AuditDoor(DeedsDoor):
    """Who did what in the subtree."""

    duty = Duty.AUDIT
    here = "audit"

    def deeds(self) -> Mapping[str, Deed]:
        """It can be verified, and nothing else."""
        return {"verify": self._verify}

    async def look(self, identifier: str) -> None:
        """Show some entries, newest first."""
        await self._show()

    async def _verify(self, identifier: str) -> None:
        await self._show(await Trail(self.services, self.member).verify())

    async def _show(self, verdict: str | None = None) -> None:
        filters = Filters(self.query("by", 100), self.query("deed", 40), self.query("day", 10))
        before = self.query("before", 18)
        number = int(before) if before.isascii() and before.isdecimal() else None
        lines = await Trail(self.services, self.member).page(filters, number)
        more = lines[-1].entry.id if len(lines) == PAGE else None
        self.show(
            "audit.html", lines=lines, filters=filters, more=more, verdict=verdict, deeds=DEEDS
        )
