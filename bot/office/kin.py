"""Families at the office: a consent that an elder gave in person is written down, and ended.

For elders who have no WeChat, or cannot find their way in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot import family
from bot.names import is_name
from bot.office.deeds import DeedRefusedError, GoneError
from bot.office.residents import File, Residents
from bot.services import Services
from models.kin import Bond
from models.moves import Move, State
from models.notice import Notice
from models.people import Resident, StaffMember, has_wechat
from models.ticket import FAMILY, Event, Ticket
from nlp import OTHER, find_phone


@dataclass(frozen=True, slots=True)
class Relative:
    """A bond as a page shows it: who the other one is, and whether that is the elder."""

    bond: Bond
    person: str
    name: str
    is_elder: bool


@dataclass(frozen=True, slots=True)
class Consent:
    """The form: the child's number and name, and that the elder agreed in person.

    ``key`` names the form, so that a second click counts as the first.
    """

    phone: str
    name: str
    is_given: bool
    key: str


@dataclass(frozen=True, slots=True)
class Families:
    """What a member of staff may do about the bonds of the residents of their subtree."""

    services: Services
    member: StaffMember

    async def of(self, identifier: str) -> Sequence[Relative]:
        """The bonds of a resident."""
        kin, services = self.services.store.kin, self.services
        children = [
            Relative(each, each.child, family.child_called(services, each), False)
            for each in await kin.of_elder(identifier)
        ]
        elders = [
            Relative(each, each.elder, family.called(services, each), True)
            for each in await kin.of_child(identifier)
        ]
        return [*children, *elders]

    async def bind(self, identifier: str, consent: Consent) -> None:
        """Write down an elder's consent, and tell both. Raises GoneError or DeedRefusedError."""
        file = await Residents(self.services, self.member).open(identifier)
        child = await self._child(file.resident, consent)
        await self._check(file.resident, child)
        now = self.services.clock()
        bond = Bond(identifier, child.id, now, self.member.id, None, consent.name)
        await self._note("bind_family", file, consent.name)
        await family.bind(self.services, bond)
        await self._tell(file, bond, consent.key)

    async def end(self, identifier: str, other: str) -> None:
        """End a bond from either side. Raises GoneError."""
        file = await Residents(self.services, self.member).open(identifier)
        kin = self.services.store.kin
        for elder, child in ((identifier, other), (other, identifier)):
            if bond := await kin.of_two(elder, child):
                await self._note("end_family", file, family.child_called(self.services, bond))
                await family.end(self.services, elder, child)
                return
        raise GoneError

    async def _child(self, elder: Resident, consent: Consent) -> Resident:
        """Whose number it is, here and in WeChat. Raises DeedRefusedError."""
        if not consent.is_given:
            raise DeedRefusedError("请先当面问老人，老人同意了再打勾。没有同意就不能绑定。")
        if not is_name(consent.name):
            raise DeedRefusedError("请写老人怎么称呼这位家人，2 到 10 个字，比如：女儿小丽。")
        number = find_phone(consent.phone)
        if number is None:
            raise DeedRefusedError("这个电话不对：手机要 11 位，座机带区号。")
        found = await self.services.store.residents.called(number, self.member.area)
        for each in found:
            if has_wechat(each.id) and each.follows and each.id != elder.id:
                return each
        raise DeedRefusedError(
            "没有找到这位家人：要先关注解忧，在这里留过这个电话。也不能绑定老人自己的电话。"
        )

    async def _check(self, elder: Resident, child: Resident) -> None:
        if await self.services.store.kin.of_two(elder.id, child.id):
            raise DeedRefusedError("他们已经绑定了，不用再记。")
        if await family.is_full(self.services, elder.id, child.id):
            raise DeedRefusedError("一个人最多绑定 10 位。请先解除一位，再绑定。")

    async def _tell(self, file: File, bond: Bond, key: str) -> None:
        """A record that owes both the news; whoever WeChat does not reach is phoned."""
        services, now = self.services, self.services.clock()
        name = family.child_called(services, bond)
        ticket = Ticket(
            id=f"kin-{key}",
            number=await services.store.numbers.take(),
            queue=OTHER,
            asker=bond.elder,
            created=now,
            updated=now,
            text=services.phrases("family.record", name=name),
            state=State.CLOSED,
            area_path=file.area_path or self.member.area_path,
            phone=file.resident.phone,
            source=FAMILY,
            events=(Event(now, self.member.id, Move.FILE, State.CLOSED, key, name),),
            notices=(
                Notice("0-0", bond.elder, "bound", now),
                Notice("0-1", bond.child, "bound_to", now),
            ),
            owed_at=now,
            done_at=now,
        )
        await services.store.tickets.file(services.store.tickets.document(ticket))

    async def _note(self, deed: str, file: File, name: str) -> None:
        audit, now = self.services.store.audit, self.services.clock()
        about = file.resident.id
        await audit.note(now, self.member.id, deed, about, name, file.area_path)
