"""A lamp goes dark the evening before National Day 2026: seven days off, and a Saturday at work.

1 to 7 October are off; Saturday the 10th is worked (国务院办公厅关于 2026 年部分节假日安排的通知).
"""

from datetime import datetime

from models.clock import CHINA
from models.moves import State
from models.ticket import Due, Ticket
from tests.jobs.samples import told
from tests.support.house import QIAN, SUN, ZHOU
from tests.support.street import LIGHT, Street, number_in, play


def october(written: str) -> datetime:
    """A moment around the holiday in China, such as ``10-08 17:30``."""
    return datetime.strptime(f"2026-{written} +0800", "%Y-%m-%d %H:%M %z")


EVENING = october("09-30 16:30")


async def at(street: Street, written: str) -> None:
    """Let it become that time."""
    await street.pass_time(seconds=(october(written) - street.clock()).total_seconds())


def until(ticket: Ticket, kind: Due) -> str:
    """When a deadline is, as people in China read it."""
    found = ticket.deadline(kind)
    assert found
    return f"{found.at.astimezone(CHINA):%m-%d %H:%M}"


def test_over_the_holiday_it_waits_at_the_desk_and_climbs_on_the_first_working_day(
    store_uri: str,
) -> None:
    async def story(street: Street) -> None:
        number = number_in(await street.wang.say(LIGHT))
        await street.pass_time()
        await at(street, "09-30 17:00")
        ticket = await street.ticket(number)
        assert told(ticket)[-1] == (ZHOU, "desk")
        assert until(ticket, Due.CLIMB) == "10-08 17:30"
        assert "最晚 10月13日 17:30" in await street.wang.say("进度")
        await at(street, "10-08 17:29")
        assert (await street.ticket(number)).rung == 2
        await at(street, "10-08 17:30")
        assert told(await street.ticket(number))[-2:] == [(SUN, "desk"), (QIAN, "desk")]
        await at(street, "10-13 17:30")
        ticket = await street.ticket(number)
        assert "overdue_desk" in [kind for _, kind in told(ticket)]
        assert "超过时限" in await street.wang.say("进度")

    play(store_uri, story, start=EVENING)


def test_a_pause_from_friday_to_the_working_saturday_costs_one_working_day(store_uri: str) -> None:
    async def story(street: Street) -> None:
        number = number_in(await street.wang.say(LIGHT))
        await street.pass_time()
        await at(street, "10-08 09:30")
        await street.zhou.say(f"抢 {number}")
        assert until(await street.ticket(number), Due.LIMIT) == "10-13 17:30"
        await at(street, "10-09 10:00")
        await street.zhou.say(f"暂停 {number} 等配件到货")
        assert "等配件到货" in await street.wang.say("进度")
        await at(street, "10-10 10:00")
        assert (await street.ticket(number)).state is State.PAUSED
        await street.zhou.say(f"恢复 {number}")
        ticket = await street.ticket(number)
        assert (ticket.state, until(ticket, Due.LIMIT)) == (State.TAKEN, "10-14 17:30")
        assert until(ticket, Due.EXPIRE) == "10-11 09:30"  # two days by the clock, and one paused

    play(store_uri, story, start=EVENING)


def test_the_centre_has_a_day_for_an_urgent_case_even_on_the_holiday(store_uri: str) -> None:
    async def story(street: Street) -> None:
        number = number_in(await street.wang.say("公司欠我三个月工资不给"))
        await street.wang.say("1")
        await street.pass_time()
        ticket = await street.ticket(number)
        assert ticket.state is State.HANDED_OVER
        assert until(ticket, Due.DECIDE) == "10-01 16:30"
        assert until(ticket, Due.RECEIVE) == "10-08 17:30"  # a working day, and the first is that
        await at(street, "10-01 16:30")
        assert "agency_late" in [kind for _, kind in told(await street.ticket(number))]

    play(store_uri, story, start=EVENING)
