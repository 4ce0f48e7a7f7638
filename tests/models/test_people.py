"""People are found where they live and help, and what is personal about them is sealed."""

import asyncio
from dataclasses import fields, is_dataclass, replace
from typing import get_origin, get_type_hints

import bson
import pytest

from models.area import Area
from models.clock import ManualClock
from models.people import Resident, Role, StaffMember, Volunteer
from models.ticket import Ticket
from tests.models.samples import raw_database
from tests.support.house import NOON, open_store

CLOCK = ManualClock(NOON)
WANG = Resident("oWang", "g1", "王秀兰", "13800001111", since=NOON)
ZHANG = Volunteer("oZhang", "张师傅", ("city", "c1"), ("repair", "volunteer"), since=NOON)
CHEN = Volunteer("oChen", "陈姐", ("city", "c1", "g1"), ("legal_aid",), since=NOON)
ZHOU = StaffMember("oZhou", "周主任", Role.DESK, ("city", "c1"))


def test_everybody_comes_back_as_they_were_put(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            await store.residents.put(WANG)
            await store.volunteers.put(ZHANG)
            await store.staff.put(ZHOU)
            assert await store.residents.get("oWang") == WANG
            assert await store.volunteers.get("oZhang") == ZHANG
            assert await store.staff.get("oZhou") == ZHOU
            assert await store.staff.get("oWang") is None

    asyncio.run(scenario())


def test_somebody_put_again_keeps_nothing_of_before(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            await store.residents.put(WANG)
            await store.residents.put(replace(WANG, phone=None, name=None))
            assert await store.residents.get("oWang") == replace(WANG, phone=None, name=None)
            await store.volunteers.put(ZHANG)
            await store.volunteers.put(replace(ZHANG, skills=()))
            assert await store.volunteers.serving("c1", "repair") == []

    asyncio.run(scenario())


def test_somebody_forgotten_is_gone(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            await store.residents.put(WANG)
            assert await store.residents.forget("oWang")
            assert await store.residents.get("oWang") is None
            assert not await store.residents.forget("oWang")

    asyncio.run(scenario())


def test_helpers_are_found_in_an_area_and_below_it_by_skill(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            for each in (ZHANG, CHEN, replace(ZHANG, id="oLeft", active=False)):
                await store.volunteers.put(each)

            async def serving(area: str, skill: str, *listed: str) -> list[str]:
                people = await store.volunteers.serving(area, skill, listed)
                return sorted(each.id for each in people)

            assert await serving("c1", "repair") == ["oZhang"]
            assert await serving("g1", "legal_aid") == ["oChen"]
            assert await serving("g1", "repair") == []
            assert await serving("elsewhere", "repair", "c1") == []
            await store.volunteers.put(replace(CHEN, areas=("c2",)))
            assert await serving("elsewhere", "legal_aid", "c2") == ["oChen"]

    asyncio.run(scenario())


def test_everybody_of_an_area_is_listed_with_those_below_it(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            for each in (ZHANG, CHEN, replace(ZHANG, id="oLeft", active=False)):
                await store.volunteers.put(each)

            async def found(area: str, limit: int = 200) -> list[str]:
                return [each.id for each in await store.volunteers.within(area, limit=limit)]

            assert await found("city") == ["oChen", "oLeft", "oZhang"]
            assert await found("g1") == ["oChen"]
            assert await found("city", limit=1) == ["oChen"]
            assert await found("elsewhere") == []

    asyncio.run(scenario())


def test_a_group_and_an_agency_know_their_people(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            await store.volunteers.put(replace(ZHANG, groups=("property",)))
            lawyer = StaffMember("oLi", "李律师", Role.LAWYER, ("city",), (), "legal_aid_centre")
            for member in (ZHOU, lawyer):
                await store.staff.put(member)
            group = await store.volunteers.of_group("property", "c1")
            assert [each.id for each in group] == ["oZhang"]
            assert await store.volunteers.of_group("property", "elsewhere") == []
            assert await store.staff.of_agency("legal_aid_centre") == [lawyer]
            assert (lawyer.is_outside, ZHOU.is_outside) == (True, False)

    asyncio.run(scenario())


def test_names_and_numbers_cannot_be_read_in_the_store(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK, "people") as store:
            await store.residents.put(WANG)
            await store.volunteers.put(ZHANG)
            await store.staff.put(ZHOU)

    asyncio.run(scenario())
    with raw_database(store_uri, "people") as raw:
        kinds = ("residents", "volunteers", "staff")
        lying_there = b"".join(bson.encode(raw[kind].find_one()) for kind in kinds)
    for words in ("王秀兰", "13800001111", "张师傅", "周主任"):
        assert words.encode() not in lying_there


@pytest.mark.parametrize(
    ("kind", "collection"),
    [
        (Resident, "residents"),
        (Volunteer, "volunteers"),
        (StaffMember, "staff"),
        (Ticket, "tickets"),
        (Area, "areas"),
    ],
)
def test_no_index_spans_two_lists_which_mongodb_would_refuse(
    store_uri: str, kind: type, collection: str
) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK, "indexes"):
            return

    asyncio.run(scenario())
    hints = get_type_hints(kind)
    assert is_dataclass(kind)
    lists = {each.name for each in fields(kind) if get_origin(hints[each.name]) is tuple}
    with raw_database(store_uri, "indexes") as raw:
        indexes = raw[collection].index_information().values()
    for index in indexes:
        assert len([key for key, _ in index["key"] if key.split(".")[0] in lists]) <= 1
