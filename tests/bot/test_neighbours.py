"""Who is near: asked from the nearest outward, and somebody is always there."""

from collections.abc import Sequence
from dataclasses import replace

from bot.neighbours import as_holder, communities, desk_of, fitting_volunteers
from models.area import Area, AreaTree, Level
from models.people import Role, StaffMember, Volunteer
from models.ticket import Ticket
from tests.support.house import CHEN, LI, NOON, WANG, ZHANG, ZHOU
from tests.support.street import Street, play

STREET = ("hefei", "shushan", "wanhe")
TICKET = Ticket(
    "t-0", "10019", "volunteer", WANG, NOON, NOON, "买药", area_path=(*STREET, "feicui", "feicui-1")
)


def test_the_desk_is_sought_from_the_community_outward(store_uri: str) -> None:
    async def story(street: Street) -> None:
        store = street.services.store

        async def desk(area: str | None) -> Sequence[str]:
            return await desk_of(street.services, area)

        assert await desk("feicui-1") == [ZHOU]
        assert await desk("tingtao-1") == [ZHOU]
        await store.staff.put(StaffMember(LI, "李干事", Role.DESK, (*STREET, "tingtao")))
        assert await desk("tingtao-1") == [LI]
        assert await desk("feicui-2") == [ZHOU]
        assert sorted(await desk("wanhe")) == sorted([LI, ZHOU])
        for unknown in (None, "", "nowhere"):
            assert sorted(await desk(unknown)) == sorted([LI, ZHOU])

    play(store_uri, story)


def test_volunteers_are_those_of_the_area_with_the_skill_who_are_willing(store_uri: str) -> None:
    async def story(street: Street) -> None:
        services, store = street.services, street.services.store

        async def asked(ticket: Ticket, within: Level) -> list[str]:
            return sorted(await fitting_volunteers(services, ticket, within))

        both = sorted([ZHANG, CHEN])
        assert await asked(TICKET, Level.COMMUNITY) == both
        assert await asked(TICKET, Level.GRID) == []
        assert await asked(replace(TICKET, queue="repair"), Level.COMMUNITY) == [ZHANG]
        assert await asked(replace(TICKET, queue="benefits"), Level.COMMUNITY) == []
        assert await asked(replace(TICKET, asker=CHEN), Level.COMMUNITY) == [ZHANG]
        assert await asked(replace(TICKET, area_path=()), Level.COMMUNITY) == []
        elsewhere = replace(TICKET, area_path=(*STREET, "tingtao"))
        assert await asked(elsewhere, Level.COMMUNITY) == []
        assert await asked(elsewhere, Level.STREET) == both
        chen = await store.volunteers.get(CHEN)
        assert chen is not None
        await store.volunteers.put(replace(chen, active=False))
        assert await asked(TICKET, Level.COMMUNITY) == [ZHANG]

    play(store_uri, story)


def test_a_holder_is_called_by_the_name_people_know(store_uri: str) -> None:
    async def story(street: Street) -> None:
        async def name_of(person: str) -> str | None:
            holder = await as_holder(street.services, person)
            return holder.name if holder else None

        assert await name_of(ZHANG) == "张师傅"
        assert await name_of(ZHOU) == "周主任"
        assert await name_of(WANG) is None
        gone = Volunteer(LI, "李师傅", STREET, (), active=False)
        await street.services.store.volunteers.put(gone)
        assert await name_of(LI) is None

    play(store_uri, story)


def test_choices_stop_before_the_numbers_that_mean_a_person_and_the_menu() -> None:
    areas = AreaTree(Area(f"c{n}", f"{n:02d}社区", Level.COMMUNITY, (f"c{n}",)) for n in range(12))
    assert [area.id for area in communities(areas)] == [f"c{n}" for n in range(8)]
