"""Opening accounts of the console and setting first passwords, by the command line and by page."""

import re
from dataclasses import dataclass

from bot.office.passwords import Passwords, new_password
from models.accounts import Account, login
from models.clock import Clock
from models.people import NO_WECHAT, Role, StaffMember
from models.store import Store

COMMAND_LINE = "the command line"
NAME = re.compile(r"[a-z0-9][a-z0-9.-]{1,39}")


class AccountError(Exception):
    """There can be no such account; the message says why."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An account to be opened, or to get a new first password when it is there already."""

    login: str
    name: str | None = None
    role: Role = Role.ADMINISTRATOR
    area: str | None = None


class AccountKeeper:
    """Opens accounts and resets them; every deed is noted."""

    def __init__(self, store: Store, clock: Clock, passwords: Passwords | None = None) -> None:
        self._store = store
        self._clock = clock
        self._passwords = passwords or Passwords()

    async def open(self, name: str, member: StaffMember, by: str) -> str | None:
        """An account for a member of staff; its first password, or None when the name is taken."""
        password, now = new_password(), self._clock()
        kept = await self._passwords.hash(password)
        account = Account(login(name), member.id, kept, now, must_change=True)
        if not await self._store.accounts.add(account):
            return None
        await self._store.audit.note(now, by, "open_account", account.id, None, member.area_path)
        return password

    async def reset(self, account: Account, by: str) -> str:
        """A new first password; the second factor and every sign-in of the account end."""
        password = new_password()
        kept = await self._passwords.hash(password)
        await self._store.accounts.change(
            account, password=kept, otp=None, must_change=True, demo=False
        )
        await self._store.visits.end_all(account.id)
        await self._note("reset_password", account, by)
        return password

    async def set_active(self, account: Account, by: str, *, active: bool) -> None:
        """Let an account sign in, or no more; then every sign-in of it ends at once."""
        await self._store.accounts.change(account, active=active)
        if not active:
            await self._store.visits.end_all(account.id)
        deed = "enable_account" if active else "disable_account"
        await self._note(deed, account, by)

    async def _note(self, deed: str, account: Account, by: str) -> None:
        """Write it where those who look after the account's person may read it."""
        member = await self._store.staff.get(account.staff)
        path = member.area_path if member else ()
        await self._store.audit.note(self._clock(), by, deed, account.id, None, path)

    async def open_demo(self, name: str, member: StaffMember, password: str) -> None:
        """An account everybody knows, for the demonstration, unless somebody has the name."""
        kept = await self._passwords.hash(password)
        account = Account(login(name), member.id, kept, self._clock(), demo=True)
        await self._store.accounts.add(account)


async def opened_account(store: Store, wanted: Wanted, clock: Clock) -> str:
    """The first password of a new account, or a new one of an old account. Raises AccountError."""
    await store.accounts.ensure_indexes()
    await store.visits.ensure_indexes()
    keeper = AccountKeeper(store, clock)
    if account := await store.accounts.get(wanted.login):
        return await keeper.reset(account, COMMAND_LINE)
    area, name = (await store.areas.tree()).get(wanted.area), login(wanted.login)
    _check(wanted, name, is_area=area is not None)
    path = area.path if area else ()
    member = StaffMember(NO_WECHAT + name, wanted.name or wanted.login, wanted.role, path)
    await store.staff.put(member)
    password = await keeper.open(name, member, COMMAND_LINE)
    if password is None:
        raise AccountError(f"somebody just took the name {name}; choose another")
    return password


def _check(wanted: Wanted, name: str, *, is_area: bool) -> None:
    if wanted.area is not None and not is_area:
        raise AccountError(f"there is no area {wanted.area}; look at the console's page of areas")
    if wanted.area is None and wanted.role is not Role.ADMINISTRATOR:
        raise AccountError(f"a {wanted.role} needs --area; only an administrator sees everything")
    if not NAME.fullmatch(name):
        raise AccountError("a name to sign in by has 2 to 40 letters, digits, dots or hyphens")
