"""Signing in to the console: who one is, proved by a password and, where set, a code."""

from dataclasses import dataclass
from datetime import datetime

from bot.office.passwords import Passwords, check_strength
from bot.office.second_factor import step_of
from bot.services import Services
from models.accounts import Account, Visit
from models.people import StaffMember


class RefusedError(Exception):
    """Nobody is signed in; the reason is for the page, and never says what was wrong."""


class WaitError(RefusedError):
    """Too many tries; they have to wait."""


class CodeWantedError(RefusedError):
    """The password is right, and the account wants a code as well."""


@dataclass(frozen=True, slots=True)
class Signed:
    """Who is at the page, by which account and which sign-in."""

    member: StaffMember
    account: Account
    visit: Visit


class SignIn:
    """The one place where passwords, codes and sign-ins are checked."""

    def __init__(self, services: Services, *, is_demo: bool = False) -> None:
        self._store = services.store
        self._clock = services.clock
        self._passwords = Passwords()
        self._is_demo = is_demo

    async def sign_in(
        self, name: str, password: str, code: str, address: str, browser: str
    ) -> tuple[str, Account]:
        """A token for the browser. Raises RefusedError."""
        now = self._clock()
        if not await self._store.throttle.lets_try(name, address, now):
            raise WaitError
        account = await self._proved(name, password)
        if account is None:
            raise RefusedError
        if account.otp and not (code and await self._is_fresh(account, code, now)):
            raise CodeWantedError
        await self._store.throttle.succeeded(name, address, now)
        token = await self._store.visits.begin(account.id, browser, now)
        member = await self._store.staff.get(account.staff)
        path = member.area_path if member else ()
        await self._store.audit.note(now, account.staff, "sign_in", account.id, None, path)
        return token, account

    async def whose(self, token: str) -> Signed | None:
        """Who has this token; None when it has ended, or the account or the person is gone."""
        visit = await self._store.visits.of_token(token, self._clock())
        account = await self._store.accounts.get(visit.account) if visit else None
        if visit is None or account is None or not self._is_good(account):
            return None
        member = await self._store.staff.get(account.staff)
        return Signed(member, account, visit) if member else None

    def form_mark(self, token: str) -> str:
        """The mark that forms of a sign-in carry, so that no other page can send one."""
        return self._store.form_marks.of(token)

    async def sign_out(self, signed: Signed) -> None:
        """End this sign-in."""
        await self._store.visits.end(signed.visit.id, signed.account.id)
        await self._note(signed, "sign_out")

    async def change_password(self, signed: Signed, old: str, new: str) -> None:
        """Set another password and end every other sign-in.

        Raises RefusedError when the old one is wrong, WeakPasswordError when the new one is weak.
        """
        account = signed.account
        await self._prove(account, old)
        check_strength(new, account.id)
        kept = await self._passwords.hash(new)
        await self._store.accounts.change(account, password=kept, must_change=False)
        await self._store.visits.end_all(account.id, but=signed.visit.id)
        await self._note(signed, "change_password")

    async def begin_code(self, signed: Signed, password: str, secret: str, code: str) -> None:
        """Want a code from now on, once the app has shown one. Raises RefusedError."""
        account = signed.account
        await self._prove(account, password)
        step = step_of(secret, code, self._clock())
        if step is None:
            raise CodeWantedError
        await self._store.accounts.change(account, otp=secret, otp_used=step)
        await self._note(signed, "begin_code")

    async def end_code(self, signed: Signed, password: str) -> None:
        """Want no code any more. Raises RefusedError."""
        await self._prove(signed.account, password)
        await self._store.accounts.change(signed.account, otp=None)
        await self._note(signed, "end_code")

    async def _proved(self, name: str, password: str) -> Account | None:
        account = await self._store.accounts.get(name)
        is_right = await self._passwords.is_right(password, account.password if account else None)
        return account if account and is_right and self._is_good(account) else None

    async def _is_fresh(self, account: Account, code: str, now: datetime) -> bool:
        step = step_of(account.otp or "", code, now)
        return step is not None and await self._store.accounts.use_otp(account, step)

    async def _prove(self, account: Account, password: str) -> None:
        """Have the password told once more by who is signed in. Raises RefusedError."""
        now = self._clock()
        if not await self._store.throttle.lets_try(account.id, "", now):
            raise WaitError
        if not await self._passwords.is_right(password, account.password):
            raise RefusedError
        await self._store.throttle.succeeded(account.id, "", now)

    async def _note(self, signed: Signed, deed: str) -> None:
        member, about = signed.member, signed.account.id
        audit = self._store.audit
        await audit.note(self._clock(), member.id, deed, about, None, member.area_path)

    def _is_good(self, account: Account) -> bool:
        return account.active and (self._is_demo or not account.demo)
