"""Who is near: asked from the nearest outward, and somebody who can act is always there."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.neighbours import (
    agency_of,
    as_holder,
    audiences,
    chosen_of,
    communities,
    coordinators_of,
    desk_of,
    group_of,
)
from models.agency import Webhook
from models.area import Area, AreaTree, Level
from models.ladder import QueueSettings
from models.moves import Audience, Move
from models.people import Role, StaffMember, Volunteer
from models.ticket import Dispatch, HandOver, Holder, Ticket
from tests.support.house import FANG, LI, NOON, QIAN, SUN, WANG, ZHANG, ZHOU, timetable
from tests.support.street import Street, play

STREET = ("hefei", "shushan", "wanhe")
COMMUNITY = (*STREET, "feicui")
TICKET = Ticket(
    "t-0", "10019", "volunteer", WANG, NOON, NOON, "买药", area_path=(*COMMUNITY, "feicui-1")
)
HELD = replace(TICKET, holder=Holder(ZHANG, "张师傅"))
AGENCY = "legal_aid_centre"


def test_the_desk_is_sought_from_the_community_outward(store_uri: str) -> None:
    async def story(street: Street) -> None:
        store = street.services.store
        for gone in (SUN, QIAN):
            await store.staff.forget(gone)

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


def test_whoever_may_only_watch_over_it_is_told_but_never_alone(store_uri: str) -> None:
    async def story(street: Street) -> None:
        services, store = street.services, street.services.store
        assert await desk_of(services, "feicui-1") == [ZHOU]
        assert await desk_of(services, "feicui-1", Level.STREET) == [SUN, QIAN]
        await store.staff.forget(QIAN)
        assert await desk_of(services, "feicui-1", Level.STREET) == [SUN, ZHOU]
        await store.staff.forget(ZHOU)
        assert await desk_of(services, "feicui-1") == [SUN]

    play(store_uri, story)


def test_a_grid_worker_of_another_grid_is_not_left_alone_with_it(store_uri: str) -> None:
    async def story(street: Street) -> None:
        services, path = street.services, (*STREET, "tingtao", "tingtao-1")
        worker = StaffMember(LI, "李网格员", Role.GRID_WORKER, path)
        await services.store.staff.put(worker)
        assert await desk_of(services, "tingtao-1") == [LI]
        assert set(await desk_of(services, "tingtao")) == {LI, SUN, QIAN}
        await services.store.staff.forget(QIAN)
        assert set(await desk_of(services, "tingtao")) == {LI, SUN, ZHOU}

    play(store_uri, story)


def test_an_agency_is_never_the_desk(store_uri: str) -> None:
    async def story(street: Street) -> None:
        for gone in (SUN, QIAN, ZHOU):
            await street.services.store.staff.forget(gone)
        assert await desk_of(street.services, "feicui-1") == []

    play(store_uri, story)


def test_the_desk_a_ticket_has_reached_hears_of_it(store_uri: str) -> None:
    async def story(street: Street) -> None:
        for rung, desk in ((-1, [ZHOU]), (1, [ZHOU]), (2, [ZHOU]), (3, [SUN, QIAN])):
            told = await audiences(street.services, replace(TICKET, rung=rung), Move.URGE)
            assert told[Audience.DESK] == desk, rung

    play(store_uri, story)


@pytest.mark.parametrize(
    ("ticket", "move", "expected"),
    [
        (TICKET, Move.URGE, {Audience.DESK}),
        (HELD, Move.URGE, set()),
        (HELD, Move.OVERDUE, {Audience.DESK}),
        (HELD, Move.COMPLAIN, {Audience.DESK}),
        (TICKET, Move.GRAB, {Audience.COORDINATORS}),
        (replace(TICKET, handover=HandOver(AGENCY, NOON)), Move.ADD, {Audience.AGENCY}),
        (replace(TICKET, dispatch=Dispatch(ZHANG, "张师傅")), Move.CANCEL, {Audience.CHOSEN}),
        # Once somebody of those who were sent has it, the others have nothing to do with it.
        (replace(HELD, dispatch=Dispatch("group:property", "组")), Move.CANCEL, set()),
    ],
)
def test_a_move_tells_those_the_ticket_does_not_name(
    store_uri: str, ticket: Ticket, move: Move, expected: set[Audience]
) -> None:
    async def story(street: Street) -> None:
        assert set(await audiences(street.services, ticket, move)) == expected

    play(store_uri, story)


def test_coordinators_hear_of_claims_and_nobody_in_their_place(store_uri: str) -> None:
    async def story(street: Street) -> None:
        services = street.services
        assert await coordinators_of(services, "feicui-1") == []
        member = StaffMember(LI, "李协调", Role.COORDINATOR, COMMUNITY)
        await services.store.staff.put(member)
        assert await coordinators_of(services, "feicui-1") == [LI]
        assert await coordinators_of(services, "tingtao-1") == []
        assert await coordinators_of(services, None) == []

    play(store_uri, story)


def test_a_group_is_all_its_members_around(store_uri: str) -> None:
    async def story(street: Street) -> None:
        services, store = street.services, street.services.store
        for person, path, active in (
            ("oHere", COMMUNITY, True),
            ("oGone", COMMUNITY, False),
            ("oThere", (*STREET, "tingtao"), True),
        ):
            man = Volunteer(person, "师傅", path, active=active, groups=("property",))
            await store.volunteers.put(man)
        staff = StaffMember("oHere", "师傅", Role.GRID_WORKER, COMMUNITY, ("property",))
        await store.staff.put(staff)

        async def members(level: Level) -> list[str]:
            return sorted(await group_of(services, "feicui-1", "property", level))

        assert await members(Level.COMMUNITY) == ["oHere"]
        assert await members(Level.STREET) == ["oHere", "oThere"]
        assert await group_of(services, None, "property", Level.COMMUNITY) == []

    play(store_uri, story)


def test_those_who_were_sent_are_those_the_rung_asked(store_uri: str) -> None:
    async def story(street: Street) -> None:
        services = street.services
        man = Volunteer("oThere", "师傅", (*STREET, "tingtao"), groups=("property",))
        await services.store.volunteers.put(man)
        by_name = Dispatch(ZHANG, "张师傅")
        group = Dispatch("group:property", "物业维修组")
        assert await chosen_of(services, TICKET, by_name) == [ZHANG]
        assert await chosen_of(services, TICKET, group) == []
        assert await chosen_of(services, replace(TICKET, rung=0), group) == ["oThere"]

    ladder = [
        {"who": "group", "name": "property", "within": "street", "lasts": "1 hour"},
        {"who": "desk"},
    ]
    queue = QueueSettings.model_validate({"ladder": ladder})
    play(store_uri, story, timetable(volunteer=queue))


def test_an_agency_is_told_by_its_people_and_its_program(store_uri: str) -> None:
    async def story(street: Street) -> None:
        services = street.services
        assert await agency_of(services, AGENCY) == [FANG]
        assert await agency_of(services, "nobody") == []
        hook = Webhook.model_validate({"url": "https://example.org", "secret": "s" * 24})
        agencies = services.timetable.agencies
        settings = agencies[AGENCY].model_copy(update={"webhook": hook})
        times = replace(services.timetable, agencies={**agencies, AGENCY: settings})
        told = await agency_of(replace(services, timetable=times), AGENCY)
        assert told == [FANG, f"agency:{AGENCY}"]

    play(store_uri, story)


def test_a_holder_is_called_by_the_name_people_know(store_uri: str) -> None:
    async def story(street: Street) -> None:
        async def known(person: str) -> tuple[str, str | None] | None:
            holder = await as_holder(street.services, person)
            return (holder.name, holder.level) if holder else None

        assert await known(ZHANG) == ("张师傅", Level.COMMUNITY)
        assert await known(ZHOU) == ("周主任", Level.COMMUNITY)
        assert await known(SUN) == ("孙科长", Level.STREET)
        assert await known(WANG) is None
        gone = Volunteer(LI, "李师傅", STREET, (), active=False)
        await street.services.store.volunteers.put(gone)
        assert await known(LI) is None
        grid = StaffMember(LI, "李网格员", Role.GRID_WORKER, (*COMMUNITY, "feicui-1"))
        await street.services.store.staff.put(grid)
        assert await known(LI) == ("李网格员", Level.COMMUNITY)

    play(store_uri, story)


def test_choices_stop_before_the_numbers_that_mean_a_person_and_the_menu() -> None:
    areas = AreaTree(Area(f"c{n}", f"{n:02d}社区", Level.COMMUNITY, (f"c{n}",)) for n in range(12))
    assert [area.id for area in communities(areas)] == [f"c{n}" for n in range(8)]
