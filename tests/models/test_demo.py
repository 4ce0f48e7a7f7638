"""The made-up community is whole: everybody lives, helps or works somewhere that exists."""

import asyncio

from models.area import Level
from models.clock import ManualClock
from models.demo import read_community, seed
from tests.support.house import NOON, ROOT, open_store

COMMUNITY = read_community()


def test_it_has_somebody_of_each_kind_and_two_communities() -> None:
    assert all(COMMUNITY[kind] for kind in ("residents", "volunteers", "staff"))
    levels = [Level(each["level"]) for each in COMMUNITY["areas"]]
    assert levels.count(Level.COMMUNITY) == 2


def test_it_can_be_seeded_again_without_doubling(store_uri: str) -> None:
    expected = sum(len(entries) for kind, entries in COMMUNITY.items() if kind != "accounts")

    async def scenario() -> None:
        async with open_store(store_uri, ManualClock(NOON)) as store:
            for _ in range(2):
                assert await seed(store, COMMUNITY, NOON) == expected
            assert len(await store.areas.tree()) == len(COMMUNITY["areas"])

    asyncio.run(scenario())


def test_everybody_is_found_where_they_belong(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, ManualClock(NOON)) as store:
            await seed(store, COMMUNITY, NOON)
            tree = await store.areas.tree()
            for each in COMMUNITY["residents"]:
                resident = await store.residents.get(each["id"])
                assert resident
                assert tree.above(resident.area, Level.COMMUNITY)
            for each in COMMUNITY["volunteers"]:
                helpers = await store.volunteers.serving(each["area"], each["skills"][0])
                assert each["id"] in [helper.id for helper in helpers]
            for each in COMMUNITY["staff"]:
                assert each["id"] in [one.id for one in await store.staff.within(each["area"])]

    asyncio.run(scenario())


def test_every_area_lies_in_its_parent(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, ManualClock(NOON)) as store:
            await seed(store, COMMUNITY, NOON)
            tree = await store.areas.tree()
            for each in COMMUNITY["areas"]:
                area = tree.get(each["id"])
                assert area
                assert area.parent == each.get("parent")
                assert area.path[-1] == area.id

    asyncio.run(scenario())


def test_its_people_are_those_one_can_talk_as_on_the_chat_page() -> None:
    known = "\n".join(
        file.read_text(encoding="utf-8")
        for file in (ROOT / "simulator").rglob("*")
        if file.suffix in {".py", ".yaml", ".json"}
    )
    for kind in ("residents", "volunteers", "staff"):
        for each in COMMUNITY[kind]:
            assert each["id"] in known
