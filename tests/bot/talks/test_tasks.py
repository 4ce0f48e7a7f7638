"""抢, 完成, 退回, 评价: who may take what, and what happens to those who may not."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.conversations import Conversations
from bot.dispatcher import Dispatcher
from models.ladder import QueueSettings
from models.moves import Actor, Audience, Move, State
from models.notice import NoticeState
from models.people import Certificate, Volunteer
from models.receipt import Receipt
from models.steps import GROUP, Step
from models.ticket import Dispatch, Ticket
from tests.support.house import LI, PAIRED, ZHANG, ZHOU, Phone, timetable
from tests.support.street import LIGHT, Street, number_in, play

FEICUI = ("hefei", "shushan", "wanhe", "feicui")
FIRST_GRID = (*FEICUI, "feicui-1")
OTHER = "oVolunteer00000000000000wu"
TINGTAO = ("hefei", "shushan", "wanhe", "tingtao")


PIPE = "厨房水管漏水了"


async def offered(street: Street, words: str = LIGHT, asker: Phone | None = None) -> str:
    """The number of a ticket on offer."""
    number = number_in(await (asker or street.wang).say(words))
    await street.pass_time(seconds=1)
    return number


async def join(street: Street, person: str, name: str, **fields: Any) -> Phone:
    """Another volunteer of the community."""
    plain = {"area_path": FEICUI, "skills": ("repair",)}
    volunteer = Volunteer(person, name, **(plain | fields))
    await street.services.store.volunteers.put(volunteer)
    return Phone(street.services, street.dispatcher, person)


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
        second = await offered(street, PIPE, street.li)
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


def test_who_takes_it_after_it_was_not_fixed_reads_why(store_uri: str) -> None:
    async def story(street: Street) -> None:
        number = await offered(street)
        other = await join(street, OTHER, "吴师傅")
        await street.zhang.say("抢")
        await street.zhang.say("完成 换了灯泡")
        await street.wang.say("没修好 还是一闪一闪")
        await street.pass_time(seconds=1)
        await other.say(f"抢 {number}")
        await other.say("完成 换了灯泡")
        await street.wang.say("没修好 又灭了")
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
        second = await offered(street, PIPE, street.li)
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


def test_only_the_winner_sees_the_contact_and_that_is_noted(store_uri: str) -> None:
    async def story(street: Street) -> None:
        number = await offered(street, "三楼楼道灯不亮了，3栋2单元401，电话13800138000")
        assert "13800138000" not in await street.zhang.say("任务")
        assert "13800138000" not in await street.zhang.say(f"任务 {number}")
        assert "13800138000" in await street.zhang.say("抢")
        assert "13800138000" in await street.zhang.say(f"任务{number}")
        assert "13800138000" not in await street.chen.say(f"任务 {number}")
        event = (await street.ticket(number)).events[-1]
        assert (event.move, event.by, event.revealed) == (Move.GRAB, ZHANG, True)

    play(store_uri, story)


def test_nobody_takes_more_at_once_than_they_said_they_can_see_to(store_uri: str) -> None:
    async def story(street: Street) -> None:
        one = await join(street, OTHER, "吴师傅", cap=1)
        first, second = await offered(street), await offered(street, PIPE, street.li)
        assert "抢到了" in await one.say(f"抢 {first}")
        assert "您手上已有 1 件" in await one.say(f"抢 {second}")
        assert "已经在您手上" in await one.say(f"抢 {first}")
        await one.say("完成 换了灯泡")
        assert "抢到了" in await one.say(f"抢 {second}")

    play(store_uri, story)


def test_a_volunteer_is_shown_the_tasks_of_further_areas_they_go_to(store_uri: str) -> None:
    async def story(street: Street) -> None:
        far = await join(street, OTHER, "吴师傅", area_path=TINGTAO, areas=("feicui-1",))
        number = await offered(street)
        assert number in await far.say("任务")
        assert "抢到了" in await far.say("抢")

    play(store_uri, story)


def test_who_was_sent_away_from_a_task_cannot_take_it_again(store_uri: str) -> None:
    async def story(street: Street) -> None:
        number = await offered(street)
        await join(street, OTHER, "吴师傅")
        await street.zhang.say("抢")
        ticket = await street.ticket(number)
        away = Step(
            Move.VETO,
            Actor.STAFF,
            ZHOU,
            street.clock(),
            note="要电工证",
            changes={"barred": (ZHANG,)},
        )
        await street.services.store.tickets.make(ticket.id, away)
        await street.pass_time(seconds=1)
        assert "没找到" in await street.zhang.say(f"抢 {number}")

    play(store_uri, story)


def test_a_task_that_asks_for_a_paper_is_only_for_those_who_have_it(store_uri: str) -> None:
    ladder = PAIRED.ladder
    times = timetable(repair=QueueSettings(certificate="electrician", ladder=ladder))

    async def story(street: Street) -> None:
        until = street.clock() + timedelta(days=30)
        paper = (Certificate("electrician", until),)
        skilled = await join(street, OTHER, "吴师傅", certificates=paper)
        number = await offered(street)
        assert [each.to for each in (await street.ticket(number)).notices] == [OTHER]
        assert "没找到" in await street.zhang.say(f"抢 {number}")
        assert "抢到了" in await skilled.say(f"抢 {number}")

    play(store_uri, story, times)


def test_who_was_sent_accepts_by_grabbing(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await join(street, OTHER, "吴师傅", groups=("crew",), skills=())
        crew = Phone(street.services, street.dispatcher, OTHER)
        for phone, to, words in ((street.zhang, ZHANG, "抢"), (crew, GROUP + "crew", "抢{}")):
            number = await offered(street, LIGHT if phone is crew else PIPE)
            ticket = await street.ticket(number)
            sent = Dispatch(to, "", ZHOU, street.clock())
            step = Step(
                Move.DISPATCH,
                Actor.STAFF,
                ZHOU,
                street.clock(),
                tell={Audience.CHOSEN: [phone.person]},
                changes={"dispatch": sent},
            )
            await street.services.store.tickets.make(ticket.id, step)
            await phone.say(words.format(number))
            taken = await street.ticket(number)
            assert (taken.state, taken.is_held_by(phone.person)) == (State.TAKEN, True)
            assert taken.events[-1].move is Move.ACCEPT
            await street.wang.say("新的")

    play(store_uri, story)


class TestTwoGoTogether:
    """Where the queue says so, nobody enters a home alone."""

    TIMES = timetable(repair=PAIRED)
    WORDS = "三楼楼道灯不亮了，电话13800138000"

    def test_the_first_waits_and_the_second_completes_it(self, store_uri: str) -> None:
        async def story(street: Street) -> None:
            other = await join(street, OTHER, "吴师傅")
            number = await offered(street, self.WORDS)
            waits = await street.zhang.say("抢")
            assert "还差一个同伴" in waits
            assert "13800138000" not in waits
            assert "还差一个同伴" in await street.zhang.say(f"抢 {number}")
            assert "还差同伴" in await street.zhang.say("任务")
            won = await other.say("抢")
            assert "13800138000" in won
            assert "张师傅和您一起去" in won
            ticket = await street.ticket(number)
            assert [each.id for each in ticket.holders] == [ZHANG, OTHER]
            assert (ZHANG, "paired") in [(each.to, each.kind) for each in ticket.notices]
            assert "13800138000" in await street.zhang.say(f"任务 {number}")
            assert "已办结" in await other.say("完成 换了灯泡")

        play(store_uri, story, self.TIMES)

    def test_the_first_may_withdraw_before_somebody_comes(self, store_uri: str) -> None:
        async def story(street: Street) -> None:
            other = await join(street, OTHER, "吴师傅")
            number = await offered(street, self.WORDS)
            await street.zhang.say("抢")
            assert f"编号 {number} 您不用去了" in await street.zhang.say("退回")
            assert "还差一个同伴" in await other.say("抢")
            ticket = await street.ticket(number)
            assert ticket.pledged is not None
            assert (ticket.state, ticket.pledged.id) == (State.OFFERED, OTHER)

        play(store_uri, story, self.TIMES)

    def test_staff_go_along_with_who_waits(self, store_uri: str) -> None:
        async def story(street: Street) -> None:
            number = await offered(street, self.WORDS)
            await street.zhang.say("抢")
            await street.pass_time(minutes=31)
            assert "张师傅和您一起去" in await street.zhou.say(f"抢 {number}")
            ticket = await street.ticket(number)
            assert [each.id for each in ticket.holders] == [ZHANG, ZHOU]

        play(store_uri, story, self.TIMES)

    def test_of_many_at_once_exactly_two_go(self, store_uri: str) -> None:
        async def story(street: Street) -> None:
            phones = [
                await join(street, f"oVolunteer{position:018d}", "志愿者") for position in range(8)
            ]
            number = await offered(street, self.WORDS)
            answers = await asyncio.gather(*(phone.say(f"抢{number}") for phone in phones))
            assert sum("抢到了" in answer for answer in answers) == 1
            assert sum("还差一个同伴" in answer for answer in answers) == 1
            assert sum("接走了" in answer for answer in answers) == 6
            assert len((await street.ticket(number)).holders) == 2

        play(store_uri, story, self.TIMES)

    def test_who_waits_is_told_when_it_is_not_needed_any_more(self, store_uri: str) -> None:
        async def story(street: Street) -> None:
            number = await offered(street, self.WORDS)
            await street.zhang.say("抢")
            await street.wang.say("取消")
            ticket = await street.ticket(number)
            assert (ZHANG, "cancelled") in [(each.to, each.kind) for each in ticket.notices]

        play(store_uri, story, self.TIMES)
