"""Who works in the office, by which account they sign in, and where they are signed in."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot import powers
from bot.office.accounts import NAME, AccountKeeper
from bot.office.deeds import DeedRefusedError, GoneError
from bot.office.reach import areas_of, chosen_area
from bot.services import Services
from models.accounts import Account, Visit, login
from models.area import Area
from models.people import NO_WECHAT, OUTSIDE, Role, StaffMember

PAGE = 50
LONGEST_NAME = 20
_NAME = re.compile(r"[^\s<>&\"'\\/]+(?: [^\s<>&\"'\\/]+)*")
EVERYWHERE = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a form says of a member of staff; ``area`` is empty for everywhere."""

    name: str
    role: str
    area: str
    groups: Sequence[str] = ()
    agency: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A member of staff with their accounts, and where each is signed in."""

    person: StaffMember
    accounts: Sequence[Account] = ()
    visits: Sequence[Visit] = ()


@dataclass(frozen=True, slots=True)
class Roster:
    """What an administrator may know and do of the staff of their subtree."""

    services: Services
    member: StaffMember

    async def page(self, after: str = "") -> Sequence[Card]:
        """Some of the staff, those after ``after``."""
        found = await self.services.store.staff.page(self.member.area, after, PAGE)
        accounts = self.services.store.accounts
        return [Card(each, await accounts.of_staff(each.id)) for each in found]

    async def open(self, identifier: str) -> Card:
        """A member of staff. Raises GoneError."""
        store, now = self.services.store, self.services.clock()
        person = await store.staff.get(identifier)
        if person is None or not powers.may_keep(self.member, person.area_path):
            raise GoneError
        accounts = await store.accounts.of_staff(identifier)
        visits = [each for one in accounts for each in await store.visits.of_account(one.id, now)]
        return Card(person, accounts, visits)

    def places(self) -> Sequence[Area]:
        """The areas somebody can be put into."""
        return areas_of(self.member, self.services.areas)

    async def add(self, wanted: Wanted) -> StaffMember:
        """Somebody new, without WeChat and account so far. Raises DeedRefusedError."""
        person = self._as_wanted(StaffMember(f"{NO_WECHAT}{secrets.token_hex(6)}", ""), wanted)
        await self.services.store.staff.put(person)
        await self._note("add_staff", person, person.role.value)
        return person

    async def change(self, identifier: str, wanted: Wanted) -> None:
        """Another role or place for somebody. Raises GoneError or DeedRefusedError."""
        before = (await self.open(identifier)).person
        after = self._as_wanted(before, wanted)
        if before.id == self.member.id and (after.role, after.area) != (before.role, before.area):
            raise DeedRefusedError("自己的岗位和片区请别的管理员来改，免得没人能进来。")
        await self.services.store.staff.put(after)
        if _is_whole(before) and not await self._has_administrator():
            await self.services.store.staff.put(before)
            raise DeedRefusedError("这是最后一位能登录的管理员，不能改。")
        await self._note("change_staff", before, f"{before.role.value} → {after.role.value}")

    async def open_account(self, identifier: str, name: str) -> str:
        """The first password of a new account. Raises GoneError or DeedRefusedError."""
        person = (await self.open(identifier)).person
        if not NAME.fullmatch(login(name)):
            raise DeedRefusedError("登录名用小写字母和数字，2 到 40 个，比如 wang.li。")
        password = await self._keeper().open(name, person, self.member.id)
        if password is None:
            raise DeedRefusedError("这个登录名已经有人用了，请换一个。")
        return password

    async def reset(self, identifier: str, name: str) -> str:
        """A new first password. Raises GoneError or DeedRefusedError."""
        account = await self._account(identifier, name)
        if identifier == self.member.id:
            raise DeedRefusedError("改自己的密码，请到“我的账号”。")
        return await self._keeper().reset(account, self.member.id)

    async def set_active(self, identifier: str, name: str, *, active: bool) -> None:
        """Let an account sign in, or no more. Raises GoneError or DeedRefusedError."""
        person = (await self.open(identifier)).person
        account = await self._account(identifier, name)
        if identifier == self.member.id and not active:
            raise DeedRefusedError("不能停用自己的账号。请别的管理员来停用。")
        await self._keeper().set_active(account, self.member.id, active=active)
        # Looked at afterwards, so that of two who disable each other both learn of it.
        if _is_whole(person) and not await self._has_administrator():
            await self._keeper().set_active(account, self.member.id, active=True)
            raise DeedRefusedError("这是最后一位能登录的管理员，不能停用。")

    async def end_visits(self, identifier: str, name: str, visit: str = "") -> None:
        """End one sign-in of an account, or all. Raises GoneError."""
        account = await self._account(identifier, name)
        visits = self.services.store.visits
        if visit:
            await visits.end(visit, account.id)
        else:
            await visits.end_all(account.id)
        await self._note("end_sign_in", (await self.open(identifier)).person, account.id)

    async def _account(self, identifier: str, name: str) -> Account:
        card = await self.open(identifier)
        found = next((each for each in card.accounts if each.id == login(name)), None)
        if found is None:
            raise GoneError
        return found

    async def _has_administrator(self) -> bool:
        """Whether somebody is left who can sign in and look after everything."""
        store = self.services.store
        for person in await store.staff.of_role(Role.ADMINISTRATOR):
            accounts = await store.accounts.of_staff(person.id) if _is_whole(person) else ()
            if any(each.active for each in accounts):
                return True
        return False

    def _as_wanted(self, person: StaffMember, wanted: Wanted) -> StaffMember:
        """The person after the form, if this member may make them that. Raises DeedRefusedError."""
        if not _NAME.fullmatch(wanted.name) or len(wanted.name) > LONGEST_NAME:
            raise DeedRefusedError("请填姓名，最多 20 个字，不带特别的符号。")
        if wanted.role not in set(Role):
            raise DeedRefusedError("请选一个岗位。")
        role = Role(wanted.role)
        return replace(
            person,
            name=wanted.name,
            role=role,
            area_path=self._path(wanted.area, role),
            groups=tuple(each for each in self.services.groups if each in wanted.groups),
            agency=self._agency(wanted.agency, role),
        )

    def _path(self, area: str, role: Role) -> tuple[str, ...]:
        if area != EVERYWHERE:
            return chosen_area(self.member, self.services.areas, area).path
        if role is not Role.ADMINISTRATOR or not powers.may_keep(self.member, ()):
            raise DeedRefusedError("请选一个片区。只有总管理员能让别的管理员管所有片区。")
        return ()

    def _agency(self, agency: str, role: Role) -> str | None:
        if role not in OUTSIDE:
            return None
        if agency not in self.services.timetable.agencies:
            raise DeedRefusedError("专门单位的人和律师，请选是哪个单位的。")
        return agency

    def _keeper(self) -> AccountKeeper:
        return AccountKeeper(self.services.store, self.services.clock)

    async def _note(self, deed: str, person: StaffMember, words: str) -> None:
        audit, now = self.services.store.audit, self.services.clock()
        await audit.note(now, self.member.id, deed, person.id, words, person.area_path)


def _is_whole(person: StaffMember) -> bool:
    """Whether they look after everything."""
    return person.role is Role.ADMINISTRATOR and person.area is None
