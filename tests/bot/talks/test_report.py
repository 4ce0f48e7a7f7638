"""Words become a ticket once, and what is added finds the one who has to deal with it."""

import pytest

from tests.support.street import LIGHT, Street, number_in, play


def test_a_phone_number_said_later_reaches_the_volunteer(store_uri: str) -> None:
    async def story(street: Street) -> None:
        number = number_in(await street.wang.say(LIGHT))
        assert number in await street.wang.say("我电话13800138000")
        assert number in await street.wang.say("再打13900139000也行")
        await street.pass_time()
        won = await street.zhang.say("抢")
        assert "联系：13800138000" in won
        assert "再打13900139000也行" in won
        ticket = await street.ticket(number)
        assert ticket.phone == "13800138000"

    play(store_uri, story)


def test_a_stranger_is_asked_for_the_area_once(store_uri: str) -> None:
    async def story(street: Street) -> None:
        answer = await street.stranger.say(LIGHT)
        number = number_in(answer)
        assert "1 听涛社区\n2 翡翠社区" in answer
        assert "请回上面的数字" in await street.stranger.say("5")
        assert "您在翡翠社区" in await street.stranger.say("２")
        await street.pass_time()
        assert number in await street.zhang.say("任务")
        assert "哪个社区" not in await street.stranger.say("厨房水管漏水了，帮忙修")

    play(store_uri, story)


def test_a_stranger_may_leave_the_question_open(store_uri: str) -> None:
    async def story(street: Street) -> None:
        number = number_in(await street.stranger.say(LIGHT))
        assert number in await street.stranger.say("就在电梯口旁边")
        (ticket,) = await street.tickets_of(street.stranger)
        assert ticket.area is None
        assert "就在电梯口旁边" in [event.note for event in ticket.events]

    play(store_uri, story)


def test_words_for_somebody_else_do_not_join_what_is_finished(store_uri: str) -> None:
    async def story(street: Street) -> None:
        number = number_in(await street.wang.say(LIGHT))
        await street.wang.say("取消")
        assert number_in(await street.wang.say("楼道灯又闪了")) != number
        await street.pass_time()
        await street.zhang.say("抢")
        await street.zhang.say("完成 换了灯泡")
        assert len(await street.tickets_of(street.wang)) == 2
        await street.wang.say("楼道灯还是闪")
        assert len(await street.tickets_of(street.wang)) == 3

    play(store_uri, story)


def test_a_full_timeline_takes_no_more_but_the_words_are_kept(
    store_uri: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("talks.report", "alike"):
        monkeypatch.setattr(f"bot.{module}.LONGEST_TIMELINE", 3)

    async def story(street: Street) -> None:
        ticket = await street.ticket(await street.wang.say(LIGHT))
        for words in ("就在电梯口旁边", "快点来吧"):
            assert ticket.number in await street.wang.say(words)
        street.clock.advance(seconds=1)
        assert number_in(await street.wang.say("楼道里黑得很")) != ticket.number
        newest = (await street.tickets_of(street.wang))[0]
        assert newest.text == "楼道里黑得很"
        assert "已撤回" in await street.wang.say(f"取消 {ticket.number}")

    play(store_uri, story)


def test_a_long_story_is_kept_whole(store_uri: str) -> None:
    async def story(street: Street) -> None:
        words = "三楼楼道灯不亮了，" * 200
        ticket = await street.ticket(await street.wang.say(words))
        assert ticket.text == words

    play(store_uri, story)


@pytest.mark.parametrize("words", ["灯坏了{number}{0}", "灯坏了&lt;b&gt;", "灯坏了'\"; $where"])
def test_words_that_look_like_code_stay_words(store_uri: str, words: str) -> None:
    async def story(street: Street) -> None:
        await street.wang.say("1")
        ticket = await street.ticket(await street.wang.say(words))
        assert ticket.text == words
        assert words[:5] in await street.wang.say("进度")
        await street.pass_time()
        assert words in await street.zhang.say("抢")

    play(store_uri, story)


def test_two_needs_become_two_tickets_for_two_people(store_uri: str) -> None:
    async def story(street: Street) -> None:
        li = street.li
        answer = await li.say("我家厨房水管漏水要修，另外我妈80了高龄津贴怎么申请")
        tickets = await street.tickets_of(li)
        found = {ticket.queue: ticket.text for ticket in tickets}
        assert sorted(found) == ["benefits", "repair"]
        assert "水管漏水" in found["repair"]
        assert "高龄津贴" in found["benefits"]
        assert all(f"编号 {ticket.number}" in answer for ticket in tickets)
        await street.pass_time()
        (repair,) = [ticket.number for ticket in tickets if ticket.queue == "repair"]
        assert repair in await street.zhang.say("任务")
        assert "哪一件" in await li.say("取消")
        assert "已撤回" in await li.say(repair)

    play(store_uri, story)
