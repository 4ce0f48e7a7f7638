"""A deed is made on what stands: rules are cited, and of two at once none is lost."""

import asyncio
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.agencies.access import reveal
from bot.agencies.deeds import Deed, StaleError, cited, do, lawyer_named, possible
from bot.services import Services
from models.moves import Actor, Move, State
from models.people import Role, StaffMember
from models.steps import AGENCY, IllegalMoveError, Step
from models.ticket import HandOver, Ticket
from tests.models.samples import a_ticket
from tests.support.house import NOON, open_services

CENTRE = "legal_aid_centre"
BY = AGENCY + CENTRE
RULES = {"out_of_scope": "不属于法律援助的范围", "other_place": "不归本地管辖"}


async def a_case(services: Services) -> Ticket:
    tickets = services.store.tickets
    await tickets.file(tickets.document(services.timetable.filed(a_ticket("c1"))))
    changes = {"handover": HandOver(CENTRE, NOON)}
    return await tickets.make(
        "c1", Step(Move.HAND_OVER, Actor.CLOCK, "clock", NOON, changes=changes)
    )


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("1", (RULES["out_of_scope"], "")),
        ("2 在六安", (RULES["other_place"], "在六安")),
        ("2，在六安", (RULES["other_place"], "在六安")),
        ("other_place", (RULES["other_place"], "")),
        ("不归本地管辖：在六安", (RULES["other_place"], "在六安")),
        ("3", None),
        ("12", None),
        ("太忙了", None),
        ("", None),
    ],
)
def test_a_rule_is_cited(words: str, found: tuple[str, str] | None) -> None:
    assert cited(RULES, words) == found


@given(st.text(max_size=60))
def test_whatever_is_said_only_a_rule_is_a_rule(words: str) -> None:
    found = cited(RULES, words)
    assert found is None or found[0] in RULES.values()


def test_a_lawyer_is_known_by_a_name_that_only_one_has() -> None:
    one = StaffMember("o1", "李律师", Role.LAWYER, agency=CENTRE)
    two = StaffMember("o2", "李", Role.LAWYER, agency=CENTRE)
    clerk = StaffMember("o3", "赵刚", Role.AGENCY, agency=CENTRE)
    assert lawyer_named([one, clerk], "李 律师") == one
    assert lawyer_named([one, two], "李律师") is None
    assert lawyer_named([one, clerk], "赵刚") is None


def test_two_deeds_at_once_are_both_made(store_uri: str) -> None:
    async def run() -> None:
        async with open_services(store_uri) as services:
            case = await a_case(services)
            deeds = [Deed(Move.RECEIVE, number="A-1"), Deed(Move.DECIDE, status="已受理")]
            await asyncio.gather(
                *(do(services, case, deed, BY, f"k{n}") for n, deed in enumerate(deeds))
            )
            after = await services.store.tickets.get("c1")
            assert after is not None
            assert after.handover is not None
            assert (after.handover.number, after.handover.status) == ("A-1", "已受理")
            assert after.handover.decided

    asyncio.run(run())


def test_a_deed_for_another_version_is_stale(store_uri: str) -> None:
    async def run() -> None:
        async with open_services(store_uri) as services:
            case = await a_case(services)
            seen = await reveal(services, case, BY, "link")
            with pytest.raises(StaleError):
                await do(services, case, Deed(Move.DECIDE, version=seen.version), BY, "k1")
            with pytest.raises(StaleError):
                await do(services, seen, Deed(Move.DECIDE, version=case.version), BY, "k2")
            with pytest.raises(StaleError):
                await do(services, case, Deed(Move.DECIDE, version=case.version), BY, "k3")
            assert await services.store.tickets.get("c1") == seen

    asyncio.run(run())


def test_a_case_that_went_away_meanwhile_is_left_alone(store_uri: str) -> None:
    async def run() -> None:
        async with open_services(store_uri) as services:
            case = await a_case(services)
            gone = Deed(Move.RETURN, rule="out_of_scope")
            away = await do(services, case, gone, BY, "k1")
            assert away.state is State.OPEN
            with pytest.raises(IllegalMoveError):
                await do(services, case, Deed(Move.ANSWER, words="请带工资条"), BY, "k2")
            assert await services.store.tickets.get("c1") == away
            assert possible(services, away) == []

    asyncio.run(run())


def test_an_agency_without_lawyers_assigns_none(store_uri: str) -> None:
    async def run() -> None:
        async with open_services(store_uri) as services:
            case = await a_case(services)
            assert Move.ASSIGN in possible(services, case)
            firm = replace(case, handover=HandOver("property_firm", NOON))
            assert Move.ASSIGN not in possible(services, firm)

    asyncio.run(run())
