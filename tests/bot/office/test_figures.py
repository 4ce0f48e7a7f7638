"""Figures beside those of the period before: the same as the report of the command line."""

import asyncio
from datetime import date

import orjson

from bot.office.changes import Turn, changes
from bot.office.counting import Counting
from bot.office.figures import Asked, Comparison, compare, compared
from bot.office.month import as_text, main_lines
from bot.office.periods import Choice, Days, chosen
from bot.office.pictures import pictures
from bot.office.unmet import found_unmet
from bot.report_words import Wording
from bot.reporting import Question, answer
from bot.services import Services
from models.clock import ManualClock
from tests.support.house import NOON, open_services
from tests.support.street import LIGHT, Street, number_in

THIS_MONTH = Asked("feicui", chosen(Choice.THIS_MONTH, "", "", NOON))


async def lived(services: Services, clock: ManualClock) -> None:
    """One light that was mended and praised, and one that waits."""
    street = Street(services, clock)
    number = number_in(await street.wang.say(LIGHT))
    await street.pass_time(minutes=6)
    await street.zhang.say(f"抢{number}")
    await street.zhang.say(f"完成{number} 换了新灯泡")
    await street.wang.say("评价5")
    await street.li.say("厨房水管漏水了")
    await street.pass_time(minutes=1)


def found_after(uri: str) -> tuple[Comparison, bytes, Services]:
    async def scenario() -> tuple[Comparison, bytes, Services]:
        clock = ManualClock(NOON)
        async with open_services(uri, clock) as services:
            await lived(services, clock)
            found = await compare(services, THIS_MONTH, clock())
            facts, calendar = services.store.facts, services.timetable.calendar
            report = await answer(Question("feicui"), facts, services.areas, calendar, clock())
            told = Wording(services.phrases, services.areas).as_json(report)
            return found, told.encode(), services

    return asyncio.run(scenario())


def test_charts_and_the_report_of_the_command_line_tell_the_same(store_uri: str) -> None:
    found, told, services = found_after(store_uri)
    report = orjson.loads(told)
    assert found.whole == {key: each["value"] for key, each in report["figures"].items()}
    assert orjson.loads(orjson.dumps(found.by)) == report["by"]
    drawn = {
        each.title: each for each in pictures(found, Wording(services.phrases, services.areas))
    }
    assert drawn["每天收到和办结"].rows[-1] == ("11月22日", "2", "1")
    assert ("报修", "2", "1") in drawn["按类别，收到和办结"].rows
    assert "第一网格 1 件，办结 1" in drawn["按地方，收到和办结"].svg


def test_figures_kept_are_the_figures_counted(store_uri: str) -> None:
    async def scenario() -> None:
        clock = ManualClock(NOON)
        async with open_services(store_uri, clock) as services:
            await lived(services, clock)
            counting = Counting(services, patience=10)
            counted = await compare(services, THIS_MONTH, clock())
            assert await compared(counting, services, THIS_MONTH) == counted
            await Street(services, clock).wang.say("楼梯扶手坏了")
            assert await compared(counting, services, THIS_MONTH) == counted
            clock.advance(minutes=2)
            fresh = await compared(counting, services, THIS_MONTH)
            assert fresh is not None
            assert fresh.whole["received"] == 3

    asyncio.run(scenario())


def test_both_periods_are_counted_in_one_pass_each_as_by_itself(store_uri: str) -> None:
    async def scenario() -> None:
        clock = ManualClock(NOON)
        async with open_services(store_uri, clock) as services:
            await lived(services, clock)
            clock.advance(days=1)
            street = Street(services, clock)
            await street.wang.say("单元门关不上")
            clock.advance(minutes=1)
            one, other = (
                Asked("feicui", Days(date(2096, 11, day), date(2096, 11, day + 1)))
                for day in (22, 23)
            )
            before = await compare(services, one, clock())
            found = await compare(services, Asked("feicui", other.days), clock())
            assert found.whole["received"] == 1
            assert found.earlier["received"] == 0  # the same weekday a week ago
            assert before.whole["received"] == 2

    asyncio.run(scenario())


def test_the_month_says_in_plain_words_what_was_and_what_was_not(store_uri: str) -> None:
    async def scenario() -> None:
        clock = ManualClock(NOON)
        async with open_services(store_uri, clock) as services:
            await lived(services, clock)
            found = await compare(services, THIS_MONTH, clock())
            unmet = await found_unmet(Counting(services, patience=10), services, THIS_MONTH)
            assert unmet is not None
            assert main_lines(found)[0] == "收到 2 件，解决 1 件，还在办 1 件，居民撤回 0 件。"
            text = as_text("翡翠社区 2096 年 11 月", found, unmet, services.phrases)
            assert "没有满足的事：0 件。" in text
            assert "{" not in text

    asyncio.run(scenario())


def test_more_is_better_of_some_and_worse_of_others(store_uri: str) -> None:
    found, _, _ = found_after(store_uri)
    turns = {each.figure.key: each for each in changes(found)}
    assert turns["services"].turn is Turn.BETTER
    assert turns["services"].words == "多了 1 人次"
    assert turns["unanswered"].turn is Turn.WORSE
    assert turns["received"].turn is Turn.NONE
    assert turns["solved_share"].words == "没法比"
