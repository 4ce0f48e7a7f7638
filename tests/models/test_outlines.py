"""Live tickets from afar: all of a subtree, nothing finished and nothing sealed."""

import asyncio
from dataclasses import fields
from datetime import timedelta

from models.moves import LIVE, State
from models.outlines import Outline
from models.ticket import Ticket
from tests.models.samples import a_ticket
from tests.support.house import NOON, open_store

PATH = ("hefei", "feicui", "feicui-1")


def found(uri: str, area: str | None, *tickets: Ticket) -> dict[str, Outline]:
    """What is seen of these tickets in an area."""

    async def run() -> dict[str, Outline]:
        async with open_store(uri) as store:
            for each in tickets:
                await store.tickets.file(store.tickets.document(each))
            return {each.id: each for each in await store.outlines.live_in(area)}

    return asyncio.run(run())


def test_exactly_the_live_ones_are_seen(store_uri: str) -> None:
    tickets = [a_ticket(state.value, state=state, area_path=PATH) for state in State]
    assert set(found(store_uri, "feicui", *tickets)) == {state.value for state in LIVE}


def test_an_area_shows_its_subtree_and_none_what_lies_nowhere(store_uri: str) -> None:
    tickets = [a_ticket("t1", area_path=PATH), a_ticket("t2", area_path=("hefei",)), a_ticket("t3")]
    assert set(found(store_uri, "feicui", *tickets)) == {"t1"}
    assert set(found(store_uri, "hefei", *tickets)) == {"t1", "t2"}
    assert set(found(store_uri, None, *tickets)) == {"t3"}


def test_an_outline_tells_what_a_board_sorts_by_and_nothing_anybody_said(store_uri: str) -> None:
    limit = NOON + timedelta(hours=1)
    ticket = a_ticket("t1", area_path=PATH, danger="gas", limit_at=limit, state=State.WORKING)
    assert found(store_uri, "feicui", ticket)["t1"] == Outline(
        "t1", NOON, State.WORKING, "gas", limit
    )
    names = {each.name for each in fields(Outline)}
    assert names.isdisjoint(each.name for each in fields(Ticket) if "sealed" in each.metadata)
