"""Asking for figures: of which area, of which days, and what is said when there are none."""

import asyncio
from dataclasses import replace
from datetime import date

import pytest

from bot.reporting import Question, QuestionError, Report, answer
from bot.services import Services
from models.clock import ManualClock
from models.notice import Channel
from tests.support.house import NOON, ZHANG, open_services
from tests.support.street import LIGHT, Street, number_in

DAY = date(2096, 11, 22)


async def report_on(services: Services, question: Question) -> Report:
    return await answer(
        question,
        services.store.facts,
        services.areas,
        services.timetable.calendar,
        services.clock(),
    )


def asked(store_uri: str, question: Question) -> Report:
    """The answer where nothing has happened yet."""

    async def scenario() -> Report:
        async with open_services(store_uri) as services:
            return await report_on(services, question)

    return asyncio.run(scenario())


def test_a_story_is_counted_where_it_happened(store_uri: str) -> None:
    async def scenario() -> None:
        clock = ManualClock(NOON)
        async with open_services(store_uri, clock) as services:
            street = Street(services, clock)
            number = number_in(await street.wang.say(LIGHT))
            await street.pass_time(minutes=6)
            await street.zhang.say(f"抢{number}")
            await street.pass_time(minutes=54)
            await street.zhang.say(f"完成{number} 换了新灯泡")
            await street.wang.say("评价5")
            await street.pass_time(minutes=1)
            report = await report_on(services, Question("feicui"))
        found = report.summary.whole.values()
        counted = {key: found[key] for key in ("received", "solved", "services", "stars")}
        assert counted == {"received": 1, "solved": 1, "services": 1, "stars": 5}
        assert (found["answer_median"], found["closing_median"]) == (0.1, 1.0)
        assert (found["community_share"], found["on_time_share"]) == (100, 100)
        assert list(report.summary.by["area"]) == ["feicui-1"]

    asyncio.run(scenario())


def test_records_of_service_and_figures_tell_the_same(store_uri: str) -> None:
    async def scenario() -> None:
        clock = ManualClock(NOON)
        async with open_services(store_uri, clock) as services:
            street = Street(services, clock)
            number = number_in(await street.wang.say(LIGHT))
            await street.pass_time(minutes=1)
            await street.zhang.say(f"抢{number}")
            await street.zhang.say(f"完成{number} 换了新灯泡")
            await street.pass_time(minutes=1)
            report = await report_on(services, Question())
            ticket = await street.ticket(number)
        owed = [n.to for n in ticket.notices if (n.channel, n.kind) == (Channel.RECORD, "finished")]
        assert owed == [ZHANG]
        assert report.summary.whole.values()["services"] == len(owed)

    asyncio.run(scenario())


def test_without_dates_it_is_this_month_so_far(store_uri: str) -> None:
    report = asked(store_uri, Question())
    assert (report.first, report.after) == (date(2096, 11, 1), date(2096, 11, 23))
    assert report.period.end == NOON


def test_without_a_first_day_it_is_the_month_of_the_last() -> None:
    question = Question(after=date(2026, 11, 1))
    assert question.days(NOON) == (date(2026, 10, 1), date(2026, 11, 1))


def test_an_area_may_be_called_by_its_name(store_uri: str) -> None:
    assert asked(store_uri, Question("翡翠社区")).area == "feicui"


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (Question("feicuii"), "unknown area 'feicuii'; did you mean feicui?"),
        (Question("翡翠小区"), "did you mean 翡翠社区?"),
        (Question("第一网格"), "2 areas are called 第一网格: give one of .*feicui-1"),
        (Question(first=date(2097, 1, 1)), "2097-01-01 has not begun"),
        (Question(first=DAY, after=DAY), "the last day is not counted"),
    ],
)
def test_what_cannot_be_answered_says_how_to_ask(
    store_uri: str, question: Question, told: str
) -> None:
    with pytest.raises(QuestionError, match=told):
        asked(store_uri, question)


def test_where_the_tree_begins_to_branch_figures_are_shown_apart(store_uri: str) -> None:
    async def scenario() -> None:
        clock = ManualClock(NOON)
        async with open_services(store_uri, clock) as services:
            street = Street(services, clock)
            ticket = await street.ticket(await street.wang.say(LIGHT))
            nowhere = replace(ticket, id="nowhere", number="nowhere", area_path=())
            tickets = services.store.tickets
            await tickets.file(tickets.document(nowhere))
            clock.advance(minutes=1)
            report = await report_on(services, Question())
        assert set(report.summary.by["area"]) == {"feicui", ""}

    asyncio.run(scenario())
