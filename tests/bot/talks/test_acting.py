"""A child asks for an elder who agreed: the ticket is the elder's, and all know who asked."""

import pytest

from bot import family
from bot.office.timeline import timeline
from models.kin import Bond
from models.moves import State
from tests.support.house import LI, WANG, Phone
from tests.support.street import LIGHT, Street, play

FOR_MUM = "帮我妈报修，三楼厨房水管漏水了"
MUM = "妈妈"


async def bind(
    street: Street, elder: str = LI, child: str = WANG, elder_name: str | None = MUM
) -> None:
    """As if the elder had agreed."""
    bond = Bond(elder, child, street.clock(), elder, elder_name, "女儿小丽")
    await family.bind(street.services, bond)


def test_the_ticket_is_the_elders_and_says_who_asked(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await bind(street)
        answer = await street.wang.say(FOR_MUM)
        assert "替妈妈登记" in answer
        ticket = await street.ticket(answer)
        assert (ticket.asker, ticket.source) == (LI, "family")
        assert ticket.followers == (WANG,)
        assert ticket.area == "feicui-2"
        assert [(each.to, each.kind) for each in ticket.notices] == [(LI, "family")]
        [line] = await timeline(street.services, ticket, lambda text: text)
        assert "家人" in line.who
        assert "女儿小丽" in line.note
        assert "三楼厨房" in await street.li.say("进度")
        assert "（妈妈的）" in await street.wang.say("进度")

    play(store_uri, story)


def test_the_elder_takes_it_back_with_one_word(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await bind(street)
        number = (await street.ticket(await street.wang.say(FOR_MUM))).number
        await street.li.say("不用了")
        assert (await street.ticket(number)).state is State.CANCELLED

    play(store_uri, story)


def test_the_child_follows_it_up_to_the_end(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await bind(street)
        number = (await street.ticket(await street.wang.say(FOR_MUM))).number
        await street.wang.say("就在水槽下面")
        assert "催" in await street.wang.say(f"催 {number}")
        await street.pass_time(minutes=1)
        await street.zhang.say(f"抢 {number}")
        await street.zhang.say(f"完成 {number} 换了水管")
        assert "重新办" in await street.wang.say(f"没修好 {number} 还在滴")
        ticket = await street.ticket(number)
        assert ticket.events[-1].by == WANG
        assert {WANG, LI} <= {each.to for each in ticket.notices if each.kind == "done"}
        await street.wang.say(f"取消 {number}")
        assert (await street.ticket(number)).state is State.CANCELLED

    play(store_uri, story)


@pytest.mark.parametrize("said", [FOR_MUM, "给我爸修一下水管，厨房漏水了"])
def test_without_such_an_elder_the_words_are_heard_as_ever(store_uri: str, said: str) -> None:
    async def story(street: Street) -> None:
        if said != FOR_MUM:
            await bind(street)  # but to the mother
        ticket = await street.ticket(await street.wang.say(said))
        assert (ticket.asker, ticket.source) == (WANG, "chat")

    play(store_uri, story)


def test_with_several_elders_we_ask_for_whom(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await bind(street, elder_name=None)
        await bind(street, elder="oElder2", elder_name=None)
        assert "替哪一位办" in await street.wang.say("帮老人报修，厨房水管漏水了")
        street.clock.advance(seconds=1)
        ticket = await street.ticket(await street.wang.say("1"))
        assert ticket.asker == LI

    play(store_uri, story)


def test_where_only_for_whom_is_said_we_ask_what(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await bind(street)
        assert "请说是什么事" in await street.wang.say("帮我妈报修")
        ticket = await street.ticket(await street.wang.say("厨房水管漏水了"))
        assert ticket.asker == LI
        assert "厨房水管" in ticket.text

    play(store_uri, story)


def test_a_consent_taken_back_in_the_middle_ends_it_there(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await bind(street)
        await street.wang.say("帮我妈报修")
        await street.li.say("解除绑定")
        assert "已经解除" in await street.wang.say("厨房水管漏水了")
        assert await street.tickets_of(street.li) == []

    play(store_uri, story)


def test_after_the_end_of_the_bond_the_child_sees_and_adds_nothing(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await bind(street)
        number = (await street.ticket(await street.wang.say(FOR_MUM))).number
        assert "解除了" in await street.li.say("不让他看了")
        before = await street.ticket(number)
        assert before.followers == ()
        assert "没找到" in await street.wang.say(f"进度 {number}")
        assert "没找到" in await street.wang.say(f"取消 {number}")
        await street.wang.say("水还在漏，越来越大")
        assert (await street.ticket(number)).story == before.story

    play(store_uri, story)


def test_what_the_elder_asks_for_is_told_to_the_child_until_they_want_no_more(
    store_uri: str,
) -> None:
    async def story(street: Street) -> None:
        await bind(street)
        first = await street.ticket(await street.li.say(LIGHT))
        assert first.followers == (WANG,)
        assert "（妈妈的）" in await street.wang.say(f"进度 {first.number}")
        assert "不再发给您" in await street.wang.say("取消关注")
        assert (await street.ticket(first.number)).followers == ()
        await street.li.say("新的")
        second = await street.ticket(await street.li.say("楼下下水道堵了，臭得很"))
        assert second.followers == ()
        assert "告诉您" in await street.wang.say("重新关注")

    play(store_uri, story)


def test_a_childs_danger_for_the_elder_gives_the_number_first(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await bind(street)
        answer = await street.wang.say("帮我妈叫人，她摔倒了爬不起来")
        assert "120" in answer

    play(store_uri, story)


async def _ends(street: Street, phone: Phone) -> None:
    await phone.event("unsubscribe", EventKey="")


@pytest.mark.parametrize("who", ["li", "wang"])
def test_whoever_unfollows_is_bound_to_nobody_any_more(store_uri: str, who: str) -> None:
    async def story(street: Street) -> None:
        await bind(street)
        await street.wang.say("绑定老人")
        await _ends(street, street.phones[who])
        assert await family.children_of(street.services, LI) == []

    play(store_uri, story)
