"""The list knows what is done, what is open, and what it could not ask."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.account_menu import BUTTONS
from bot.office.accounts import AccountKeeper
from bot.office.checklist import BACKED_UP, Checklist
from bot.office.first_steps import ITEMS, State
from bot.office.passwords import Passwords
from bot.office.setup import Setup
from bot.services import Services
from bot.wechat.account import ApiAccount
from bot.wechat.client import WeChatClient
from bot.wechat.templates import TemplateSpec
from bot.wechat.tokens import PrivateShelf
from models.area import AreaTree
from models.people import Role, StaffMember
from tests.support.house import DEMO, NOWHERE, SPECS, open_store, services_on
from tests.support.simulator import running_simulator
from tests.support.street import LIGHT, Street, play

DONE, OPEN, UNSURE = State.DONE, State.OPEN, State.UNSURE
OWN = Setup(
    is_demo=False,
    templates={name: TemplateSpec(f"own-{name}", each.fields) for name, each in SPECS.items()},
)


@pytest.fixture(scope="module")
def platform() -> Iterator[str]:
    with running_simulator("http://127.0.0.1:9/wechat") as base:
        yield base


def client_of(base: str) -> WeChatClient:
    secret = DEMO.app_secret.get_secret_value()
    return WeChatClient(ApiAccount(DEMO.app_id, secret, base), PrivateShelf())


async def states(services: Services, setup: Setup, base: str = NOWHERE) -> dict[str, State]:
    client = client_of(base)
    try:
        items = await Checklist(services, client, setup).items()
        return {each.name: each.state for each in items}
    finally:
        client.close()


def test_a_fresh_installation_has_everything_before_it(store_uri: str) -> None:
    async def fresh() -> None:
        async with open_store(store_uri) as store:
            services = replace(await services_on(store, lambda: None), areas=AreaTree([]))  # type: ignore[arg-type,return-value]
            found = await states(services, Setup(is_demo=True, templates=SPECS))
        assert {name for name, state in found.items() if state is DONE} == {"audit"}
        assert found["menu"] is UNSURE

    asyncio.run(fresh())


def test_what_was_done_is_done(store_uri: str, platform: str) -> None:
    async def story(street: Street) -> None:
        services = street.services
        await street.wang.say(LIGHT)
        member = StaffMember("desk:root", "管理员", Role.ADMINISTRATOR)
        await services.store.staff.put(member)
        keeper = AccountKeeper(services.store, services.clock, Passwords(1, 64))
        await keeper.open("root", member, "test")
        client = client_of(platform)
        await client.create_menu(BUTTONS)
        checklist = Checklist(services, client, OWN)
        await checklist.tick(BACKED_UP, member.id)
        found = {each.name: each.state for each in await checklist.items()}
        assert [name for name, state in found.items() if state is not DONE] == ["code"]
        account = await services.store.accounts.get("root")
        assert account is not None
        await services.store.accounts.change(account, otp="A" * 32)
        assert {each.state for each in await checklist.items()} == {DONE}
        await checklist.untick(BACKED_UP)
        assert {e.name for e in await checklist.items() if e.state is OPEN} == {"backup"}
        await client.create_menu(BUTTONS[:1])
        assert (await states(services, OWN, platform))["menu"] is OPEN
        client.close()

    play(store_uri, story)


@pytest.mark.parametrize(
    "templates",
    [
        {},
        SPECS,
        {"task": TemplateSpec("own", {"nothing of ours": "thing1"})},
        {"task": TemplateSpec("own", {"need": "character_string1"})},
    ],
)
def test_templates_that_cannot_be_filled_are_open(
    store_uri: str, templates: dict[str, TemplateSpec]
) -> None:
    async def story(street: Street) -> None:
        found = await states(street.services, Setup(is_demo=False, templates=templates))
        assert found["templates"] is OPEN

    play(store_uri, story)


def test_every_line_says_why_and_what_to_do() -> None:
    assert all(each.means and each.todo for each in ITEMS)
    assert len({each.name for each in ITEMS}) == len(ITEMS)
