"""The chat of a ticket: what was said about it both ways, in order, and nothing else."""

from dataclasses import replace

from bot.office.chat import SHOWN, Bubble, chat_around
from bot.wechat.wording import mask_digits
from models.notice import Channel, Notice, NoticeState
from models.ticket import Ticket
from tests.support.house import LI, NOON, WANG
from tests.support.street import LIGHT, Street, play


async def chat(street: Street, ticket: Ticket) -> list[Bubble]:
    return list(await chat_around(street.services, ticket, mask_digits))


def test_photos_places_and_words_stand_in_the_order_they_were_said(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await street.ticket(await street.wang.say(f"{LIGHT}，打13812345678"))
        await street.pass_time(minutes=1)
        await street.wang.send("image", MediaId="p1", PicUrl="http://x")
        await street.pass_time(minutes=1)
        await street.wang.send("voice", MediaId="v1", Format="amr", Recognition="三单元门口")
        await street.wang.say("对")
        bubbles = await chat(street, await now(street, ticket))
        assert [each.words for each in bubbles if not each.is_ours] == [
            "三楼楼道灯不亮了，打138****5678",
            "[照片]",
            "[语音] 三单元门口",
            "对",
        ]
        assert [each.is_ours for each in bubbles] == [False, True] * 4

    play(store_uri, story)


async def now(street: Street, ticket: Ticket) -> Ticket:
    return await street.ticket(ticket.number)


def test_what_was_sent_to_the_asker_stands_there_and_what_did_not_arrive_does_not(
    store_uri: str,
) -> None:
    async def story(street: Street) -> None:
        ticket = await street.ticket(await street.wang.say(LIGHT))
        taken = Notice("1-0", WANG, "taken", NOON, 0, NoticeState.DELIVERED)
        notices = (
            replace(taken, at=NOON),
            replace(taken, id="1-1", channel=Channel.CUSTOMER, text="明天来", at=NOON),
            replace(taken, id="1-2", state=NoticeState.UNDELIVERED, text="没到"),
            replace(taken, id="1-3", to=LI, channel=Channel.CUSTOMER, text="给别人的"),
        )
        bubbles = await chat(street, replace(ticket, notices=notices))
        assert [each.is_card for each in bubbles].count(True) == 1
        words = "".join(each.words for each in bubbles)
        assert "明天来" in words
        assert "没到" not in words
        assert "给别人的" not in words

    play(store_uri, story)


def test_only_the_latest_are_shown(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await street.ticket(await street.wang.say(LIGHT))
        for number in range(SHOWN):
            await street.wang.say(f"补充 {ticket.number} 第{number}句")
        bubbles = await chat(street, await now(street, ticket))
        assert len(bubbles) == SHOWN
        assert "第39句" in bubbles[-2].words

    play(store_uri, story)
