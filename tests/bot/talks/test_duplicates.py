"""Two neighbours report one lamp: they are asked, one task goes out, and both hear how it ends."""

from dataclasses import replace

import pytest

from models.moves import Actor, Move, State
from models.notice import Channel
from models.people import Resident
from models.steps import Step
from models.ticket import HandOver, Ticket
from tests.support.house import FANG, LI, WANG, ZHANG, ZHOU
from tests.support.street import LIGHT, STRANGER, Street, number_in, play

ALIKE = "楼道灯坏了，晚上看不见"


def told(ticket: Ticket, person: str) -> list[str]:
    kinds = [each for each in ticket.notices if each.channel is not Channel.RECORD]
    return [each.kind for each in kinds if each.to == person]


def test_a_like_report_of_a_neighbour_is_asked_about_and_joined(store_uri: str) -> None:
    async def story(street: Street) -> None:
        known = number_in(await street.wang.say(LIGHT))
        await street.pass_time()
        asked = await street.li.say(ALIKE)
        assert "是不是这一件" in asked
        assert known in asked
        assert "合在一起" in await street.li.say("1")
        ticket = await street.ticket(known)
        assert ticket.followers == (LI,)
        (own,) = await street.tickets_of(street.li)
        assert (own.state, own.merged_into) == (State.MERGED, ticket.id)

    play(store_uri, story)


def test_both_are_told_and_only_who_asked_first_rates(store_uri: str) -> None:
    async def story(street: Street) -> None:
        known = number_in(await street.wang.say(LIGHT))
        await street.pass_time()
        await street.li.say(ALIKE)
        await street.li.say("是的")
        await street.zhang.say("抢")
        await street.zhang.say("完成 换了新灯泡")
        ticket = await street.ticket(known)
        for person in (WANG, LI):
            assert told(ticket, person) == ["taken", "done"]
        assert "没有等您评价" in await street.li.say("评价 5")

    play(store_uri, story)


def test_the_words_of_a_neighbour_are_never_shown(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.wang.say("三楼楼道灯不亮了，我是301的王秀兰，电话13800138000")
        await street.pass_time()
        asked = await street.li.say(ALIKE)
        assert "王秀兰" not in asked
        assert "13800138000" not in asked
        await street.li.say("1")
        progress = await street.li.say("进度")
        assert "晚上看不见" in progress
        assert "王秀兰" not in progress

    play(store_uri, story)


@pytest.mark.parametrize("word", ["补充 还是不亮", "取消"])
def test_neither_are_they_where_several_are_to_choose_from(store_uri: str, word: str) -> None:
    async def story(street: Street) -> None:
        known = number_in(await street.wang.say("301王秀兰：三楼楼道灯不亮了"))
        await street.pass_time()
        await street.li.say(ALIKE)
        await street.li.say("1")
        await street.li.say("厨房水管漏水了")
        shown = await street.li.say(word)
        assert known in shown
        assert "晚上看不见" in shown
        assert "王秀兰" not in shown

    play(store_uri, story)


def test_an_answer_is_for_who_asked_alone(store_uri: str) -> None:
    async def story(street: Street) -> None:
        known = number_in(await street.wang.say(LIGHT))
        await street.pass_time()
        await street.li.say(ALIKE)
        await street.li.say("1")
        given = {"handover": HandOver("legal_aid_centre", street.clock())}
        ticket = await street.ticket(known)
        for step in (
            Step(Move.HAND_OVER, Actor.STAFF, ZHOU, street.clock(), note="中心", changes=given),
            Step(Move.ANSWER, Actor.AGENCY, FANG, street.clock(), note="请带身份证来"),
        ):
            ticket = await street.services.store.tickets.make(ticket.id, step)
        assert "answer" in told(ticket, WANG)
        assert "answer" not in told(ticket, LI)
        assert "身份证" not in await street.li.say(f"进度 {known}")

    play(store_uri, story)


def test_another_one_is_worked_at_on_its_own(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.wang.say(LIGHT)
        await street.pass_time()
        await street.li.say(ALIKE)
        assert "另外办" in await street.li.say("2")
        await street.pass_time(seconds=10)
        (own,) = await street.tickets_of(street.li)
        assert own.state is State.OFFERED

    play(store_uri, story)


def test_no_answer_loses_nothing(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.wang.say(LIGHT)
        await street.pass_time()
        number = number_in(await street.li.say(ALIKE))
        await street.pass_time(seconds=9)
        assert (await street.ticket(number)).state is State.OPEN
        await street.pass_time(seconds=1)
        assert (await street.ticket(number)).state is State.OFFERED

    play(store_uri, story)


def test_the_same_message_again_joins_once(store_uri: str) -> None:
    async def story(street: Street) -> None:
        known = number_in(await street.wang.say(LIGHT))
        await street.pass_time()
        await street.li.say(ALIKE)
        xml = street.li.xml("text", Content="1")
        assert await street.li.push(xml) == await street.li.push(xml)
        ticket = await street.ticket(known)
        assert [each.move for each in ticket.events].count(Move.FOLLOW) == 1

    play(store_uri, story)


def test_what_ended_meanwhile_cannot_be_joined(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.wang.say(LIGHT)
        await street.pass_time()
        await street.li.say(ALIKE)
        await street.wang.say("取消")
        assert "合不到一起" in await street.li.say("1")
        (own,) = await street.tickets_of(street.li)
        assert own.is_live()

    play(store_uri, story)


def test_private_matters_and_other_communities_are_never_compared(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.wang.say("公司欠我三个月工资")
        assert "是不是这一件" not in await street.li.say("公司欠我三个月工资")
        await street.services.store.residents.put(Resident(STRANGER, "tingtao-1"))
        await street.wang.say("新的")
        await street.wang.say(LIGHT)
        assert "是不是这一件" not in await street.stranger.say(ALIKE)

    play(store_uri, story)


def test_after_a_week_it_is_a_new_matter(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.wang.say(LIGHT)
        street.clock.advance(days=8)
        assert "是不是这一件" not in await street.li.say(ALIKE)

    play(store_uri, story)


def test_the_own_report_again_is_added_to_the_first(store_uri: str) -> None:
    async def story(street: Street) -> None:
        known = number_in(await street.wang.say(LIGHT))
        street.clock.advance(minutes=40)
        asked = await street.wang.say("楼道灯还是没人修，黑灯瞎火的，灯不亮")
        assert "是不是这一件" in asked
        assert "合在一起" in await street.wang.say("1")
        ticket = await street.ticket(known)
        assert ticket.followers == ()
        assert [each.move for each in ticket.events][-1] is Move.ADD

    play(store_uri, story)


def test_a_follower_presses_and_leaves(store_uri: str) -> None:
    async def story(street: Street) -> None:
        known = number_in(await street.wang.say(LIGHT))
        await street.pass_time()
        await street.li.say(ALIKE)
        await street.li.say("1")
        assert "已帮您催" in await street.li.say("催")
        assert known in await street.li.say("取消")
        assert (await street.ticket(known)).followers == ()
        assert (await street.ticket(known)).is_live()

    play(store_uri, story)


def test_a_resident_nobody_knows_where_is_not_asked(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.wang.say(LIGHT)
        await street.services.store.residents.put(replace(Resident(STRANGER), area=None))
        assert "是不是这一件" not in await street.stranger.say(ALIKE)

    play(store_uri, story)


def test_who_answers_late_is_joined_all_the_same_and_the_volunteer_hears_so(store_uri: str) -> None:
    async def story(street: Street) -> None:
        known = number_in(await street.wang.say(LIGHT))
        await street.pass_time()
        number = number_in(await street.li.say(ALIKE))
        await street.pass_time(minutes=1)
        assert "抢到了" in await street.zhang.say(f"抢 {number}")
        assert "合在一起" in await street.li.say("1")
        assert told(await street.ticket(number), ZHANG) == ["task", "merged"]
        assert (await street.ticket(known)).followers == (LI,)

    play(store_uri, story)
