"""The family of a resident: a consent given in person is written down, a bond is ended."""

import secrets
from collections.abc import Mapping

from bot.office.kin import Consent, Families
from bot.powers import Duty
from handlers.console.deeds import Deed, DeedsDoor

RESIDENTS = "/console/residents"


class KinDoor(DeedsDoor):
    """What the page of a resident sends about the family; it shows the list itself."""

    duty = Duty.RESIDENTS
    here = "residents"

    def deeds(self) -> Mapping[str, Deed]:
        """What can be done."""
        return {"bind": self._bind, "end": self._end}

    async def look(self, identifier: str) -> None:
        """The list stands on the page of the resident."""
        self.redirect(f"{RESIDENTS}/{identifier}", status=303)

    @property
    def _families(self) -> Families:
        return Families(self.services, self.member)

    async def _bind(self, identifier: str) -> None:
        key = self.field("key", 40) or secrets.token_hex(8)
        consent = Consent(
            self.field("phone", 40), self.field("name", 40), self.field("agreed") == "yes", key
        )
        await self._families.bind(identifier, consent)
        self.back(f"{RESIDENTS}/{identifier}", "family_bound")

    async def _end(self, identifier: str) -> None:
        await self._families.end(identifier, self.field("other", 100))
        self.back(f"{RESIDENTS}/{identifier}", "family_ended")
