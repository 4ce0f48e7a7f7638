"""The help: what each page is for, and for administrators what is still to be set up."""

import logging

from bot import powers
from bot.account_menu import BUTTONS
from bot.office.checklist import BACKED_UP, DISMISSED, Checklist
from bot.office.doctor import Doctor, Finding, Health, failed
from bot.office.first_steps import State
from bot.office.guide import GUIDE, SHORTCUTS
from bot.powers import Duty
from bot.wechat.errors import ApiError
from handlers.console.door import ConsoleDoor

log = logging.getLogger(__name__)

PATH = "/console/help"
# What can be ticked off by hand: the deed of the form, and what it is a tick of.
TICKS = {"backed_up": BACKED_UP, "dismiss": DISMISSED}
UNTICKS = {"show": DISMISSED, "not_backed_up": BACKED_UP}


class HelpDoor(ConsoleDoor):
    """What everybody reads; administrators see first what is still open."""

    duty = Duty.OWN
    here = "help"

    async def get(self) -> None:
        """Show it."""
        await show_help(self)


class ChecklistDoor(ConsoleDoor):
    """What administrators do from the list of what is still to be set up."""

    duty = Duty.DOCTOR
    here = "help"

    async def get(self) -> None:
        """The list stands on the help page."""
        self.redirect(PATH, status=303)

    async def post(self) -> None:
        """Publish the menu, or tick something off."""
        deed = self.field("deed", 20)
        if deed == "publish_menu":
            return await self._publish()
        checklist = checklist_of(self)
        if deed in TICKS:
            await checklist.tick(TICKS[deed], self.member.id)
        elif deed in UNTICKS:
            await checklist.untick(UNTICKS[deed])
        else:
            self.refuse(422)
        return self.back(PATH, "saved")

    async def _publish(self) -> None:
        try:
            await self.office.wechat.create_menu(BUTTONS)
        except ApiError as error:
            log.warning("the menu was not published", extra={"code": error.code})
            return await show_help(self, failed("发布菜单", error.code))
        await self.note("publish_menu")
        return self.back(PATH, "menu")


class DoctorDoor(ConsoleDoor):
    """Tests the connection to WeChat when asked to."""

    duty = Duty.DOCTOR
    here = "help"

    def get(self) -> None:
        """The button."""
        self.show("doctor.html", findings=None, Health=Health)

    async def post(self) -> None:
        """What was found."""
        doctor = Doctor(self.office.wechat, self.office.setup)
        self.show("doctor.html", findings=await doctor.examine(), Health=Health)


def checklist_of(door: ConsoleDoor) -> Checklist:
    """The list of what is still to be set up."""
    return Checklist(door.services, door.office.wechat, door.office.setup)


async def show_help(door: ConsoleDoor, trouble: Finding | None = None) -> None:
    """Send the help page; ``trouble`` is what just went wrong."""
    sees_list = powers.has(door.member, Duty.DOCTOR)
    items = await checklist_of(door).items() if sees_list else ()
    door.show(
        "help.html",
        status=502 if trouble else 200,
        items=items,
        is_dismissed=sees_list and await checklist_of(door).is_dismissed(),
        key_file=door.office.setup.key_file,
        trouble=trouble,
        guide=GUIDE,
        shortcuts=SHORTCUTS,
        State=State,
    )
