"""延时, 出发, 求助, 暂停, 完成 and 退回: what a holder can say, and what each does at once."""

from datetime import timedelta
from typing import ClassVar

import pytest

from models.moves import Actor, Move, State
from models.steps import Step
from models.ticket import Due, Ticket
from tests.support.house import WANG, ZHANG
from tests.support.street import LIGHT, Street, number_in, play


async def taken(street: Street) -> str:
    """The number of a ticket that 张师傅 took."""
    number = number_in(await street.wang.say(LIGHT))
    await street.pass_time(seconds=1)
    await street.zhang.say("抢")
    return number


def told(ticket: Ticket, kind: str) -> list[str]:
    """Who is told this."""
    return [each.to for each in ticket.notices if each.kind == kind]


def notes(ticket: Ticket, move: Move) -> list[str | None]:
    """What was said with this move."""
    return [each.note for each in ticket.events if each.move is move]


class TestMoreTime:
    """延时 is asked for in time, with a reason, and told to the asker."""

    @pytest.mark.parametrize("said", ["延时 {} 缺零件", "延时{}缺零件", "延时 缺零件"])
    def test_with_a_reason_it_is_granted(self, store_uri: str, said: str) -> None:
        async def story(street: Street) -> None:
            number = await taken(street)
            before = (await street.ticket(number)).deadline(Due.EXPIRE)
            assert "延到" in await street.zhang.say(said.format(number))
            ticket = await street.ticket(number)
            after = ticket.deadline(Due.EXPIRE)
            assert before is not None
            assert after is not None
            assert after.at - before.at == timedelta(days=2)
            assert notes(ticket, Move.EXTEND) == ["缺零件"]
            assert told(ticket, "extended") == [WANG]

        play(store_uri, story)

    def test_a_missing_reason_is_asked_for(self, store_uri: str) -> None:
        async def story(street: Street) -> None:
            number = await taken(street)
            assert "为什么要延时" in await street.zhang.say("延时")
            assert "延到" in await street.zhang.say("要等零件")
            assert notes(await street.ticket(number), Move.EXTEND) == ["要等零件"]

        play(store_uri, story)

    def test_the_second_time_it_is_said_why_not(self, store_uri: str) -> None:
        async def story(street: Street) -> None:
            number = await taken(street)
            await street.zhang.say("延时 缺零件")
            assert "延过时了" in await street.zhang.say("延时 还缺零件")
            assert len(notes(await street.ticket(number), Move.EXTEND)) == 1

        play(store_uri, story)

    def test_after_the_time_it_is_too_late(self, store_uri: str) -> None:
        async def story(street: Street) -> None:
            number = await taken(street)
            street.clock.advance(days=3)
            assert "过了时限" in await street.zhang.say("延时 缺零件")
            assert notes(await street.ticket(number), Move.EXTEND) == []

        play(store_uri, story)


class TestOnTheWay:
    """出发, 求助, 暂停 and 恢复."""

    def test_starting_is_told_to_the_asker_once(self, store_uri: str) -> None:
        async def story(street: Street) -> None:
            number = await taken(street)
            assert "开始办了" in await street.zhang.say(f"出发 {number}")
            assert "已经在办了" in await street.zhang.say("开始办")
            ticket = await street.ticket(number)
            assert (ticket.state, told(ticket, "working")) == (State.WORKING, [WANG])

        play(store_uri, story)

    @pytest.mark.parametrize(
        "said", ["求助 {} 要专业电工", "办不了{}要专业电工", "求助 要专业电工"]
    )
    def test_what_is_beyond_a_volunteer_goes_up_the_ladder(self, store_uri: str, said: str) -> None:
        async def story(street: Street) -> None:
            number = await taken(street)
            assert "转给别人" in await street.zhang.say(said.format(number))
            await street.pass_time(seconds=1)
            ticket = await street.ticket(number)
            assert (ticket.rung > 0, ticket.referrer, ticket.holder) == (True, ZHANG, None)
            assert notes(ticket, Move.ESCALATE) == ["要专业电工"]
            assert told(ticket, "task") == [ZHANG]

        play(store_uri, story)

    def test_a_pause_stops_the_clock_and_says_why(self, store_uri: str) -> None:
        async def story(street: Street) -> None:
            number = await taken(street)
            assert "为什么要停" in await street.zhang.say("暂停")
            assert "先停" in await street.zhang.say("等配件到货")
            assert number in await street.zhang.say("任务")
            await street.pass_time(days=3)
            assert "接着办" in await street.zhang.say(f"恢复 {number}")
            ticket = await street.ticket(number)
            expiry = ticket.deadline(Due.EXPIRE)
            assert (ticket.state, notes(ticket, Move.PAUSE)) == (State.TAKEN, ["等配件到货"])
            assert expiry is not None
            assert expiry.at > street.clock() + timedelta(days=1)

        play(store_uri, story)

    def test_staff_may_pause_what_others_have(self, store_uri: str) -> None:
        async def story(street: Street) -> None:
            number = await taken(street)
            assert "先停" in await street.zhou.say(f"暂停 {number} 等居民回家")
            assert (await street.ticket(number)).state is State.PAUSED
            assert "接着办" in await street.zhou.say(f"恢复 {number}")
            assert told(await street.ticket(number), "paused") == [WANG, ZHANG]

        play(store_uri, story)

    @pytest.mark.parametrize("said", ["延时 10019", "求助 10019 家里没水", "暂停 10019", "恢复"])
    def test_of_a_resident_these_are_ordinary_words(self, store_uri: str, said: str) -> None:
        async def story(street: Street) -> None:
            assert "不在您手上" not in await street.li.say(said)
            (ticket,) = await street.tickets_of(street.li)
            assert ticket.text == said

        play(store_uri, story)

    def test_another_volunteer_cannot_say_them(self, store_uri: str) -> None:
        async def story(street: Street) -> None:
            number = await taken(street)
            for word in ("延时", "出发", "求助", "暂停", "恢复"):
                assert "不在您手上" in await street.chen.say(f"{word} {number}")
            assert (await street.ticket(number)).state is State.TAKEN

        play(store_uri, story)


class TestGivingBack:
    """退回 works at once; why is asked afterwards."""

    def test_it_is_free_before_the_reason_is_known(self, store_uri: str) -> None:
        async def story(street: Street) -> None:
            number = await taken(street)
            assert "1 时间不合适" in await street.zhang.say("退回")
            assert (await street.ticket(number)).state is State.OPEN
            assert "记下了" in await street.zhang.say("1")
            assert notes(await street.ticket(number), Move.EXPLAIN) == ["时间不合适"]

        play(store_uri, story)

    def test_the_reason_may_be_said_in_words_or_at_once(self, store_uri: str) -> None:
        async def story(street: Street) -> None:
            number = await taken(street)
            await street.zhang.say("退回")
            await street.zhang.say("孩子发烧要照看")
            assert notes(await street.ticket(number), Move.EXPLAIN) == ["孩子发烧要照看"]
            await street.zhou.say(f"抢 {number}")
            assert "数字" not in await street.zhou.say(f"退回 {number} 要出差")
            assert notes(await street.ticket(number), Move.GIVE_BACK) == [None, "要出差"]

        play(store_uri, story)

    def test_who_gave_it_back_is_not_asked_again(self, store_uri: str) -> None:
        async def story(street: Street) -> None:
            number = await taken(street)
            await street.zhang.say("退回 今天去不了")
            await street.pass_time(minutes=31)
            assert told(await street.ticket(number), "task") == [ZHANG]

        play(store_uri, story)

    def test_who_takes_it_and_gives_it_back_twice_cannot_go_on_so(self, store_uri: str) -> None:
        async def story(street: Street) -> None:
            number = await taken(street)
            await street.zhang.say("退回 今天去不了")
            await street.pass_time(minutes=1)
            ticket = await street.ticket(number)
            step = Step(Move.OFFER, Actor.CLOCK, "clock", street.clock(), changes={"rung": 0})
            await street.services.store.tickets.make(ticket.id, step)
            assert "抢到了" in await street.zhang.say(f"抢 {number}")
            assert (await street.ticket(number)).barred == ()
            await street.zhang.say("退回 还是去不了")
            assert (await street.ticket(number)).barred == (ZHANG,)
            assert "没找到" in await street.zhang.say(f"抢 {number}")

        play(store_uri, story)

    def test_shortly_before_the_end_it_counts_as_late(self, store_uri: str) -> None:
        async def story(street: Street) -> None:
            number = await taken(street)
            await street.pass_time(days=1, hours=23)
            await street.zhang.say("退回 今天去不了")
            assert told(await street.ticket(number), "given_back_late") == [ZHANG]

        play(store_uri, story)


class TestResult:
    """完成 ends it at once, with words a stranger understands or a photo."""

    PHOTO: ClassVar = {"PicUrl": "http://x/1", "MediaId": "M1"}

    def test_empty_words_are_asked_about_again(self, store_uri: str) -> None:
        async def story(street: Street) -> None:
            number = await taken(street)
            assert "怎么办好的" in await street.zhang.say("完成 好了")
            assert "怎么办好的" in await street.zhang.say("修好了")
            assert (await street.ticket(number)).state is State.TAKEN
            assert "已办结" in await street.zhang.say("换了灯泡")
            assert notes(await street.ticket(number), Move.FINISH) == ["换了灯泡"]

        play(store_uri, story)

    def test_words_end_it_at_once_and_the_photo_may_follow(self, store_uri: str) -> None:
        async def story(street: Street) -> None:
            number = await taken(street)
            assert "再发一张照片" in await street.zhang.say("完成 换了灯泡")
            ticket = await street.ticket(number)
            assert (ticket.state, ticket.proven, told(ticket, "done")) == (
                State.DONE,
                False,
                [WANG],
            )
            await street.pass_time(minutes=110)
            assert "照片收到了" in await street.zhang.send("image", **self.PHOTO)
            ticket = await street.ticket(number)
            assert (ticket.proven, ticket.attachments[-1].media_id) == (True, "M1")
            assert told(ticket, "shown") == [WANG]

        play(store_uri, story)

    def test_a_photo_instead_of_words_is_proof_enough(self, store_uri: str) -> None:
        async def story(street: Street) -> None:
            number = await taken(street)
            await street.zhang.say("完成")
            assert "照片" not in await street.zhang.send("image", **self.PHOTO)
            ticket = await street.ticket(number)
            assert (ticket.state, ticket.proven) == (State.DONE, True)

        play(store_uri, story)

    def test_who_cannot_take_one_is_not_pressed(self, store_uri: str) -> None:
        async def story(street: Street) -> None:
            number = await taken(street)
            await street.zhang.say("完成 换了灯泡")
            assert "打电话核实" in await street.zhang.say("手机拍不了")
            assert (await street.ticket(number)).proven is False
            assert await street.tickets_of(street.zhang) == []

        play(store_uri, story)

    def test_later_a_photo_belongs_to_something_else(self, store_uri: str) -> None:
        async def story(street: Street) -> None:
            number = await taken(street)
            await street.zhang.say("完成 换了灯泡")
            street.clock.advance(hours=3)
            await street.zhang.send("image", **self.PHOTO)
            assert (await street.ticket(number)).proven is False
            assert len(await street.tickets_of(street.zhang)) == 1

        play(store_uri, story)
