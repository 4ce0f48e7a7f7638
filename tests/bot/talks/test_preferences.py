"""What volunteers set by chat: understood in many forms, kept in one, said back in plain words."""

from typing import Any

import pytest

from models.people import Volunteer
from tests.support.house import ZHANG
from tests.support.street import LIGHT, Street, number_in, play


async def zhang(street: Street) -> Volunteer:
    """张师傅 as he is kept."""
    found = await street.services.store.volunteers.get(ZHANG)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("said", "name", "kept", "answer"),
    [
        ("免打扰 22点到7点", "quiet", "22:00-07:00", "免打扰：22:00-07:00"),
        ("免打扰晚上十点到早上七点", "quiet", "22:00-07:00", "22:00-07:00"),
        ("免打扰：２２：００－７：００", "quiet", "22:00-07:00", "22:00-07:00"),
        ("汇总 18点", "digest", "18:00", "汇总：18:00"),
        ("汇总晚上六点", "digest", "18:00", "18:00"),
        ("只接 周一到周五 晚上6点到9点", "hours", ("1-5 18:00-21:00",), "周一二三四五 18:00-21:00"),
        ("只接周末全天", "hours", ("6-7 00:00-00:00",), "周六日 全天"),
        ("最多 3 件", "cap", 3, "3 件"),
        ("最多三件", "cap", 3, "3 件"),
        ("休息 60 分钟", "rest", 60, "60 分钟"),
        ("休息半小时", "rest", 30, "30 分钟"),
        ("休息一个半小时", "rest", 90, "90 分钟"),
    ],
)
def test_each_setting_is_kept_and_said_back(
    store_uri: str, said: str, name: str, kept: Any, answer: str
) -> None:
    async def story(street: Street) -> None:
        assert answer in await street.zhang.say(said)
        assert getattr(await zhang(street), name) == kept

    play(store_uri, story)


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("免打扰", "请说几点到几点"),
        ("免打扰 晚上", "请说几点到几点"),
        ("汇总 有空", "请说几点"),
        ("只接 有空的时候", "请说哪几天"),
        ("最多 30 件", "1 到 20 件"),
        ("休息 99 小时", "最长一天"),
    ],
)
def test_what_is_not_understood_changes_nothing(store_uri: str, said: str, answer: str) -> None:
    async def story(street: Street) -> None:
        before = await zhang(street)
        assert answer in await street.zhang.say(said)
        assert await zhang(street) == before

    play(store_uri, story)


def test_all_settings_are_shown_and_can_be_taken_back(store_uri: str) -> None:
    async def story(street: Street) -> None:
        before = await zhang(street)
        for said in ("免打扰 22点到7点", "汇总 18点", "只接 周末", "最多 2 件", "休息 60 分钟"):
            await street.zhang.say(said)
        shown = await street.zhang.say("我的设置")
        for each in ("22:00-07:00", "18:00", "周六日 全天", "2 件", "60 分钟", "取消"):
            assert each in shown
        for word in ("免打扰", "汇总", "只接", "最多", "休息"):
            assert "改好了" in await street.zhang.say(f"取消{word}")
        assert await zhang(street) == before

    play(store_uri, story)


@pytest.mark.parametrize("said", ["免打扰 22点到7点", "最多三件", "休息半小时", "取消免打扰"])
def test_of_somebody_else_these_are_ordinary_words(store_uri: str, said: str) -> None:
    async def story(street: Street) -> None:
        await street.li.say(said)
        (ticket,) = await street.tickets_of(street.li)
        assert ticket.text == said
        assert "不是志愿者" in await street.li.say("我的设置")

    play(store_uri, story)


def test_whoever_wants_no_tasks_now_is_not_asked_but_may_still_take_one(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.zhang.say("免打扰 11点到13点")
        number = number_in(await street.wang.say(LIGHT))
        await street.pass_time(seconds=1)
        assert ZHANG not in [each.to for each in (await street.ticket(number)).notices]

    play(store_uri, story)


def test_signing_up_again_keeps_the_settings(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.zhang.say("最多 2 件")
        for answer in ("当志愿者", "2", "1", "张师傅"):
            await street.zhang.say(answer)
        assert (await zhang(street)).cap == 2

    play(store_uri, story)


def test_the_record_is_counted_from_what_happened(store_uri: str) -> None:
    async def story(street: Street) -> None:
        records = street.services.store.records
        for key in ("t1", "t2"):
            await records.add(ZHANG, "taken", key, street.clock())
        await records.add(ZHANG, "finished", "t3", street.clock())
        await records.add(ZHANG, "given_back_late", "t4", street.clock())
        answer = await street.zhang.say("我的记录")
        assert "接过 2 件，办结 1 件" in answer
        assert "退回 1 件" in answer
        assert "不是志愿者" in await street.li.say("我的记录")

    play(store_uri, story)
