"""What was filed in a period: of an area, of none, the latest, and without what is not needed."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from models.moves import State
from models.period import Period
from models.store import Store
from models.ticket import Ticket
from tests.models.samples import TEXT, a_ticket
from tests.support.house import NOON, open_store

DAY = Period(NOON - timedelta(hours=12), NOON + timedelta(hours=12))
HERE = ("street", "feicui")


def with_tickets(uri: str, story: Callable[[Store], Awaitable[None]], *tickets: Ticket) -> None:
    async def scenario() -> None:
        async with open_store(uri) as store:
            for each in tickets:
                await store.tickets.file(store.tickets.document(each))
            await story(store)

    asyncio.run(scenario())


def ticket(identifier: str, hours: float = 0, area: tuple[str, ...] = HERE) -> Ticket:
    created = NOON + timedelta(hours=hours)
    return replace(a_ticket(identifier), created=created, area_path=area, phone="13812345678")


def test_only_what_was_filed_there_and_then_is_listed(store_uri: str) -> None:
    async def story(store: Store) -> None:
        found = [each async for each in store.filed.stream(("feicui",), DAY)]
        assert [each.id for each in found] == ["early", "in"]
        assert await store.filed.count(("feicui",), DAY) == 2
        assert (found[1].text, found[1].phone) == (TEXT, "13812345678")
        assert [each.move for each in found[1].events] == ["file"]

    tickets = [ticket("in"), ticket("early", -11), ticket("before", -13), ticket("after", 12)]
    with_tickets(store_uri, story, *tickets, ticket("away", area=("street", "tingtao")))


def test_what_lies_in_no_area_is_found_as_well(store_uri: str) -> None:
    async def story(store: Store) -> None:
        assert await store.filed.count((None,), DAY) == 1
        assert await store.filed.count(("street", None), DAY) == 2

    with_tickets(store_uri, story, ticket("in"), ticket("nowhere", area=()))


def test_the_latest_come_first_whatever_their_state(store_uri: str) -> None:
    async def story(store: Store) -> None:
        found = await store.filed.latest(("feicui",), DAY, 2)
        assert [each.id for each in found] == ["new", "middle"]

    done = replace(ticket("middle", 1), state=State.CANCELLED)
    with_tickets(store_uri, story, ticket("old"), done, ticket("new", 2))


def test_one_that_cannot_be_read_keeps_no_other_from_being_listed(store_uri: str) -> None:
    async def story(store: Store) -> None:
        broken = {"$set": {"text": b"no secret of ours"}}
        await store.database.collection("tickets").update({"_id": "broken"}, broken)
        assert [each.id async for each in store.filed.stream(("feicui",), DAY)] == ["in"]

    with_tickets(store_uri, story, ticket("in"), ticket("broken"))
