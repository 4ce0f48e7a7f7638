"""A ticket climbs by the clock: those near first, then the desk, and never to nobody."""

from collections.abc import Mapping
from dataclasses import replace

from models.area import Area, Level
from models.ladder import QueueSettings
from models.moves import Actor, Move, State
from models.people import Role, StaffMember, Volunteer
from models.ticket import Ticket
from tests.jobs.samples import by_clock, make, moves_by_clock, told
from tests.support.house import CHEN, FANG, LI, QIAN, SUN, WANG, ZHANG, ZHOU, Phone, timetable
from tests.support.street import LIGHT, STRANGER, Street, play

ERRAND = "想请人帮我奶奶去药店买药"
WAGES = "老板拖欠我三个月工资"
COMMUNITY = ("hefei", "shushan", "wanhe", "feicui")
FAR = "oVolunteer00000000000000far"
CREW = ("oCrew000000000000000000one", "oCrew000000000000000000two")
DESK = {"who": "desk"}


def qian(street: Street) -> Phone:
    """The phone of the desk of the street."""
    return Phone(street.services, street.dispatcher, QIAN)


def queue(*rungs: Mapping[str, object]) -> QueueSettings:
    """A queue with these rungs."""
    return QueueSettings.model_validate({"ladder": rungs})


async def join(street: Street, person: str, area_path: tuple[str, ...] = COMMUNITY) -> None:
    """One more volunteer for errands and repairs."""
    skills = ("volunteer", "repair")
    await street.services.store.volunteers.put(Volunteer(person, "小刘", area_path, skills))


async def hire_crew(street: Street) -> None:
    """The property firm's men, who are sent and do not look for tasks."""
    for person in CREW:
        man = Volunteer(person, "物业师傅", COMMUNITY, groups=("property",))
        await street.services.store.volunteers.put(man)


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


def test_from_nobody_near_it_goes_to_the_community_the_crew_the_desk_and_the_street(
    store_uri: str,
) -> None:
    """With the ladder of config.yaml, from Thursday noon on."""

    async def story(street: Street) -> None:
        await hire_crew(street)
        answer = await street.wang.say(LIGHT)
        seen = []
        for minutes in (0, 29, 1, 210, 60 * 24, 1):
            await street.pass_time(minutes=minutes)
            ticket = await street.ticket(answer)
            seen.append((ticket.rung, ticket.state, told(ticket)[-1]))
        assert seen == [
            (0, State.OFFERED, (ZHANG, "task")),
            (0, State.OFFERED, (ZHANG, "task")),  # 12:29
            (1, State.DISPATCHED, (CREW[1], "dispatched")),  # 12:30, and the office is at lunch
            (2, State.OPEN, (ZHOU, "desk")),  # 16:00, after two working hours
            (2, State.OPEN, (ZHOU, "desk")),  # Friday 16:00
            (2, State.OPEN, (ZHOU, "desk")),
        ]
        await street.pass_time(minutes=88)
        assert (await street.ticket(answer)).rung == 2  # Friday 17:29
        await street.pass_time(minutes=1)
        ticket = await street.ticket(answer)
        assert (ticket.rung, told(ticket)[-2:]) == (3, [(SUN, "desk"), (QIAN, "desk")])
        moves = [Move.OFFER, Move.DISPATCH, Move.LAPSE, Move.FALL_BACK, Move.FALL_BACK]
        assert moves_by_clock(ticket) == moves
        await street.pass_time(days=4)  # Tuesday: no rung is left
        assert moves_by_clock(await street.ticket(answer)) == moves

    play(store_uri, story)


def test_each_rung_lasts_its_time(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await join(street, FAR, (*COMMUNITY, "feicui-1"))
        answer = await street.wang.say(ERRAND)
        seen = []
        for minutes in (0, 14, 1, 29, 1):
            await street.pass_time(minutes=minutes)
            ticket = await street.ticket(answer)
            seen.append((ticket.rung, ticket.state.value))
        assert seen == [
            (0, "offered"),
            (0, "offered"),
            (1, "offered"),
            (1, "offered"),
            (2, "open"),
        ]

    play(store_uri, story)


def test_volunteers_are_asked_in_waves_and_nobody_twice(store_uri: str) -> None:
    async def story(street: Street) -> None:
        for number in range(4):
            await join(street, f"oWave{number}")
        answer = await street.wang.say(ERRAND)
        seen = []
        for minutes in (0, 9, 1, 10, 10):
            await street.pass_time(minutes=minutes)
            ticket = await street.ticket(answer)
            seen.append((ticket.rung, ticket.wave, len(told(ticket))))
        # Six fit; two at a time, three times; then the desk.
        assert seen == [(0, 0, 2), (0, 0, 2), (0, 1, 4), (0, 2, 6), (1, 2, 7)]
        asked = [person for person, kind in told(ticket) if kind == "task"]
        assert len(set(asked)) == 6
        assert told(ticket)[-1] == (ZHOU, "desk")

    waves = {"who": "volunteers", "lasts": "10 minutes", "wave": 2, "waves": 3}
    play(store_uri, story, timetable(volunteer=queue(waves, DESK)))


def test_a_wave_that_has_nobody_left_is_the_end_of_the_rung(store_uri: str) -> None:
    async def story(street: Street) -> None:
        answer = await street.wang.say(LIGHT)
        await street.pass_time()
        await street.pass_time(minutes=10)
        ticket = await street.ticket(answer)
        assert (ticket.rung, told(ticket)) == (1, [(ZHANG, "task"), (ZHOU, "desk")])

    waves = {"who": "volunteers", "lasts": "10 minutes", "waves": 9}
    play(store_uri, story, timetable(repair=queue(waves, DESK)))


def test_any_of_a_crew_that_was_sent_may_go(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await hire_crew(street)
        answer = await street.wang.say(LIGHT)
        await street.pass_time()
        await street.pass_time(minutes=30)
        ticket = await street.ticket(answer)
        assert ticket.dispatch
        assert (ticket.dispatch.to, ticket.dispatch.name) == ("group:property", "物业维修组")
        taken = await make(street, ticket, Move.ACCEPT, Actor.CHOSEN, CREW[1])
        assert taken.is_held_by(CREW[1])
        assert told(taken)[-1] == (WANG, "taken")

    play(store_uri, story)


def test_a_crew_that_refuses_leaves_it_to_the_desk_at_once(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await hire_crew(street)
        answer = await street.wang.say(LIGHT)
        await street.pass_time()
        await street.pass_time(minutes=30)
        await make(street, await street.ticket(answer), Move.REFUSE, Actor.CHOSEN, CREW[0])
        await street.pass_time()
        ticket = await street.ticket(answer)
        assert (ticket.rung, told(ticket)[-1]) == (2, (ZHOU, "desk"))

    play(store_uri, story)


def test_nobody_is_sent_to_their_own_need(store_uri: str) -> None:
    async def story(street: Street) -> None:
        staff = StaffMember(WANG, "王师傅", Role.GRID_WORKER, COMMUNITY, ("property",))
        await street.services.store.staff.put(staff)
        answer = await street.wang.say(LIGHT)
        await street.pass_time()
        await street.pass_time(minutes=30)
        ticket = await street.ticket(answer)
        assert (ticket.state, told(ticket)[-1]) == (State.OPEN, (ZHOU, "desk"))

    play(store_uri, story)


def test_whoever_was_sent_by_hand_and_refuses_is_followed_by_the_next_rung(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await join(street, FAR)
        answer = await street.wang.say(LIGHT)
        await street.pass_time()
        ticket = await street.ticket(answer)
        await make(street, ticket, Move.DISPATCH, Actor.STAFF, ZHOU)
        await make(street, ticket, Move.REFUSE, Actor.CHOSEN, CHEN)
        await street.pass_time()
        ticket = await street.ticket(answer)
        assert (ticket.rung, told(ticket)[-1]) == (1, (ZHOU, "desk"))

    waves = {"who": "volunteers", "lasts": "10 minutes", "wave": 1}
    play(store_uri, story, timetable(repair=queue(waves, DESK)))


async def handed_over(street: Street) -> Ticket:
    """A case that no volunteer took, and that the ladder gave to the legal-aid centre."""
    person = StaffMember("oAsks", "问的人", Role.DESK, COMMUNITY)
    await street.services.store.staff.put(person)
    await street.wang.say(WAGES)
    await street.pass_time(minutes=3)
    await street.pass_time(minutes=61)
    (ticket, *_) = await street.tickets_of(street.wang)
    assert ticket.queue == "legal_aid"
    return ticket


def test_what_volunteers_leave_goes_to_the_agency_by_its_name(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await handed_over(street)
        assert (ticket.state, ticket.rung) == (State.HANDED_OVER, 1)
        assert told(ticket)[-2:] == [(WANG, "handed_over"), (FANG, "case")]
        assert ticket.handover
        assert ticket.handover.agency == "legal_aid_centre"
        assert by_clock(ticket)[-1].note == "法律援助中心"

    play(store_uri, story)


def test_what_an_agency_returns_goes_on_to_the_desk_and_not_to_them_again(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await handed_over(street)
        await make(street, ticket, Move.RETURN, Actor.AGENCY, FANG)
        await street.pass_time()
        (ticket, *_) = await street.tickets_of(street.wang)
        assert (ticket.state, ticket.rung, ticket.handover) == (State.OPEN, 2, None)
        await make(street, ticket, Move.HASTEN, Actor.ASKER, WANG)
        for _ in range(3):
            await street.pass_time(minutes=61)
        (ticket, *_) = await street.tickets_of(street.wang)
        assert [event.move for event in ticket.events].count(Move.HAND_OVER) == 1

    play(store_uri, story)


def test_an_agency_where_nobody_works_is_skipped(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.services.store.staff.forget(FANG)
        ticket = await handed_over(street)
        assert (ticket.state, ticket.rung) == (State.OPEN, 2)

    play(store_uri, story)


def test_what_a_volunteer_passes_up_goes_to_the_agency_and_not_to_more_volunteers(
    store_uri: str,
) -> None:
    async def story(street: Street) -> None:
        helper = Volunteer(FAR, "小刘", COMMUNITY, ("legal_aid",))
        await street.services.store.volunteers.put(helper)
        await street.wang.say(WAGES)
        await street.pass_time(minutes=3)
        (ticket, *_) = await street.tickets_of(street.wang)
        taken = await street.chen.say(f"抢 {ticket.number}")
        assert "抢到了" in taken
        await make(street, ticket, Move.ESCALATE, Actor.HOLDER, CHEN)
        await street.pass_time()
        (ticket, *_) = await street.tickets_of(street.wang)
        assert (ticket.state, ticket.referrer) == (State.HANDED_OVER, CHEN)
        assert (CHEN, "in_good_hands") in told(ticket)

    waves = {"who": "volunteers", "lasts": "1 hour", "wave": 1}
    agency = {"who": "agency", "name": "legal_aid_centre"}
    play(store_uri, story, timetable(legal_aid=queue(waves, agency, DESK)))


def test_the_third_reopening_goes_to_the_street(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await street.ticket(await street.wang.say(LIGHT))
        for _ in range(3):
            await street.pass_time(minutes=61)
            assert "抢到了" in await street.zhou.say(f"抢 {ticket.number}")
            holder = await street.ticket(ticket.number)
            await make(street, holder, Move.FINISH, Actor.HOLDER, ZHOU)
            await make(street, holder, Move.NOT_FIXED, Actor.ASKER, WANG)
        await street.pass_time()
        ticket = await street.ticket(ticket.number)
        assert (ticket.rung, told(ticket)[-2:]) == (3, [(SUN, "desk"), (QIAN, "desk")])

    play(store_uri, story)


def test_the_asker_is_never_offered_the_own_need(store_uri: str) -> None:
    async def story(street: Street) -> None:
        answer = await street.zhang.say(LIGHT)
        await street.pass_time()
        ticket = await street.ticket(answer)
        assert told(ticket) == [(SUN, "desk"), (QIAN, "desk")]

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
        assert (ticket.state, len(by_clock(ticket))) == (State.TAKEN, 1)

    play(store_uri, story)


def test_when_staff_have_to_give_it_back_the_ladder_starts_anew(store_uri: str) -> None:
    async def story(street: Street) -> None:
        answer = await street.wang.say(LIGHT)
        await street.pass_time()
        await street.pass_time(minutes=31)
        ticket = await street.ticket(answer)
        assert "抢到了" in await street.zhou.say(f"抢 {ticket.number}")
        await make(street, ticket, Move.GIVE_BACK, Actor.HOLDER, ZHOU)
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
        assert told(ticket) == [(SUN, "desk"), (QIAN, "desk")]
        assert "抢到了" in await qian(street).say(f"抢 {ticket.number}")

    play(store_uri, story)


def test_where_no_office_above_can_take_it_a_neighbouring_one_is_asked(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.services.store.staff.forget(QIAN)
        await street.stranger.event("subscribe", EventKey="qrscene_area:tingtao-1", Ticket="T")
        answer = await street.stranger.say(LIGHT)
        await street.pass_time()
        ticket = await street.ticket(answer)
        assert told(ticket) == [(SUN, "desk"), (ZHOU, "desk")]
        assert "抢到了" in await street.zhou.say(f"抢 {ticket.number}")

    play(store_uri, story)


def test_a_need_from_nobody_knows_where_still_reaches_a_person(store_uri: str) -> None:
    async def story(street: Street) -> None:
        answer = await street.stranger.say("我老伴摔倒了起不来")
        await street.pass_time()
        ticket = await street.ticket(answer)
        assert (ticket.asker, ticket.area) == (STRANGER, None)
        for kind in ("alarm", "desk"):
            assert [(SUN, kind), (QIAN, kind)] == [each for each in told(ticket) if each[1] == kind]
        assert "抢到了" in await qian(street).say(f"抢 {ticket.number}")

    play(store_uri, story)


def test_a_rung_wider_than_the_community_asks_people_who_can_then_take_it(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.stranger.event("subscribe", EventKey="qrscene_area:tingtao-1", Ticket="T")
        answer = await street.stranger.say(LIGHT)
        await street.pass_time()
        ticket = await street.ticket(answer)
        assert told(ticket) == [(ZHANG, "task")]
        assert "抢到了" in await street.zhang.say(f"抢 {ticket.number}")

    wider = {"who": "volunteers", "within": "street", "lasts": "1 hour"}
    play(store_uri, story, timetable(repair=queue(wider, DESK)))


def test_an_area_may_go_another_way(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ours = await street.ticket(await street.wang.say(LIGHT))
        await street.stranger.event("subscribe", EventKey="qrscene_area:tingtao-1", Ticket="T")
        theirs = await street.ticket(await street.stranger.say(LIGHT))
        await street.pass_time()
        assert told(await street.ticket(ours.number)) == [(ZHANG, "task")]
        assert told(await street.ticket(theirs.number)) == [(SUN, "desk"), (QIAN, "desk")]

    volunteers = {"who": "volunteers", "lasts": "1 hour"}
    areas = {"tingtao": {"ladder": [{**DESK, "within": "street"}]}}
    own = QueueSettings.model_validate({"ladder": [volunteers, DESK], "areas": areas})
    play(store_uri, story, timetable(repair=own))


def test_the_desk_is_every_staff_member_of_the_community(store_uri: str) -> None:
    async def story(street: Street) -> None:
        store = street.services.store
        await store.staff.put(StaffMember(LI, "李干事", Role.GRID_WORKER, COMMUNITY))
        await store.areas.put(Area("elsewhere", "别处", Level.CITY, ("elsewhere",)))
        await store.staff.put(StaffMember(CHEN, "别处的人", Role.DESK, ("elsewhere",)))
        answer = await street.wang.say("人工")
        await street.pass_time()
        ticket = await street.ticket(answer)
        assert (ticket.queue, ticket.asker) == ("other", WANG)
        assert sorted(told(ticket)) == sorted([(ZHOU, "desk"), (LI, "desk")])
        assert Move.FALL_BACK in [event.move for event in ticket.events]

    play(store_uri, story)


def test_a_ladder_that_got_shorter_keeps_its_tickets_at_the_end(store_uri: str) -> None:
    async def story(street: Street) -> None:
        answer = await street.wang.say(LIGHT)
        await street.pass_time()
        street.services = replace(street.services, timetable=timetable(repair=queue(DESK)))
        await street.pass_time(minutes=31)
        ticket = await street.ticket(answer)
        assert (ticket.rung, told(ticket)[-1]) == (0, (ZHOU, "desk"))

    play(store_uri, story)
