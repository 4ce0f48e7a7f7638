"""Coming back after a crash: what was promised is done, once, and what still runs is left alone."""

import asyncio

from bot.parse import parse
from jobs.catch_up import file_unfinished, handle_waiting
from models.receipt import Receipt
from models.session import Session
from tests.support.street import LIGHT, Street, play


async def keep(street: Street, text: str) -> None:
    """A message that was acknowledged, and then the process was gone."""
    xml = street.wang.xml("text", Content=text)
    key = parse(xml.encode()).key
    await street.services.store.inbox.keep(key, xml.encode(), street.clock())


def test_messages_are_handled_in_the_order_they_came(store_uri: str) -> None:
    async def story(street: Street) -> None:
        for words in (LIGHT, "就在电梯口旁边", "取消"):
            await keep(street, words)
            street.clock.advance(seconds=1)
        street.clock.advance(minutes=2)
        assert await handle_waiting(street.services, street.dispatcher) == 3
        (ticket,) = await street.tickets_of(street.wang)
        assert ticket.state == "cancelled"
        assert "就在电梯口旁边" in [event.note for event in ticket.events]

    play(store_uri, story)


def test_what_may_still_be_running_is_left_alone(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await keep(street, LIGHT)
        street.clock.advance(seconds=59)
        assert await handle_waiting(street.services, street.dispatcher) == 0
        street.clock.advance(seconds=1)
        assert await handle_waiting(street.services, street.dispatcher) == 1
        assert await handle_waiting(street.services, street.dispatcher) == 0

    play(store_uri, story)


def test_two_who_catch_up_at_once_file_one_ticket(store_uri: str) -> None:
    async def story(street: Street) -> None:
        other = Street(street.services, street.clock)
        await keep(street, LIGHT)
        street.clock.advance(minutes=2)
        await asyncio.gather(
            handle_waiting(street.services, street.dispatcher),
            handle_waiting(street.services, other.dispatcher),
        )
        assert len(await street.tickets_of(street.wang)) == 1

    play(store_uri, story)


def test_tickets_of_long_ago_are_not_filed_again(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.wang.say(LIGHT)
        assert await file_unfinished(street.services) == 1
        street.clock.advance(minutes=21)
        await street.li.say("您好")
        assert await file_unfinished(street.services) == 0

    play(store_uri, story)


def test_after_a_long_outage_the_last_tickets_are_still_filed(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.wang.say(LIGHT)
        street.clock.advance(days=2)
        assert await file_unfinished(street.services) == 1

    play(store_uri, story)


def test_a_message_that_filed_nothing_leaves_nothing_to_file(store_uri: str) -> None:
    async def story(street: Street) -> None:
        receipt = Receipt("k", "o1", 1, street.clock(), session=Session())
        await street.services.store.receipts.commit(receipt)
        assert await file_unfinished(street.services) == 0

    play(store_uri, story)
