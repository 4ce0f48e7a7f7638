"""Whatever happens to a ticket, its notices fit the templates and say it in words."""

import pytest

from models.notice import Channel, NoticeState
from models.ticket import RULES, Ticket
from nlp import QUEUES
from tests.support.house import LI, WANG, ZHANG, ZHOU
from tests.support.post import Post, WeChat, post
from tests.support.street import LIGHT, Street, number_in

KINDS = {kind for rule in RULES for kind in rule.tells.values()}
PEOPLE = (WANG, LI, ZHANG, ZHOU)


async def everything(street: Street) -> str:
    """Let a ticket go through all that can happen; its number."""
    number = number_in(await street.wang.say(LIGHT))
    await street.pass_time()
    await street.zhang.say("抢")
    await street.wang.say("就在电梯口旁边")
    await street.wang.say("催")
    await street.zhang.say("退回")
    await street.pass_time()
    await street.zhang.say("抢")
    await street.zhang.say("完成")
    await street.zhang.send("image", PicUrl="http://x/1", MediaId="P1")
    await street.wang.say("评价 5")
    await street.wang.say("没修好")
    await street.pass_time()
    await street.pass_time(minutes=31)
    await street.zhou.say("抢")
    await street.wang.say("取消")
    return number


async def words_of(at: Post) -> dict[str, str]:
    """What everybody was told, each kind once, as customer messages."""
    ticket: Ticket = (await at.street.tickets_of(at.street.wang))[0]
    said: dict[str, str] = {}
    for notice in ticket.notices:
        if notice.kind == "attachment":
            continue  # carries a file, not words
        await at.wechat.write(notice.to)
        plain = notice.__class__(
            id=notice.id,
            to=notice.to,
            kind=notice.kind,
            due=notice.due,
            event=notice.event,
            channel=Channel.CUSTOMER,
        )
        after = await at.courier.deliver(plain, ticket.id, ticket)
        assert after.state is NoticeState.SENT
        said[notice.kind] = (await at.wechat.words(notice.to))[-1]
    return said


def test_every_kind_fits_its_template(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post) -> None:
        number = await everything(at.street)
        await at.deliver_all()
        ticket = await at.ticket(number)
        told = [notice for notice in ticket.notices if notice.kind != "attachment"]
        assert {notice.kind for notice in told} == KINDS
        assert {notice.state for notice in told} == {NoticeState.SENT}
        assert {notice.channel for notice in told} == {Channel.TEMPLATE}
        notes = [card.get("thing4") for card in await wechat.cards(ZHANG)]
        assert "居民打了5分" in notes

    post(store_uri, wechat, story)


def test_every_kind_has_words_that_say_what_to_do_next(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post) -> None:
        number = await everything(at.street)
        said = await words_of(at)
        assert set(said) == KINDS
        assert all(number in words for words in said.values())
        assert f"抢 {number}" in said["task"]
        assert f"抢 {number}" in said["desk"]
        assert "周主任接了" in said["taken"]
        assert "见照片" in said["done"]
        assert "评价 5" in said["done"]
        assert "打了 5 分" in said["rated"]
        assert "就在电梯口旁边" in said["added"]

    post(store_uri, wechat, story)


@pytest.mark.parametrize("queue", QUEUES)
def test_every_queue_fits_the_task_template(store_uri: str, wechat: WeChat, queue: str) -> None:
    async def story(at: Post) -> None:
        await at.street.wang.say("人工")
        await at.street.wang.say("改")
        choice = [*QUEUES].index(queue) + 1
        await at.street.wang.say(str(choice))
        await at.street.pass_time(minutes=61)
        await at.street.pass_time(minutes=61)
        await at.deliver_all()
        (ticket,) = await at.street.tickets_of(at.street.wang)
        assert ticket.queue == queue
        assert await wechat.cards(ZHOU)

    post(store_uri, wechat, story)


def test_what_is_urgent_says_so(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post) -> None:
        await at.street.li.say("我老伴摔倒了起不来")
        await at.street.pass_time()
        await at.deliver_all()
        (card,) = await wechat.cards(ZHOU)
        assert card["phrase5"] == "紧急"
        assert card["thing3"] == "翡翠社区第二网格"

    post(store_uri, wechat, story)
