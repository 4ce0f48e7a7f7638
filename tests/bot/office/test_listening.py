"""What an elder said in a recording counts as if it had been typed, once somebody wrote it down."""

import asyncio

from bot.office.listening import give_up, recordings, speakers, waiting, write_down
from bot.oversight import Oversight
from models.moves import Move
from models.notice import NoticeState
from models.people import Role, StaffMember
from models.ticket import Ticket
from tests.support.house import SUN, WANG, ZHANG, ZHOU
from tests.support.offices import FEICUI
from tests.support.street import LIGHT, Street, play


def acting(street: Street, key: str = "click") -> Oversight:
    return Oversight(street.services, StaffMember(ZHOU, "周主任", Role.DESK, FEICUI), key)


async def spoken(street: Street, media: str = "v1") -> Ticket:
    """A recording of Wang's that WeChat did not write down."""
    return await street.ticket(await street.wang.send("voice", MediaId=media, Format="amr"))


def test_a_recording_waits_until_somebody_wrote_it_down(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await spoken(street)
        assert [each.number for each in await waiting(street.services, "feicui")] == [ticket.number]
        assert await waiting(street.services, "tingtao") == []
        assert speakers(ticket) == [WANG]
        after = await write_down(acting(street), ticket, "厨房的水管漏水了，我住3栋502")
        assert await waiting(street.services, None) == []
        assert (after.queue, after.undecided, after.place) == ("repair", False, "3栋502")
        assert "水管" in "".join(after.evidence)
        heard = next(each for each in after.notices if each.kind == "heard")
        assert heard.to == WANG
        assert [each.move for each in after.events][-2:] == [Move.HEAR, Move.REROUTE]

    play(store_uri, story)


def test_whoever_takes_it_reads_what_was_heard(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await spoken(street)
        await write_down(acting(street), ticket, "厨房的水管漏水了")
        await street.pass_time(minutes=1)
        assert "厨房的水管漏水了" in await street.zhang.say(f"抢 {ticket.number}")

    play(store_uri, story)


def test_the_same_click_writes_it_down_once(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await spoken(street)
        first = await write_down(acting(street), ticket, "厨房的水管漏水了")
        again = await write_down(acting(street), ticket, "厨房的水管漏水了")
        assert len(first.events) == len(again.events)

    play(store_uri, story)


def test_a_danger_in_it_is_urgent_and_told_to_the_desk(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await spoken(street)
        member = StaffMember(SUN, "孙科长", Role.DESK, FEICUI[:3])
        hearing = Oversight(street.services, member, "click")
        after = await write_down(hearing, ticket, "家里煤气味很大，我头晕")
        assert after.urgent
        assert after.danger
        assert (ZHOU, "danger") in [(each.to, each.kind) for each in after.notices]

    play(store_uri, story)


def test_a_danger_reaches_the_desk_also_when_somebody_has_it(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await street.ticket(await street.wang.say(LIGHT))
        await street.pass_time(minutes=1)
        await street.zhang.say(f"抢 {ticket.number}")
        await street.wang.send("voice", MediaId="v2", Format="amr")
        held = await street.ticket(ticket.number)
        hearing = Oversight(street.services, StaffMember("o", "某", Role.DESK, FEICUI), "click")
        after = await write_down(hearing, held, "起火了，快来")
        assert after.is_held_by(ZHANG)
        everybody = {(each.to, each.kind) for each in after.notices}
        assert {(ZHOU, "danger"), (ZHANG, "added"), (WANG, "heard"), (ZHOU, "alarm")} <= everybody

    play(store_uri, story)


def test_what_wechat_wrote_down_or_came_with_words_waits_for_nobody(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.wang.send("voice", MediaId="v3", Format="amr", Recognition=LIGHT)
        await street.wang.say("对")
        await street.wang.send("voice", MediaId="v4", Format="amr", Recognition="三单元的")
        await street.wang.say("1")
        await street.wang.send("image", MediaId="p1", PicUrl="http://x")
        assert await waiting(street.services, None) == []

    play(store_uri, story)


def test_another_recording_waits_anew_and_only_that(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await spoken(street)
        await write_down(acting(street), ticket, "厨房的水管漏水了")
        await street.pass_time(minutes=1)
        await street.wang.send("voice", MediaId="v5", Format="amr")
        (again,) = await waiting(street.services, "feicui")
        assert [each.media_id for each in recordings(again)] == ["v5"]

    play(store_uri, story)


def test_a_ticket_that_ended_waits_no_longer(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await spoken(street)
        await street.wang.say(f"取消 {ticket.number}")
        assert await waiting(street.services, None) == []

    play(store_uri, story)


def test_what_nobody_can_make_out_stands_on_the_list_of_calls(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await spoken(street)
        await give_up(acting(street), ticket)
        await give_up(acting(street), ticket)
        after = await street.ticket(ticket.number)
        calls = [each for each in after.notices if each.state is NoticeState.UNDELIVERED]
        assert [(each.to, each.kind) for each in calls] == [(WANG, "unheard")]
        assert ticket.number in await street.zhou.say("待告知")
        assert await waiting(street.services, None) == []
        await street.zhou.say(f"已告知 {ticket.number} 问清楚了")
        assert ticket.number not in await street.zhou.say("待告知")

    play(store_uri, story)


def test_of_two_who_listen_at_once_each_word_is_kept(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await spoken(street)
        await asyncio.gather(
            write_down(acting(street, "a"), ticket, "水管漏水"),
            write_down(acting(street, "b"), ticket, "厨房水管"),
        )
        after = await street.ticket(ticket.number)
        assert after.times(Move.HEAR) == 2
        assert after.queue == "repair"

    play(store_uri, story)
