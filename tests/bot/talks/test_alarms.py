"""Stories of alarms: who hears of a danger when, and how one word ends it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from jobs.due import settle_due
from models.kin import Bond
from models.moves import Move, State
from models.people import Role, StaffMember
from models.ticket import Ticket
from tests.support.house import CHEN, NOON, QIAN, SUN, WANG, ZHANG, ZHOU, services_on
from tests.support.street import STRANGER, Street, play

FALL = "我妈在卫生间摔倒了爬不起来"
WU = "oGridWorker000000000000000wu"
NIGHT = NOON + timedelta(hours=15)  # three in the morning


async def with_family(street: Street) -> None:
    """Somebody far away may act for Wang, and the grid has its worker."""
    await street.services.store.kin.put(Bond(WANG, STRANGER, NOON, WANG))
    grid = ("hefei", "shushan", "wanhe", "feicui", "feicui-1")
    await street.services.store.staff.put(StaffMember(WU, "吴网格员", Role.GRID_WORKER, grid))


async def danger(street: Street) -> Ticket:
    ticket = await street.ticket(await street.wang.say(FALL))
    await street.pass_time()
    return await now(street, ticket)


async def now(street: Street, ticket: Ticket) -> Ticket:
    return await street.ticket(ticket.number)


def rung(ticket: Ticket) -> dict[str, str]:
    """Who was told by the latest telling, and in which words."""
    last = max(n for n, each in enumerate(ticket.events) if each.move is Move.ALARM)
    return {each.to: each.kind for each in ticket.notices if each.event == last}


def test_family_grid_and_desk_hear_at_once_then_neighbours_then_the_street(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await with_family(street)
        ticket = await danger(street)
        assert rung(ticket) == {STRANGER: "alarm_family", WU: "alarm", ZHOU: "alarm"}
        await street.pass_time(minutes=3)
        second = rung(await now(street, ticket))
        assert {STRANGER, WU, ZHOU} <= set(second)
        assert {ZHANG, CHEN} & set(second)
        await street.pass_time(minutes=5)
        assert {ZHOU, QIAN, SUN} & set(rung(await now(street, ticket))) >= {ZHOU, QIAN}

    play(store_uri, story)


@pytest.mark.parametrize("start", [NOON, NIGHT])
def test_an_alarm_nobody_answers_ends_after_a_known_number_of_tellings(
    store_uri: str, start: datetime
) -> None:
    async def story(street: Street) -> None:
        ticket = await danger(street)
        for _ in range(20):
            await street.pass_time(minutes=10)
        ticket = await now(street, ticket)
        assert ticket.times(Move.ALARM) == 15
        assert ticket.is_alarming

    play(store_uri, story, start=start)


def test_a_restart_in_the_middle_loses_nothing(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await danger(street)
        again = await services_on(street.services.store, street.clock)
        street.clock.advance(minutes=4)
        await settle_due(again)
        await settle_due(again)
        assert (await now(street, ticket)).times(Move.ALARM) == 2

    play(store_uri, story)


@pytest.mark.parametrize("word", ["收到", "我去", "我马上过去看看", "收到，我去"])
def test_a_word_of_whoever_was_told_confirms_it_and_shows_where(store_uri: str, word: str) -> None:
    async def story(street: Street) -> None:
        ticket = await danger(street)
        assert ticket.number in await street.zhou.say(word)
        ticket = await now(street, ticket)
        assert ticket.alarm
        assert ticket.alarm.confirmed_by == ZHOU
        assert (WANG, "looked_after") in [(each.to, each.kind) for each in ticket.notices]
        await street.pass_time(minutes=30)
        assert (await now(street, ticket)).times(Move.ALARM) == 1

    play(store_uri, story)


def test_the_family_confirms_as_well(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await with_family(street)
        ticket = await danger(street)
        assert "由您去看" in await street.stranger.say(f"我去 {ticket.number}")
        assert "已经有人去看了" in await street.zhou.say(f"我去 {ticket.number}")

    play(store_uri, story)


def test_to_everybody_else_these_words_mean_what_they_always_mean(store_uri: str) -> None:
    async def story(street: Street) -> None:
        thanks = await street.li.say("谢谢")
        assert await street.li.say("收到") == thanks
        await danger(street)
        assert await street.wang.say("收到") == thanks
        assert (await street.tickets_of(street.wang))[0].alarm

    play(store_uri, story)


@pytest.mark.parametrize("word", ["没事了", "误报", "虚惊一场", "按错了", "我没事"])
def test_one_word_of_the_asker_ends_it(store_uri: str, word: str) -> None:
    async def story(street: Street) -> None:
        ticket = await danger(street)
        assert ticket.number in await street.wang.say(word)
        ticket = await now(street, ticket)
        assert (ticket.state, ticket.is_alarming) == (State.CANCELLED, False)
        assert ticket.events[-1].note == word
        assert (ZHOU, "all_clear") in [(each.to, each.kind) for each in ticket.notices]

    play(store_uri, story)


def test_whoever_may_not_be_free_to_say_so_is_asked_all_the_same(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await street.ticket(await street.wang.say("我不想活了"))
        assert "会有人来问" in await street.wang.say("没事了")
        assert (await now(street, ticket)).is_alarming
        await street.zhou.say(f"误报 {ticket.number}")
        assert not (await now(street, ticket)).is_alarming

    play(store_uri, story)


def test_whom_somebody_fears_may_be_family_so_family_hears_nothing(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await with_family(street)
        ticket = await street.ticket(await street.wang.say("我儿子拿刀砍人，快来"))
        await street.pass_time(minutes=4)
        ticket = await now(street, ticket)
        assert ticket.danger == "violence"
        assert ticket.alarm
        assert not {STRANGER, ZHANG, CHEN} & set(ticket.alarm.told)

    play(store_uri, story)


def test_an_alarm_with_nobody_there_stays_red(store_uri: str) -> None:
    async def story(street: Street) -> None:
        staff = street.services.store.staff
        for person in (ZHOU, QIAN, SUN):
            await staff.forget(person)
        for person in (ZHANG, CHEN):
            volunteer = await street.services.store.volunteers.get(person)
            assert volunteer
            await street.services.store.volunteers.put(replace(volunteer, active=False))
        ticket = await danger(street)
        for _ in range(20):
            await street.pass_time(minutes=10)
        ticket = await now(street, ticket)
        assert ticket.is_alarming
        assert ticket.alarm
        assert ticket.alarm.told == ()

    play(store_uri, story)
