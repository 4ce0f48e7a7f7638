"""What the page says about an answer beforehand is what becomes of it when it is sent."""

import pytest

from bot.office.replying import TooLongError, check_length, outlook, reply, sentences
from bot.oversight import Oversight
from bot.replies import TEXT_LIMIT
from jobs.deliver import Postman
from models.moves import Move
from models.notice import Channel, NoticeState
from models.people import Role, StaffMember
from models.reply_templates import ReplyTemplate
from tests.support.house import WANG, ZHOU
from tests.support.offices import FEICUI
from tests.support.post import Post, WeChat, post
from tests.support.street import LIGHT, Street, play


def acting(street: Street, key: str = "click") -> Oversight:
    return Oversight(street.services, StaffMember(ZHOU, "周主任", Role.DESK, FEICUI), key)


async def sent_by(at: Post, number: str) -> tuple[NoticeState, Channel]:
    """What became of the latest answer."""
    postman = Postman(at.street.services, at.courier)
    while await postman.go_round():
        pass
    ticket = await at.street.ticket(number)
    latest = [each for each in ticket.notices if each.kind == "answer"][-1]
    return latest.state, latest.channel


def test_the_way_the_page_names_is_the_way_it_goes(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post) -> None:
        street, services = at.street, at.street.services
        ticket = await street.ticket(await street.wang.say(LIGHT))
        for left in range(5, 0, -1):
            assert f"还能发 {left} 条" in await outlook(services, ticket)
            await reply(acting(street, f"k{left}"), ticket, f"第{left}句")
            state, channel = await sent_by(at, ticket.number)
            if channel is not Channel.CUSTOMER:
                break
            assert state is NoticeState.SENT
            ticket = await street.ticket(ticket.number)
        assert "只能发服务通知" in await outlook(services, ticket)
        await reply(acting(street, "last"), ticket, "再说一句")
        assert (await sent_by(at, ticket.number))[1] is Channel.TEMPLATE

    post(store_uri, wechat, story)


def test_who_does_not_follow_has_to_be_phoned(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post) -> None:
        street = at.street
        ticket = await street.ticket(await street.wang.say(LIGHT))
        await street.wang.event("unsubscribe")
        assert "打电话" in await outlook(street.services, ticket)
        await reply(acting(street), ticket, "明天上午来修")
        assert (await sent_by(at, ticket.number))[0] is NoticeState.UNDELIVERED

    post(store_uri, wechat, story)


def test_looking_spends_nothing(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await street.ticket(await street.wang.say(LIGHT))
        before = await street.services.store.spendings.of(WANG)
        said = {await outlook(street.services, ticket) for _ in range(10)}
        assert len(said) == 1
        assert "后天" in said.pop() or before == await street.services.store.spendings.of(WANG)

    play(store_uri, story)


def test_an_answer_is_refused_when_wechat_would_not_carry_it(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await street.ticket(await street.wang.say(LIGHT))
        with pytest.raises(TooLongError) as refused:
            await reply(acting(street), ticket, "好" * 700)
        assert refused.value.count == 700
        assert (await street.ticket(ticket.number)).times(Move.ANSWER) == 0
        check_length(street.services, ticket, "好" * refused.value.most)
        with pytest.raises(TooLongError):
            check_length(street.services, ticket, "好" * (refused.value.most + 1))
        assert refused.value.most * 3 < TEXT_LIMIT

    play(store_uri, story)


def test_the_asker_reads_the_answer_also_by_asking_how_it_stands(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await street.ticket(await street.wang.say(LIGHT))
        await reply(acting(street), ticket, "明天上午九点来修")
        assert "明天上午九点来修" in await street.wang.say(f"进度 {ticket.number}")

    play(store_uri, story)


def test_the_sentences_of_the_office_come_first_and_are_about_the_ticket(store_uri: str) -> None:
    async def story(street: Street) -> None:
        kept = street.services.store.reply_templates
        await kept.put(ReplyTemplate("a", "换灯", "{number}【{queue}】{place}：明天换", "feicui"))
        await kept.put(ReplyTemplate("b", "别处的", "不归这里", "tingtao"))
        ticket = await street.ticket(await street.wang.say(LIGHT))
        found = await sentences(street.services, ticket)
        assert found[0].text == f"{ticket.number}【报修】翡翠社区第一网格：明天换"
        assert "不归这里" not in [each.text for each in found]
        assert len(found) > 4

    play(store_uri, story)
