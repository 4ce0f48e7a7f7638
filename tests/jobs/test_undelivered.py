"""Whatever goes wrong, everybody is told or stands on the list of those to be phoned."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.office.intake import Intake, Typed
from models.database import StoreUnavailableError
from models.notice import UNSETTLED, Channel, Notice, NoticeState
from models.receipt import Receipt
from models.ticket import Ticket
from tests.support.house import LI, WANG, ZHANG, ZHOU
from tests.support.post import IMPATIENT, TEMPLATES, Post, WeChat, post
from tests.support.street import LIGHT, number_in

SENT, OWED, UNDELIVERED = NoticeState.SENT, NoticeState.OWED, NoticeState.UNDELIVERED
NO_TEMPLATES = {name: {**each, "id": "TPL_OF_NOBODY"} for name, each in TEMPLATES.items()}
SENDING = "/cgi-bin/message"
WANTS = (LIGHT, "想请人帮我奶奶去药店买药", "厨房的水龙头一直漏水")


async def taken(at: Post, words: str = LIGHT) -> str:
    """A ticket whose asker is owed word that somebody took it; its number."""
    number = number_in(await at.street.wang.say(words))
    await at.street.pass_time()
    await at.deliver_all()
    await at.street.zhang.say(f"抢 {number}")
    return number


async def notice_to(at: Post, number: str, person: str, kind: str) -> Notice:
    """The latest such notice."""
    found = (await at.ticket(number)).notices
    return [each for each in found if (each.to, each.kind) == (person, kind)][-1]


async def wait_out(at: Post) -> None:
    """Let time pass until everything was tried as often as it may be."""
    for _ in range(40):
        if not await at.deliver(minutes=30):
            return


def is_honest(ticket: Ticket) -> bool:
    """Whether nothing is open, and on the list is what reached nobody and only that."""
    states = [each.state for each in ticket.notices]
    listed = UNDELIVERED in states
    return not UNSETTLED.intersection(states) and listed is (ticket.untold_at is not None)


CODES = ("43004", "40003", "45009", "45015", "45047", "48001", "-1", "close", "http_500")
FAILURES: list[dict[str, Any]] = [{"api_failure": code} for code in CODES]
FAILURES += [
    {"api_failure": failure, "api_failure_after_work": after, "api_failure_times": 1}
    for failure in ("hang", "close")
    for after in (False, True)
]


@pytest.mark.parametrize("failure", FAILURES, ids=lambda each: "-".join(map(str, each.values())))
@pytest.mark.parametrize("templates", [TEMPLATES, NO_TEMPLATES], ids=["template", "customer"])
def test_every_failure_ends_told_or_listed(
    store_uri: str, wechat: WeChat, failure: dict[str, Any], templates: dict[str, Any]
) -> None:
    async def story(at: Post) -> None:
        await at.write(WANG)
        number = await taken(at)
        await wechat.faults(**failure, api_failure_path=SENDING)
        await at.deliver()
        await at.street.zhang.say("完成 换了灯泡")
        await wait_out(at)
        assert is_honest(await at.ticket(number))
        cards = [card["thing4"] for card in await wechat.cards(WANG)]
        assert len(cards) == len(set(cards))
        words = await wechat.words(WANG)
        assert len(words) == len(set(words))

    post(store_uri, wechat, story, templates=templates, timeouts=IMPATIENT)


def test_who_cannot_be_told_is_phoned_by_the_desk(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post) -> None:
        number = await taken(at)
        await wechat.unfollow(WANG)
        await at.deliver_all()
        assert (await notice_to(at, number, WANG, "taken")).state is UNDELIVERED
        assert (await notice_to(at, number, ZHOU, "phone")).state is SENT
        cards = await wechat.cards(ZHOU)
        assert cards[-1]["character_string1"] == number
        await at.street.zhang.say("完成 换了灯泡")
        await at.deliver_all()
        ticket = await at.ticket(number)
        asked = [each for each in ticket.notices if (each.to, each.kind) == (ZHOU, "phone")]
        assert len(asked) == 1
        assert is_honest(ticket)

    post(store_uri, wechat, story)


def test_a_desk_that_cannot_be_told_either_asks_nobody_for_ever(
    store_uri: str, wechat: WeChat
) -> None:
    async def story(at: Post) -> None:
        number = await taken(at)
        await wechat.faults(api_failure="43004", api_failure_path=SENDING)
        await wait_out(at)
        ticket = await at.ticket(number)
        assert is_honest(ticket)
        assert ticket.untold_at is not None
        assert len([each for each in ticket.notices if each.kind == "phone"]) <= 8

    post(store_uri, wechat, story)


def test_a_send_cut_off_by_a_crash_is_listed_and_not_repeated(
    store_uri: str, wechat: WeChat
) -> None:
    async def story(at: Post) -> None:
        await at.write(WANG)
        number = await taken(at)
        notice = await notice_to(at, number, WANG, "taken")
        begun = replace(notice, state=NoticeState.SENDING, channel=Channel.CUSTOMER)
        await at.street.services.store.ticket_debts.mark((await at.ticket(number)).id, begun)
        await at.deliver_all()
        notice = await notice_to(at, number, WANG, "taken")
        assert (notice.state, notice.error) == (UNDELIVERED, "cut off; it may have arrived")
        assert await wechat.words(WANG) == []
        assert is_honest(await at.ticket(number))

    post(store_uri, wechat, story)


class Flaky:
    """The store's word to the delivery job, lost at the n-th mark."""

    def __init__(self, mark: Callable[..., Any], lost: int) -> None:
        self._mark = mark
        self._left = lost

    async def __call__(self, *arguments: Any, **named: Any) -> None:
        await self._mark(*arguments, **named)
        self._left -= 1
        if self._left == 0:
            raise StoreUnavailableError("written, but nobody heard")


@pytest.mark.parametrize("lost", [1, 2], ids=["before the send", "after the send"])
def test_a_store_that_hiccups_neither_loses_nor_repeats_a_message(
    store_uri: str, wechat: WeChat, monkeypatch: pytest.MonkeyPatch, lost: int
) -> None:
    async def story(at: Post) -> None:
        await at.write(WANG)
        number = await taken(at)
        debts = at.street.services.store.ticket_debts
        records = await notice_to(at, number, ZHANG, "taken")
        await debts.mark((await at.ticket(number)).id, replace(records, state=SENT))
        monkeypatch.setattr(debts, "mark", Flaky(debts.mark, lost))
        await at.deliver()
        await at.deliver()
        notice = await notice_to(at, number, WANG, "taken")
        assert (notice.state, notice.channel) == (SENT, Channel.CUSTOMER)
        assert len(await wechat.words(WANG)) == 1

    post(store_uri, wechat, story, templates=NO_TEMPLATES)


def test_what_wechat_would_refuse_is_not_asked(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post) -> None:
        number = await taken(at)
        at.street.clock.advance(hours=49)
        await at.deliver_all()
        assert await wechat.calls("/cgi-bin/message/custom") == []
        notice = await notice_to(at, number, WANG, "taken")
        assert notice.state is UNDELIVERED
        assert "nothing is left" in (notice.error or "")

    post(store_uri, wechat, story, templates=NO_TEMPLATES)


def test_the_sixth_customer_message_is_not_asked_for(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post) -> None:
        await at.write(WANG)
        numbers = [await taken(at, LIGHT) for _ in range(1)]
        for turn in range(6):
            await at.street.zhang.say("退回 家里有事" if turn % 2 == 0 else f"抢 {numbers[0]}")
            await at.street.pass_time(minutes=1)
            await at.deliver_all()
        calls = await wechat.calls("/cgi-bin/message/custom")
        assert len([each for each in calls if WANG in str(each)]) <= 5
        assert is_honest(await at.ticket(numbers[0]))

    post(store_uri, wechat, story, templates=NO_TEMPLATES)


def test_a_quota_of_the_day_is_asked_once_and_tried_again_after_midnight(
    store_uri: str, wechat: WeChat
) -> None:
    async def story(at: Post) -> None:
        await at.write(WANG)
        await wechat.faults(api_failure="45009")
        await taken(at)
        await at.deliver_all()
        assert len(await wechat.calls("/cgi-bin/message/template")) == 1
        assert len(await wechat.words(WANG)) == 1
        await wechat.faults(api_failure="")
        at.street.clock.advance(hours=12)
        await at.street.zhang.say("退回 家里有事")
        await at.deliver_all()
        assert [card["thing4"] for card in await wechat.cards(WANG)] == ["正在另找人"]

    post(store_uri, wechat, story)


def test_one_hanging_call_delays_nobody_else(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post) -> None:
        number = await taken(at)
        await at.deliver_all()
        await at.street.zhang.say("退回 家里有事")
        await wechat.faults(api_failure="hang", api_failure_times=1)
        await at.deliver()
        assert (await notice_to(at, number, WANG, "given_back")).state is OWED
        other = number_in(await at.street.li.say("帮我买药，腿脚不方便"))
        await at.street.pass_time()
        for _ in range(20):
            await at.deliver()
        assert (await at.ticket(other)).notices[0].state is SENT
        await at.postman.finish(10)
        assert (await notice_to(at, number, WANG, "given_back")).state is OWED

    post(store_uri, wechat, story, round_seconds=0.2)


def test_what_one_person_is_told_comes_in_the_order_it_happened(
    store_uri: str, wechat: WeChat
) -> None:
    async def story(at: Post) -> None:
        numbers = []
        for words in WANTS:
            at.street.clock.advance(minutes=20)
            numbers.append(await taken(at, words))
        at.street.clock.advance(minutes=1)
        await at.street.zhang.say(f"退回 {numbers[1]} 家里有事")
        await at.deliver_all()
        cards = await wechat.cards(WANG)
        assert [card["character_string1"] for card in cards] == [*numbers, numbers[1]]

    post(store_uri, wechat, story)


def answer_owed(receipt: Receipt, at: Post) -> Receipt:
    """The receipt of a message whose answer came too late."""
    due = at.street.clock()
    notice = Notice("0", receipt.person, "answer", due, channel=Channel.CUSTOMER, text="记下了")
    return replace(receipt, key="late", seq=receipt.seq + 1, notices=(notice,))


def test_a_late_answer_that_did_not_arrive_is_listed_with_its_ticket(
    store_uri: str, wechat: WeChat
) -> None:
    async def story(at: Post) -> None:
        store = at.street.services.store
        number = number_in(await at.street.wang.say(LIGHT))
        receipt = await store.receipts.latest(WANG)
        assert receipt is not None
        await store.receipts.commit(answer_owed(receipt, at))
        await at.deliver_all()
        kept = await store.receipts.get("late")
        assert kept is not None
        assert kept.notices[0].state is UNDELIVERED
        ticket = await at.ticket(number)
        assert [each.text for each in ticket.notices if each.state is UNDELIVERED] == ["记下了"]
        assert is_honest(ticket)

    post(store_uri, wechat, story)


def test_an_upload_whose_answer_was_lost_is_made_again(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post) -> None:
        await at.write(ZHANG)
        number = await taken(at)
        await at.deliver_all()
        await at.street.wang.send("image", PicUrl="http://x/1", MediaId="P1")
        ticket = await at.ticket(number)
        store = at.street.services.store
        await store.media.put("f1", b"\xff\xd8\xff\xe0photo", "image/jpeg")
        await store.tickets.fetched(ticket.id, "P1", "f1")
        lost: dict[str, Any] = {"api_failure": "close", "api_failure_after_work": True}
        await wechat.faults(**lost, api_failure_path="/cgi-bin/media/upload", api_failure_times=1)
        await at.deliver()
        shown = await notice_to(at, number, ZHANG, "attachment")
        assert shown.state is OWED
        await at.deliver(seconds=10)
        assert (await notice_to(at, number, ZHANG, "attachment")).state is SENT

    post(store_uri, wechat, story)


def test_two_jobs_at_once_tell_nobody_twice_by_template(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post) -> None:
        await taken(at)
        await asyncio.gather(at.deliver(), at.deliver())
        assert len(await wechat.cards(WANG)) == 1

    post(store_uri, wechat, story)


async def as_volunteer(at: Post, **wishes: Any) -> None:
    """Zhang says when he wants to hear from us."""
    volunteers = at.street.services.store.volunteers
    zhang = await volunteers.get(ZHANG)
    assert zhang is not None
    await volunteers.put(replace(zhang, **wishes))


def test_a_volunteer_sleeps_until_the_morning(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post) -> None:
        number = await taken(at)
        await as_volunteer(at, quiet="22:00-07:00")
        await at.deliver_all()
        before = len(await wechat.cards(ZHANG))
        at.street.clock.advance(hours=11)  # 23:00
        await at.street.wang.say("催")
        await at.deliver_all()
        waiting = await notice_to(at, number, ZHANG, "urged")
        assert (waiting.state, waiting.due) == (OWED, at.street.clock() + timedelta(hours=8))
        assert len(await wechat.cards(ZHANG)) == before
        await at.deliver(hours=8)
        assert (await notice_to(at, number, ZHANG, "urged")).state is SENT

    post(store_uri, wechat, story)


def test_danger_wakes_and_what_is_in_hand_does_too(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post) -> None:
        number = await taken(at)
        await as_volunteer(at, quiet="22:00-07:00")
        await at.deliver_all()
        at.street.clock.advance(hours=11)
        await at.street.wang.say("就在电梯口旁边")
        await at.street.wang.say(f"取消 {number}")
        await at.deliver_all()
        assert (await notice_to(at, number, ZHANG, "cancelled")).state is SENT

    post(store_uri, wechat, story)


def test_tasks_of_a_day_come_in_one_message(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post) -> None:
        await as_volunteer(at, digest="12:20")
        numbers = []
        for wanted in WANTS:
            numbers.append(number_in(await at.street.wang.say(wanted)))
            at.street.clock.advance(seconds=1)
        await at.street.pass_time()
        await at.deliver_all()
        assert await wechat.cards(ZHANG) == []
        await at.street.wang.say(f"取消 {numbers[1]}")
        at.street.clock.advance(minutes=20)
        await at.deliver_all()
        (card,) = await wechat.cards(ZHANG)
        # Offered at the same moment of the manual clock, so in any order.
        assert set(card["character_string1"].split(",")) == {numbers[0], numbers[2]}
        assert card["thing2"] == "2 件新任务"
        first, second, third = [await notice_to(at, each, ZHANG, "task") for each in numbers]
        assert first.state is third.state is SENT
        assert first.msgid == third.msgid
        assert second.state is NoticeState.DROPPED

    post(store_uri, wechat, story)


def test_a_digest_by_customer_message_lists_the_tasks(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post) -> None:
        await at.write(ZHANG)
        await as_volunteer(at, digest="12:20")
        for wanted in WANTS[:2]:
            assert "编号" in await at.street.wang.say(wanted)
            at.street.clock.advance(minutes=1)
        await at.street.pass_time()
        at.street.clock.advance(minutes=20)
        await at.deliver_all()
        (words,) = await wechat.words(ZHANG)
        assert words.startswith("有 2 件新任务：")
        assert "回“任务”" in words

    post(store_uri, wechat, story, templates=NO_TEMPLATES)


def test_danger_does_not_wait_for_the_digest(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post) -> None:
        await as_volunteer(at, digest="18:00", skills=("repair", "volunteer", "other"))
        answer = await at.street.li.say("我老伴摔倒了起不来")
        await at.street.pass_time()
        await at.deliver_all()
        ticket = await at.ticket(answer)
        states = [each.state for each in ticket.notices if each.to in (ZHANG, ZHOU)]
        assert states
        assert OWED not in states
        assert ticket.asker == LI

    post(store_uri, wechat, story)


def test_who_only_phoned_is_told_by_phone_without_asking_wechat(
    store_uri: str, wechat: WeChat
) -> None:
    async def story(at: Post) -> None:
        zhou = await at.street.services.store.staff.get(ZHOU)
        assert zhou is not None
        call = Typed(words=LIGHT, phone="13900001234", key="k1")
        filed = await Intake(at.street.services, zhou).file(call)
        await at.street.pass_time()
        await at.deliver_all()
        await at.street.zhang.say(f"抢 {filed.number}")
        await at.deliver()
        notice = await notice_to(at, filed.number, filed.asker, "taken")
        assert notice.state is UNDELIVERED
        assert filed.number in await at.street.zhou.say("待告知")
        called = [str(each) for each in await wechat.calls("/cgi-bin/message")]
        assert called
        assert not any(filed.asker in each for each in called)

    post(store_uri, wechat, story)
