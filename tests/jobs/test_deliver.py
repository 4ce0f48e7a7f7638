"""What is owed is told once, by the best way there is, and what cannot be told is on a list."""

import asyncio
import json
from typing import Any

import pytest

from models.notice import Channel, Notice, NoticeState
from models.ticket import Ticket
from tests.support.house import LI, NOON, WANG, ZHANG
from tests.support.post import IMPATIENT, TEMPLATES, Post, WeChat, open_door, post
from tests.support.street import LIGHT, number_in

SENT, OWED, UNDELIVERED = NoticeState.SENT, NoticeState.OWED, NoticeState.UNDELIVERED
DROPPED = NoticeState.DROPPED


# The account has none of these, so that everything goes as a customer message.
NO_TEMPLATES = {name: {**each, "id": "TPL_OF_NOBODY"} for name, each in TEMPLATES.items()}


async def offered(at: Post, words: str = LIGHT) -> str:
    """A ticket that owes the volunteer a notice; its number."""
    number = number_in(await at.street.wang.say(words))
    await at.street.pass_time()
    return number


async def owed_to_volunteer(at: Post, number: str) -> Notice:
    """How the notice to the volunteer stands."""
    (notice, *_) = (await at.ticket(number)).notices
    return notice


def test_a_notice_is_sent_once_and_marked(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post) -> None:
        number = await offered(at)
        assert await at.deliver() == 1
        assert await at.deliver(minutes=1) == 0
        assert await wechat.cards(ZHANG) == [
            {
                "character_string1": number,
                "thing2": "报修",
                "thing3": "翡翠社区第一网格",
                "time4": f"{NOON:%Y-%m-%d} 12:00",
                "phrase5": "一般",
            }
        ]
        notice = await owed_to_volunteer(at, number)
        assert (notice.state, notice.channel) == (SENT, Channel.TEMPLATE)
        assert notice.msgid
        assert (await at.ticket(number)).owed_at is None

    post(store_uri, wechat, story)


def test_everybody_hears_of_every_step(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post) -> None:
        number = await offered(at)
        await at.deliver_all()
        await at.street.zhang.say("抢")
        await at.street.wang.say("就在电梯口旁边")
        await at.street.wang.say("催")
        await at.street.zhang.say("退回")
        await at.street.pass_time()
        await at.deliver_all()
        told = [(card["phrase3"], card["thing4"]) for card in await wechat.cards(WANG)]
        assert told == [("已接单", "张师傅接单"), ("已受理", "正在另找人")]
        notes = [card.get("thing4") for card in await wechat.cards(ZHANG)]
        assert notes == [None, "居民有补充", "居民催了一下"]
        assert (await at.ticket(number)).owed_at is None

    post(store_uri, wechat, story)


def test_a_locked_screen_shows_no_words_and_no_phone_number(store_uri: str, wechat: WeChat) -> None:
    words = "帮我奶奶去药店买药，电话13800138000"

    async def story(at: Post) -> None:
        await offered(at, words)
        await at.street.zhang.say("抢")
        await at.street.wang.say("药在北京路大药房，打13800138000")
        await at.street.zhang.say("完成 药放在门口，13800138000已通知")
        await at.street.wang.say("没修好 药拿错了")
        await at.deliver_all()
        sent = json.dumps(await wechat.calls("/cgi-bin/message/template"), ensure_ascii=False)
        assert sent.count("template_id") >= 4
        for secret in ("13800138000", "奶奶", "药"):
            assert secret not in sent

    post(store_uri, wechat, story)


def test_who_left_is_not_written_to(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post) -> None:
        number = await offered(at)
        await at.street.zhang.event("unsubscribe", EventKey="")
        await at.deliver_all()
        notice = await owed_to_volunteer(at, number)
        assert notice.state is DROPPED
        assert "the person does not follow us" in (notice.error or "")
        assert await wechat.calls("/cgi-bin/message") == []

    post(store_uri, wechat, story)


def test_who_left_unheard_is_not_bothered_again_for_an_offer(
    store_uri: str, wechat: WeChat
) -> None:
    async def story(at: Post) -> None:
        await wechat.unfollow(ZHANG)
        number = await offered(at)
        await at.deliver()
        notice = await owed_to_volunteer(at, number)
        assert notice.state is DROPPED
        assert "43004" in (notice.error or "")
        assert await wechat.calls("/cgi-bin/message/custom") == []
        assert (await at.ticket(number)).untold_at is None
        assert await at.deliver(days=1) == 0

    post(store_uri, wechat, story)


def test_a_missing_template_becomes_a_customer_message_while_the_window_is_open(
    store_uri: str, wechat: WeChat
) -> None:
    async def story(at: Post) -> None:
        await at.write(ZHANG)
        number = await offered(at)
        await at.deliver_all()
        (words,) = await wechat.words(ZHANG)
        assert f"新任务 {number}" in words
        assert f"抢 {number}" in words
        notice = await owed_to_volunteer(at, number)
        assert (notice.state, notice.channel) == (SENT, Channel.CUSTOMER)
        assert "40037" in (notice.error or "")

    post(store_uri, wechat, story, templates=NO_TEMPLATES)


def test_a_keyword_that_cannot_hold_our_value_is_no_reason_for_silence(
    store_uri: str, wechat: WeChat, caplog: pytest.LogCaptureFixture
) -> None:
    async def story(at: Post) -> None:
        await at.write(ZHANG)
        number = await offered(at)
        await at.deliver_all()
        assert (await owed_to_volunteer(at, number)).state is SENT
        assert await wechat.calls("/cgi-bin/message/template") == []
        assert "template does not fit" in caplog.text

    fields = {"number": "phone_number1", "need": "number2"}
    wrong = {**TEMPLATES, "task": {"id": TEMPLATES["task"]["id"], "fields": fields}}
    post(store_uri, wechat, story, templates=wrong)


def test_a_busy_wechat_is_left_alone_for_longer_and_longer(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post) -> None:
        number = await offered(at)
        await wechat.faults(api_failure="-1", api_failure_times=3)
        waits = []
        for _ in range(3):
            assert await at.deliver() == 1
            assert await at.deliver() == 0
            notice = await owed_to_volunteer(at, number)
            waits.append((notice.due - at.street.clock()).total_seconds())
            at.street.clock.now = notice.due
        assert waits == [2, 4, 8]
        assert await at.deliver() == 1
        assert (await owed_to_volunteer(at, number)).state is SENT
        assert len(await wechat.cards(ZHANG)) == 1

    post(store_uri, wechat, story)


def test_a_wechat_that_stays_busy_is_given_up_and_listed(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post) -> None:
        number = await offered(at)
        await wechat.faults(api_failure="-1", api_failure_path="/cgi-bin/message")
        for _ in range(40):
            await at.deliver(minutes=5)
        notice = await owed_to_volunteer(at, number)
        assert notice.state is DROPPED
        assert "-1" in (notice.error or "")
        assert len(await wechat.calls("/cgi-bin/message")) < 20

    post(store_uri, wechat, story)


def test_a_used_up_quota_goes_another_way_at_once(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post) -> None:
        await at.write(ZHANG)
        number = await offered(at)
        await wechat.faults(api_failure="45009")
        await at.deliver_all()
        notice = await owed_to_volunteer(at, number)
        assert (notice.state, notice.channel) == (SENT, Channel.CUSTOMER)
        assert len(await wechat.calls("/cgi-bin/message/template")) == 1

    post(store_uri, wechat, story)


@pytest.mark.parametrize("failure", ["close", "hang"])
def test_a_notice_whose_answer_was_lost_arrives_once(
    store_uri: str, wechat: WeChat, failure: str
) -> None:
    async def story(at: Post) -> None:
        number = await offered(at)
        lost = {"api_failure": failure, "api_failure_after_work": True}
        await wechat.faults(**lost, api_failure_times=2)
        for _ in range(3):
            await at.deliver(seconds=10)
        assert (await owed_to_volunteer(at, number)).state is SENT
        assert len(await wechat.calls("/cgi-bin/message/template")) >= 2
        assert len(await wechat.cards(ZHANG)) == 1

    post(store_uri, wechat, story, timeouts=IMPATIENT)


def test_a_customer_message_whose_answer_was_lost_is_not_repeated(
    store_uri: str, wechat: WeChat
) -> None:
    async def story(at: Post) -> None:
        await at.write(ZHANG)
        number = await offered(at)
        lost: dict[str, Any] = {"api_failure": "close", "api_failure_after_work": True}
        await wechat.faults(**lost, api_failure_path="/cgi-bin/message/custom")
        await at.deliver()
        await at.deliver(minutes=10)
        notice = await owed_to_volunteer(at, number)
        assert (notice.state, notice.error) == (DROPPED, "no answer; it may have arrived")
        assert len(await wechat.words(ZHANG)) == 1

    post(store_uri, wechat, story, templates=NO_TEMPLATES, timeouts=IMPATIENT)


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("success", NoticeState.DELIVERED),
        ("failed:user block", DROPPED),
        ("failed: system failed", DROPPED),
    ],
)
@pytest.mark.parametrize("manner", ["normal", "early"])
def test_what_became_of_it_is_recorded_even_when_it_comes_first(
    store_uri: str, wechat: WeChat, manner: str, status: str, state: NoticeState
) -> None:
    async def story(at: Post) -> None:
        number = await offered(at)
        await wechat.faults(finish_event=manner, template_status=status)
        async with open_door(at):
            await at.deliver_all()
            for _ in range(100):
                notice = await owed_to_volunteer(at, number)
                if notice.state is state:
                    break
                await asyncio.sleep(0.05)
                await at.deliver_all()
        assert notice.state is state
        assert bool(notice.error) is (state is DROPPED)

    post(store_uri, wechat, story)


def test_a_result_of_a_message_nobody_knows_changes_nothing(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post) -> None:
        number = await offered(at)
        fields = {"MsgID": "123", "Status": "failed:user block"}
        assert await at.street.zhang.event("TEMPLATESENDJOBFINISH", **fields) == ""
        assert (await owed_to_volunteer(at, number)).state is OWED

    post(store_uri, wechat, story)


def test_the_rest_of_a_long_answer_follows_as_customer_messages(
    store_uri: str, wechat: WeChat
) -> None:
    async def story(at: Post) -> None:
        await at.write(ZHANG)
        long = "灯不亮了，" * 100
        number = number_in(await at.street.wang.say(LIGHT))
        for word in ("东边", "西边"):
            await at.street.wang.say(f"{word}{long}")
        await at.street.pass_time()
        first = await at.street.zhang.say(f"抢 {number}")
        await at.deliver_all()
        rest = await wechat.words(ZHANG)
        assert rest
        assert (first + "".join(rest)).count("灯不亮了，") == 200

    post(store_uri, wechat, story)


def test_one_broken_document_does_not_hold_up_the_others(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post) -> None:
        broken: Ticket = await at.ticket(await at.street.li.say("找人工"))
        at.street.clock.advance(seconds=1)
        number = await offered(at)
        tickets = at.street.services.store.database.collection("tickets")
        await tickets.update({"_id": broken.id}, {"$set": {"queue": "of_yesterday"}})
        await at.deliver()
        assert (await owed_to_volunteer(at, number)).state is SENT

    post(store_uri, wechat, story)


def test_a_window_that_closed_unheard_is_noted(
    store_uri: str, wechat: WeChat, caplog: pytest.LogCaptureFixture
) -> None:
    async def story(at: Post) -> None:
        receipts = at.street.services.store.receipts
        await at.street.li.say("您好")
        receipt = await receipts.latest(LI)
        assert receipt is not None
        notice = Notice("0", LI, "answer", at.street.clock(), channel=Channel.CUSTOMER, text="好")
        owing = receipt.__class__(
            key="k", person=LI, seq=receipt.seq + 1, at=receipt.at, notices=(notice,)
        )
        await receipts.commit(owing)
        await at.deliver_all()
        kept = await receipts.get("k")
        assert kept is not None
        assert kept.notices[0].state is UNDELIVERED
        assert "45015" in (kept.notices[0].error or "")
        assert "an answer did not arrive" in caplog.text

    post(store_uri, wechat, story)
