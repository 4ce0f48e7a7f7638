"""What the clock does is done once, whichever process does it, whatever else is broken."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from bot.services import Services
from jobs.due import MOVES, settle_due
from models.area import Level
from models.clock import ManualClock
from models.moves import Actor, Move, State
from models.ticket import Due, Ticket
from models.tickets import PUT_OFF
from tests.jobs.samples import make, moves_by_clock, told
from tests.models.samples import ASKER, a_ticket
from tests.support.house import (
    CHEN,
    FANG,
    NOON,
    QIAN,
    SUN,
    WANG,
    ZHANG,
    ZHOU,
    open_services,
    open_store,
    services_on,
)
from tests.support.street import LIGHT, Street, play


async def taken(street: Street) -> Ticket:
    """A ticket that a volunteer took at noon on Thursday."""
    answer = await street.wang.say(LIGHT)
    await street.pass_time()
    return await make(street, await street.ticket(answer), Move.GRAB, Actor.VOLUNTEER, ZHANG)


@asynccontextmanager
async def two_processes(uri: str) -> AsyncIterator[tuple[Services, Services, ManualClock]]:
    """One neighbourhood as two processes see it."""
    clock, name = ManualClock(NOON), f"t{secrets.token_hex(8)}"
    async with open_services(uri, clock, name) as one, open_store(uri, clock, name) as store:
        yield one, await services_on(store, clock), clock


def test_every_kind_of_deadline_but_the_ladders_has_its_move() -> None:
    assert set(MOVES) == set(Due) - {Due.CLIMB}


def test_what_three_do_at_once_is_done_once(store_uri: str) -> None:
    async def story(street: Street) -> None:
        answer = await street.wang.say(LIGHT)
        await asyncio.gather(*(settle_due(street.services) for _ in range(3)))
        await settle_due(street.services)
        ticket = await street.ticket(answer)
        assert (moves_by_clock(ticket), told(ticket)) == ([Move.OFFER], [(ZHANG, "task")])

    play(store_uri, story)


def test_two_processes_that_settle_at_once_climb_each_ticket_once(store_uri: str) -> None:
    async def scenario() -> Sequence[Ticket]:
        async with two_processes(store_uri) as (one, other, clock):
            tickets, path = one.store.tickets, one.areas.above("feicui-1", Level.GRID)
            assert path
            for number in range(20):
                filed = a_ticket(f"t{number}", area_path=path.path, created=clock())
                await tickets.file(tickets.document(one.timetable.filed(filed)))
            for minutes in (0, 31, 0):
                clock.advance(minutes=minutes)
                await asyncio.gather(*(settle_due(each) for each in (one, other, one, other)))
            return await tickets.asked_by(ASKER, limit=100)

    tickets = asyncio.run(scenario())
    assert len(tickets) == 20
    for ticket in tickets:
        assert moves_by_clock(ticket) == [Move.OFFER, Move.FALL_BACK]
        assert told(ticket) == [(ZHANG, "task"), (ZHOU, "desk")]


def test_a_climb_that_a_restart_cut_off_is_made_by_the_next_process(store_uri: str) -> None:
    async def scenario() -> None:
        clock, name = ManualClock(NOON), f"t{secrets.token_hex(8)}"
        async with open_services(store_uri, clock, name) as services:
            street = Street(services, clock)
            number = (await street.ticket(await street.wang.say(LIGHT))).number
            await street.pass_time()
        clock.advance(minutes=31)
        for _ in range(2):
            async with open_store(store_uri, clock, name) as store:
                await settle_due(await services_on(store, clock))
                ticket = await store.tickets.numbered(number)
                assert ticket
                assert moves_by_clock(ticket) == [Move.OFFER, Move.FALL_BACK]
                assert ticket.due_at
                assert ticket.due_at > clock()

    asyncio.run(scenario())


def test_a_grab_at_the_moment_of_climbing_keeps_the_winner(store_uri: str) -> None:
    async def story(street: Street) -> None:
        answer = await street.wang.say(LIGHT)
        await street.pass_time()
        street.clock.advance(minutes=30)
        await asyncio.gather(street.zhang.say("抢"), settle_due(street.services))
        await settle_due(street.services)
        ticket = await street.ticket(answer)
        # Whoever was first: the volunteer has it, or the desk was asked; never both, never neither.
        is_taken = ticket.state is State.TAKEN and ticket.is_held_by(ZHANG)
        assert is_taken is ((ZHOU, "desk") not in told(ticket))

    play(store_uri, story)


@pytest.mark.parametrize(
    "damage",
    [
        {"deadlines": []},
        {"state": "of_yesterday"},
        {"deadlines": [{"kind": "resume", "at": NOON}]},
        {"deadlines": [{"kind": "of_yesterday", "at": NOON}]},
    ],
    ids=["without deadlines", "unreadable", "illegal", "of another version"],
)
def test_broken_tickets_do_not_hold_up_the_others(store_uri: str, damage: dict[str, Any]) -> None:
    """Not even when there are more of them than one look takes, and all are older."""

    async def story(street: Street) -> None:
        tickets = street.services.store.database.collection("tickets")
        broken = await street.ticket(await street.li.say(LIGHT))
        document = await tickets.get(broken.id)
        assert document
        for number in range(60):
            copy = {"_id": f"broken{number}", "number": f"b{number}"}
            await tickets.insert({**document, **damage, **copy})
        street.clock.advance(seconds=1)
        answer = await street.wang.say("厨房水管漏水了")
        await street.pass_time()
        assert told(await street.ticket(answer)) == [(ZHANG, "task")]
        left = await tickets.get("broken0")
        assert left
        assert left["due_at"] >= NOON + PUT_OFF

    play(store_uri, story)


def test_a_claim_is_warned_of_then_expires_and_its_holder_is_not_asked_again(
    store_uri: str,
) -> None:
    async def story(street: Street) -> None:
        ticket = await taken(street)
        await street.pass_time(hours=44)
        ticket = await street.ticket(ticket.number)
        assert told(ticket)[-1] == (ZHANG, "warned")
        await street.pass_time(hours=4)
        ticket = await street.ticket(ticket.number)
        assert ticket.barred == (ZHANG,)
        assert told(ticket)[-3:] == [(ZHANG, "expired"), (WANG, "given_back"), (ZHOU, "desk")]
        assert moves_by_clock(ticket) == [Move.OFFER, Move.WARN, Move.EXPIRE, Move.FALL_BACK]

    play(store_uri, story)


def test_a_dispatch_without_an_answer_lapses_and_goes_on(store_uri: str) -> None:
    async def story(street: Street) -> None:
        answer = await street.wang.say(LIGHT)
        await street.pass_time()
        ticket = await street.ticket(answer)
        await make(street, ticket, Move.DISPATCH, Actor.STAFF, ZHOU)
        await street.pass_time(hours=2)
        ticket = await street.ticket(answer)
        assert told(ticket)[-2:] == [(ZHOU, "lapsed"), (ZHOU, "desk")]
        assert ticket.barred == (CHEN,)

    play(store_uri, story)


def test_a_pause_ends_by_itself(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await taken(street)
        await make(street, ticket, Move.PAUSE, Actor.HOLDER, ZHANG)
        await street.pass_time(days=13)  # Wednesday of the week after the next
        assert (await street.ticket(ticket.number)).state is State.PAUSED
        await street.pass_time(days=1, hours=5.5)
        ticket = await street.ticket(ticket.number)
        assert ticket.state is State.TAKEN
        assert moves_by_clock(ticket)[-1] is Move.RESUME
        assert told(ticket)[-2:] == [(WANG, "resumed"), (ZHANG, "resumed")]

    play(store_uri, story)


def test_what_is_not_done_in_time_is_told_to_the_desk_it_has_reached(store_uri: str) -> None:
    async def story(street: Street) -> None:
        answer = await street.wang.say(LIGHT)
        for _ in range(7):  # until Thursday noon
            await street.pass_time()
            await street.pass_time(days=1)
        ticket = await street.ticket(answer)
        assert (ticket.rung, Move.OVERDUE in moves_by_clock(ticket)) == (3, False)
        await street.pass_time(hours=5.5)
        ticket = await street.ticket(answer)
        assert told(ticket)[-2:] == [(SUN, "overdue_desk"), (QIAN, "overdue_desk")]

    play(store_uri, story)


def test_a_result_nobody_spoke_about_is_asked_after_once(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await make(street, await taken(street), Move.FINISH, Actor.HOLDER, ZHANG)
        await street.pass_time(hours=2)
        ticket = await street.ticket(ticket.number)
        assert told(ticket)[-1] == (ZHOU, "call_back")
        await street.pass_time(days=30)
        assert moves_by_clock(await street.ticket(ticket.number)).count(Move.CALL_BACK) == 1

    play(store_uri, story)


def test_an_agency_that_does_not_answer_is_reminded_of_each_thing_once(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.wang.say("老板拖欠我三个月工资")
        for minutes in (3, 61):
            await street.pass_time(minutes=minutes)
        (ticket, *_) = await street.tickets_of(street.wang)
        assert ticket.state is State.HANDED_OVER
        for _ in range(8):
            await street.pass_time(days=1)
        (ticket, *_) = await street.tickets_of(street.wang)
        assert moves_by_clock(ticket).count(Move.REMIND) == 2  # to confirm, and to decide
        assert told(ticket).count((FANG, "agency_late")) == 2
        assert told(ticket).count((ZHOU, "agency_late_desk")) == 2

    play(store_uri, story)


def test_after_a_long_stop_each_ticket_does_all_that_was_due_in_order(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await taken(street)
        await street.pass_time(days=3)
        ticket = await street.ticket(ticket.number)
        assert moves_by_clock(ticket)[:3] == [Move.OFFER, Move.WARN, Move.EXPIRE]
        assert ticket.due_at
        assert ticket.due_at > street.clock() - timedelta(seconds=1)

    play(store_uri, story)


def test_a_moment_with_nothing_to_do_does_nothing(store_uri: str) -> None:
    async def story(street: Street) -> None:
        assert await settle_due(street.services) == 0
        await taken(street)
        assert await settle_due(street.services) == 0

    play(store_uri, story)
