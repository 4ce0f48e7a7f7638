"""抢, 完成, 退回, 评价: who may take what, and what happens to those who may not."""

import asyncio
from dataclasses import replace

import pytest

from bot.conversations import Conversations
from bot.dispatcher import Dispatcher
from models.notice import NoticeState
from models.people import Volunteer
from models.receipt import Receipt
from models.ticket import Ticket
from tests.support.house import LI, Phone
from tests.support.street import LIGHT, Street, number_in, play

FEICUI = ("hefei", "shushan", "wanhe", "feicui")
TINGTAO = ("hefei", "shushan", "wanhe", "tingtao")


async def offered(street: Street, words: str = LIGHT) -> str:
    """The number of a ticket on offer."""
    number = number_in(await street.wang.say(words))
    await street.pass_time(seconds=1)
    return number


@pytest.mark.parametrize("word", ["抢", "抢 10019", "任务"])
def test_only_volunteers_and_staff_take_tasks(store_uri: str, word: str) -> None:
    async def story(street: Street) -> None:
        number = await offered(street)
        assert "还不是志愿者" in await street.li.say(word.replace("10019", number))
        assert (await street.ticket(number)).holder is None

    play(store_uri, story)


def test_a_word_meant_for_tasks_is_no_task_word_for_those_who_have_none(store_uri: str) -> None:
    async def story(street: Street) -> None:
        assert "没有任务" in await street.li.say("完成")
        assert "没有任务" in await street.li.say("退回")
        ticket = await street.ticket(await street.li.say("去不了，医院太远，找人陪我去医院"))
        assert ticket.asker == LI
        assert "编号" in await street.li.say("没修好，厨房水管还在漏")

    play(store_uri, story)


def test_what_is_out_of_reach_is_not_found_and_not_listed(store_uri: str) -> None:
    async def story(street: Street) -> None:
        number = await offered(street)
        far = Volunteer(LI, "李师傅", TINGTAO, ("repair",))
        await street.services.store.volunteers.put(far)
        for phone in (street.li, street.chen):
            assert "现在没有任务" in await phone.say("任务")
            assert "现在没有任务" in await phone.say("抢")
            assert f"没找到编号 {number}" in await phone.say(f"抢 {number}")
        assert "没找到编号 1" in await street.zhang.say("抢 1")

    play(store_uri, story)


def test_nobody_takes_the_own_task(store_uri: str) -> None:
    async def story(street: Street) -> None:
        other = Volunteer(LI, "李师傅", FEICUI, ("repair",))
        await street.services.store.volunteers.put(other)
        await street.zhang.event("SCAN", EventKey="area:feicui-1", Ticket="T")
        number = number_in(await street.zhang.say(LIGHT))
        await street.pass_time(seconds=1)
        assert "现在没有任务" in await street.zhang.say("任务")
        assert "现在没有任务" in await street.zhang.say("抢")
        assert f"没找到编号 {number}" in await street.zhang.say(f"抢 {number}")
        assert "抢到了" in await street.li.say("抢")

    play(store_uri, story)


def test_staff_take_what_nobody_took_and_end_it_like_anybody(store_uri: str) -> None:
    async def story(street: Street) -> None:
        number = number_in(await street.li.say("人工"))
        assert number in await street.zhou.say("任务")
        assert "抢到了" in await street.zhou.say("接单")
        assert "周主任" in await street.li.say("进度")
        assert "已经在您手上" in await street.zhou.say(f"抢 {number}")
        await street.zhou.say("完成")
        assert "已办结" in await street.zhou.say("打电话说清楚了")
        assert "请回“评价”" in await street.li.say("评价 6")
        assert "请回“评价”" in await street.li.say("评价")
        assert "4 分" in await street.li.say("评价四星")
        assert "没有等您评价" in await street.li.say("评价 5")

    play(store_uri, story)


def test_with_several_tasks_in_hand_the_number_is_asked_for(store_uri: str) -> None:
    async def story(street: Street) -> None:
        first = await offered(street)
        await street.wang.say("新的")
        second = await offered(street)
        await street.zhang.say("抢")
        await street.zhang.say("抢")
        answer = await street.zhang.say("完成 换了灯泡")
        assert first in answer
        assert second in answer
        assert f"编号 {second} 已办结" in await street.zhang.say(second)
        done = await street.ticket(second)
        assert done.events[-1].note == "换了灯泡"
        assert f"编号 {first} 退回了" in await street.zhang.say("退回")

    play(store_uri, story)


def test_a_task_of_another_is_not_ended(store_uri: str) -> None:
    async def story(street: Street) -> None:
        number = await offered(street)
        await street.zhang.say("抢")
        for word in (f"完成 {number}", f"完成{number}换了灯泡", f"退回 {number}"):
            assert f"编号 {number} 不在您手上" in await street.chen.say(word)
        assert (await street.ticket(number)).state == "taken"

    play(store_uri, story)


def test_a_notice_marked_meanwhile_takes_no_task_out_of_hand(store_uri: str) -> None:
    async def story(street: Street) -> None:
        number = await offered(street)
        await street.zhang.say("抢")
        store = street.services.store
        look_up = store.tickets.numbered

        async def after_a_mark(number: str) -> Ticket | None:
            ticket = await look_up(number)
            assert ticket is not None
            sent = replace(ticket.notices[0], state=NoticeState.SENT)
            await store.ticket_debts.mark(ticket.id, sent)
            return await look_up(number)

        store.tickets.numbered = after_a_mark  # type: ignore[method-assign]
        assert "怎么办好的" in await street.zhang.say(f"完成{number}")

    play(store_uri, story)


def test_withdrawn_while_the_volunteer_was_writing_the_result(store_uri: str) -> None:
    async def story(street: Street) -> None:
        number = await offered(street)
        await street.zhang.say("抢")
        await street.zhang.say("完成")
        await street.wang.say("取消")
        assert number in await street.zhang.say("换了灯泡")
        assert (await street.ticket(number)).state == "cancelled"
        assert f"编号 {number}已撤回" in await street.zhang.say(f"抢 {number}")

    play(store_uri, story)


def test_not_fixed_twice_starts_over_twice_and_the_new_helper_reads_why(store_uri: str) -> None:
    async def story(street: Street) -> None:
        number = await offered(street)
        for complaint in ("还是一闪一闪", "又灭了"):
            await street.zhang.say("抢")
            await street.zhang.say("完成 换了灯泡")
            assert "重新办" in await street.wang.say(f"没修好 {complaint}")
            assert "没有办完的事" in await street.wang.say("没修好")
            await street.pass_time(seconds=1)
        won = await street.zhang.say(f"抢 {number}")
        assert "还是一闪一闪" in won
        assert "又灭了" in won

    play(store_uri, story)


def test_a_grab_that_is_retried_after_a_crash_takes_one_task(store_uri: str) -> None:
    class Crashing(Dispatcher):
        async def _commit(self, work: object) -> Receipt:
            await super()._answered(work, None)  # type: ignore[arg-type]
            raise RuntimeError("killed between the grab and the receipt")

    async def story(street: Street) -> None:
        first = await offered(street)
        await street.wang.say("新的")
        second = await offered(street)
        store = street.services.store
        conversations = Conversations(store.receipts, street.clock, alone=False)
        crashing = Crashing(street.services, conversations)
        zhang = Phone(street.services, crashing, street.zhang.person)
        xml = zhang.xml("text", Content="抢")
        with pytest.raises(RuntimeError):
            await zhang.push(xml)
        answer = await street.zhang.push(xml)
        assert number_in(answer) == first
        assert (await street.ticket(second)).holder is None

    play(store_uri, story)


def test_of_many_who_grab_at_once_exactly_one_wins(store_uri: str) -> None:
    async def story(street: Street) -> None:
        number = await offered(street)
        phones = []
        for position in range(20):
            helper = Volunteer(f"oVolunteer{position:018d}", "志愿者", FEICUI, ("repair",))
            await street.services.store.volunteers.put(helper)
            phones.append(Phone(street.services, street.dispatcher, helper.id))
        answers = await asyncio.gather(*(phone.say(f"抢{number}") for phone in phones))
        assert sum("抢到了" in answer for answer in answers) == 1
        assert sum("接走了" in answer for answer in answers) == 19

    play(store_uri, story)
