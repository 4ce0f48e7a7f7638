"""No ordinary sentence is swallowed by a word of the office: each is kept with a ticket.

Many sentences live in one story, since a store for each would take too long; of the residents'
every other one is said without an open ticket, the rest with one.
"""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
import yaml

from models.moves import Move, State
from models.session import FORM_MINUTES
from models.ticket import Ticket
from tests.support.house import Phone
from tests.support.street import LIGHT, Street, number_in, play

SAID: dict[str, list[str]] = yaml.safe_load(
    (Path(__file__).parent / "ordinary_words.yaml").read_text("utf-8")
)
OPENING = "楼道里有点事要反映一下"
WAGES = "老板欠我工资不给，想找律师"
FALL, FIRE = "我妈摔倒了爬不起来", "家里着火了"
Asking = Callable[[Street], Awaitable[Phone]]
NUMBERS = {FALL: "120", FIRE: "119"}


async def keeping(street: Street, said: str, answer: str) -> Ticket | None:
    """The ticket an answer names that holds these words."""
    for number in re.findall(r"\d{5,}", answer):
        ticket = await street.services.store.tickets.numbered(number)
        notes = [ticket.text, *(e.note or "" for e in ticket.events)] if ticket else []
        if any(said in each for each in notes):
            return ticket
    return None


async def anew(street: Street, phone: Phone) -> None:
    street.clock.advance(minutes=20)
    await phone.say("新的")


async def withdraw_all(street: Street, phone: Phone) -> None:
    for ticket in await street.tickets_of(phone):
        if ticket.is_live():
            await phone.say(f"取消 {ticket.number}")


async def lost_of(street: Street, phone: Phone, sentences: list[str]) -> dict[str, str]:
    """What was not kept, and how it was answered."""
    lost = {}
    for said in sentences:
        street.clock.advance(minutes=FORM_MINUTES + 1)  # nothing is open any more
        answer = await phone.say(said)
        if await keeping(street, said, answer) is None:
            lost[said] = answer
    return lost


async def task(street: Street) -> str:
    """The number of a task that volunteers were asked to take."""
    await anew(street, street.wang)
    number = number_in(await street.wang.say(LIGHT))
    await street.wang.say("不是")
    await street.pass_time(seconds=11)
    return number


def test_there_are_many_sentences() -> None:
    assert len(SAID["residents"]) >= 120
    assert all(len(set(SAID[name])) == len(SAID[name]) for name in SAID)


def test_what_residents_say_becomes_a_ticket(store_uri: str) -> None:
    async def story(street: Street) -> None:
        assert await lost_of(street, street.wang, SAID["residents"][::2]) == {}

    play(store_uri, story)


def test_what_residents_say_while_a_ticket_is_open_is_kept(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.wang.say(OPENING)
        lost = {}
        for said in [*SAID["residents"][1::2], *SAID["bare"][::2]]:
            street.clock.advance(minutes=5)
            answer = await street.wang.say(said)
            if await keeping(street, said, answer) is None:
                lost[said] = answer
        assert lost == {}

    play(store_uri, story)


def test_words_of_the_office_alone_are_kept_too(store_uri: str) -> None:
    async def story(street: Street) -> None:
        assert await lost_of(street, street.li, SAID["bare"][1::2]) == {}

    play(store_uri, story)


def test_questions_about_their_own_matter_are_answered(store_uri: str) -> None:
    async def story(street: Street) -> None:
        number = number_in(await street.wang.say(LIGHT))
        for said in SAID["asked"]:
            assert number in await street.wang.say(said)
            assert "没有在办的事" in await street.li.say(said)
        assert len(await street.tickets_of(street.wang)) == 1

    play(store_uri, story)


@pytest.mark.parametrize("name", ["zhang", "zhou"])
def test_volunteers_and_staff_have_troubles_too(store_uri: str, name: str) -> None:
    async def story(street: Street) -> None:
        sentences = SAID["volunteers" if name == "zhang" else "staff"]
        assert await lost_of(street, getattr(street, name), sentences) == {}

    play(store_uri, story)


@pytest.mark.parametrize("state", [State.TAKEN, State.DISPATCHED])
def test_a_task_in_hand_is_left_alone_by_them(store_uri: str, state: State) -> None:
    async def story(street: Street) -> None:
        number = await task(street)
        await street.zhou.say(f"派 {number} 给张师傅")
        if state is State.TAKEN:
            await street.zhang.say(f"接 {number}")
        before = await street.ticket(number)
        lost = {}
        for said in SAID["volunteers"]:
            # No time passes: what is in hand must not run out.
            await street.zhang.say("新的")
            found = await keeping(street, said, await street.zhang.say(said))
            if found is None or found.number == number:
                lost[said] = found
        after = await street.ticket(number)
        assert lost == {}
        assert before.state is after.state is state
        assert [each.move for each in after.events] == [each.move for each in before.events]

    play(store_uri, story)


LIMITATION = {
    **dict.fromkeys(("1", "有", "有的", "是的呀", "快到了", "三天", "有，后天就到期"), True),
    **dict.fromkeys(("2", "没有", "没有啊", "不清楚", "不晓得", "我不知道", "没得"), False),
}


def test_the_question_of_a_limitation_is_answered_in_words(store_uri: str) -> None:
    async def story(street: Street) -> None:
        for said, is_urgent in LIMITATION.items():
            await anew(street, street.li)
            ticket = await street.ticket(await street.li.say(WAGES))
            answer = await street.li.say(said)
            assert ("先办急的" if is_urgent else "按平常的办") in answer, said
            ticket = await street.ticket(ticket.number)
            assert (ticket.times(Move.HASTEN) == 1) is is_urgent
            await street.li.say(f"取消 {ticket.number}")
        await anew(street, street.li)
        number = number_in(await street.li.say(WAGES))
        said = "有，还有两个月"
        found = await keeping(street, said, await street.li.say(said))
        assert found is not None
        assert (await street.ticket(number)).times(Move.HASTEN) == 0

    play(store_uri, story)


SAME = {
    **dict.fromkeys(
        ("1", "是", "是的呀", "对对", "是这一件", "就是这个事", "是同一个事"), "合在一起办"
    ),
    **dict.fromkeys(("2", "不是", "不是呀", "不是这件", "另一件", "不是一回事"), "好，另外办"),
}


def test_whether_it_is_the_same_matter_is_answered_in_words(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.wang.say(LIGHT)
        for said, answer in SAME.items():
            await anew(street, street.li)
            asked = await street.li.say(LIGHT)
            assert "是不是这一件" in asked
            assert answer in await street.li.say(said), said
            await withdraw_all(street, street.li)
        await anew(street, street.li)
        await street.li.say(LIGHT)
        assert await keeping(street, "灯罩也掉了", await street.li.say("灯罩也掉了"))

    play(store_uri, story)


async def ask_limitation(street: Street) -> Phone:
    await street.li.say(WAGES)
    return street.li


async def ask_same(street: Street) -> Phone:
    await street.wang.say(LIGHT)
    assert "是不是这一件" in await street.li.say(LIGHT)
    return street.li


async def ask_veto(street: Street) -> Phone:
    number = await task(street)
    await street.zhang.say(f"抢 {number}")
    assert "为什么" in await street.zhou.say(f"否决 {number}")
    return street.zhou


async def ask_refusal(street: Street) -> Phone:
    number = await task(street)
    await street.zhou.say(f"派 {number} 给张师傅")
    assert "为什么去不了" in await street.zhang.say("拒绝")
    return street.zhang


def ask_holder(word: str) -> Asking:
    async def ask(street: Street) -> Phone:
        number = await task(street)
        await street.zhang.say(f"抢 {number}")
        assert number in await street.zhang.say(word)
        return street.zhang

    return ask


FORMS: dict[str, Asking] = {
    "limitation": ask_limitation,
    "same": ask_same,
    "veto": ask_veto,
    "refusal": ask_refusal,
    **{word: ask_holder(word) for word in ("退回", "延时", "求助", "暂停", "完成")},
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_emergency_number_first_and_lets_one_out(
    store_uri: str, form: str
) -> None:
    async def story(street: Street) -> None:
        async def ask() -> Phone:
            for phone in (street.li, street.zhang, street.zhou):
                await anew(street, phone)
                for ticket in await street.services.store.tickets.held_by(phone.person):
                    await phone.say(f"退回 {ticket.number} 换人")
                await phone.say("返回")
            for asker in (street.li, street.wang):
                await withdraw_all(street, asker)
            return await FORMS[form](street)

        for said, number in NUMBERS.items():
            answer = await (await ask()).say(said)
            assert answer.index(number) < answer.index("编号"), answer
            assert await keeping(street, said, answer)
        phone = await ask()
        assert await phone.say("重复") == await phone.say("重复")
        assert "不客气" in await phone.say("好的")
        assert "0 再看菜单" in await phone.say("菜单")
        for word, answer in {"返回": "回到开头", "人工": "已请工作人员找您"}.items():
            assert answer in await (await ask()).say(word)
        cancelled = await (await ask()).say("取消")
        assert ("已撤回" if form in ("limitation", "same") else "不办了") in cancelled

    play(store_uri, story)


def test_who_is_still_at_it_hears_the_number_before_the_answer(store_uri: str) -> None:
    async def story(street: Street) -> None:
        number = await task(street)
        await street.zhang.say(f"抢 {number}")
        answer = await street.zhang.say("求助 煤气在漏，味道很大")
        assert answer.index("119") < answer.index("转给别人办")

    play(store_uri, story)
