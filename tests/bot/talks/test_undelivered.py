"""The office sees whom it has to phone, and says when that is done."""

import pytest

from models.moves import Move
from models.notice import NoticeState
from tests.support.house import WANG
from tests.support.post import Post, WeChat, post
from tests.support.street import LIGHT, STRANGER, number_in


async def untold(at: Post) -> str:
    """A ticket whose asker could not be told that it was taken; its number."""
    number = number_in(await at.street.wang.say(LIGHT))
    await at.street.pass_time()
    await at.deliver_all()
    await at.street.zhang.say(f"抢 {number}")
    await at.wechat.unfollow(WANG)
    await at.deliver_all()
    return number


def test_the_list_says_which_whom_and_what(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post) -> None:
        assert "没有" in await at.street.zhou.say("待告知")
        number = await untold(at)
        said = await at.street.zhou.say("待告知")
        assert f"{number}【报修】" in said
        assert "张师傅接单" in said
        details = await at.street.zhou.say(f"待告知 {number}")
        assert "张师傅接了" in details
        assert f"已告知 {number}" in details

    post(store_uri, wechat, story)


@pytest.mark.parametrize(
    "words", ["已告知 {}", "已告知{}", "已告知：{}。", "电话告知了 {} 他知道了"]
)
def test_who_was_phoned_leaves_the_list(store_uri: str, wechat: WeChat, words: str) -> None:
    async def story(at: Post) -> None:
        number = await untold(at)
        assert "记下了" in await at.street.zhou.say(words.format(number))
        ticket = await at.ticket(number)
        assert ticket.untold_at is None
        assert NoticeState.TOLD in {each.state for each in ticket.notices}
        assert ticket.events[-1].move is Move.PHONED
        assert "没有" in await at.street.zhou.say("待告知")
        assert "没有等着告知" in await at.street.zhou.say(f"已告知 {number}")

    post(store_uri, wechat, story)


def test_the_same_message_again_says_the_same(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post) -> None:
        number = await untold(at)
        push = at.street.zhou.xml("text", Content=f"已告知 {number}")
        first = await at.street.zhou.push(push)
        assert await at.street.zhou.push(push) == first
        assert (await at.ticket(number)).times(Move.PHONED) == 1

    post(store_uri, wechat, story)


def test_what_fails_after_the_call_is_listed_again(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post) -> None:
        number = await untold(at)
        await at.street.zhou.say(f"已告知 {number}")
        await at.street.zhang.say("退回 家里有事")
        await at.deliver_all()
        assert number in await at.street.zhou.say("待告知")
        calls = [each for each in (await at.ticket(number)).notices if each.kind == "phone"]
        assert len(calls) == 2

    post(store_uri, wechat, story)


@pytest.mark.parametrize("words", ["待告知", "已告知 10019"])
def test_for_residents_these_are_just_words(store_uri: str, wechat: WeChat, words: str) -> None:
    async def story(at: Post) -> None:
        number = await untold(at)
        said = await at.street.phones["stranger"].say(words.replace("10019", number))
        assert "张师傅" not in said
        assert "记下了" not in said
        assert (await at.ticket(number)).untold_at is not None
        assert STRANGER not in (await at.ticket(number)).askers

    post(store_uri, wechat, story)


def test_a_number_of_nobody_is_said_to_be_none(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post) -> None:
        await untold(at)
        assert "10101" in await at.street.zhou.say("已告知 10101")
        assert "编号" in await at.street.zhou.say("已告知")

    post(store_uri, wechat, story)
