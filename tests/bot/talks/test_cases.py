"""The legal-aid story as people live it: handed over, received, decided, assigned, answered."""

from dataclasses import replace

import pytest

from models.area import Level
from models.moves import Move, State
from models.people import Role, StaffMember
from models.ticket import Due, Ticket
from tests.support.house import CHEN, FANG, LAWYER, WANG, ZHOU
from tests.support.street import Street, play

WAGES = "老板欠我三个月工资不给，想咨询律师"
PHONE = "13812345678"
OTHER = StaffMember(
    "oOther000000000000000000fang", "钱老师", Role.AGENCY, ("hefei",), agency="elsewhere"
)


async def handed_over(street: Street, words: str = WAGES, phone: str = PHONE) -> Ticket:
    """A case that no volunteer took, so that the centre has it."""
    before = {each.id for each in await street.tickets_of(street.wang)}
    await street.wang.say(f"{words}，我电话{phone}，住翡翠社区3栋502")
    await street.pass_time()
    await street.pass_time(hours=8)
    tickets = await street.tickets_of(street.wang)
    ticket = next(each for each in tickets if each.id not in before)
    assert ticket.state is State.HANDED_OVER, ticket.state
    return ticket


async def again(street: Street, ticket: Ticket) -> Ticket:
    return await street.ticket(ticket.number)


def told(ticket: Ticket, kind: str) -> list[str]:
    return [each.to for each in ticket.notices if each.kind == kind]


def test_the_centre_sees_what_it_has_and_what_is_due_next(store_uri: str) -> None:
    async def story(street: Street) -> None:
        assert "没有转给您的案件" in await street.fang.say("案件")
        ticket = await handed_over(street)
        said = await street.fang.say("案件")
        assert ticket.number in said
        assert "签收：" in said
        assert PHONE not in said

    play(store_uri, story)


def test_the_sealed_view_shows_the_contact_and_is_noted_once_a_day(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await handed_over(street)
        for _ in range(3):
            said = await street.fang.say(f"详情 {ticket.number}")
        assert PHONE in said
        assert "工资" in said
        assert "王秀兰" in said
        assert "受理：" in said
        seen = [e for e in (await again(street, ticket)).events if e.move is Move.REVEAL]
        assert [(e.by, e.note, e.revealed) for e in seen] == [(FANG, "办案", True)]
        await street.pass_time(hours=25)
        await street.fang.say(f"详情 {ticket.number}")
        assert (await again(street, ticket)).times(Move.REVEAL) == 2

    play(store_uri, story)


def test_from_hand_over_to_a_rated_result(store_uri: str) -> None:
    async def story(street: Street) -> None:
        number = (await handed_over(street)).number
        assert "签收好了" in await street.fang.say(f"签收{number} 皖援2026-118")
        assert "指派律师：" in await street.fang.say(f"受理 {number}")
        said = await street.fang.say(f"指派 {number} 李律师 对方 翠湖物业有限公司")
        assert "交给李律师办了" in said
        assert "已经通知律师" in said
        assert PHONE in await street.lawyer.say(f"详情 {number}")
        assert "已转给居民" in await street.lawyer.say(f"答复 {number} 请把工资条带来")
        ticket = await street.ticket(number)
        assert ticket.handover is not None
        assert ticket.handover.number == "皖援2026-118"
        assert ticket.deadline(Due.ASSIGN) is None
        assert "已办结" in await street.lawyer.say(f"办结 {number} 已调解，工资付清了")
        ticket = await street.ticket(number)
        assert (ticket.state, ticket.level) == (State.DONE, Level.DISTRICT)
        assert told(ticket, "your_case") == [LAWYER]
        for kind in ("received", "decided", "assigned", "answer", "done"):
            assert told(ticket, kind) == [WANG]
        noted = {e.move: e.note for e in ticket.events}
        assert noted[Move.RECEIVE] == noted[Move.DECIDE] == "法律援助中心"
        assert noted[Move.ANSWER] == "请把工资条带来"
        assert "5 分" in await street.wang.say("评价 5")

    play(store_uri, story)


def test_the_centre_has_seven_days_to_decide_and_then_three_to_assign(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await handed_over(street)
        assert ticket.handover is not None
        due = ticket.deadline(Due.DECIDE)
        assert due is not None
        assert (due.at - ticket.handover.at).days == 7
        await street.fang.say(f"受理 {ticket.number}")
        after = await again(street, ticket)
        due = after.deadline(Due.ASSIGN)
        assert due is not None
        assert (due.at - street.clock()).days == 3
        assert after.deadline(Due.RECEIVE) is None

    play(store_uri, story)


def test_without_a_number_the_only_case_is_meant_and_of_several_we_ask(store_uri: str) -> None:
    async def story(street: Street) -> None:
        first = await handed_over(street)
        assert f"编号 {first.number}" in await street.fang.say("签收")
        second = await handed_over(street, "邻居打伤我不肯赔钱，想打官司")
        asked = await street.fang.say("答复 请带身份证来")
        assert first.number in asked
        assert second.number in asked
        assert "已转给居民" in await street.fang.say(second.number)
        assert (await again(street, second)).times(Move.ANSWER) == 1
        assert (await again(street, first)).times(Move.ANSWER) == 0

    play(store_uri, story)


def test_an_answer_may_speak_of_danger_without_becoming_an_alarm(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await handed_over(street)
        said = await street.fang.say(f"答复 {ticket.number} 他再打你就报警，打110，有人要跳楼也是")
        assert "已转给居民" in said
        assert await street.tickets_of(street.fang) == []

    play(store_uri, story)


@pytest.mark.parametrize("words", ["案件", "签收 快递", "受理了吗", "指派 老李", "答复 我"])
def test_for_everybody_else_these_are_ordinary_words(store_uri: str, words: str) -> None:
    async def story(street: Street) -> None:
        for phone in (street.wang, street.chen, street.zhou):
            said = await phone.say(words)
            assert "案件" not in said or "转给您" not in said
            assert "您这里没有编号" not in said

    play(store_uri, story)


@pytest.mark.parametrize(
    "words", ["详情 {n}", "签收 {n}", "受理 {n}", "答复 {n} 好", "办结 {n} 好", "退单 {n} 1"]
)
def test_somebody_elses_case_is_not_found_and_not_changed(store_uri: str, words: str) -> None:
    async def story(street: Street) -> None:
        ticket = await handed_over(street)
        await street.services.store.staff.put(
            replace(OTHER, id=FANG)  # the same phone, now of another agency
        )
        said = await street.fang.say(words.format(n=ticket.number))
        assert "您这里没有编号" in said
        assert PHONE not in said
        assert await again(street, ticket) == ticket

    play(store_uri, story)


def test_a_lawyer_sees_only_what_was_given_to_them(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await handed_over(street)
        assert "没有转给您的案件" in await street.lawyer.say("案件")
        assert "您这里没有编号" in await street.lawyer.say(f"详情 {ticket.number}")
        await street.fang.say(f"指派 {ticket.number} 李律师")
        assert ticket.number in await street.lawyer.say("案件")
        before = await again(street, ticket)
        for words in (f"退单 {ticket.number} 1", f"指派 {ticket.number} 赵律师", "受理"):
            assert "请单位里管案件的同事来办" in await street.lawyer.say(words)
        assert await again(street, ticket) == before

    play(store_uri, story)


def test_those_of_an_agency_cannot_take_or_see_what_was_not_handed_over(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.wang.say(f"厨房水管漏水，我电话{PHONE}，住3栋502")
        await street.pass_time(days=3)
        ticket = (await street.tickets_of(street.wang))[0]
        for words in ("任务", "抢", f"抢 {ticket.number}", f"详情 {ticket.number}"):
            for phone in (street.fang, street.lawyer):
                said = await phone.say(words)
                assert PHONE not in said
                assert "502" not in said
        assert (await again(street, ticket)).holder is None

    play(store_uri, story)


def test_an_unknown_number_is_not_found(store_uri: str) -> None:
    async def story(street: Street) -> None:
        assert "您这里没有编号" in await street.fang.say("详情 99999")

    play(store_uri, story)


def test_returning_needs_one_of_the_rules(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await handed_over(street)
        for words in (f"退单 {ticket.number}", f"退单 {ticket.number} 太忙了"):
            said = await street.fang.say(words)
            assert "1 不属于法律援助的范围" in said
            assert "2 不归本地管辖" in said
        assert await again(street, ticket) == ticket
        assert "退回去了" in await street.fang.say("2")

    play(store_uri, story)


@pytest.mark.parametrize(
    "rule", ["2 当事人在六安", "不归本地管辖，当事人在六安", "other_place 当事人在六安"]
)
def test_a_rule_is_cited_by_its_place_words_or_key(store_uri: str, rule: str) -> None:
    async def story(street: Street) -> None:
        ticket = await handed_over(street)
        assert "退回去了" in await street.fang.say(f"退单 {ticket.number} {rule}")
        after = await again(street, ticket)
        assert after.state is State.OPEN
        assert after.events[-1].note == "不归本地管辖（当事人在六安）"
        assert told(after, "returned") == [ZHOU]
        assert "您这里没有编号" in await street.fang.say(f"详情 {ticket.number}")
        await street.pass_time()
        assert (await again(street, ticket)).handover is None

    play(store_uri, story)


def test_returning_too_late_is_refused_with_the_date(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await handed_over(street)
        await street.pass_time(days=6)
        before = await again(street, ticket)
        said = await street.fang.say(f"退单 {ticket.number} 1")
        assert "以前退单" in said
        assert "月" in said
        assert await again(street, ticket) == before

    play(store_uri, story)


def test_what_was_done_is_not_done_again(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await handed_over(street)
        await street.fang.say(f"受理 {ticket.number}")
        before = await again(street, ticket)
        said = await street.fang.say(f"受理 {ticket.number}")
        assert "这一步办不了" in said
        assert "指派、答复、办结" in said
        assert await again(street, ticket) == before

    play(store_uri, story)


def test_words_that_are_missing_are_asked_for(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await handed_over(street)
        n = ticket.number
        assert "请写明内容" in await street.fang.say(f"答复 {n}")
        assert "请写明结果" in await street.fang.say(f"办结 {n}")
        assert "请写明结果" in await street.fang.say(f"办结 {n} 已经办好了")
        assert "请写全名" in await street.fang.say(f"指派 {n} 李律师 对方 王先生")
        assert "请写明律师" in await street.fang.say(f"指派 {n}")
        assert await again(street, ticket) == ticket
        assert "交给李律师办了" in await street.fang.say("李律师 对方 张三丰")

    play(store_uri, story)


def test_a_lawyer_of_the_other_side_is_refused(store_uri: str) -> None:
    async def story(street: Street) -> None:
        first = await handed_over(street)
        await street.fang.say(f"指派 {first.number} 李律师 当事人 王秀兰 对方 翠湖物业有限公司")
        second = await handed_over(street, "物业公司被业主告了想找律师打官司")
        said = await street.fang.say(
            f"指派 {second.number} 李律师 当事人 翠湖物业有限责任公司 对方 张三丰"
        )
        assert "利益冲突" in said
        assert first.number in said
        assert "王秀兰" not in said
        assert "翠湖" not in said
        assert await again(street, second) == second
        said = await street.fang.say(f"指派 {second.number} 赵律师 当事人 翠湖物业 对方 张三丰")
        assert "交给赵律师办了" in said
        assert "请您自己告诉他" in said

    play(store_uri, story)


def test_further_words_and_a_withdrawal_reach_the_centre_and_the_lawyer(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await handed_over(street)
        await street.fang.say(f"指派 {ticket.number} 李律师")
        assert "会看到" in await street.wang.say(f"补充 {ticket.number} 工资条找到了")
        await street.wang.say("催")
        await street.wang.say(f"取消 {ticket.number}")
        after = await again(street, ticket)
        assert [e.note for e in after.events if e.move is Move.ADD] == ["工资条找到了"]
        assert set(told(after, "added")) == {LAWYER, FANG}
        assert set(told(after, "urged")) >= {LAWYER, FANG}
        assert set(told(after, "cancelled")) == {LAWYER, FANG}
        assert "您这里没有编号" in await street.fang.say(f"详情 {ticket.number}")
        assert PHONE not in await street.fang.say(f"详情 {ticket.number}")

    play(store_uri, story)


def test_an_extension_needs_a_reason_and_tells_it_to_the_asker(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await handed_over(street)
        assert "延时" in await street.fang.say(f"延时 {ticket.number} 对方住院了")
        after = await again(street, ticket)
        assert after.times(Move.EXTEND) == 1
        assert told(after, "extended") == [WANG]

    play(store_uri, story)


def test_a_pause_stops_the_clock_until_it_goes_on(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await handed_over(street)
        assert "请写明内容" in await street.fang.say(f"暂停 {ticket.number}")
        assert "暂停了" in await street.fang.say("等他把材料补齐")
        paused = await again(street, ticket)
        assert (paused.state, told(paused, "paused")) == (State.PAUSED, [WANG])
        assert ticket.number in await street.fang.say("案件")
        await street.pass_time(days=2)
        assert "接着办了" in await street.fang.say(f"恢复 {ticket.number}")
        before, after = (
            ticket.deadline(Due.DECIDE),
            (await again(street, ticket)).deadline(Due.DECIDE),
        )
        assert before is not None
        assert after is not None
        assert (after.at - before.at).days == 2

    play(store_uri, story)


def test_staff_get_a_link_and_nobody_else_does(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await handed_over(street)
        said = await street.zhou.say(f"链接 {ticket.number}")
        assert "/handover/" in said
        assert "法律援助中心" in said
        for phone in (street.wang, street.chen, street.stranger, street.lawyer):
            assert "/handover/" not in await phone.say(f"链接 {ticket.number}")
        await street.fang.say(f"办结 {ticket.number} 谈好了，钱付清了")
        assert "不用链接" in await street.zhou.say(f"链接 {ticket.number}")

    play(store_uri, story)


def test_who_referred_it_only_hears_that_it_is_in_good_hands(store_uri: str) -> None:
    async def story(street: Street) -> None:
        filed = await street.wang.say(f"{WAGES}，我电话{PHONE}")
        await street.pass_time()
        ticket = (await street.tickets_of(street.wang))[0]
        await street.chen.say(f"抢 {ticket.number}")
        await street.zhou.say(f"转办 {ticket.number} 法律援助中心")
        ticket = await again(street, ticket)
        assert ticket.state is State.HANDED_OVER, filed
        assert ticket.referrer == CHEN
        assert told(ticket, "in_good_hands") == [CHEN]
        assert PHONE not in await street.chen.say(f"详情 {ticket.number}")

    play(store_uri, story)
