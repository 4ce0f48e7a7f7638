"""Volunteers of one's subtree: who waits for approval, who helps with what, and one of them."""

from collections.abc import Mapping

from bot.office.volunteers import SKILLS, Volunteers, Wanted, is_expired
from bot.powers import Duty
from bot.talks.preferences import hours_in_words
from handlers.console.deeds import Deed, DeedsDoor

PATH = "/console/volunteers"
PAPERS = {"electrician": "电工证"}
KINDS = {name: kind for kind, name in PAPERS.items()}
MOST_PLACES = 5000
EMPTY_LINES = 2  # for further certificates


class VolunteersDoor(DeedsDoor):
    """Applications first, then the list."""

    duty = Duty.VOLUNTEERS
    here = "volunteers"

    def deeds(self) -> Mapping[str, Deed]:
        """Applications are answered here."""
        return {"approve": self._approve, "refuse": self._refuse}

    async def look(self, identifier: str) -> None:
        """Show those of an area."""
        volunteers = Volunteers(self.services, self.member)
        area = self.query("area", 60) or None
        page = await volunteers.page(area, self.query("after", 100))
        self.show(
            "volunteers.html",
            area=area,
            chosen=volunteers.places(),
            waiting=await volunteers.waiting(area),
            rows=page.rows,
            more=page.more,
            papers=PAPERS,
            is_expired=is_expired,
            hours=hours_in_words,
        )

    async def _approve(self, identifier: str) -> None:
        await self._volunteers.approve(self.field("volunteer", 100), self._key)
        self.back(PATH, "approved")

    async def _refuse(self, identifier: str) -> None:
        volunteer, reason = self.field("volunteer", 100), self.field("reason", 60)
        await self._volunteers.refuse(volunteer, self._key, reason)
        self.back(PATH, "not_approved")

    @property
    def _volunteers(self) -> Volunteers:
        return Volunteers(self.services, self.member)

    @property
    def _key(self) -> str:
        return self.oversight().key


class VolunteerDoor(DeedsDoor):
    """One volunteer."""

    duty = Duty.VOLUNTEERS
    here = "volunteers"

    def deeds(self) -> Mapping[str, Deed]:
        """What staff change."""
        return {"edit": self._edit, "pause": self._pause, "resume": self._resume}

    async def look(self, identifier: str) -> None:
        """Show them."""
        self.show(
            "volunteer.html",
            row=await self._volunteers.open(identifier),
            skills=SKILLS,
            chosen=self._volunteers.places(),
            groups=self.services.groups,
            papers=PAPERS,
            empty_lines=EMPTY_LINES,
            is_expired=is_expired,
            hours=hours_in_words,
        )

    @property
    def _volunteers(self) -> Volunteers:
        return Volunteers(self.services, self.member)

    async def _edit(self, identifier: str) -> None:
        kinds = [KINDS.get(each.strip(), each) for each in self.fields("paper")]
        wanted = Wanted(
            skills=self.fields("skill"),
            areas=self.fields("area", MOST_PLACES),
            groups=self.fields("group"),
            papers=list(zip(kinds, self.fields("until"), strict=False)),
            cap=self.field("cap", 3),
        )
        await self._volunteers.edit(identifier, wanted)
        self.back(f"{PATH}/{identifier}", "saved")

    async def _pause(self, identifier: str) -> None:
        await self._volunteers.rest(identifier, is_paused=True)
        self.back(f"{PATH}/{identifier}", "paused_volunteer")

    async def _resume(self, identifier: str) -> None:
        await self._volunteers.rest(identifier, is_paused=False)
        self.back(f"{PATH}/{identifier}", "resumed_volunteer")
