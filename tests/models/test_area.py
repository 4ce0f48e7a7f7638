"""The tree of areas: everybody finds their community, and its name."""

import asyncio
from dataclasses import replace

import pytest

from models.area import Area, AreaTree, Level, Part
from models.clock import ManualClock
from tests.support.house import NOON, open_store

CITY = Area("city", "合肥市", Level.CITY, ("city",))
STREET = Area("street", "皖河街道", Level.STREET, ("city", "street"))
COMMUNITY = Area("c1", "翡翠社区", Level.COMMUNITY, ("city", "street", "c1"), phone="0551-1")
OTHER = Area("c2", "听涛社区", Level.COMMUNITY, ("city", "street", "c2"))
GRID = Area("g1", "第一网格", Level.GRID, ("city", "street", "c1", "g1"))
ALL = (CITY, STREET, COMMUNITY, OTHER, GRID)
TREE = AreaTree(ALL)


def test_an_area_is_found_by_its_identifier() -> None:
    assert TREE.get("g1") is GRID
    assert TREE.get("nowhere") is None
    assert TREE.get(None) is None
    assert len(TREE) == 5


def test_an_area_knows_the_one_above_it() -> None:
    assert GRID.parent == "c1"
    assert CITY.parent is None


def test_the_areas_of_a_level_are_listed_by_name() -> None:
    assert TREE.of_level(Level.COMMUNITY) == [OTHER, COMMUNITY]
    assert TREE.of_level(Level.BUILDING) == []


@pytest.mark.parametrize(
    ("identifier", "level", "expected"),
    [
        ("g1", Level.COMMUNITY, COMMUNITY),
        ("g1", Level.CITY, CITY),
        ("c1", Level.COMMUNITY, COMMUNITY),
        ("c1", Level.GRID, None),
        ("g1", Level.DISTRICT, None),
        ("nowhere", Level.CITY, None),
        (None, Level.CITY, None),
    ],
)
def test_the_area_of_a_level_is_found_from_below(
    identifier: str | None, level: Level, expected: Area | None
) -> None:
    assert TREE.above(identifier, level) == expected


@pytest.mark.parametrize("identifier", ["g1", "c1", "c2", "street", "city", None, "gone"])
def test_the_parts_of_an_area_hold_each_of_its_tickets_once(identifier: str | None) -> None:
    def holds(part: Part, path: tuple[str, ...]) -> bool:
        return part.path == path[: len(part.path)] if part.is_whole else part.path == path

    for path in [(), *(area.path for area in ALL), ("city", "street", "c1", "g9")]:
        times = sum(holds(part, path) for part in TREE.parts(identifier))
        assert times == (identifier is None or identifier in path), path


def test_no_part_is_larger_than_a_community() -> None:
    whole = [part.path[-1] for part in TREE.parts(None) if part.is_whole]
    assert whole == ["c1", "c2"]


def test_a_tree_of_one_community_is_one_part_and_what_lies_nowhere() -> None:
    tree = AreaTree([Area("c1", "翡翠社区", Level.COMMUNITY, ("c1",))])
    assert tree.parts(None) == [Part((), is_whole=False), Part(("c1",), is_whole=True)]


@pytest.mark.parametrize(
    ("identifier", "phone"),
    [("g1", "0551-1"), ("c1", "0551-1"), ("c2", "0551-2"), ("city", "0551-2")],
)
def test_the_nearest_number_is_the_one_to_call(identifier: str, phone: str) -> None:
    city = replace(CITY, phone="0551-2")
    assert AreaTree([city, *ALL[1:]]).phone(identifier) == phone


def test_of_nowhere_the_only_number_there_is_is_the_one_to_call() -> None:
    assert TREE.phone(None) == "0551-1"
    assert TREE.phone("nowhere") == "0551-1"
    assert AreaTree([*ALL, replace(OTHER, phone="0551-2")]).phone(None) is None
    assert AreaTree([CITY]).phone("city") is None


def test_the_areas_directly_below_are_found_from_above() -> None:
    assert TREE.below(None) == [CITY]
    assert COMMUNITY in TREE.below(COMMUNITY.parent)
    assert TREE.below("g1") == []
    assert set(TREE) == set(ALL)


def test_people_see_the_name_from_the_community_down() -> None:
    assert TREE.name("g1") == "翡翠社区第一网格"
    assert TREE.name("c2") == "听涛社区"
    assert TREE.name("street") == ""
    assert TREE.name(None) == ""


def test_the_tree_is_read_from_the_store_as_it_was_put_there(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, ManualClock(NOON)) as store:
            for area in (*ALL, *ALL):
                await store.areas.put(area)
            tree = await store.areas.tree()
            assert len(tree) == 5
            assert all(tree.get(area.id) == area for area in ALL)

    asyncio.run(scenario())


def test_an_area_put_again_is_replaced_with_all_its_fields(store_uri: str) -> None:
    async def scenario() -> Area | None:
        async with open_store(store_uri, ManualClock(NOON)) as store:
            await store.areas.put(COMMUNITY)
            await store.areas.put(Area("c1", "新名社区", Level.COMMUNITY, ("c1",)))
            return (await store.areas.tree()).get("c1")

    assert asyncio.run(scenario()) == Area("c1", "新名社区", Level.COMMUNITY, ("c1",))


def test_a_long_name_loses_its_front() -> None:
    path = ("c", "g", "b")
    names = ("翡翠湖畔花园社区", "第一网格", "三号楼")
    levels = (Level.COMMUNITY, Level.GRID, Level.BUILDING)
    tree = AreaTree(
        Area(each, name, level, path[: n + 1])
        for n, (each, name, level) in enumerate(zip(path, names, levels, strict=True))
    )
    assert tree.name("b", 20) == "翡翠湖畔花园社区第一网格三号楼"
    assert tree.name("b", 10) == "第一网格三号楼"
    assert tree.name("b", 2) == "…楼"
