"""What is typed in at the desk becomes a ticket like any other, once, and nobody's is touched."""

from dataclasses import replace

import pytest

from bot.office.intake import Intake, IntakeError, Typed
from bot.oversight import Oversight
from models.moves import Move
from models.notice import NoticeState
from models.people import PHONE, VISIT, Resident, Role, StaffMember, has_wechat
from models.ticket import Ticket
from tests.support.house import WANG, ZHOU
from tests.support.offices import FEICUI, TINGTAO
from tests.support.street import LIGHT, Street, play

NUMBER = "13900001234"
CALL = Typed(words="三楼楼道灯不亮了，晚上看不见", name="赵奶奶", phone="139 0000 1234", key="k1")
WU = StaffMember("desk:wu", "吴网格员", Role.GRID_WORKER, (*FEICUI, "feicui-1"))


async def desk_of(street: Street, person: str = ZHOU) -> Intake:
    member = await street.services.store.staff.get(person)
    assert member is not None
    return Intake(street.services, member)


async def tickets_of(street: Street, asker: str) -> list[Ticket]:
    return list(await street.services.store.tickets.asked_by(asker))


def test_a_call_becomes_a_ticket_that_says_who_typed_it_in(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await (await desk_of(street)).file(CALL)
        assert (ticket.queue, ticket.source, ticket.phone) == ("repair", "phone", NUMBER)
        assert ticket.area_path == FEICUI
        assert ticket.evidence
        assert ticket.deadlines
        assert (ticket.events[0].by, ticket.events[0].move) == (ZHOU, Move.FILE)
        caller = await street.services.store.residents.get(ticket.asker)
        assert caller is not None
        assert (caller.name, caller.phone) == ("赵奶奶", NUMBER)
        assert ticket.asker.startswith(PHONE)
        assert NUMBER not in ticket.asker

    play(store_uri, story)


def test_the_same_number_is_the_same_person_and_a_visit_is_somebody_new(store_uri: str) -> None:
    async def story(street: Street) -> None:
        desk = await desk_of(street)
        first = await desk.file(CALL)
        second = await desk.file(replace(CALL, words="想问高龄补贴", name="", phone="+86" + NUMBER))
        assert first.asker == second.asker
        caller = await street.services.store.residents.get(first.asker)
        assert caller is not None
        assert caller.name == "赵奶奶"
        visit = await desk.file(Typed(words="水管漏水", source="visit", key="k2"))
        assert visit.asker == VISIT + visit.id
        assert not has_wechat(visit.asker)

    play(store_uri, story)


def test_a_second_click_counts_as_the_first_and_other_words_do_not(store_uri: str) -> None:
    async def story(street: Street) -> None:
        desk = await desk_of(street)
        first = await desk.file(CALL)
        assert (await desk.file(CALL)).number == first.number
        other = await desk.file(replace(CALL, words="水管也漏水"))
        assert other.number != first.number
        assert len(await tickets_of(street, first.asker)) == 2

    play(store_uri, story)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"words": "。"}, "words"),
        ({"words": "长" * 2001}, "words"),
        ({"phone": "12345"}, "phone"),
        ({"phone": "没有"}, "phone"),
        ({"name": "名" * 41}, "name"),
        ({"area": "tingtao"}, "area"),
        ({"area": "hefei"}, "area"),
        ({"area": "nowhere"}, "area"),
        ({"key": ""}, "words"),
        ({"source": "chat"}, "words"),
        ({"queue": "gossip"}, "words"),
    ],
)
def test_what_cannot_be_filed_says_where_and_changes_nothing(
    store_uri: str, wrong: dict[str, str], field: str
) -> None:
    async def story(street: Street) -> None:
        desk = await desk_of(street)
        with pytest.raises(IntakeError) as refused:
            await desk.file(replace(CALL, **wrong))  # type: ignore[arg-type]
        assert refused.value.field == field
        caller = street.services.store.residents.caller(NUMBER)
        assert await tickets_of(street, caller) == []
        assert await street.services.store.residents.get(caller) is None

    play(store_uri, story)


def test_a_grid_worker_types_in_for_their_own_grid_only(store_uri: str) -> None:
    async def story(street: Street) -> None:
        desk = Intake(street.services, WU)
        assert [each.id for each in desk.areas()] == ["feicui-1"]
        assert (await desk.file(CALL)).area == "feicui-1"
        for area in ("feicui", "feicui-2"):
            with pytest.raises(IntakeError):
                await desk.file(replace(CALL, area=area))

    play(store_uri, story)


def test_who_types_knows_better_and_a_danger_is_for_the_desk(store_uri: str) -> None:
    async def story(street: Street) -> None:
        desk = await desk_of(street)
        assert (await desk.file(replace(CALL, queue="volunteer"))).queue == "volunteer"
        danger = await desk.file(Typed(words="闻到好大的煤气味", key="k3"))
        assert (danger.queue, danger.danger, danger.urgent) == ("other", "gas", True)
        heard = await desk.hear(Typed(words="闻到好大的煤气味"))
        assert heard is not None
        assert heard.queue == "other"
        assert await desk.hear(Typed(words="。")) is None

    play(store_uri, story)


def test_a_known_number_is_offered_near_by_only_and_used_only_when_confirmed(
    store_uri: str,
) -> None:
    async def story(street: Street) -> None:
        residents = street.services.store.residents
        await residents.put(Resident(WANG, "feicui-1", "王秀兰", NUMBER))
        desk = await desk_of(street)
        heard = await desk.hear(CALL)
        assert heard is not None
        assert heard.resident is not None
        assert heard.resident.id == WANG
        assert (await desk.file(CALL)).asker != WANG
        assert (await desk.file(replace(CALL, key="k9", is_known=True))).asker == WANG
        away = StaffMember("desk:far", "听涛值班", Role.DESK, TINGTAO)
        elsewhere = Intake(street.services, away)
        there = await elsewhere.hear(CALL)
        assert there is not None
        assert (there.resident, there.known) == (None, [])
        assert (await elsewhere.file(replace(CALL, key="k8", is_known=True))).asker != WANG

    play(store_uri, story)


def test_words_can_be_added_to_what_a_neighbour_reported(store_uri: str) -> None:
    async def story(street: Street) -> None:
        known = await street.ticket(await street.wang.say("小区门口的路灯不亮"))
        desk = await desk_of(street)
        typed = replace(CALL, words="大门口路灯坏了，黑得很")
        heard = await desk.hear(typed)
        assert heard is not None
        assert [each.id for each in heard.known] == [known.id]
        for _ in range(2):
            work = Oversight(street.services, desk.member, "click:zhou:k1")
            after = await desk.join(typed, known, work)
        assert after.followers == (street.services.store.residents.caller(NUMBER),)
        assert after.times(Move.FOLLOW) == 1
        again = await desk.hear(replace(typed, words="想问问办得怎么样了"))
        assert again is not None
        assert [each.id for each in again.known] == [known.id]

    play(store_uri, story)


def test_a_second_call_about_the_same_finds_the_first(store_uri: str) -> None:
    async def story(street: Street) -> None:
        desk = await desk_of(street)
        first = await desk.file(CALL)
        heard = await desk.hear(replace(CALL, words="我那件事办得怎样了"))
        assert heard is not None
        assert [each.id for each in heard.known] == [first.id]

    play(store_uri, story)


def test_who_only_phoned_is_told_by_phone_at_once(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await (await desk_of(street)).file(replace(CALL, words=LIGHT))
        await street.pass_time(minutes=1)
        await street.zhang.say(f"抢 {ticket.number}")
        after = await street.ticket(ticket.number)
        owed = [each for each in after.notices if each.to == ticket.asker]
        assert [(each.kind, each.state) for each in owed] == [("taken", NoticeState.OWED)]

    play(store_uri, story)
