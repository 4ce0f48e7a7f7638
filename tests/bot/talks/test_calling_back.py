"""回访: staff ask by phone whether it is really done; a no starts it over with somebody else."""

import pytest

from models.moves import Move, State
from models.people import Role
from models.ticket import Ticket
from tests.bot.talks.test_dispatching import told, waiting
from tests.support.house import ZHANG
from tests.support.offices import TINGTAO, hire
from tests.support.street import Street, play


async def finished(street: Street) -> str:
    """The number of a ticket that is done, about which nobody said anything yet."""
    number = await waiting(street)
    await street.zhang.say(f"抢 {number}")
    await street.zhang.say(f"完成 {number} 换了灯泡")
    return number


def last(ticket: Ticket) -> tuple[Move, str | None, State]:
    """The latest event."""
    event = ticket.events[-1]
    return event.move, event.note, ticket.state


@pytest.mark.parametrize(
    ("said", "note"),
    [
        ("满意", "满意"),
        ("很满意，灯亮了", "满意，灯亮了"),
        ("没人接", "没人接"),
        ("打不通", "没人接"),
        ("1", "满意"),
        ("２", "没人接"),
    ],
)
def test_a_call_that_says_nothing_against_it_closes_it(
    store_uri: str, said: str, note: str
) -> None:
    async def story(street: Street) -> None:
        n = await finished(street)
        assert f"编号 {n} 回访完了" in await street.zhou.say(f"回访 {n} {said}")
        assert last(await street.ticket(n)) == (Move.CONFIRM, note, State.CLOSED)

    play(store_uri, story)


def test_what_the_asker_said_is_asked_for_with_choices(store_uri: str) -> None:
    async def story(street: Street) -> None:
        n = await finished(street)
        assert "2 没人接" in await street.zhou.say(f"回访{n}")
        assert "2 没人接" in await street.zhou.say("好像说了什么")
        assert (await street.ticket(n)).state is State.DONE
        assert "哪里不满意" in await street.zhou.say("不满意")
        assert (await street.ticket(n)).state is State.DONE
        assert "会换一个人" in await street.zhou.say("灯还是不亮")
        assert last(await street.ticket(n)) == (Move.NOT_FIXED, "灯还是不亮", State.REOPENED)

    play(store_uri, story)


@pytest.mark.parametrize("said", ["不满意，还在闪", "不满意还在闪", "没修好 还在闪", "3 还在闪"])
def test_discontent_starts_it_over_with_somebody_else(store_uri: str, said: str) -> None:
    async def story(street: Street) -> None:
        n = await finished(street)
        assert "会换一个人" in await street.zhou.say(f"回访 {n} {said}")
        ticket = await street.ticket(n)
        assert last(ticket) == (Move.NOT_FIXED, "还在闪", State.REOPENED)
        assert ticket.barred == (ZHANG,)
        assert told(ticket, Move.NOT_FIXED) == {ZHANG: "not_fixed"}

    play(store_uri, story)


def test_the_list_holds_what_nobody_spoke_about_and_what_was_rated_badly(store_uri: str) -> None:
    async def story(street: Street) -> None:
        assert "没有要回访" in await street.zhou.say("回访")
        silent = await finished(street)
        await street.wang.say("新的")
        bad = await finished(street)
        assert "没有要回访" in await street.zhou.say("回访")
        await street.wang.say(f"评价 1 {bad}")
        shown = await street.zhou.say("回访")
        assert f"{bad}【报修】" in shown
        assert "1 分" in shown
        assert silent not in shown
        await street.pass_time(days=4)
        assert silent in await street.zhou.say("回访")
        await street.zhou.say(f"回访 {silent} 满意")
        await street.zhou.say(f"回访 {bad} 满意")
        assert "没有要回访" in await street.zhou.say("回访")

    play(store_uri, story)


def test_others_see_no_list(store_uri: str) -> None:
    async def story(street: Street) -> None:
        far = await hire(street, "吴主任", Role.DESK, TINGTAO)
        n = await finished(street)
        await street.pass_time(days=4)
        assert "没有要回访" in await far.say("回访")
        for phone in (street.li, street.chen):
            assert n not in await phone.say("回访")

    play(store_uri, story)


def test_what_is_not_done_needs_no_call(store_uri: str) -> None:
    async def story(street: Street) -> None:
        n = await waiting(street)
        await street.zhang.say(f"抢 {n}")
        answer = await street.zhou.say(f"回访 {n} 满意")
        assert "已接单，张师傅" in answer
        assert "否决" in answer
        assert (await street.ticket(n)).state is State.TAKEN

    play(store_uri, story)


def test_a_leader_calls_nobody_back(store_uri: str) -> None:
    async def story(street: Street) -> None:
        n = await finished(street)
        assert "不归您的岗位" in await street.sun.say(f"回访 {n} 满意")
        assert (await street.ticket(n)).state is State.DONE

    play(store_uri, story)


def test_a_call_told_twice_counts_once(store_uri: str) -> None:
    async def story(street: Street) -> None:
        n = await finished(street)
        xml = street.zhou.xml("text", Content=f"回访 {n} 不满意，还在闪")
        assert await street.zhou.push(xml) == await street.zhou.push(xml)
        assert (await street.ticket(n)).times(Move.NOT_FIXED) == 1

    play(store_uri, story)
