"""WeChat lets us write for a while after a person did something, and only so often."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.budgets import Budgets
from models.clock import CHINA
from models.notice import Channel
from tests.support.house import WANG
from tests.support.street import Street, play

Scenario = Callable[[Street, Budgets], Awaitable[None]]


def with_budgets(store_uri: str, scenario: Scenario) -> None:
    async def story(street: Street) -> None:
        await scenario(street, Budgets(street.services))

    play(store_uri, story)


def test_who_never_wrote_gets_nothing(store_uri: str) -> None:
    async def scenario(street: Street, budgets: Budgets) -> None:
        assert await budgets.left(WANG) == 0
        assert await budgets.spend(WANG) is None

    with_budgets(store_uri, scenario)


def test_after_words_five_messages_may_follow_for_two_days(store_uri: str) -> None:
    async def scenario(street: Street, budgets: Budgets) -> None:
        await street.wang.say("您好")
        for left in (5, 4, 3, 2, 1):
            assert await budgets.left(WANG) == left
            street.clock.advance(seconds=1)
            assert await budgets.spend(WANG)
        assert await budgets.left(WANG) == 0
        assert await budgets.spend(WANG) is None
        street.clock.advance(hours=47)
        await street.wang.say("您好")
        assert await budgets.left(WANG) == 5
        street.clock.advance(hours=48)
        assert await budgets.left(WANG) == 0

    with_budgets(store_uri, scenario)


@pytest.mark.parametrize(
    ("event", "fields"),
    [("CLICK", {"EventKey": "progress"}), ("SCAN", {"EventKey": "x"}), ("subscribe", {})],
)
def test_after_a_tap_three_may_follow_for_a_minute(
    store_uri: str, event: str, fields: dict[str, str]
) -> None:
    async def scenario(street: Street, budgets: Budgets) -> None:
        await street.wang.event(event, **fields)
        assert await budgets.left(WANG) == 3
        street.clock.advance(seconds=61)
        assert await budgets.left(WANG) == 0

    with_budgets(store_uri, scenario)


def test_a_tap_on_a_menu_line_is_no_word(store_uri: str) -> None:
    async def scenario(street: Street, budgets: Budgets) -> None:
        await street.wang.send("text", Content="进度", bizmsgmenuid="1")
        assert await budgets.left(WANG) == 3

    with_budgets(store_uri, scenario)


def test_the_most_favourable_window_counts_and_sends_count_in_all(store_uri: str) -> None:
    async def scenario(street: Street, budgets: Budgets) -> None:
        await street.wang.say("您好")
        street.clock.advance(seconds=1)
        for _ in range(4):
            await budgets.spend(WANG)
        street.clock.advance(seconds=1)
        await street.wang.event("CLICK", EventKey="progress")
        assert await budgets.left(WANG) == 3
        await budgets.spend(WANG)
        assert await budgets.left(WANG) == 2
        street.clock.advance(seconds=61)
        assert await budgets.left(WANG) == 0

    with_budgets(store_uri, scenario)


def test_what_wechat_refused_may_be_sent_again(store_uri: str) -> None:
    async def scenario(street: Street, budgets: Budgets) -> None:
        await street.wang.say("您好")
        before = await budgets.spend(WANG)
        assert before is not None
        await budgets.take_back(WANG, before)
        assert await budgets.left(WANG) == 5

    with_budgets(store_uri, scenario)


def test_what_wechat_says_is_over_is_over_until_the_person_writes_again(store_uri: str) -> None:
    async def scenario(street: Street, budgets: Budgets) -> None:
        await street.wang.say("您好")
        street.clock.advance(seconds=1)
        await budgets.shut(WANG)
        assert await budgets.left(WANG) == 0
        street.clock.advance(seconds=1)
        await street.wang.say("您好")
        assert await budgets.left(WANG) == 5

    with_budgets(store_uri, scenario)


def test_two_processes_do_not_overspend(store_uri: str) -> None:
    async def scenario(street: Street, budgets: Budgets) -> None:
        await street.wang.say("您好")
        other = Budgets(street.services)
        spent = await asyncio.gather(*(each.spend(WANG) for each in (budgets, other) * 5))
        assert len([each for each in spent if each]) <= 5
        assert await budgets.left(WANG) >= 0

    with_budgets(store_uri, scenario)


def test_a_quota_of_the_day_closes_a_way_until_midnight_in_china(store_uri: str) -> None:
    async def scenario(street: Street, budgets: Budgets) -> None:
        await budgets.close(Channel.TEMPLATE)
        midnight = street.clock().astimezone(CHINA).replace(hour=0, minute=0) + timedelta(days=1)
        street.clock.now = midnight - timedelta(seconds=1)
        assert await budgets.is_closed(Channel.TEMPLATE)
        assert not await budgets.is_closed(Channel.CUSTOMER)
        street.clock.now = midnight
        assert not await budgets.is_closed(Channel.TEMPLATE)

    with_budgets(store_uri, scenario)
