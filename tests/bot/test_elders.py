"""Who is talked to in elder mode is known at once here, and soon in every other process."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.elders import BirthYearError, Elders, set_mode
from bot.services import Services
from models.people import Resident
from models.residents import LISTENS
from tests.support.house import LI, WANG, open_services


def on_services(uri: str, story: Callable[[Services], Awaitable[None]]) -> None:
    async def run() -> None:
        async with open_services(uri) as services:
            await story(services)

    asyncio.run(run())


async def resident(services: Services, person: str) -> Resident:
    found = await services.store.residents.get(person)
    assert found
    return found


def test_a_change_is_known_here_at_once_and_elsewhere_at_the_next_look(store_uri: str) -> None:
    async def story(services: Services) -> None:
        residents, now, other = services.store.residents, services.clock(), Elders()
        await other.refresh(residents, now)
        await set_mode(services, await resident(services, WANG), simple=True, listens=True)
        assert services.elders.is_elder(WANG)
        assert services.elders.listens(WANG)
        assert not other.is_elder(WANG)
        await other.refresh(residents, now)
        assert (other.is_elder(WANG), other.listens(WANG)) == (True, True)
        assert (other.is_elder(LI), other.listens(LI)) == (False, False)
        await set_mode(services, await resident(services, WANG), simple=False, listens=False)
        await other.refresh(residents, now)
        assert (other.is_elder(WANG), other.listens(WANG)) == (False, False)

    on_services(store_uri, story)


def test_a_look_that_finds_nothing_new_costs_one_question(store_uri: str) -> None:
    async def story(services: Services) -> None:
        store, now = services.store, services.clock()
        await services.elders.refresh(store.residents, now)
        before = store.database.operations
        await services.elders.refresh(store.residents, now)
        assert store.database.operations - before == 1

    on_services(store_uri, story)


def test_a_new_year_makes_elders_and_the_year_of_birth_stays_sealed(store_uri: str) -> None:
    async def story(services: Services) -> None:
        store, now = services.store, services.clock()
        born = str(now.year - 69)
        await set_mode(services, await resident(services, WANG), born=born)
        assert not services.elders.is_elder(WANG)
        raw = await store.database.collection("residents").get(WANG)
        assert raw
        assert raw["manners"] == ["ages"]
        assert born not in str(raw)
        services.clock.advance(days=366)  # type: ignore[attr-defined]
        await services.elders.refresh(store.residents, services.clock())
        assert services.elders.is_elder(WANG)
        await set_mode(services, await resident(services, WANG), simple=False)
        assert not services.elders.is_elder(WANG)

    on_services(store_uri, story)


def test_what_changes_while_we_look_is_not_forgotten(store_uri: str) -> None:
    async def story(services: Services) -> None:
        residents, now = services.store.residents, services.clock()
        wang = await resident(services, WANG)
        look = asyncio.create_task(services.elders.refresh(residents, now))
        await asyncio.sleep(0)
        services.elders.note(replace(wang, simple=True), now)
        await look
        await residents.announce_manners()
        assert not services.elders.listens(LI)
        await set_mode(services, await resident(services, LI), listens=True)
        await services.elders.refresh(residents, now)
        assert (await residents.manners())[LI] == [LISTENS]

    on_services(store_uri, story)


@pytest.mark.parametrize("born", ["", "48", "1799", "2999", "十九", "19 8", "１９４８"])
def test_a_year_nobody_was_born_in_changes_nothing(store_uri: str, born: str) -> None:
    async def story(services: Services) -> None:
        before = await resident(services, WANG)
        with pytest.raises(BirthYearError):
            await set_mode(services, before, simple=True, born=born)
        assert await resident(services, WANG) == before

    on_services(store_uri, story)
