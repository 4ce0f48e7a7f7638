"""报平安 by the clock: gentle first, then in earnest, whatever happened to us in between."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.check_ins import go_away, heard_of, reached, sensed, set_up
from bot.services import Services
from jobs.check_in import check_in
from models.check_ins import Day, Ending, How, Plan
from models.clock import CHINA
from models.moves import State
from models.ticket import Ticket
from tests.support.house import LI, ZHOU, services_on
from tests.support.post import Post, WeChat, post
from tests.support.street import Street, play

BY = "09:30"


def at(clock: str, day: str = "2096-11-22") -> datetime:
    """A moment in China."""
    return datetime.fromisoformat(f"{day}T{clock}:00").replace(tzinfo=CHINA).astimezone(UTC)


async def go_to(street: Street, clock: str, day: str = "2096-11-22") -> None:
    """Let time pass to a moment, the job running every half hour."""
    end = at(clock, day)
    while street.clock.now < end:
        street.clock.now = min(end, street.clock.now + timedelta(minutes=30))
        await rounds(street.services)


async def rounds(services: Services) -> None:
    """Run the job until nothing changes any more."""
    while await check_in(services):
        pass


async def days(street: Street) -> list[Day]:
    """The days of 李大爷, the oldest first."""
    found = await street.services.store.check_ins.lately(None, "2000-01-01")
    return sorted((each for each in found if each.plan == LI), key=lambda each: each.date)


async def alarms(street: Street) -> list[Ticket]:
    found = await street.services.store.tickets.asked_by(LI, limit=50)
    return [each for each in found if each.source == "check_in"]


async def begin(street: Street, **changes: object) -> Plan:
    plan = await set_up(street.services, LI, BY, LI)
    plan = replace(plan, **changes)  # type: ignore[arg-type]
    await street.services.store.check_ins.put(plan)
    return plan


def story_at(
    uri: str,
    story: Callable[[Street], Awaitable[None]],
    clock: str = "04:00",
    day: str = "2096-11-22",
) -> None:
    play(uri, story, start=at(clock, day))


def test_silence_is_asked_about_once_and_then_raises_one_alarm(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await begin(street)
        await go_to(street, "09:40")
        assert [each.state for each in await days(street)] == [Ending.WAITING]
        await go_to(street, "10:40")
        [day] = await days(street)
        assert (day.state, [each.kind for each in day.notices]) == (Ending.REMINDED, ["check_in"])
        assert await alarms(street) == []
        await go_to(street, "12:00")
        [ticket] = await alarms(street)
        assert (ticket.queue, ticket.urgent, ticket.asker) == ("other", True, LI)
        assert "09:30 前没有报平安" in ticket.text
        assert [each.state for each in await days(street)] == [Ending.MISSED]

    story_at(store_uri, story)


def test_a_word_in_time_ends_the_day(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await begin(street)
        await go_to(street, "08:00")
        assert "知道您平安" in await street.li.say("平安")
        assert "记着呢" in await street.li.say("平安")
        await go_to(street, "14:00")
        [day] = await days(street)
        assert (day.state, day.how, day.notices) == (Ending.SAFE, How.WORD, ())

    story_at(store_uri, story)


def test_a_bare_one_is_a_sign_only_while_it_is_awaited(store_uri: str) -> None:
    async def story(street: Street) -> None:
        assert "报修" in await street.li.say("1")
        await begin(street)
        await go_to(street, "09:50")
        assert "知道您平安" in await street.li.say("1")
        assert [each.how for each in await days(street)] == [How.ONE]
        assert "报修" in await street.li.say("1")

    story_at(store_uri, story)


def test_a_one_behind_a_menu_chooses_from_the_menu(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await begin(street)
        await go_to(street, "08:00")
        await street.li.say("菜单")
        street.clock.advance(minutes=1)
        assert "报修" in await street.li.say("1")
        await go_to(street, "10:00")
        assert [(each.state, each.how) for each in await days(street)] == [
            (Ending.SAFE, How.MESSAGE)
        ]

    story_at(store_uri, story)


def test_a_reminder_answered_by_voice(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await begin(street)
        await go_to(street, "09:50")
        await street.li.send("voice", MediaId="v", Format="amr", Recognition="报平安")
        [day] = await days(street)
        assert (day.state, day.how, day.late) == (Ending.SAFE, How.VOICE, True)

    story_at(store_uri, story)


def test_a_tap_on_a_line_we_sent_is_a_sign(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await begin(street)
        await go_to(street, "09:50")
        await street.li.send("text", Content="平安", bizmsgmenuid="safe")
        assert [each.how for each in await days(street)] == [How.TAP]

    story_at(store_uri, story)


def test_any_message_counts_but_not_a_cry_for_help(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await begin(street)
        await go_to(street, "09:00")
        await street.li.say("救命，我摔倒了起不来")
        await go_to(street, "10:00")
        assert [each.state for each in await days(street)] == [Ending.REMINDED]
        await street.li.say("楼道灯不亮了")
        await go_to(street, "11:20")
        assert [each.how for each in await days(street)] == [How.MESSAGE]

    story_at(store_uri, story)


def test_a_late_word_ends_the_alarm(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await begin(street)
        await go_to(street, "12:00")
        assert "告诉大家放心" in await street.li.say("平安")
        await rounds(street.services)
        [ticket], [day] = await alarms(street), await days(street)
        assert ticket.state is State.CANCELLED
        assert (day.state, day.late, day.act_at) == (Ending.SAFE, True, None)

    story_at(store_uri, story)


def test_staff_who_reach_them_end_it_as_told(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await begin(street)
        await go_to(street, "12:00")
        assert await reached(street.services, LI, ZHOU) == 1
        await rounds(street.services)
        [ticket], [day] = await alarms(street), await days(street)
        assert (ticket.state, day.state, day.by) == (State.CANCELLED, Ending.TOLD, ZHOU)

    story_at(store_uri, story)


def test_days_missed_in_a_row_share_one_alarm(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await begin(street)
        await go_to(street, "12:00", "2096-11-24")
        found = await days(street)
        assert [each.state for each in found] == [Ending.MISSED] * 3
        assert len({each.ticket for each in found}) == len(await alarms(street)) == 1
        await street.li.say("平安")
        await rounds(street.services)
        assert {each.state for each in await days(street)} == {Ending.SAFE}

    story_at(store_uri, story)


def test_nobody_is_asked_or_alarmed_in_the_night(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await begin(street, by="21:20")
        await go_to(street, "21:40")
        await go_to(street, "06:50", "2096-11-23")
        assert [each.state for each in await days(street)][:1] == [Ending.REMINDED]
        assert await alarms(street) == []
        await go_to(street, "07:10", "2096-11-23")
        assert len(await alarms(street)) == 1

    story_at(store_uri, story)


def test_who_wants_it_at_night_is_looked_for_at_night(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await begin(street, by="21:20", at_night=True)
        await go_to(street, "21:40")
        await go_to(street, "22:50")
        assert len(await alarms(street)) == 1

    story_at(store_uri, story)


def test_holidays_are_off_and_a_worked_weekend_is_not(store_uri: str) -> None:
    async def story(street: Street) -> None:
        # 2026: 国庆 from Thursday 1 to Wednesday 7 October; Saturday 10 October is worked.
        await begin(street, days=(1, 2, 3, 4, 5), holidays_off=True)
        await go_to(street, "23:00", "2026-10-12")
        assert [each.date[-5:] for each in await days(street)] == [
            *("09-30", "10-08", "10-09", "10-10", "10-12"),
        ]

    story_at(store_uri, story, day="2026-09-30")


def test_days_away_are_not_waited_for(store_uri: str) -> None:
    async def story(street: Street) -> None:
        plan = await begin(street)
        await go_to(street, "08:00")
        await go_away(street.services, plan, "2096-11-22", "2096-11-23")
        await go_to(street, "09:00", "2096-11-24")
        states = [each.state for each in await days(street)]
        assert states == [Ending.AWAY, Ending.AWAY, Ending.WAITING]
        assert await alarms(street) == []

    story_at(store_uri, story)


def test_a_sensor_counts_while_they_are_waited_for_and_ends_no_alarm(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await begin(street)
        await go_to(street, "08:00")
        assert await sensed(street.services, LI)
        assert [each.how for each in await days(street)] == [How.SENSOR]
        await go_to(street, "12:00", "2096-11-23")
        assert not await sensed(street.services, LI)
        assert (await days(street))[-1].state is Ending.MISSED

    story_at(store_uri, story)


def test_after_a_short_outage_they_are_reminded_first(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await begin(street)
        street.clock.now = at("11:00")
        await rounds(street.services)
        assert [each.state for each in await days(street)] == [Ending.REMINDED]
        street.clock.now = at("12:01")
        await rounds(street.services)
        assert len(await alarms(street)) == 1

    story_at(store_uri, story)


def test_after_hours_away_somebody_looks_at_once_and_once_only(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await begin(street)
        street.clock.now = at("17:00", "2096-11-25")
        await rounds(street.services)
        found = await days(street)
        assert [each.state for each in found] == [Ending.MISSED] * 4
        assert [each.notices for each in found] == [()] * 4
        assert len(await alarms(street)) == 1

    story_at(store_uri, story)


def test_a_restart_between_reminder_and_alarm_changes_nothing(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await begin(street)
        await go_to(street, "10:00")
        again = await services_on(street.services.store, street.clock)
        street.clock.now = at("10:30")
        await rounds(again)
        [day] = await days(street)
        assert (day.state, len(day.notices)) == (Ending.REMINDED, 1)
        street.clock.now = at("11:30")
        await rounds(again)
        assert len(await alarms(street)) == 1

    story_at(store_uri, story)


def test_two_processes_do_each_thing_once(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await begin(street)
        other = await services_on(street.services.store, street.clock)
        for clock in ("06:00", "09:50", "11:00", "11:10"):
            street.clock.now = at(clock)
            await asyncio.gather(*(check_in(each) for each in (street.services, other) * 3))
        [day] = await days(street)
        assert (day.state, len(day.notices), len(await alarms(street))) == (Ending.MISSED, 1, 1)

    story_at(store_uri, story)


def test_a_clock_that_jumped_ahead_and_back_goes_on_the_same_day(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await begin(street)
        street.clock.now = at("08:00", "2097-11-22")
        await rounds(street.services)
        street.clock.now = at("04:30", "2096-11-23")
        await rounds(street.services)
        await go_to(street, "09:50", "2096-11-23")
        assert "2096-11-23" in [each.date for each in await days(street)]

    story_at(store_uri, story)


def test_after_the_clock_was_set_back_they_get_the_whole_time_again(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await begin(street)
        await go_to(street, "09:50")
        street.clock.now = at("08:00")
        await rounds(street.services)
        await go_to(street, "12:00")
        [day] = await days(street)
        assert (day.state, len(day.notices)) == (Ending.MISSED, 1)

    story_at(store_uri, story)


def test_three_late_days_lead_to_a_question_and_nothing_else(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await begin(street)
        said = ""
        for day in ("2096-11-22", "2096-11-23", "2096-11-24"):
            await go_to(street, "10:00", day)
            said = await street.li.say("平安")
        assert "改到每天 10:00 好吗" in said
        plan = await street.services.store.check_ins.plan(LI)
        assert plan is not None
        assert plan.by == BY
        assert "每天 10:00 前" in await street.li.say("1")
        plan = await street.services.store.check_ins.plan(LI)
        assert plan is not None
        assert plan.by == "10:00"

    story_at(store_uri, story)


def test_who_was_heard_of_while_the_alarm_was_being_filed_ends_it(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await begin(street)
        await go_to(street, "10:40")
        street.clock.now = at("11:00")
        await asyncio.gather(check_in(street.services), heard_of(street.services, LI, How.WORD))
        await rounds(street.services)
        assert [each.state for each in await days(street)] == [Ending.SAFE]
        assert all(each.state is State.CANCELLED for each in await alarms(street))

    story_at(store_uri, story)


def test_the_question_reaches_the_elder_by_template(store_uri: str, wechat: WeChat) -> None:
    async def story(out: Post) -> None:
        services = out.street.services
        await set_up(services, LI, "13:00", LI)
        await rounds(services)
        out.street.clock.advance(hours=1.5)
        await rounds(services)
        await out.deliver_all()
        [card] = await wechat.cards(LI)
        assert (card["thing2"], card["thing4"]) == ("报平安", "您好着就回 1")
        [day] = await days(out.street)
        assert day.owed_at is None

    post(store_uri, wechat, story)
