"""An account is found by its name, and a sign-in is good for who holds its token, for a while."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import bson
import pytest

from models.accounts import IDLE, LONGEST_VISIT, SEEN_EVERY, Account, Accounts, Visits
from models.database import opened
from tests.models.samples import raw_database
from tests.support.house import NOON, VAULT

ZHOU = Account("zhou", "oZhou", "hash of a password", NOON)
SECRET = "JBSWY3DPEHPK3PXP"
SECOND = timedelta(seconds=1)

Story = Callable[[Accounts, Visits], Awaitable[None]]


def play(uri: str, story: Story, name: str | None = None) -> None:
    """Let a story happen to the accounts and sign-ins of an empty store."""

    async def scenario() -> None:
        async with opened(uri, name or f"t{secrets.token_hex(8)}") as database:
            accounts = Accounts(database.collection("accounts"), VAULT)
            visits = Visits(database.collection("visits"), VAULT)
            await accounts.ensure_indexes()
            await visits.ensure_indexes()
            await story(accounts, visits)

    asyncio.run(scenario())


def test_an_account_is_found_however_its_name_is_written(store_uri: str) -> None:
    async def story(accounts: Accounts, visits: Visits) -> None:
        assert await accounts.add(ZHOU)
        for name in ("zhou", "ZHOU", " Zhou\n"):
            assert await accounts.get(name) == ZHOU
        assert await accounts.get("zhou2") is None

    play(store_uri, story)


def test_a_name_that_is_taken_stays_with_who_has_it(store_uri: str) -> None:
    async def story(accounts: Accounts, visits: Visits) -> None:
        others = [replace(ZHOU, staff=f"o{number}") for number in range(5)]
        added = await asyncio.gather(*(accounts.add(each) for each in others))
        assert sum(added) == 1
        assert await accounts.get("zhou") == others[added.index(True)]
        assert not await accounts.add(ZHOU)

    play(store_uri, story)


def test_a_change_touches_the_given_fields_and_no_other(store_uri: str) -> None:
    async def story(accounts: Accounts, visits: Visits) -> None:
        await accounts.add(ZHOU)
        await accounts.change(ZHOU, otp=SECRET, otp_used=7)
        # Somebody else still holds the account as it was before.
        answered = await accounts.change(ZHOU, password="hash of another")
        assert answered == replace(ZHOU, password="hash of another")
        kept = replace(ZHOU, password="hash of another", otp=SECRET, otp_used=7)
        assert await accounts.get("zhou") == kept
        await accounts.change(kept, otp=None, must_change=True)
        assert await accounts.get("zhou") == replace(kept, otp=None, must_change=True)

    play(store_uri, story)


def test_a_change_to_an_account_that_is_not_there_makes_none(store_uri: str) -> None:
    async def story(accounts: Accounts, visits: Visits) -> None:
        await accounts.change(ZHOU, active=False)
        assert await accounts.get("zhou") is None

    play(store_uri, story)


def test_a_code_counts_once_however_often_it_is_sent_at_once(store_uri: str) -> None:
    async def story(accounts: Accounts, visits: Visits) -> None:
        await accounts.add(ZHOU)
        assert sum(await asyncio.gather(*(accounts.use_otp(ZHOU, 9) for _ in range(20)))) == 1
        assert not await accounts.use_otp(ZHOU, 8)
        assert await accounts.use_otp(ZHOU, 10)

    play(store_uri, story)


def test_the_accounts_of_a_person_are_listed(store_uri: str) -> None:
    async def story(accounts: Accounts, visits: Visits) -> None:
        for name, staff in (("zhou", "oZhou"), ("desk", "oZhou"), ("wu", "oWu")):
            await accounts.add(replace(ZHOU, id=name, staff=staff))
        assert [each.id for each in await accounts.of_staff("oZhou")] == ["desk", "zhou"]

    play(store_uri, story)


def test_demo_accounts_alone_leave_it_empty(store_uri: str) -> None:
    async def story(accounts: Accounts, visits: Visits) -> None:
        await accounts.add(replace(ZHOU, demo=True))
        assert await accounts.is_empty()
        await accounts.add(replace(ZHOU, id="wu"))
        assert not await accounts.is_empty()

    play(store_uri, story)


def test_neither_token_nor_secret_can_be_read_in_the_store(store_uri: str) -> None:
    tokens: list[str] = []

    async def story(accounts: Accounts, visits: Visits) -> None:
        await accounts.add(replace(ZHOU, otp=SECRET))
        tokens.append(await visits.begin("zhou", "Firefox", NOON))

    name = f"t{secrets.token_hex(8)}"
    play(store_uri, story, name)
    with raw_database(store_uri, name) as raw:
        visit, account = (bson.encode(raw[kind].find_one()) for kind in ("visits", "accounts"))
    assert tokens[0].encode() not in visit
    assert SECRET.encode() not in account


def test_a_sign_in_is_found_by_its_token_alone(store_uri: str) -> None:
    async def story(accounts: Accounts, visits: Visits) -> None:
        token = await visits.begin("zhou", "Firefox", NOON)
        visit = await visits.of_token(token, NOON)
        assert visit
        assert (visit.account, visit.browser) == ("zhou", "Firefox")
        for other in ("", token[:-1], visit.id):
            assert await visits.of_token(other, NOON) is None

    play(store_uri, story)


@pytest.mark.parametrize(("rest", "is_good"), [(IDLE - SECOND, True), (IDLE, False)])
def test_a_sign_in_nobody_uses_ends(store_uri: str, rest: timedelta, is_good: bool) -> None:
    async def story(accounts: Accounts, visits: Visits) -> None:
        token = await visits.begin("zhou", "", NOON)
        assert (await visits.of_token(token, NOON + rest) is not None) is is_good
        assert bool(await visits.of_account("zhou", NOON + rest)) is is_good

    play(store_uri, story)


def test_a_sign_in_lives_on_while_it_is_used_but_not_for_ever(store_uri: str) -> None:
    async def story(accounts: Accounts, visits: Visits) -> None:
        token, now = await visits.begin("zhou", "", NOON), NOON
        while (now := now + IDLE / 2) < NOON + LONGEST_VISIT:
            assert await visits.of_token(token, now)
        assert await visits.of_token(token, NOON + LONGEST_VISIT - SECOND)
        assert await visits.of_token(token, NOON + LONGEST_VISIT) is None

    play(store_uri, story)


def test_being_seen_is_not_written_down_at_every_click(store_uri: str) -> None:
    async def story(accounts: Accounts, visits: Visits) -> None:
        token = await visits.begin("zhou", "", NOON)
        for later, seen in ((SEEN_EVERY, NOON), (SEEN_EVERY + SECOND, NOON + SEEN_EVERY + SECOND)):
            await visits.of_token(token, NOON + later)
            (visit,) = await visits.of_account("zhou", NOON + later)
            assert visit.seen == seen

    play(store_uri, story)


def test_a_sign_in_is_ended_by_its_own_account_alone(store_uri: str) -> None:
    async def story(accounts: Accounts, visits: Visits) -> None:
        token = await visits.begin("zhou", "", NOON)
        (visit,) = await visits.of_account("zhou", NOON)
        assert not await visits.end(visit.id, "wu")
        assert await visits.of_token(token, NOON)
        assert await visits.end(visit.id, "zhou")
        assert await visits.of_token(token, NOON) is None
        assert not await visits.end(visit.id, "zhou")

    play(store_uri, story)


def test_every_sign_in_can_be_ended_but_the_one_at_hand(store_uri: str) -> None:
    async def story(accounts: Accounts, visits: Visits) -> None:
        for number in range(3):
            await visits.begin("zhou", f"browser {number}", NOON + number * SECOND)
        await visits.begin("wu", "", NOON)
        newest, *_ = await visits.of_account("zhou", NOON)
        assert newest.browser == "browser 2"
        assert await visits.end_all("zhou", but=newest.id) == 2
        assert await visits.of_account("zhou", NOON) == [newest]
        assert await visits.end_all("zhou") == 1
        assert len(await visits.of_account("wu", NOON)) == 1

    play(store_uri, story)
