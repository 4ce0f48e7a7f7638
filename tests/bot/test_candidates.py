"""Who could take a ticket: one list for offers and dispatch, with a reason, at a fixed price."""

from typing import Any

import pytest

from bot.candidates import candidates, reason
from models.area import Level
from models.ladder import QueueSettings, Rung
from models.moves import Move, State
from models.people import Volunteer
from models.span import Span
from models.ticket import Ticket
from tests.support.house import CHEN, ZHANG, timetable
from tests.support.street import LIGHT, Street, number_in, play

FEICUI = ("hefei", "shushan", "wanhe", "feicui")
GRID = (*FEICUI, "feicui-1")
TINGTAO = ("hefei", "shushan", "wanhe", "tingtao")
WAVES = QueueSettings(
    ladder=(
        Rung(who="volunteers", lasts=Span.parse("10 minutes"), wave=2, waves=2),
        Rung(who="desk", within=Level.STREET),
    )
)


async def join(street: Street, name: str, path: tuple[str, ...] = FEICUI, **fields: Any) -> None:
    """A volunteer who mends things, known by the name."""
    volunteer = Volunteer(name, name, path, ("repair",), **fields)
    await street.services.store.volunteers.put(volunteer)


async def asked(street: Street) -> Ticket:
    """A ticket somebody asked for."""
    return await street.ticket(await street.wang.say(LIGHT))


def offers(ticket: Ticket) -> list[list[str]]:
    """Whom each offer went to, in order."""
    positions = [n for n, event in enumerate(ticket.events) if event.move is Move.OFFER]
    return [[each.to for each in ticket.notices if each.event == n] for n in positions]


def test_the_list_is_in_order_and_says_why(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await join(street, "小远", TINGTAO, areas=("feicui",))
        await join(street, "小近", GRID)
        await join(street, "小静", quiet="11:00-13:00")
        ticket = await asked(street)
        places = await candidates(street.services, ticket, Level.COMMUNITY)
        shown = [(each.volunteer.name, reason(street.services, each, ticket)) for each in places]
        assert shown == [
            ("小近", "同一网格 · 会水电维修 · 手上 0 件 · 守时"),
            ("张师傅", "同一社区 · 会水电维修 · 手上 0 件 · 守时"),
            ("小远", "愿意来这里 · 会水电维修 · 手上 0 件 · 守时"),
            ("小静", "现在免打扰"),
        ]

    play(store_uri, story)


def test_what_is_in_hand_counts_for_both_who_go_together(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await join(street, "小近")
        number = number_in(await street.wang.say(LIGHT))
        await street.pass_time(seconds=1)
        await street.zhang.say(f"抢 {number}")
        loads = await street.services.store.tickets.loads([ZHANG, CHEN, "小近"])
        assert loads == {ZHANG: 1, CHEN: 0, "小近": 0}
        other = await street.ticket(await street.li.say("厨房水管漏水了"))
        places = await candidates(street.services, other, Level.COMMUNITY)
        assert [each.volunteer.name for each in places] == ["小近", "张师傅"]

    play(store_uri, story)


@pytest.mark.parametrize(
    ("within", "names"),
    [
        (Level.GRID, {"网格的", "只来网格"}),
        (Level.COMMUNITY, {"网格的", "社区的", "只来网格", "来社区", "张师傅"}),
        (Level.STREET, {"网格的", "社区的", "只来网格", "来社区", "张师傅", "街道的"}),
    ],
)
def test_a_rung_reaches_so_far_and_those_who_come_that_far(
    store_uri: str, within: Level, names: set[str]
) -> None:
    async def story(street: Street) -> None:
        await join(street, "网格的", GRID)
        await join(street, "社区的")
        await join(street, "街道的", TINGTAO)
        await join(street, "只来网格", TINGTAO, areas=("feicui-1",))
        await join(street, "来社区", TINGTAO, areas=("feicui",))
        await join(street, "别处的", TINGTAO, areas=("feicui-2",), active=False)
        places = await candidates(street.services, await asked(street), within)
        assert {each.volunteer.name for each in places} == names

    play(store_uri, story)


def test_it_costs_three_queries_whatever_the_number_of_people(store_uri: str) -> None:
    async def story(street: Street) -> None:
        for number in range(30):
            await join(street, f"志愿者{number}")
        ticket = await asked(street)
        before = street.services.store.database.operations
        assert len(await candidates(street.services, ticket, Level.COMMUNITY)) == 31
        assert street.services.store.database.operations - before == 3

    play(store_uri, story)


def test_offers_go_out_in_waves_best_first_and_to_nobody_twice(store_uri: str) -> None:
    async def story(street: Street) -> None:
        for name in ("a", "b", "c", "d"):
            await join(street, name)
        await join(street, "near", GRID)
        ticket = await asked(street)
        for _ in range(3):
            await street.pass_time(minutes=10)
        ticket = await street.ticket(ticket.number)
        assert offers(ticket) == [["near", "a"], ["b", "c"]]
        assert (ticket.state, ticket.rung) == (State.OPEN, 1)

    play(store_uri, story, timetable(repair=WAVES))


def test_who_is_quiet_now_is_asked_in_a_later_wave(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await join(street, "a")
        await join(street, "b", quiet="11:00-12:05")
        ticket = await asked(street)
        await street.pass_time(seconds=1)
        await street.pass_time(minutes=10)
        assert offers(await street.ticket(ticket.number)) == [["a", ZHANG], ["b"]]

    play(store_uri, story, timetable(repair=WAVES))


def test_found_anew_it_is_offered_anew_but_not_to_who_gave_it_back(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await join(street, "a")
        ticket = await asked(street)
        await street.pass_time(seconds=1)
        await street.zhang.say("抢")
        await street.zhang.say("退回 今天去不了")
        await street.pass_time(seconds=1)
        assert offers(await street.ticket(ticket.number)) == [["a", ZHANG], ["a"]]

    play(store_uri, story, timetable(repair=WAVES))
