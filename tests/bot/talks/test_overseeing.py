"""What staff do besides sending somebody: stop it, press, pass on, join, look up, sort anew."""

import asyncio

import pytest

from models.moves import Move, State
from models.people import Role
from models.ticket import Ticket
from tests.bot.talks.test_dispatching import SPOKEN, WIDE, sent, told, waiting
from tests.support.house import FANG, LI, WANG, ZHANG, ZHOU
from tests.support.offices import TINGTAO, hire
from tests.support.street import Street, number_in, play

CENTRE = "legal_aid_centre"


async def taken(street: Street) -> str:
    """The number of a ticket in a volunteer's hands."""
    number = await waiting(street)
    await street.zhang.say(f"抢 {number}")
    return number


async def asked_by_li(street: Street, words: str = "三楼楼道的灯坏了") -> str:
    """The number of a ticket of another neighbour, who did not say that it is the same matter."""
    await street.li.say(words)
    await street.pass_time(minutes=5)
    return (await street.tickets_of(street.li))[0].number


def unchanged(before: Ticket, after: Ticket) -> bool:
    """Whether nothing happened to a ticket; a notice may have been paid meanwhile."""
    return (before.state, before.events) == (after.state, after.events)


@pytest.mark.parametrize(
    "said", ["否决 {n} 没有电工证", "否决{wide}，没有电工证", "否决{spoken}没有电工证"]
)
def test_a_veto_takes_it_away_and_bars_who_had_it(store_uri: str, said: str) -> None:
    async def story(street: Street) -> None:
        n = await taken(street)
        words = said.format(n=n, wide=n.translate(WIDE), spoken=n.translate(SPOKEN))
        assert "会另找人" in await street.zhou.say(words)
        ticket = await street.ticket(n)
        assert (ticket.state, ticket.holder, ticket.barred) == (State.OPEN, None, (ZHANG,))
        assert ticket.events[-1].note == "没有电工证"
        assert told(ticket, Move.VETO) == {ZHANG: "vetoed", WANG: "given_back"}

    play(store_uri, story)


def test_a_veto_without_a_reason_is_asked_for_it(store_uri: str) -> None:
    async def story(street: Street) -> None:
        n = await taken(street)
        assert "为什么" in await street.zhou.say(f"否决{n}")
        assert (await street.ticket(n)).is_held_by(ZHANG)
        assert "会另找人" in await street.zhou.say("他去不了")
        assert (await street.ticket(n)).events[-1].note == "他去不了"

    play(store_uri, story)


def test_a_question_for_words_is_left_by_going_back(store_uri: str) -> None:
    async def story(street: Street) -> None:
        n = await taken(street)
        await street.zhou.say(f"否决 {n}")
        assert "回到开头" in await street.zhou.say("返回")
        assert (await street.ticket(n)).is_held_by(ZHANG)

    play(store_uri, story)


def test_a_reason_may_speak_of_danger_without_raising_an_alarm(store_uri: str) -> None:
    async def story(street: Street) -> None:
        n = await taken(street)
        assert "会另找人" in await street.zhou.say(f"否决 {n} 他上次动手打人了")
        again = await sent_again(street, n)
        assert "为什么" in await street.zhou.say(f"否决 {again}")
        assert "会另找人" in await street.zhou.say("他上次动手打人了")

    async def sent_again(street: Street, n: str) -> str:
        await street.zhou.say(f"派 {n} 给 陈姐")
        await street.chen.say(f"接 {n}")
        return n

    play(store_uri, story)


def test_what_nobody_has_cannot_be_vetoed_and_nothing_is_asked(store_uri: str) -> None:
    async def story(street: Street) -> None:
        n = await waiting(street)
        before = await street.ticket(n)
        for words in (f"否决 {n}", f"否决 {n} 不合适"):
            answer = await street.zhou.say(words)
            assert "待接单" in answer
            assert "派、转办" in answer
        assert unchanged(before, await street.ticket(n))

    play(store_uri, story)


def test_a_leader_presses_and_everybody_with_a_part_in_it_hears(store_uri: str) -> None:
    async def story(street: Street) -> None:
        n = await taken(street)
        assert "请说一句" in await street.sun.say(f"督办{n}")
        assert "已督办" in await street.sun.say("三天内一定办好")
        assert told(await street.ticket(n), Move.SUPERVISE) == {ZHANG: "supervised"}
        assert "不归您的岗位" in await street.zhou.say(f"督办 {n} 快一点")
        assert "不归您的岗位" in await street.sun.say(f"否决 {n} 换人")

    play(store_uri, story)


def test_pressing_reaches_the_desk_or_who_was_sent_while_nobody_has_it(store_uri: str) -> None:
    async def story(street: Street) -> None:
        n = await sent(street)
        await street.sun.say(f"督办 {n} 今天去看")
        assert told(await street.ticket(n), Move.SUPERVISE) == {
            ZHANG: "supervised",
            ZHOU: "supervised",
        }

    play(store_uri, story)


@pytest.mark.parametrize(
    "said", ["转办 {n} 法律援助中心", "转办{n}给法律援助", "把{n}转给法律援助中心", "转交 {n} 1"]
)
def test_a_case_goes_to_the_agency_it_belongs_to(store_uri: str, said: str) -> None:
    async def story(street: Street) -> None:
        n = await taken(street)
        assert "已转给法律援助中心" in await street.zhou.say(said.format(n=n))
        ticket = await street.ticket(n)
        assert ticket.state is State.HANDED_OVER
        assert ticket.handover is not None
        assert (ticket.handover.agency, ticket.holder, ticket.referrer) == (CENTRE, None, ZHANG)
        assert told(ticket, Move.HAND_OVER) == {
            FANG: "case",
            WANG: "handed_over",
            ZHANG: "in_good_hands",
        }

    play(store_uri, story)


def test_without_a_name_the_agencies_are_listed(store_uri: str) -> None:
    async def story(street: Street) -> None:
        n = await waiting(street)
        assert "1 法律援助中心" in await street.zhou.say(f"转办 {n} 派出所")
        assert "已转给法律援助中心" in await street.zhou.say("1")

    play(store_uri, story)


def test_where_nobody_has_an_account_staff_are_told_to_pass_on_a_link(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.services.store.staff.forget(FANG)
        n = await waiting(street)
        assert f"回“链接 {n}”" in await street.zhou.say(f"转办 {n} 法律援助中心")
        assert (await street.ticket(n)).state is State.HANDED_OVER

    play(store_uri, story)


@pytest.mark.parametrize("said", ["并案 {n} {m}", "并案{n}到{m}", "合并 {n} 和 {m} 号"])
def test_two_reports_of_one_matter_become_one_and_all_are_kept_told(
    store_uri: str, said: str
) -> None:
    async def story(street: Street) -> None:
        m, n = await waiting(street), await asked_by_li(street)
        answer = await street.zhou.say(said.format(n=n, m=m))
        assert f"编号 {n} 并到 {m}" in answer
        merged, kept = await street.ticket(n), await street.ticket(m)
        assert (merged.state, merged.merged_into) == (State.MERGED, kept.id)
        assert kept.followers == (LI,)
        assert told(merged, Move.MERGE) == {LI: "merged"}
        await street.zhang.say(f"抢 {m}")
        assert {WANG, LI} <= set(told(await street.ticket(m), Move.GRAB))

    play(store_uri, story)


def test_merging_twice_changes_nothing_more(store_uri: str) -> None:
    async def story(street: Street) -> None:
        m, n = await waiting(street), await asked_by_li(street)
        xml = street.zhou.xml("text", Content=f"并案 {n} {m}")
        assert await street.zhou.push(xml) == await street.zhou.push(xml)
        assert "并案" in await street.zhou.say(f"并案 {n} {m}")
        kept = await street.ticket(m)
        assert (kept.times(Move.FOLLOW), kept.followers) == (1, (LI,))

    play(store_uri, story)


def test_merging_into_itself_the_finished_or_the_unseen_is_refused(store_uri: str) -> None:
    async def story(street: Street) -> None:
        gone, n = await waiting(street), await asked_by_li(street)
        await street.wang.say(f"取消 {gone}")
        far = await hire(street, "吴主任", Role.DESK, TINGTAO)
        before = await street.ticket(n)
        assert "不能并到自己" in await street.zhou.say(f"并案 {n} {n}")
        assert "已撤回，请并到还在办的一件" in await street.zhou.say(f"并案 {n} {gone}")
        assert "没找到编号 99999" in await street.zhou.say(f"并案 {n} 99999")
        assert f"没找到编号 {n}" in await far.say(f"并案 {n} {gone}")
        assert "并到哪一件" in await street.zhou.say(f"并案 {n}")
        assert unchanged(before, await street.ticket(n))

    play(store_uri, story)


def test_many_reports_merged_at_once_lose_no_follower(store_uri: str) -> None:
    async def story(street: Street) -> None:
        into = await waiting(street)
        numbers = [
            await asked_by_li(street, "楼道灯不亮"),
            number_in(await street.chen.say("人工")),
        ]
        numbers.append(number_in(await street.stranger.say("人工")))
        await street.services.store.tickets.numbered(into)
        offices = [await hire(street, f"主任{letter}", Role.DESK, ()) for letter in "甲乙丙"]
        answers = await asyncio.gather(
            *(each.say(f"并案 {n} {into}") for each, n in zip(offices, numbers, strict=True))
        )
        assert all("并到" in each for each in answers), answers
        assert len((await street.ticket(into)).followers) == 3

    play(store_uri, story)


def test_a_phone_number_is_shown_for_a_purpose_which_is_noted(store_uri: str) -> None:
    async def story(street: Street) -> None:
        n = number_in(await street.wang.say("厨房水管漏水，电话13912345678"))
        await street.pass_time(seconds=1)
        asked = await street.zhou.say(f"电话 {n}")
        assert "13912345678" not in asked
        assert "13912345678" in await street.zhou.say("核对地址")
        event = (await street.ticket(n)).events[-1]
        assert (event.move, event.note, event.revealed) == (Move.REVEAL, "核对地址", True)
        assert (await street.ticket(n)).state is State.OFFERED
        assert "13912345678" not in await street.li.say(f"电话 {n} 核对地址")

    play(store_uri, story)


@pytest.mark.parametrize("said", ["改派 {n} 法律援助", "改类{n}到法律援助", "改类 {n} 2"])
def test_a_ticket_in_the_wrong_queue_starts_anew_in_another(store_uri: str, said: str) -> None:
    async def story(street: Street) -> None:
        n = await waiting(street)
        assert "改为【法律援助】" in await street.zhou.say(said.format(n=n))
        ticket = await street.ticket(n)
        assert (ticket.queue, ticket.state, ticket.rung) == ("legal_aid", State.OPEN, -1)

    play(store_uri, story)


def test_without_a_queue_they_are_listed_and_the_same_one_changes_nothing(store_uri: str) -> None:
    async def story(street: Street) -> None:
        n = await waiting(street)
        before = await street.ticket(n)
        assert "已经是【报修】" in await street.zhou.say(f"改派 {n} 报修")
        assert "3 福利补贴" in await street.zhou.say(f"改派 {n} 电梯")
        assert unchanged(before, await street.ticket(n))
        assert "改为【福利补贴】" in await street.zhou.say("3")

    play(store_uri, story)


@pytest.mark.parametrize("word", ["否决", "督办", "转办", "并案", "电话", "改派", "派", "谁能办"])
def test_a_word_alone_asks_staff_for_the_number(store_uri: str, word: str) -> None:
    async def story(street: Street) -> None:
        assert "请带上编号" in await street.zhou.say(word)
        assert "请带上编号" not in await street.li.say(word)

    play(store_uri, story)


@pytest.mark.parametrize("word", ["否决", "督办", "转办", "并案", "电话", "改派", "回访"])
def test_residents_and_volunteers_change_nothing_by_these_words(store_uri: str, word: str) -> None:
    async def story(street: Street) -> None:
        n = await taken(street)
        before = await street.ticket(n)
        for phone in (street.li, street.chen, street.stranger):
            await phone.say(f"{word} {n} 因为我说了")
        assert unchanged(before, await street.ticket(n))

    play(store_uri, story)


@pytest.mark.parametrize("word", ["否决", "转办", "并案", "电话", "改派", "回访"])
def test_the_unseen_is_answered_like_the_unknown(store_uri: str, word: str) -> None:
    async def story(street: Street) -> None:
        far = await hire(street, "吴主任", Role.DESK, TINGTAO)
        n = await taken(street)
        for phone in (far, street.fang, street.lawyer):
            assert await phone.say(f"{word} {n}") == (await phone.say(f"{word} 99999")).replace(
                "99999", n
            )

    play(store_uri, story)
