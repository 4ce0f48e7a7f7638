"""派: staff send somebody by name or from the list; who was sent says 接, 拒绝 or 退单."""

import asyncio

import pytest

from models.moves import Move, State
from models.notice import Channel
from models.people import Role, Volunteer
from models.ticket import Ticket
from tests.support.house import CHEN, ZHANG, ZHOU, Phone
from tests.support.offices import FEICUI, TINGTAO, hire
from tests.support.street import LIGHT, Street, number_in, play

WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
SPOKEN = str.maketrans("0123456789", "零一二三四五六七八九")


async def waiting(street: Street, words: str = LIGHT) -> str:
    """The number of a ticket that volunteers were offered and nobody took."""
    number = number_in(await street.wang.say(words))
    await street.pass_time(seconds=1)
    return number


async def sent(street: Street, name: str = "张师傅", words: str = LIGHT) -> str:
    """The number of a ticket to which somebody was sent."""
    number = await waiting(street, words)
    assert f"派给{name}" in await street.zhou.say(f"派 {number} 给 {name}")
    return number


def told(ticket: Ticket, move: Move) -> dict[str, str]:
    """Who is told of the latest such move, and which kind of notice."""
    at = max(n for n, event in enumerate(ticket.events) if event.move is move)
    found = [each for each in ticket.notices if each.event == at]
    return {each.to: each.kind for each in found if each.channel is not Channel.RECORD}


@pytest.mark.parametrize(
    "said",
    [
        "派 {n} 给 张师傅",
        "派{n}给张师傅",
        "派单{n}张师傅",
        "派 {wide} 给张师傅。",
        "派{spoken}给张师傅",
        "把{n}派给张师傅",
        "派 {n} 张师傅吧",
    ],
)
def test_staff_send_somebody_by_name_however_they_type_it(store_uri: str, said: str) -> None:
    async def story(street: Street) -> None:
        n = await waiting(street)
        words = said.format(n=n, wide=n.translate(WIDE), spoken=n.translate(SPOKEN))
        assert f"编号 {n} 派给张师傅" in await street.zhou.say(words)
        ticket = await street.ticket(n)
        assert ticket.state is State.DISPATCHED
        assert told(ticket, Move.DISPATCH) == {ZHANG: "dispatched"}

    play(store_uri, story)


def test_who_was_sent_accepts_and_only_then_sees_the_contact(store_uri: str) -> None:
    async def story(street: Street) -> None:
        n = await sent(street)
        assert "没有派给您" in await street.chen.say(f"接 {n}")
        won = await street.zhang.say("接")
        assert LIGHT in won
        assert "联系：" in won
        ticket = await street.ticket(n)
        assert ticket.state is State.TAKEN
        assert ticket.is_held_by(ZHANG)
        assert told(ticket, Move.ACCEPT) == {ticket.asker: "taken", ZHOU: "accepted"}
        assert ticket.events[-1].revealed == bool(ticket.phone or ticket.place)

    play(store_uri, story)


@pytest.mark.parametrize("word", ["派 {n}", "谁能办 {n}", "谁能办{n}", "{n}谁能办"])
def test_without_a_name_there_is_a_list_with_reasons_to_choose_from(
    store_uri: str, word: str
) -> None:
    async def story(street: Street) -> None:
        n = await waiting(street)
        shown = await street.zhou.say(word.format(n=n))
        assert "1 张师傅" in shown
        assert "水电维修" in shown
        assert "派给张师傅" in await street.zhou.say("１")
        assert (await street.ticket(n)).state is State.DISPATCHED

    play(store_uri, story)


def test_a_choice_that_is_not_on_the_list_shows_it_again_and_a_name_will_do(
    store_uri: str,
) -> None:
    async def story(street: Street) -> None:
        n = await waiting(street)
        await street.zhou.say(f"派 {n}")
        assert "1 张师傅" in await street.zhou.say("7")
        assert "没找到叫“诸葛亮”" in await street.zhou.say("诸葛亮")
        assert "派给陈姐" in await street.zhou.say("陈姐")

    play(store_uri, story)


def test_several_of_one_name_are_told_apart_by_number(store_uri: str) -> None:
    async def story(street: Street) -> None:
        n = await waiting(street)
        for position in range(2):
            person = Volunteer(f"oLiu{position}", "刘大姐", FEICUI, ("repair",))
            await street.services.store.volunteers.put(person)
        assert "有几位" in await street.zhou.say(f"派 {n} 给 刘大姐")
        await street.zhou.say("2")
        dispatch = (await street.ticket(n)).dispatch
        assert dispatch is not None
        assert dispatch.to == "oLiu1"

    play(store_uri, story)


def test_of_a_group_exactly_one_accepts_and_the_others_hear_who(store_uri: str) -> None:
    async def story(street: Street) -> None:
        crew = [
            await hire(street, f"工人{letter}", Role.GRID_WORKER, FEICUI, "property")
            for letter in "甲乙丙丁"
        ]
        n = await waiting(street)
        assert "派给物业维修组" in await street.zhou.say(f"派 {n} 给 物业维修组")
        assert set(told(await street.ticket(n), Move.DISPATCH)) == {each.person for each in crew}
        answers = await asyncio.gather(*(each.say(f"接 {n}") for each in crew))
        assert sum("归您办" in each for each in answers) == 1
        assert sum("已接单，工人" in each for each in answers) == 3

    play(store_uri, story)


def test_a_group_does_not_bring_back_who_was_sent_away(store_uri: str) -> None:
    async def story(street: Street) -> None:
        again = await hire(street, "工人甲", Role.GRID_WORKER, FEICUI, "property")
        other = await hire(street, "工人乙", Role.GRID_WORKER, FEICUI, "property")
        n = await sent(street, "工人甲")
        await again.say(f"接 {n}")
        await street.zhou.say(f"否决 {n} 换别人")
        await street.zhou.say(f"派 {n} 给 物业维修组")
        assert set(told(await street.ticket(n), Move.DISPATCH)) == {other.person}
        assert "没有派给您" in await again.say(f"接 {n}")
        assert "归您办" in await other.say(f"接 {n}")

    play(store_uri, story)


def test_a_refusal_needs_a_reason_and_the_search_goes_on_without_them(store_uri: str) -> None:
    async def story(street: Street) -> None:
        n = await sent(street)
        assert "为什么去不了" in await street.zhang.say("拒绝")
        assert (await street.ticket(n)).state is State.DISPATCHED
        assert f"编号 {n} 会另找人" in await street.zhang.say("去不了")
        ticket = await street.ticket(n)
        assert ticket.barred == (ZHANG,)
        assert ticket.events[-1].note == "去不了"
        assert told(ticket, Move.REFUSE) == {ZHOU: "refused"}
        await street.pass_time(seconds=1)
        assert (await street.ticket(n)).state is State.OPEN
        assert "没找到叫“张师傅”" in await street.zhou.say(f"派 {n} 给 张师傅")
        assert "没有派给您" in await street.zhang.say(f"接 {n}")

    play(store_uri, story)


def test_not_ours_is_said_by_a_rule_and_by_nothing_else(store_uri: str) -> None:
    async def story(street: Street) -> None:
        worker = await hire(street, "工人甲", Role.GRID_WORKER, FEICUI, "property")
        n = await sent(street, "物业维修组")
        assert "按哪一条" in await worker.say(f"退单 {n} 不想去")
        assert (await street.ticket(n)).state is State.DISPATCHED
        assert f"编号 {n} 退回给社区" in await worker.say("1")
        ticket = await street.ticket(n)
        assert ticket.events[-1].note == "属于自家的东西，由住户自己修"
        assert ticket.barred == ("group:property", worker.person)
        assert told(ticket, Move.RETURN)[ZHOU] == "returned"

    play(store_uri, story)


def test_who_holds_a_task_gives_it_up_by_the_same_word(store_uri: str) -> None:
    async def story(street: Street) -> None:
        n = await waiting(street)
        await street.zhang.say(f"抢 {n}")
        assert n in await street.zhang.say(f"退单 {n} 家里有事")
        assert (await street.ticket(n)).times(Move.GIVE_BACK) == 1

    play(store_uri, story)


def test_with_several_at_once_the_number_is_asked_for(store_uri: str) -> None:
    async def story(street: Street) -> None:
        first = await sent(street)
        await street.wang.say("新的")
        second = await sent(street, words="厨房水管漏水了")
        shown = await street.zhang.say("接")
        assert first in shown
        assert second in shown
        assert "漏水" not in shown  # the words are for who accepts
        assert f"编号 {second}" in await street.zhang.say(second)
        assert (await street.ticket(second)).is_held_by(ZHANG)

    play(store_uri, story)


@pytest.mark.parametrize("word", ["派 {n} 给 张师傅", "谁能办 {n}", "接 {n}", "拒绝 {n} 太远"])
def test_for_residents_these_are_ordinary_words(store_uri: str, word: str) -> None:
    async def story(street: Street) -> None:
        n = await sent(street)
        before = await street.ticket(n)
        answer = await street.li.say(word.format(n=n))
        assert "派给" not in answer
        after = await street.ticket(n)
        assert (after.state, after.dispatch) == (before.state, before.dispatch)

    play(store_uri, story)


def test_what_lies_elsewhere_is_answered_like_what_does_not_exist(store_uri: str) -> None:
    async def story(street: Street) -> None:
        far = await hire(street, "吴主任", Role.DESK, TINGTAO)
        n = await waiting(street)
        for phone in (far, street.lawyer):
            answers = {
                (await phone.say(f"派 {number} 给 张师傅")).replace(number, "N")
                for number in (n, "99999")
            }
            assert len(answers) == 1
            assert "没找到编号 N" in answers.pop()
        assert (await street.ticket(n)).state is State.OFFERED

    play(store_uri, story)


def test_what_somebody_has_is_not_sent_and_staff_hear_what_is_possible(store_uri: str) -> None:
    async def story(street: Street) -> None:
        n = await waiting(street)
        await street.zhang.say("抢")
        answer = await street.zhou.say(f"派 {n} 给 陈姐")
        assert "已接单，张师傅" in answer
        assert "否决" in answer
        assert "督办" not in answer
        assert (await street.ticket(n)).is_held_by(ZHANG)

    play(store_uri, story)


def test_a_leader_sends_nobody_and_a_grid_worker_in_the_own_grid_only(store_uri: str) -> None:
    async def story(street: Street) -> None:
        beside = await hire(street, "小吴", Role.GRID_WORKER, (*FEICUI, "feicui-2"))
        inside = await hire(street, "小郑", Role.GRID_WORKER, (*FEICUI, "feicui-1"))
        n = await waiting(street)
        assert "不归您的岗位" in await street.sun.say(f"派 {n} 给 张师傅")
        assert "没找到" in await beside.say(f"派 {n} 给 张师傅")
        assert "没找到叫“张师傅”" in await inside.say(f"派 {n} 给 张师傅")
        assert "派给张师傅" in await inside.say("1")

    play(store_uri, story)


def test_a_dispatch_that_is_pushed_twice_is_made_once(store_uri: str) -> None:
    async def story(street: Street) -> None:
        n = await waiting(street)
        xml = street.zhou.xml("text", Content=f"派 {n} 给 张师傅")
        assert await street.zhou.push(xml) == await street.zhou.push(xml)
        assert (await street.ticket(n)).times(Move.DISPATCH) == 1

    play(store_uri, story)


def test_unanswered_it_lapses_and_goes_on(store_uri: str) -> None:
    async def story(street: Street) -> None:
        n = await sent(street)
        await street.pass_time(hours=2, seconds=1)
        ticket = await street.ticket(n)
        assert ticket.state is not State.DISPATCHED
        assert told(ticket, Move.LAPSE) == {ZHOU: "lapsed"}
        assert "没有派给您" in await street.zhang.say(f"接 {n}")

    play(store_uri, story)


def test_many_staff_at_once_send_one_person(store_uri: str) -> None:
    async def story(street: Street) -> None:
        offices = [await hire(street, f"主任{letter}", Role.DESK) for letter in "甲乙丙"]
        n = await waiting(street)
        names = {ZHANG: "张师傅", CHEN: "陈姐"}
        answers = await asyncio.gather(
            *(each.say(f"派 {n} 给 {name}") for each in offices for name in names.values())
        )
        assert sum("等对方回话" in each for each in answers) == 1
        assert (await street.ticket(n)).times(Move.DISPATCH) == 1

    play(store_uri, story)


def test_a_grab_by_who_was_sent_is_as_good_as_a_yes(store_uri: str) -> None:
    async def story(street: Street) -> None:
        n = await sent(street)
        phone: Phone = street.zhang
        await phone.say(f"接单 {n}")
        assert (await street.ticket(n)).is_held_by(ZHANG)

    play(store_uri, story)
