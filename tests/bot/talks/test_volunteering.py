"""Becoming a volunteer: every wrong answer is explained, and nothing half-done is kept."""

import pytest

from tests.support.house import LI
from tests.support.street import LIGHT, Street, number_in, play


def test_each_question_explains_what_it_wants(store_uri: str) -> None:
    async def story(street: Street) -> None:
        volunteers = street.services.store.volunteers
        await street.li.say("6")
        for wrong in ("3", "听涛", "我住翡翠", "12"):
            assert "请回上面的数字" in await street.li.say(wrong)
        assert "水电维修" in await street.li.say("翡翠社区")
        for wrong in ("5", "1 7", "都行", "水电"):
            assert "请回 1 到 4" in await street.li.say(wrong)
        assert "怎么称呼" in await street.li.say("四和一")
        for wrong in ("李", "周主任", "13800138000", "李师傅<b>", "一个名字特别特别长的热心人"):
            assert "两到十个字" in await street.li.say(wrong)
        assert await volunteers.get(LI) is None
        assert "跑腿陪伴、水电维修" in await street.li.say("李师傅。")
        volunteer = await volunteers.get(LI)
        assert volunteer is not None
        assert (volunteer.name, volunteer.skills) == ("李师傅", ("volunteer", "repair"))
        assert not volunteer.active

    play(store_uri, story)


@pytest.mark.parametrize("word", ["返回", "取消", "菜单"])
def test_leaving_in_the_middle_keeps_nothing(store_uri: str, word: str) -> None:
    async def story(street: Street) -> None:
        for answer in ("当志愿者", "2", "1"):
            await street.li.say(answer)
        await street.li.say(word)
        await street.li.say("李师傅帮忙修灯")
        assert await street.services.store.volunteers.get(LI) is None

    play(store_uri, story)


def test_who_left_and_came_back_is_no_volunteer_until_signing_up_again(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.zhang.event("unsubscribe", EventKey="")
        street.clock.advance(seconds=2)
        await street.zhang.event("subscribe", EventKey="")
        assert "抢到了" not in await street.zhang.say("抢")
        for answer in ("当志愿者", "2", "1"):
            await street.zhang.say(answer)
        application = number_in(await street.zhang.say("张师傅"))
        await street.pass_time()
        await street.zhou.say(f"同意 {application}")
        number = number_in(await street.wang.say(LIGHT))
        await street.pass_time()
        assert number in await street.zhang.say("任务")

    play(store_uri, story)


def test_only_an_application_is_agreed_to(store_uri: str) -> None:
    async def story(street: Street) -> None:
        volunteers, tickets = street.services.store.volunteers, street.services.store.tickets
        for answer in ("当志愿者", "2", "1"):
            await street.li.say(answer)
        application = number_in(await street.li.say("李师傅"))
        lamp = number_in(await street.li.say(LIGHT))
        await street.pass_time()
        assert "不是志愿者报名" in await street.zhou.say(f"同意 {lamp}")
        ticket = await tickets.numbered(lamp)
        assert ticket is not None
        assert ticket.is_live()
        await street.li.say(f"取消 {application}")
        assert "不是志愿者报名" in await street.zhou.say(f"同意 {application}")
        volunteer = await volunteers.get(LI)
        assert volunteer is not None
        assert not volunteer.active

    play(store_uri, story)
