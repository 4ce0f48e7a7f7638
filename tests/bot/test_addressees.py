"""Whom staff may send: the fitting and the named of their subtree, but nobody who is barred."""

from dataclasses import replace

from bot.addressees import called, suitable
from models.people import Role, StaffMember, Volunteer
from tests.bot.talks.test_dispatching import waiting
from tests.support.house import CHEN, WANG, ZHANG, ZHOU
from tests.support.offices import FEICUI, TINGTAO, hire
from tests.support.street import Street, play

DESK = StaffMember(ZHOU, "周主任", Role.DESK, FEICUI)


def test_those_it_fits_come_first_then_the_groups_that_have_somebody(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await street.ticket(await waiting(street))
        assert [each.name for each in await suitable(street.services, ticket)] == ["张师傅"]
        await hire(street, "工人甲", Role.GRID_WORKER, FEICUI, "property")
        found = await suitable(street.services, ticket)
        assert [(each.to, each.name) for each in found] == [
            (ZHANG, "张师傅"),
            ("group:property", "物业维修组"),
        ]
        assert found[0].why

    play(store_uri, story)


def test_whoever_refused_is_neither_listed_nor_found(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await hire(street, "工人甲", Role.GRID_WORKER, FEICUI, "property")
        ticket = await street.ticket(await waiting(street))
        ticket = replace(ticket, barred=(ZHANG, "group:property"))
        assert await suitable(street.services, ticket) == []
        for name in ("张师傅", "物业维修组"):
            assert await called(street.services, DESK, ticket, name) == []

    play(store_uri, story)


def test_a_name_is_looked_for_in_the_subtree_and_a_part_of_it_will_do(store_uri: str) -> None:
    async def story(street: Street) -> None:
        store = street.services.store
        for person, name, path in (
            ("oA", "赵铁柱", FEICUI),
            ("oB", "赵铁柱子", FEICUI),
            ("oC", "孙二", TINGTAO),
        ):
            await store.volunteers.put(Volunteer(person, name, path, ("repair",)))
        await store.volunteers.put(Volunteer("oD", "孙三", FEICUI, active=False))
        ticket = await street.ticket(await waiting(street))

        async def found(name: str) -> list[str]:
            return [each.to for each in await called(street.services, DESK, ticket, name)]

        assert await found("赵铁柱") == ["oA"]
        assert await found("铁柱") == ["oA", "oB"]
        assert await found("孙二") == []
        assert await found("孙三") == []
        assert await found("陈") == [CHEN]

    play(store_uri, story)


def test_nobody_is_sent_to_the_own_matter_nor_sends_themselves(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.services.store.volunteers.put(Volunteer(WANG, "王秀兰", FEICUI, ("repair",)))
        ticket = await street.ticket(await waiting(street))
        for name in ("王秀兰", "周主任"):
            assert await called(street.services, DESK, ticket, name) == []

    play(store_uri, story)
