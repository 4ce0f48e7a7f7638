"""What is counted of a ticket: read from the store without a key, and judged for a period."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from models.area import Area, AreaTree, Level
from models.calendar import Calendar
from models.clock import CHINA
from models.facts import Fact, Happening, Seen, look
from models.ladder import QueueSettings
from models.moves import Actor, Move, State
from models.period import Period
from models.steps import Step
from models.store import Store
from models.ticket import Event, Holder, Ticket
from models.transition import apply
from tests.models.lives import life, moment, then
from tests.models.samples import (
    ASKER,
    CHEN,
    TEXT,
    ZHANG,
    a_step,
    a_ticket,
    by_asker,
    finish,
    give_back,
    offer,
    raw_database,
)
from tests.support.house import NOON, open_store, timetable

NOVEMBER = Period.of_days(date(2025, 11, 1), date(2025, 12, 1), moment("12-31 00:00"))
TODAY = Period(NOON - timedelta(hours=12), NOON + timedelta(hours=12))
TOMORROW = Period(TODAY.end, TODAY.end + timedelta(days=1))
HERE = ("city", "street", "feicui")
TREE = AreaTree(
    Area(path[-1], path[-1], level, path)
    for level, path in (
        (Level.CITY, HERE[:1]),
        (Level.STREET, HERE[:2]),
        (Level.COMMUNITY, HERE),
        (Level.COMMUNITY, ("city", "other")),
    )
)
TIMES = timetable(repair=QueueSettings(photo=False))
HOUR = timedelta(hours=1)


QUIET = frozenset({Move.NOTE, Move.ANSWER, Move.HEAR})


def fact_of(ticket: Ticket, events: Sequence[Event]) -> Fact:
    names = [name for name in Happening.__slots__ if name not in ("at", "move", "to")]
    happened = (
        Happening(each.at, each.move, each.to, **{name: getattr(each, name) for name in names})
        for each in events
    )
    return Fact(ticket.id, ticket.queue, ticket.created, events=tuple(happened))


def seen(fact: Fact, period: Period = NOVEMBER) -> Seen:
    found = look(fact, period, Calendar())
    assert found
    return found


def grab(by: str, **fields: object) -> Step:
    holder = Holder(by, "name", NOON, Level.COMMUNITY, volunteer=True)
    return replace(a_step(Move.GRAB, Actor.VOLUNTEER, by), changes={"holder": holder, **fields})


def lived(*steps: Step, **fields: Any) -> Ticket:
    """A ticket of the table of moves after these steps, an hour apart or at their own time."""
    ticket = TIMES.filed(a_ticket(area_path=HERE, **fields))
    for hours, step in enumerate(steps, 1):
        at = max(step.at, NOON + hours * HOUR)
        ticket = apply(ticket, replace(step, at=at), TIMES)
    return ticket


async def facts_of(
    store: Store, tickets: Sequence[Ticket], area: str | None = "street", period: Period = TODAY
) -> dict[str, Fact]:
    for ticket in tickets:
        await store.tickets.file(store.tickets.document(ticket))
    found = [each async for each in store.facts.within(TREE.parts(area), period)]
    facts = {each.id: each for each in found}
    assert len(facts) == len(found), "a ticket was counted twice"
    return facts


def read_back(store_uri: str, *tickets: Ticket) -> dict[str, Fact]:
    """What the facts of these tickets are, once they were stored."""

    async def scenario() -> dict[str, Fact]:
        async with open_store(store_uri) as store:
            return await facts_of(store, tickets)

    return asyncio.run(scenario())


# Judging.


def test_what_was_filed_after_the_period_is_not_seen() -> None:
    assert look(life("t", "12-01 00:00", limit="12-05 17:30"), NOVEMBER, Calendar()) is None


def test_the_first_moment_belongs_to_the_period() -> None:
    assert seen(life("t", "11-01 00:00", limit="11-05 17:30")).is_new


@pytest.mark.parametrize(
    ("later", "is_late"),
    [
        ([then(Move.FINISH, "11-10 17:00")], False),
        ([then(Move.FINISH, "11-10 18:00")], True),
        # More time was asked for before the end, and after it.
        (
            [
                then(Move.EXTEND, "11-10 09:00", limit_before=moment("11-10 17:30")),
                then(Move.FINISH, "11-11 09:00"),
            ],
            False,
        ),
        (
            [
                then(Move.EXTEND, "11-11 09:00", limit_before=moment("11-10 17:30")),
                then(Move.FINISH, "11-12 09:00"),
            ],
            True,
        ),
        # The clock stood still while it was paused.
        (
            [
                then(Move.PAUSE, "11-10 09:00"),
                then(Move.RESUME, "11-12 09:00", limit_before=moment("11-10 17:30")),
                then(Move.FINISH, "11-12 10:00"),
            ],
            False,
        ),
        ([then(Move.PAUSE, "11-10 09:00")], False),
        ([then(Move.PAUSE, "11-11 09:00")], True),
        # A redo has a limit of its own.
        (
            [
                then(Move.FINISH, "11-11 09:00"),
                then(Move.NOT_FIXED, "11-12 09:00", limit_before=moment("11-10 17:30")),
                then(Move.FINISH, "11-13 09:00"),
            ],
            False,
        ),
    ],
    ids=[
        "in time",
        "too late",
        "extended in time",
        "extended too late",
        "paused in time",
        "still paused",
        "paused too late",
        "redone in time",
    ],
)
def test_a_ticket_is_late_by_the_limit_it_had_then(later: list[Happening], is_late: bool) -> None:
    moved = any(each.limit_before for each in later)
    limit = "11-20 17:30" if moved else "11-10 17:30"
    taken = then(Move.GRAB, "11-03 10:00")
    assert seen(life("t", "11-03 09:00", taken, *later, limit=limit)).is_late is is_late


def test_what_the_office_notes_answers_and_hears_changes_no_figure() -> None:
    steps = (offer(ZHANG), grab(ZHANG), finish(ZHANG), by_asker(Move.RATE))
    staff = [a_step(move, Actor.STAFF, CHEN, note="记一笔") for move in (Move.NOTE, Move.ANSWER)]
    spoken = lived(*(each for step in steps for each in (*staff, step)))
    heard = lived(offer(ZHANG), a_step(Move.HEAR, Actor.STAFF, CHEN, note="水管"))
    for ticket in (spoken, heard):
        happened = [each for each in ticket.events if each.move not in QUIET]
        assert seen(fact_of(ticket, ticket.events), TODAY) == seen(fact_of(ticket, happened), TODAY)


def test_a_result_is_timed_from_filing_in_clock_and_working_hours() -> None:
    friday = life(
        "t",
        "11-07 16:30",
        then(Move.GRAB, "11-07 17:00"),
        then(Move.FINISH, "11-10 10:00"),
        limit="11-14 17:30",
    )
    answer, closing = seen(friday).answer, seen(friday).closing
    assert answer
    assert closing
    assert (answer.hours, answer.working) == (0.5, 0.5)
    assert (closing.hours, closing.working) == (65.5, 2.0)


def test_the_last_rating_counts() -> None:
    rated = life(
        "t",
        "11-03 09:00",
        then(Move.GRAB, "11-03 10:00"),
        then(Move.FINISH, "11-03 11:00"),
        then(Move.COMPLAIN, "11-04 09:00", stars=1),
        then(Move.RATE, "11-05 09:00", stars=4),
        limit="11-10 17:30",
    )
    assert (seen(rated).stars, seen(rated).is_complaint) == (4, False)


# What the moves leave behind for it.


def test_a_result_keeps_its_level_and_the_volunteers_who_gave_it(store_uri: str) -> None:
    ticket = lived(
        offer(ZHANG), grab(ZHANG), give_back(ZHANG), offer(CHEN), grab(CHEN), finish(CHEN)
    )
    fact = read_back(store_uri, ticket)["t1"]
    assert (fact.events[-1].level, fact.events[-1].volunteers) == ("community", (CHEN,))
    assert seen(fact, TODAY).served == (CHEN,)


def test_two_who_went_together_both_served() -> None:
    pledge = a_step(Move.PLEDGE, Actor.VOLUNTEER, ZHANG)
    first = Holder(ZHANG, "name", NOON, Level.COMMUNITY, volunteer=True)
    second = Holder(CHEN, "name", NOON, Level.COMMUNITY, volunteer=True)
    pair = {"holder": first, "partner": second}
    ticket = lived(
        offer(ZHANG, CHEN),
        replace(pledge, changes={"pledged": first}),
        replace(grab(CHEN), changes=pair),
        finish(ZHANG),
        hands=2,
    )
    assert ticket.events[-1].volunteers == (ZHANG, CHEN)


def test_staff_are_no_volunteers() -> None:
    clerk = Holder("oDesk", "name", NOON, Level.STREET)
    taken = a_step(Move.GRAB, Actor.STAFF, "oDesk", changes={"holder": clerk})
    ticket = lived(taken, finish("oDesk"))
    assert (ticket.events[-1].level, ticket.events[-1].volunteers) == ("street", ())


def test_what_a_redo_overwrites_stays_on_the_timeline(store_uri: str) -> None:
    rate = by_asker(Move.RATE, note="5", changes={"rating": 5})
    later = by_asker(Move.NOT_FIXED, at=TOMORROW.start + HOUR)
    ticket = lived(offer(ZHANG), grab(ZHANG), finish(ZHANG), rate)
    redone = lived(offer(ZHANG), grab(ZHANG), finish(ZHANG), rate, later)
    assert redone.events[-1].limit_before == ticket.limit_at
    fact = read_back(store_uri, redone)["t1"]
    assert seen(fact, TODAY) == seen(read_back(store_uri, ticket)["t1"], TODAY)
    today, tomorrow = seen(fact, TODAY), seen(fact, TOMORROW)
    assert (today.stars, today.state, today.level) == (5, State.CLOSED, "community")
    assert (tomorrow.stars, tomorrow.state, tomorrow.reopened) == (None, State.REOPENED, 1)


def test_a_ticket_is_counted_where_it_stood_before_it_was_sorted_anew(store_uri: str) -> None:
    moved = lived(by_asker(Move.REROUTE, changes={"queue": "benefits"}))
    fact = read_back(store_uri, moved)["t1"]
    assert seen(fact, Period(TODAY.start, NOON + HOUR / 2)).queue == "repair"
    assert seen(fact, TODAY).queue == "benefits"


# Reading.


def test_tickets_that_can_matter_are_read_and_no_others(store_uri: str) -> None:
    closed = lived(offer(ZHANG), grab(ZHANG), finish(ZHANG))

    def named(ticket: Ticket, name: str, **fields: object) -> Ticket:
        return replace(ticket, id=name, number=name, **fields)  # type: ignore[arg-type]

    elsewhere = named(closed, "elsewhere", area_path=("city", "other"))
    nowhere = named(closed, "nowhere", area_path=())
    on_top = named(closed, "on_top", area_path=HERE[:2])
    future = named(a_ticket(area_path=HERE), "future", created=TOMORROW.end, updated=TOMORROW.end)
    waiting = named(a_ticket(area_path=HERE), "waiting")

    async def scenario() -> None:
        async with open_store(store_uri) as store:
            tickets = [named(closed, "closed"), elsewhere, future, waiting, nowhere, on_top]
            here = {"closed", "waiting", "on_top"}
            assert set(await facts_of(store, tickets)) == here
            assert set(await facts_of(store, [], None)) == here | {"elsewhere", "nowhere"}
            assert set(await facts_of(store, [], "feicui")) == {"closed", "waiting"}
            # Tomorrow only what still waits is of interest: the others are over.
            assert set(await facts_of(store, [], "street", TOMORROW)) == {"waiting"}

    asyncio.run(scenario())


def test_what_is_finished_while_it_is_counted_is_counted_once(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri) as store:
            ticket = lived(offer(ZHANG), grab(ZHANG))
            await store.tickets.file(store.tickets.document(ticket))
            found = []
            async for fact in store.facts.within(TREE.parts("street"), TOMORROW):
                found.append(fact.id)
                await store.tickets.make("t1", finish(ZHANG, at=TOMORROW.start + HOUR))
            assert found == ["t1"]

    asyncio.run(scenario())


def test_nothing_sealed_leaves_the_store(store_uri: str) -> None:
    async def scenario() -> None:
        name = "facts_without_a_key"
        async with open_store(store_uri, name=name) as store:
            ticket = lived(offer(ZHANG), grab(ZHANG), finish(ZHANG, note="换好了"), place="三楼")
            facts = await facts_of(store, [ticket])
        with raw_database(store_uri, name) as database:
            stored = database["tickets"].find_one({"_id": "t1"})
        for secret in (stored["text"], stored["place"], stored["events"][-1]["note"]):
            assert str(secret) not in str(facts)
        assert TEXT not in str(facts)
        assert ASKER not in str(facts)

    asyncio.run(scenario())


def test_times_come_back_with_their_zone(store_uri: str) -> None:
    fact = read_back(store_uri, lived())["t1"]
    assert fact.created == datetime(2096, 11, 22, 4, 0, tzinfo=UTC)
    assert fact.created.astimezone(CHINA).hour == 12
