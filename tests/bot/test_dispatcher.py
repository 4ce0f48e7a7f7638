"""Once only, one at a time, answered in time: whatever WeChat or the machine does."""

import asyncio
import contextlib
import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

from bot.context import Turn
from bot.dispatcher import Dispatcher
from bot.parse import parse
from bot.router import COMMANDS
from bot.services import Services
from bot.understanding import LiveUnderstanding
from jobs.catch_up import file_unfinished, handle_waiting
from models.clock import ManualClock
from models.notice import Channel
from models.receipt import Receipt
from nlp import Understander
from tests.support.house import (
    LI,
    NOON,
    WANG,
    Phone,
    dispatcher_of,
    open_services,
    open_store,
    services_on,
)

REPORT = "三楼楼道灯不亮了"


async def tickets_of(services: Services, person: str) -> int:
    return len(await services.store.tickets.asked_by(person, limit=100))


def test_a_retry_gets_the_same_reply_and_files_nothing_new(store_uri: str) -> None:
    async def run() -> None:
        async with open_services(store_uri) as services:
            wang = Phone(services, dispatcher_of(services), WANG)
            xml = wang.xml("text", Content=REPORT)
            first = await wang.push(xml)
            assert await wang.push(xml) == first
            assert await tickets_of(services, WANG) == 1

    asyncio.run(run())


def test_three_deliveries_at_once_are_one_message(store_uri: str) -> None:
    async def run() -> None:
        async with open_services(store_uri) as services:
            wang = Phone(services, dispatcher_of(services), WANG)
            xml = wang.xml("text", Content=REPORT)
            answers = await asyncio.gather(*(wang.push(xml) for _ in range(3)))
            assert len(set(answers)) == 1
            assert await tickets_of(services, WANG) == 1

    asyncio.run(run())


def test_a_retry_after_a_restart_gets_the_same_reply(store_uri: str) -> None:
    async def run() -> None:
        async with open_services(store_uri) as services:
            before = Phone(services, dispatcher_of(services), WANG)
            xml = before.xml("text", Content=REPORT)
            first = await before.push(xml)
            after = Phone(services, dispatcher_of(services), WANG)
            assert await after.push(xml) == first
            assert await tickets_of(services, WANG) == 1

    asyncio.run(run())


def test_a_late_retry_of_an_old_word_does_not_act_again(store_uri: str) -> None:
    async def run() -> None:
        clock = ManualClock(NOON)
        async with open_services(store_uri, clock) as services:
            before = Phone(services, dispatcher_of(services), WANG)
            await before.say(REPORT)
            cancel = before.xml("text", Content="取消")
            answer = await before.push(cancel)
            clock.advance(seconds=5)
            await before.say("厨房水管漏水了")
            after = Phone(services, dispatcher_of(services), WANG)
            await after.say("进度")
            assert await after.push(cancel) == answer
            states = [t.state for t in await services.store.tickets.asked_by(WANG)]
            assert states == ["open", "cancelled"]

    asyncio.run(run())


def test_two_processes_that_get_the_same_message_answer_alike(store_uri: str) -> None:
    async def run() -> None:
        async with open_services(store_uri) as services:
            phones = [Phone(services, dispatcher_of(services, alone=False), WANG) for _ in range(4)]
            xml = phones[0].xml("text", Content=REPORT)
            answers = await asyncio.gather(*(phone.push(xml) for phone in phones))
            assert len(set(answers)) == 1
            assert await tickets_of(services, WANG) == 1

    asyncio.run(run())


def test_two_processes_take_one_message_of_a_person_at_a_time(store_uri: str) -> None:
    async def run() -> None:
        async with open_services(store_uri) as services:
            phones = [Phone(services, dispatcher_of(services, alone=False), WANG) for _ in range(3)]
            words = [REPORT, "就在电梯口旁边", "已经两天了"]
            await asyncio.gather(*(p.say(w) for p, w in zip(phones, words, strict=True)))
            latest = await services.store.receipts.latest(WANG)
            assert latest is not None
            assert len(await services.store.receipts.recent(NOON, limit=10)) == 3
            assert await tickets_of(services, WANG) == 1

    asyncio.run(run())


class TickingClock(ManualClock):
    """A clock that moves on whenever somebody looks, as real ones do."""

    def __call__(self) -> datetime:
        self.advance(milliseconds=7)
        return self.now


def test_two_processes_agree_although_their_clocks_move_on(store_uri: str) -> None:
    async def run() -> None:
        async with open_services(store_uri, TickingClock(NOON)) as services:
            for n in range(5):
                person = f"oRace{n:023d}"
                phones = [
                    Phone(services, dispatcher_of(services, alone=False), person) for _ in range(2)
                ]
                await asyncio.gather(phones[0].say(REPORT), phones[1].say("就在电梯口旁边"))
                assert await tickets_of(services, person) == 1

    asyncio.run(run())


def test_a_flood_of_one_person_stops_filing_but_keeps_the_words(store_uri: str) -> None:
    async def run() -> None:
        clock = ManualClock(NOON)
        async with open_services(store_uri, clock) as services:
            wang = Phone(services, dispatcher_of(services), WANG)
            for n in range(25):
                clock.advance(seconds=10)
                answer = await wang.say(("公司拖欠工资三个月", REPORT)[n % 2])
            assert "这一小时登记了很多件" in answer
            assert await tickets_of(services, WANG) == 20
            latest = (await services.store.tickets.asked_by(WANG))[0]
            assert latest.events[-1].note == "公司拖欠工资三个月"

    asyncio.run(run())


def test_messages_of_different_people_do_not_wait_for_each_other(store_uri: str) -> None:
    async def run() -> None:
        async with open_services(store_uri) as services:
            dispatcher = dispatcher_of(services)
            phones = [Phone(services, dispatcher, f"oPerson{n:021d}") for n in range(50)]
            answers = await asyncio.gather(*(phone.say(REPORT) for phone in phones))
            numbers = {re.search(r"编号 (\d+)", answer).group(1) for answer in answers}  # type: ignore[union-attr]
            assert len(numbers) == 50

    asyncio.run(run())


class SlowDispatcher(Dispatcher):
    """Takes its time over every answer, as a slow engine would."""

    async def _answered(self, work: object, latest: Receipt | None) -> Receipt:
        await asyncio.sleep(0.3)
        return await super()._answered(work, latest)  # type: ignore[arg-type]


def test_slow_work_is_acknowledged_and_answered_later(store_uri: str) -> None:
    async def run() -> None:
        async with open_services(store_uri) as services:
            conversations = dispatcher_of(services)._conversations
            dispatcher = SlowDispatcher(services, conversations, budget=0.05)
            wang = Phone(services, dispatcher, WANG)
            assert await wang.say(REPORT) == ""
            assert len(await services.store.inbox.waiting(NOON, timedelta(0))) == 1
            await dispatcher.drain(5)
            receipt = await services.store.receipts.latest(WANG)
            assert receipt is not None
            assert receipt.notices[0].channel is Channel.CUSTOMER
            assert "【报修】" in (receipt.notices[0].text or "")
            assert await services.store.inbox.waiting(NOON, timedelta(0)) == []

    asyncio.run(run())


def test_what_was_only_acknowledged_is_handled_after_a_crash(store_uri: str) -> None:
    async def run() -> None:
        clock = ManualClock(NOON)
        async with open_services(store_uri, clock) as services:
            wang = Phone(services, dispatcher_of(services), WANG)
            xml = wang.xml("text", Content=REPORT)
            await services.store.inbox.keep(parse(xml.encode()).key, xml.encode(), clock())
            clock.advance(minutes=2)
            restarted = dispatcher_of(services)
            assert await handle_waiting(services, restarted) == 1
            assert await tickets_of(services, WANG) == 1
            receipt = await services.store.receipts.latest(WANG)
            assert receipt is not None
            assert receipt.notices
            assert await handle_waiting(services, restarted) == 0

    asyncio.run(run())


def test_a_crash_between_commit_and_filing_loses_no_ticket(store_uri: str) -> None:
    class CrashingDispatcher(Dispatcher):
        async def _file(self, receipt: Receipt) -> None:
            raise RuntimeError("killed here")

    async def run() -> None:
        async with open_services(store_uri) as services:
            crashing = CrashingDispatcher(services, dispatcher_of(services)._conversations)
            wang = Phone(services, crashing, WANG)
            xml = wang.xml("text", Content=REPORT)
            with contextlib.suppress(RuntimeError):
                await wang.push(xml)
            assert await tickets_of(services, WANG) == 0
            assert await file_unfinished(services) == 1
            assert await tickets_of(services, WANG) == 1
            assert await file_unfinished(services) == 1
            assert await tickets_of(services, WANG) == 1

    asyncio.run(run())


def test_when_a_talk_fails_a_person_gets_the_message(store_uri: str) -> None:
    async def run() -> None:
        async with open_store(store_uri) as store:
            services = await services_on(store, ManualClock(NOON))
            deaf = LiveUnderstanding(cast("Understander", None))
            broken = replace(services, understanding=deaf)
            li = Phone(broken, dispatcher_of(broken), LI)
            answer = await li.say(REPORT)
            assert "已请工作人员看" in answer
            ticket = (await store.tickets.asked_by(LI))[0]
            assert (ticket.queue, ticket.text) == ("other", REPORT)

    asyncio.run(run())


def test_a_long_answer_goes_on_as_a_customer_message(store_uri: str) -> None:
    async def tell_much(turn: Turn, command: object) -> str:
        return "很长的一句话。" * 200

    async def run() -> None:
        async with open_services(store_uri) as services:
            wang = Phone(services, dispatcher_of(services), WANG)
            shown = COMMANDS["menu"]
            COMMANDS["menu"] = tell_much
            try:
                answer = await wang.say("菜单")
            finally:
                COMMANDS["menu"] = shown
            receipt = await services.store.receipts.latest(WANG)
            assert receipt is not None
            rest = "".join(notice.text or "" for notice in receipt.notices)
            assert len(answer.encode()) <= 2048
            assert answer + rest == "很长的一句话。" * 200

    asyncio.run(run())
