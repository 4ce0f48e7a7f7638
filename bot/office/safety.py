"""今天报平安, as the office sees it: who is waited for, who was missed, and what staff set up."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot.check_ins import propose, reached, set_up, stop
from bot.office.deeds import DeedRefusedError, GoneError
from bot.office.residents import File, Residents
from bot.services import Services
from models.check_ins import Day, Ending, Plan, today
from models.devices import Device, new_device
from models.hours import HoursError, read_clock
from models.people import Resident, StaffMember, has_wechat

ORDER = (Ending.MISSED, Ending.REMINDED, Ending.WAITING, Ending.AWAY, Ending.TOLD, Ending.SAFE)
EARLIEST, LATEST = 5 * 60, 21 * 60 + 30
REMINDS, GRACES = range(241), range(5, 721)
SHORTEST_REASON = 2


@dataclass(frozen=True, slots=True)
class Row:
    """A day on the list, and whose it is."""

    day: Day
    resident: Resident | None


@dataclass(frozen=True, slots=True)
class Kept:
    """What is set up for a resident."""

    plan: Plan | None
    devices: Sequence[Device]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A plan as it was typed into the form."""

    by: str
    days: Sequence[str]
    remind: str
    grace: str
    holidays_off: bool
    at_night: bool
    why: str


@dataclass(frozen=True, slots=True)
class Safety:
    """What a member of staff sees and does of 报平安 in their subtree."""

    services: Services
    member: StaffMember

    async def today(self) -> Sequence[Row]:
        """Today's days and those still missed from before, the most pressing first."""
        now = self.services.clock()
        here = today(now)
        first = str(here - timedelta(days=7))
        found = await self.services.store.check_ins.lately(self.member.area, first)
        shown = [each for each in found if each.date == str(here) or each.state is Ending.MISSED]
        shown.sort(key=lambda each: (ORDER.index(each.state), each.due))
        store = self.services.store.residents
        return [Row(each, await store.get(each.plan)) for each in shown]

    async def kept(self, identifier: str) -> Kept:
        """What is set up for a resident. Raises GoneError."""
        store = self.services.store
        plan = await store.check_ins.plan(identifier)
        return Kept(plan, await store.devices.of_person(identifier))

    async def reach(self, identifier: str, why: str) -> None:
        """已联系上: what was missed is closed, and the alarm ends."""
        file = await self.open(identifier)
        if await reached(self.services, identifier, self.member.id) == 0:
            raise DeedRefusedError("这位没有在等报平安，可能刚刚有了消息。请刷新看看。")
        await self._note("reach_resident", file, why)

    async def keep(self, identifier: str, wanted: Wanted) -> None:
        """Begin or change a plan to which the resident agreed in person."""
        file, why = await self.open(identifier), _stated(wanted.why)
        if not has_wechat(identifier):
            raise DeedRefusedError("这位没有用微信和我们说过话，收不到问话，先不能报平安。")
        checked = _checked(wanted)
        await self._note("keep_check_in_of_resident", file, why)
        plan = await set_up(self.services, identifier, wanted.by, self.member.id)
        await self.services.store.check_ins.put(replace(plan, **checked))

    async def propose(self, identifier: str, by: str) -> None:
        """Ask the resident in the chat; it begins when they say 1."""
        file = await self.open(identifier)
        _minutes(by)
        if not has_wechat(identifier):
            raise DeedRefusedError("这位没有用微信和我们说过话，请当面问。")
        if not await propose(self.services, identifier, by, self.member.id):
            raise DeedRefusedError("这位已经在报平安了，要改请用上面的表。")
        await self._note("propose_check_in_to_resident", file, by)

    async def stop(self, identifier: str, why: str) -> None:
        """End a plan as the resident asked."""
        file = await self.open(identifier)
        plan = await self.services.store.check_ins.plan(identifier)
        if plan is None or plan.paused:
            raise DeedRefusedError("这位没有在报平安。")
        await self._note("stop_check_in_of_resident", file, _stated(why))
        await stop(self.services, plan)

    async def register(self, identifier: str, why: str) -> Device:
        """A new sensor at their home; its secret is shown once."""
        file = await self.open(identifier)
        device = new_device(identifier, self.member.id, self.services.clock())
        await self._note("add_device_of_resident", file, _stated(why))
        await self.services.store.devices.put(device)
        return device

    async def remove(self, identifier: str, device: str) -> None:
        """Take a sensor away."""
        file = await self.open(identifier)
        if not await self.services.store.devices.remove(device, identifier):
            raise GoneError
        await self._note("remove_device_of_resident", file, device)

    async def open(self, identifier: str) -> File:
        """The resident, if they are theirs. Raises GoneError."""
        return await Residents(self.services, self.member).open(identifier)

    async def _note(self, deed: str, file: File, words: str) -> None:
        audit, now = self.services.store.audit, self.services.clock()
        await audit.note(now, self.member.id, deed, file.resident.id, words, file.area_path)


def _checked(wanted: Wanted) -> dict[str, Any]:
    """The fields of a plan. Raises DeedRefusedError."""
    _minutes(wanted.by)
    days = tuple(sorted({int(each) for each in wanted.days if each in "1234567" and each}))
    if not days:
        raise DeedRefusedError("请至少选一天。")
    return {
        "days": days,
        "remind": _number(wanted.remind, REMINDS, "多少分钟后问"),
        "grace": _number(wanted.grace, GRACES, "再等多少分钟"),
        "holidays_off": wanted.holidays_off,
        "at_night": wanted.at_night,
    }


def _minutes(by: str) -> int:
    try:
        minutes = read_clock(by)
    except HoursError:
        raise DeedRefusedError("请填几点几分，比如 09:30。") from None
    if not EARLIEST <= minutes <= LATEST:
        raise DeedRefusedError("时间请在 05:00 到 21:30 之间。")
    return minutes


def _number(text: str, allowed: range, named: str) -> int:
    number = int(text) if text.isdecimal() and len(text) <= 4 else -1
    if number not in allowed:
        raise DeedRefusedError(f"“{named}”请填 {allowed[0]} 到 {allowed[-1]} 的数。")
    return number


def _stated(why: str) -> str:
    if len(why) < SHORTEST_REASON:
        raise DeedRefusedError("请先写清楚本人怎么同意的，再点按钮。")
    return why
