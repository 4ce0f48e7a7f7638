"""A ticket climbs by the clock: those near first, then the desk, and never to nobody."""

import asyncio
from dataclasses import replace

from jobs.climb import climb
from models.area import Area, Level
from models.people import Role, StaffMember, Volunteer
from models.ticket import Event, Move, State, Ticket
from tests.support.house import CHEN, LI, WANG, ZHANG, ZHOU
from tests.support.street import LIGHT, STRANGER, Street, play

ERRAND = "想请人帮我奶奶去药店买药"
FAR = "oVolunteer00000000000000far"


def told(ticket: Ticket) -> list[tuple[str, str]]:
    return [(notice.to, notice.kind) for notice in ticket.notices]


def climbed(ticket: Ticket) -> list[Event]:
    return [event for event in ticket.events if event.by == "clock"]


def test_a_new_ticket_is_offered_to_those_near_who_have_the_skill(store_uri: str) -> None:
    async def story(street: Street) -> None:
        answer = await street.wang.say(LIGHT)
        await street.pass_time()
        ticket = await street.ticket(answer)
        assert (ticket.state, ticket.rung) == (State.OFFERED, 0)
        assert told(ticket) == [(ZHANG, "task")]

    play(store_uri, story)


def test_a_rung_where_nobody_lives_is_skipped(store_uri: str) -> None:
    async def story(street: Street) -> None:
        answer = await street.wang.say(ERRAND)
        await street.pass_time()
        ticket = await street.ticket(answer)
        assert ticket.rung == 1
        assert sorted(told(ticket)) == sorted([(ZHANG, "task"), (CHEN, "task")])

    play(store_uri, story)


def test_each_rung_lasts_its_minutes_and_the_desk_is_the_end(store_uri: str) -> None:
    async def story(street: Street) -> None:
        near = Volunteer(FAR, "小刘", ("hefei", "shushan", "wanhe", "feicui", "feicui-1"), errands)
        await street.services.store.volunteers.put(near)
        answer = await street.wang.say(ERRAND)
        seen = []
        for minutes in (0, 14, 1, 29, 1, 60 * 24 * 30):
            await street.pass_time(minutes=minutes)
            ticket = await street.ticket(answer)
            seen.append((ticket.rung, ticket.state.value))
        assert seen == [
            (0, "offered"),
            (0, "offered"),
            (1, "offered"),
            (1, "offered"),
            (2, "open"),
            (2, "open"),
        ]
        assert (ticket.climb_at, told(ticket)[-1]) == (None, (ZHOU, "desk"))

    errands = ("volunteer",)
    play(store_uri, story)


def test_the_asker_is_never_offered_the_own_need(store_uri: str) -> None:
    async def story(street: Street) -> None:
        answer = await street.zhang.say(LIGHT)
        await street.pass_time()
        ticket = await street.ticket(answer)
        assert told(ticket) == [(ZHOU, "desk")]

    play(store_uri, story)


def test_a_volunteer_who_left_is_not_asked(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.zhang.event("unsubscribe", EventKey="")
        answer = await street.wang.say(LIGHT)
        await street.pass_time()
        assert told(await street.ticket(answer)) == [(ZHOU, "desk")]

    play(store_uri, story)


def test_what_somebody_took_climbs_no_more(store_uri: str) -> None:
    async def story(street: Street) -> None:
        answer = await street.wang.say(LIGHT)
        await street.pass_time()
        await street.zhang.say("抢")
        await street.pass_time(minutes=120)
        ticket = await street.ticket(answer)
        assert (ticket.state, len(climbed(ticket))) == (State.TAKEN, 1)

    play(store_uri, story)


def test_climbing_twice_at_once_climbs_one_rung(store_uri: str) -> None:
    async def story(street: Street) -> None:
        answer = await street.wang.say(LIGHT)
        await asyncio.gather(*(climb(street.services) for _ in range(3)))
        await climb(street.services)
        ticket = await street.ticket(answer)
        assert len(climbed(ticket)) == 1
        assert told(ticket) == [(ZHANG, "task")]

    play(store_uri, story)


def test_a_grab_at_the_moment_of_climbing_keeps_the_winner(store_uri: str) -> None:
    async def story(street: Street) -> None:
        answer = await street.wang.say(LIGHT)
        await street.pass_time()
        street.clock.advance(minutes=30)
        await asyncio.gather(street.zhang.say("抢"), climb(street.services))
        await climb(street.services)
        ticket = await street.ticket(answer)
        # Whoever was first: the volunteer has it, or the desk was asked; never both, never neither.
        is_taken = ticket.state is State.TAKEN and ticket.is_held_by(ZHANG)
        assert is_taken is ((ZHOU, "desk") not in told(ticket))

    play(store_uri, story)


def test_giving_back_starts_the_ladder_anew(store_uri: str) -> None:
    async def story(street: Street) -> None:
        answer = await street.wang.say(LIGHT)
        await street.pass_time()
        await street.pass_time(minutes=31)
        await street.zhou.say("抢")
        await street.zhou.say("退回 转给志愿者")
        await street.pass_time()
        ticket = await street.ticket(answer)
        assert (ticket.state, ticket.rung) == (State.OFFERED, 0)
        assert told(ticket).count((ZHANG, "task")) == 2

    play(store_uri, story)


def test_a_community_without_staff_falls_to_those_further_out_who_can_take_it(
    store_uri: str,
) -> None:
    async def story(street: Street) -> None:
        await street.stranger.event("subscribe", EventKey="qrscene_area:tingtao-1", Ticket="T")
        answer = await street.stranger.say(LIGHT)
        await street.pass_time()
        ticket = await street.ticket(answer)
        assert told(ticket) == [(ZHOU, "desk")]
        assert "抢到了" in await street.zhou.say(f"抢 {ticket.number}")

    play(store_uri, story)


def test_a_need_from_nobody_knows_where_still_reaches_a_person(store_uri: str) -> None:
    async def story(street: Street) -> None:
        answer = await street.stranger.say("我老伴摔倒了起不来")
        await street.pass_time()
        ticket = await street.ticket(answer)
        assert ticket.asker == STRANGER
        assert ticket.area is None
        assert told(ticket) == [(ZHOU, "desk")]
        assert "抢到了" in await street.zhou.say(f"抢 {ticket.number}")

    play(store_uri, story)


def test_a_rung_wider_than_the_community_asks_people_who_can_then_take_it(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ladder = street.services.queues["repair"].ladder
        wider = ladder[0].model_copy(update={"within": Level.STREET})
        settings = street.services.queues["repair"].model_copy(
            update={"ladder": (wider, ladder[-1])}
        )
        street.services = replace(
            street.services, queues={**street.services.queues, "repair": settings}
        )
        await street.stranger.event("subscribe", EventKey="qrscene_area:tingtao-1", Ticket="T")
        answer = await street.stranger.say(LIGHT)
        await street.pass_time()
        ticket = await street.ticket(answer)
        assert told(ticket) == [(ZHANG, "task")]
        assert "抢到了" in await street.zhang.say(f"抢 {ticket.number}")

    play(store_uri, story)


def test_one_broken_ticket_does_not_hold_up_the_others(store_uri: str) -> None:
    async def story(street: Street) -> None:
        broken = await street.ticket(await street.li.say(LIGHT))
        street.clock.advance(seconds=1)
        answer = await street.wang.say(LIGHT)
        tickets = street.services.store.database.collection("tickets")
        await tickets.update({"_id": broken.id}, {"$set": {"queue": "of_yesterday"}})
        await street.pass_time()
        assert told(await street.ticket(answer)) == [(ZHANG, "task")]

    play(store_uri, story)


def test_the_desk_is_every_staff_member_of_the_community(store_uri: str) -> None:
    async def story(street: Street) -> None:
        store = street.services.store
        path = ("hefei", "shushan", "wanhe", "feicui")
        await store.staff.put(StaffMember(LI, "李干事", Role.GRID_WORKER, path))
        await store.areas.put(Area("elsewhere", "别处", Level.CITY, ("elsewhere",)))
        await store.staff.put(StaffMember(CHEN, "别处的人", Role.DESK, ("elsewhere",)))
        answer = await street.wang.say("人工")
        await street.pass_time()
        ticket = await street.ticket(answer)
        assert (ticket.queue, ticket.asker) == ("other", WANG)
        assert sorted(told(ticket)) == sorted([(ZHOU, "desk"), (LI, "desk")])
        assert Move.FALL_BACK in [event.move for event in ticket.events]

    play(store_uri, story)
