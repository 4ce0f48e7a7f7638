"""Accounts are opened for members of staff, and their first passwords are told once."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.office.accounts import (
    COMMAND_LINE,
    AccountError,
    AccountKeeper,
    Wanted,
    opened_account,
)
from bot.office.passwords import (
    LONGEST,
    SHORTEST,
    Passwords,
    WeakPasswordError,
    check_strength,
    new_password,
)
from bot.office.sign_in import RefusedError, SignIn
from bot.services import Services
from models.accounts import Account
from models.people import Role, StaffMember
from tests.support.house import ZHOU, open_services

HERE = "192.0.2.1"
PASSWORDS = Passwords(passes=1, kibibytes=64)


@dataclass(frozen=True)
class Room:
    """What a story happens to: the made-up community and who opens accounts in it."""

    services: Services
    keeper: AccountKeeper
    zhou: StaffMember

    async def account(self, name: str) -> Account:
        """The account as it is kept."""
        account = await self.services.store.accounts.get(name)
        assert account
        return account

    async def sign_in(self, name: str, password: str, *, is_demo: bool = False) -> str:
        """The token of a sign-in."""
        signing = SignIn(self.services, is_demo=is_demo)
        token, _ = await signing.sign_in(name, password, "", HERE, "Firefox")
        return token

    async def deeds(self) -> list[tuple[str, str, str]]:
        """What was noted, oldest first: by whom, what, about which account."""
        entries = await self.services.store.audit.latest()
        return [(each.by, each.deed, each.about) for each in reversed(entries)]


def play(uri: str, story: Callable[[Room], Awaitable[None]]) -> None:
    """Let a story happen in a community in which nobody has an account."""

    async def scenario() -> None:
        async with open_services(uri) as services:
            zhou = await services.store.staff.get(ZHOU)
            assert zhou
            keeper = AccountKeeper(services.store, services.clock, PASSWORDS)
            await story(Room(services, keeper, zhou))

    asyncio.run(scenario())


def test_an_account_opens_with_a_password_to_be_changed(store_uri: str) -> None:
    async def story(room: Room) -> None:
        password = await room.keeper.open(" Zhou", room.zhou, "oAdmin")
        assert password
        account = await room.account("zhou")
        assert (account.id, account.staff, account.must_change) == ("zhou", ZHOU, True)
        assert password not in account.password
        assert await room.sign_in("ZHOU", password)
        assert await room.deeds() == [("oAdmin", "open_account", "zhou"), (ZHOU, "sign_in", "zhou")]
        entry, *_ = await room.services.store.audit.latest()
        assert entry.area_path == room.zhou.area_path

    play(store_uri, story)


def test_a_name_that_is_taken_opens_nothing(store_uri: str) -> None:
    async def story(room: Room) -> None:
        await room.keeper.open("zhou", room.zhou, "oAdmin")
        before, deeds = await room.account("zhou"), await room.deeds()
        assert await room.keeper.open("ZHOU", room.zhou, "oAdmin") is None
        assert await room.account("zhou") == before
        assert await room.deeds() == deeds

    play(store_uri, story)


def test_a_reset_ends_the_password_the_code_and_every_sign_in(store_uri: str) -> None:
    async def story(room: Room) -> None:
        old = await room.keeper.open("zhou", room.zhou, "oAdmin")
        assert old
        token = await room.sign_in("zhou", old)
        accounts = room.services.store.accounts
        account = await accounts.change(await room.account("zhou"), otp="S", must_change=False)
        new = await room.keeper.reset(account, "oAdmin")
        assert await SignIn(room.services).whose(token) is None
        with pytest.raises(RefusedError):
            await room.sign_in("zhou", old)
        assert await room.sign_in("zhou", new)
        account = await room.account("zhou")
        assert (account.otp, account.must_change) == (None, True)
        assert ("oAdmin", "reset_password", "zhou") in await room.deeds()

    play(store_uri, story)


def test_who_is_let_in_no_more_is_out_at_once(store_uri: str) -> None:
    async def story(room: Room) -> None:
        password = await room.keeper.open("zhou", room.zhou, "oAdmin")
        assert password
        token = await room.sign_in("zhou", password)
        await room.keeper.set_active(await room.account("zhou"), "oAdmin", active=False)
        assert await SignIn(room.services).whose(token) is None
        with pytest.raises(RefusedError):
            await room.sign_in("zhou", password)
        await room.keeper.set_active(await room.account("zhou"), "oAdmin", active=True)
        assert await SignIn(room.services).whose(token) is None
        assert await room.sign_in("zhou", password)
        told = [deed for by, deed, _ in await room.deeds() if by == "oAdmin"]
        assert told == ["open_account", "disable_account", "enable_account"]

    play(store_uri, story)


def test_a_demo_account_is_good_for_the_demonstration_alone(store_uri: str) -> None:
    async def story(room: Room) -> None:
        await room.keeper.open_demo("zhou", room.zhou, "jieyou-demo")
        token = await room.sign_in("zhou", "jieyou-demo", is_demo=True)
        assert await SignIn(room.services, is_demo=True).whose(token)
        assert await SignIn(room.services, is_demo=False).whose(token) is None
        with pytest.raises(RefusedError):
            await room.sign_in("zhou", "jieyou-demo", is_demo=False)
        password = await room.keeper.reset(await room.account("zhou"), "oAdmin")
        assert await room.sign_in("zhou", password, is_demo=False)

    play(store_uri, story)


def test_a_demo_account_takes_nobodys_name(store_uri: str) -> None:
    async def story(room: Room) -> None:
        await room.keeper.open("zhou", room.zhou, "oAdmin")
        before = await room.account("zhou")
        await room.keeper.open_demo("Zhou", room.zhou, "jieyou-demo")
        assert await room.account("zhou") == before

    play(store_uri, story)


def test_the_command_line_opens_the_first_account(store_uri: str) -> None:
    async def story(room: Room) -> None:
        store, clock = room.services.store, room.services.clock
        wanted = Wanted("Tong", "童统筹", Role.COORDINATOR, "feicui")
        password = await opened_account(store, wanted, clock)
        member = await store.staff.get((await room.account("tong")).staff)
        assert member
        assert (member.name, member.role) == ("童统筹", Role.COORDINATOR)
        assert member.area_path[-1] == "feicui"
        assert await room.sign_in("tong", password)
        assert (COMMAND_LINE, "open_account", "tong") in await room.deeds()

    play(store_uri, story)


def test_the_command_line_gives_who_has_an_account_a_new_password_only(store_uri: str) -> None:
    async def story(room: Room) -> None:
        store, clock = room.services.store, room.services.clock
        await room.keeper.open("zhou", room.zhou, "oAdmin")
        password = await opened_account(store, Wanted("ZHOU", "somebody else"), clock)
        assert await room.sign_in("zhou", password)
        assert (await room.account("zhou")).staff == ZHOU
        assert await store.staff.get(ZHOU) == room.zhou

    play(store_uri, story)


def test_what_cannot_be_opens_nothing(store_uri: str) -> None:
    async def story(room: Room) -> None:
        store, clock = room.services.store, room.services.clock
        wrong = {
            "no area nowhere": Wanted("tong", area="nowhere"),
            "needs --area": Wanted("tong", role=Role.DESK),
            "letters": Wanted("童 统筹"),
        }
        for why, wanted in wrong.items():
            with pytest.raises(AccountError, match=why):
                await opened_account(store, wanted, clock)
            assert await store.accounts.get(wanted.login) is None
        assert await room.deeds() == []

    play(store_uri, story)


@pytest.mark.parametrize(
    "password",
    [
        "",
        "k7!mQz#2w",
        "13812345678901",
        "１３８１２３４５６７８９",
        "abababababab",
        "my-Zhou-is-great",
        "k7!mQz#2w" * 23,
    ],
    ids=["none", "short", "digits", "wide digits", "few letters", "the name", "too long"],
)
def test_a_weak_password_is_refused(password: str) -> None:
    with pytest.raises(WeakPasswordError):
        check_strength(password, "zhou")


@given(
    st.text(st.characters(codec="ascii"), max_size=SHORTEST - 1)
    | st.text("0123456789")
    | st.text("aAbB", min_size=SHORTEST)
)
def test_what_is_short_all_digits_or_of_few_letters_is_weak(password: str) -> None:
    with pytest.raises(WeakPasswordError):
        check_strength(password, "zhou")


@pytest.mark.parametrize(
    "password", ["correct horse battery", "今晚月色很美呀我们去散步", "k7!mQz#2w9"]
)
def test_a_strong_password_is_let_pass(password: str) -> None:
    check_strength(password, "zhou")


def test_first_passwords_are_strong_and_never_the_same() -> None:
    made = {new_password() for _ in range(50)}
    assert len(made) == 50
    for each in made:
        check_strength(each, "zhou")


@settings(max_examples=10)
@given(st.text("aé한ﬁＡ１か゛!", min_size=1, max_size=LONGEST // 2))
def test_a_password_is_right_on_whatever_keyboard_it_is_written(password: str) -> None:
    async def scenario() -> None:
        passwords = Passwords(passes=1, kibibytes=64)
        kept = await passwords.hash(password)
        assert await passwords.is_right(password, kept)
        assert await passwords.is_right(password.replace("é", "e\u0301"), kept)
        assert not await passwords.is_right(password + "!", kept)
        assert not await passwords.is_right(password, None)

    asyncio.run(scenario())


def test_whatever_passes_as_strong_lets_its_owner_in() -> None:
    """Marks written apart make a password look longer than it is."""
    password = "correct horse " + "e\u0301" * 100
    check_strength(password, "zhou")

    async def scenario() -> None:
        passwords = Passwords(passes=1, kibibytes=64)
        assert await passwords.is_right(password, await passwords.hash(password))

    asyncio.run(scenario())
