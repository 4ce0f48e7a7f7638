"""The main job as people live it: asked, offered, taken, done, rated."""

import asyncio

import pytest

from models.moves import State
from models.notice import Channel
from tests.support.house import LI, WANG, ZHANG, ZHOU
from tests.support.street import Street, number_in, play


def test_a_report_is_filed_at_once_and_says_number_queue_and_what_next(store_uri: str) -> None:
    async def story(street: Street) -> None:
        answer = await street.wang.say("三楼楼道灯不亮了")
        assert "【报修】" in answer
        assert "志愿者" in answer
        assert "改" in answer
        ticket = await street.services.store.tickets.numbered(number_in(answer))
        assert ticket is not None
        assert (ticket.queue, ticket.asker, ticket.area) == ("repair", WANG, "feicui-1")

    play(store_uri, story)


def test_from_report_to_rating(store_uri: str) -> None:
    async def story(street: Street) -> None:
        number = number_in(await street.wang.say("三楼楼道灯不亮了，电话13800138000"))
        await street.pass_time(seconds=1)
        assert number in await street.zhang.say("任务")
        won = await street.zhang.say("抢")
        assert "抢到了" in won
        assert "13800138000" in won
        assert "张师傅" in await street.wang.say("进度")
        assert "说一句" in await street.zhang.say("完成")
        assert "已办结" in await street.zhang.say("灯泡换好了")
        assert "评价" in await street.wang.say("进度")
        assert "5 分" in await street.wang.say("评价 5")
        ticket = await street.services.store.tickets.numbered(number)
        assert ticket is not None
        assert (ticket.state, ticket.rating) == (State.CLOSED, 5)
        told = [each.kind for each in ticket.notices if each.channel is not Channel.RECORD]
        assert told == ["task", "taken", "done", "rated"]

    play(store_uri, story)


def test_the_phone_number_is_seen_only_by_the_winner(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.wang.say("帮我奶奶买药，电话13800138000")
        await street.pass_time(seconds=1)
        for phone in (street.zhang, street.chen):
            assert "13800138000" not in await phone.say("任务")
        assert "13800138000" in await street.zhang.say("抢")
        lost = await street.chen.say("抢")
        assert "13800138000" not in lost

    play(store_uri, story)


def test_the_loser_is_told_at_once_who_has_it(store_uri: str) -> None:
    async def story(street: Street) -> None:
        number = number_in(await street.wang.say("想请人帮我奶奶去药店买药"))
        await street.pass_time(seconds=1)
        await street.pass_time(minutes=16)
        won, lost = await asyncio.gather(
            street.zhang.say(f"抢{number}"), street.chen.say(f"抢 {number}")
        )
        if "抢到了" in lost:
            won, lost = lost, won
        assert "抢到了" in won
        assert "接走了" in lost

    play(store_uri, story)


def test_what_nobody_takes_reaches_the_desk(store_uri: str) -> None:
    async def story(street: Street) -> None:
        number = number_in(await street.wang.say("三楼楼道灯不亮了"))
        await street.pass_time(seconds=1)
        await street.pass_time(minutes=31)
        ticket = await street.services.store.tickets.numbered(number)
        assert ticket is not None
        assert ticket.notices[-1].to == ZHOU
        assert "抢到了" in await street.zhou.say(f"抢 {number}")

    play(store_uri, story)


def test_not_fixed_starts_over(store_uri: str) -> None:
    async def story(street: Street) -> None:
        number = number_in(await street.wang.say("三楼楼道灯不亮了"))
        await street.pass_time(seconds=1)
        await street.zhang.say("抢")
        await street.zhang.say("完成 换了灯泡")
        assert "重新办" in await street.wang.say("没修好")
        await street.pass_time(seconds=1)
        ticket = await street.services.store.tickets.numbered(number)
        assert ticket is not None
        assert ticket.state is State.OFFERED
        assert ticket.holder is None

    play(store_uri, story)


def test_what_is_given_back_goes_to_somebody_else_at_once(store_uri: str) -> None:
    async def story(street: Street) -> None:
        number = number_in(await street.wang.say("三楼楼道灯不亮了"))
        await street.pass_time(seconds=1)
        await street.zhang.say("抢")
        assert "退回了" in await street.zhang.say("退回 今天去不了")
        await street.pass_time(seconds=1)
        ticket = await street.ticket(number)
        assert ticket.notices[-1].to not in (WANG, ZHANG)
        assert ticket.rung > 0

    play(store_uri, story)


def test_more_words_photos_and_places_join_the_open_ticket(store_uri: str) -> None:
    async def story(street: Street) -> None:
        number = number_in(await street.wang.say("三楼楼道灯不亮了"))
        assert number in await street.wang.say("就在电梯口旁边那个")
        assert number in await street.wang.send("image", PicUrl="http://x/1", MediaId="M1")
        assert number in await street.wang.send(
            "location", Location_X="31.8", Location_Y="117.2", Scale="16", Label="翡翠路1号"
        )
        ticket = await street.services.store.tickets.numbered(number)
        assert ticket is not None
        assert [event.note for event in ticket.events][1:] == [
            "就在电梯口旁边那个",
            None,
            "翡翠路1号",
        ]
        assert ticket.attachments[0].media_id == "M1"

    play(store_uri, story)


def test_after_a_while_words_are_a_new_matter(store_uri: str) -> None:
    async def story(street: Street) -> None:
        first = number_in(await street.wang.say("三楼楼道灯不亮了"))
        await street.pass_time(minutes=16)
        assert number_in(await street.wang.say("厨房水管漏水了")) != first

    play(store_uri, story)


def test_a_wrong_queue_is_corrected_by_number(store_uri: str) -> None:
    async def story(street: Street) -> None:
        number = number_in(await street.wang.say("三楼楼道灯不亮了"))
        assert "2 法律援助" in await street.wang.say("改")
        assert "法律援助" in await street.wang.say("２")
        ticket = await street.services.store.tickets.numbered(number)
        assert ticket is not None
        assert ticket.queue == "legal_aid"

    play(store_uri, story)


def test_another_matter_said_too_early_gets_its_own_ticket(store_uri: str) -> None:
    async def story(street: Street) -> None:
        first = number_in(await street.wang.say("三楼楼道灯不亮了"))
        assert first in await street.wang.say("楼下大门也关不上")
        assert number_in(await street.wang.say("新的")) != first

    play(store_uri, story)


@pytest.mark.parametrize("word", ["进度", "我的进度", "查进度", "我的事办得怎么样了"])
def test_progress_says_state_and_since_when(store_uri: str, word: str) -> None:
    async def story(street: Street) -> None:
        assert "没有" in await street.wang.say(word)
        number = number_in(await street.wang.say("三楼楼道灯不亮了"))
        answer = await street.wang.say(word)
        assert number in answer
        assert "已受理" in answer
        assert "今天 12:00" in answer

    play(store_uri, story)


def test_nobody_reads_the_progress_of_others(store_uri: str) -> None:
    async def story(street: Street) -> None:
        number = number_in(await street.wang.say("三楼楼道灯不亮了"))
        assert "没找到" in await street.li.say(f"进度 {number}")

    play(store_uri, story)


def test_cancelling_withdraws_and_tells_who_was_on_the_way(store_uri: str) -> None:
    async def story(street: Street) -> None:
        number = number_in(await street.wang.say("三楼楼道灯不亮了"))
        await street.pass_time(seconds=1)
        await street.zhang.say("抢")
        assert "已撤回" in await street.wang.say("取消")
        ticket = await street.services.store.tickets.numbered(number)
        assert ticket is not None
        assert ticket.notices[-1].to == ZHANG
        assert "没有" in await street.wang.say("取消")

    play(store_uri, story)


def test_a_resident_becomes_a_volunteer_by_chat(store_uri: str) -> None:
    async def story(street: Street) -> None:
        assert "1 听涛社区" in await street.li.say("我要当志愿者")
        assert "请回上面的数字" in await street.li.say("7")
        assert "水电维修" in await street.li.say("2")
        assert "怎么称呼" in await street.li.say("1 4")
        assert "李师傅" in await street.li.say("李师傅")
        volunteer = await street.services.store.volunteers.get(LI)
        assert volunteer is not None
        assert (volunteer.area, volunteer.skills) == ("feicui", ("repair", "volunteer"))

    play(store_uri, story)


def test_a_new_volunteer_takes_tasks_once_the_staff_agree(store_uri: str) -> None:
    async def story(street: Street) -> None:
        for words in ("当志愿者", "2", "1"):
            await street.li.say(words)
        application = number_in(await street.li.say("李师傅"))
        await street.wang.say("三楼楼道灯不亮了")
        await street.pass_time(seconds=1)
        assert "等社区确认" in await street.li.say("抢")
        assert "李师傅可以接单了" in await street.zhou.say(f"同意 {application}")
        assert "抢到了" in await street.li.say("抢")

    play(store_uri, story)


def test_nobody_but_staff_lets_a_volunteer_in(store_uri: str) -> None:
    async def story(street: Street) -> None:
        for words in ("当志愿者", "2", "1"):
            await street.li.say(words)
        application = number_in(await street.li.say("李师傅"))
        for phone in (street.li, street.wang, street.zhang):
            await phone.say(f"同意 {application}")
        volunteer = await street.services.store.volunteers.get(LI)
        assert volunteer is not None
        assert not volunteer.active

    play(store_uri, story)


def test_a_photo_alone_opens_a_ticket_that_the_next_words_sort(store_uri: str) -> None:
    async def story(street: Street) -> None:
        number = number_in(await street.wang.send("image", PicUrl="http://x/1", MediaId="M1"))
        assert "报修" in await street.wang.say("单元门坏了关不上")
        ticket = await street.services.store.tickets.numbered(number)
        assert ticket is not None
        assert (ticket.queue, ticket.undecided) == ("repair", False)

    play(store_uri, story)


def test_unclear_words_are_kept_and_asked_about(store_uri: str) -> None:
    async def story(street: Street) -> None:
        answer = await street.wang.say("阿巴阿巴阿巴")
        number = number_in(answer)
        assert "1 报修" in answer
        assert "找人帮忙" in await street.wang.say("4")
        ticket = await street.services.store.tickets.numbered(number)
        assert ticket is not None
        assert ticket.queue == "volunteer"

    play(store_uri, story)


def test_danger_says_the_right_number_first(store_uri: str) -> None:
    async def story(street: Street) -> None:
        answer = await street.li.say("我老伴摔倒了起不来")
        assert answer.index("120") < answer.index("编号")
        ticket = await street.services.store.tickets.numbered(number_in(answer))
        assert ticket is not None
        assert ticket.urgent

    play(store_uri, story)


def test_menu_numbers_lead_to_a_request(store_uri: str) -> None:
    async def story(street: Street) -> None:
        assert "1 报修" in await street.li.say("０")
        assert "什么坏了" in await street.li.say("一")
        assert "【报修】" in await street.li.say("厨房")

    play(store_uri, story)


def test_the_account_menu_answers(store_uri: str) -> None:
    async def story(street: Street) -> None:
        assert "什么坏了" in await street.wang.event("CLICK", EventKey="NEW:repair")
        assert "没有在办" in await street.wang.event("CLICK", EventKey="PROGRESS")
        assert "社区" in await street.wang.event("CLICK", EventKey="JOIN")

    play(store_uri, story)


def test_a_scanned_code_says_where_somebody_lives(store_uri: str) -> None:
    async def story(street: Street) -> None:
        answer = await street.li.event("subscribe", EventKey="qrscene_area:tingtao-1", Ticket="T")
        assert "听涛社区" in answer
        resident = await street.services.store.residents.get(LI)
        assert resident is not None
        assert resident.area == "tingtao-1"

    play(store_uri, story)


def test_who_leaves_is_forgotten(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.wang.say("三楼楼道灯不亮了")
        assert await street.wang.event("unsubscribe", EventKey="") == ""
        resident = await street.services.store.residents.get(WANG)
        assert resident is not None
        assert (resident.follows, resident.name) == (False, None)
        assert await street.services.store.receipts.latest(WANG) is None

    play(store_uri, story)


def test_repeat_says_the_last_answer_again(store_uri: str) -> None:
    async def story(street: Street) -> None:
        first = await street.wang.say("菜单")
        assert await street.wang.say("重复") == first
        assert await street.wang.say("再说一遍") == first

    play(store_uri, story)
