"""A message is handled once; its receipt says what was answered and what came of it."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import bson
import pytest

from models.clock import ManualClock
from models.notice import Channel, Notice
from models.receipt import HandledError, Receipt, Receipts, TakenError
from models.session import Session
from models.store import Store
from tests.models.samples import ASKER, ZHANG, a_ticket, raw_database
from tests.support.house import NOON, VAULT, open_store

CLOCK = ManualClock(NOON)


def a_receipt(key: str = "m1", **fields: Any) -> Receipt:
    """A receipt of the asker's first message."""
    plain: dict[str, Any] = {"person": ASKER, "seq": 1, "at": NOON, "message": "<xml>灯坏了</xml>"}
    return Receipt(key=key, **(plain | fields))


def an_answer(words: str) -> dict[str, Any]:
    """A reply of words."""
    return {"type": "text", "content": words}


async def commit(store: Store, *receipts: Receipt) -> None:
    """Commit one after the other."""
    for each in receipts:
        await store.receipts.commit(each)


def test_a_receipt_comes_back_as_it_went_in(store_uri: str) -> None:
    notice = Notice("0", ASKER, "answer", NOON, channel=Channel.CUSTOMER, text="还有一句")
    session = Session().opened("which_queue", NOON, ticket="t1").joining("t1", NOON, 15)

    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            files = (store.tickets.document(a_ticket()),)
            receipt = a_receipt(
                reply=an_answer("收到"), session=session, notices=(notice,), files=files
            )
            await commit(store, receipt)
            assert await store.receipts.get("m1") == receipt
            assert await store.receipts.get("m2") is None

    asyncio.run(scenario())


def test_the_same_message_again_is_answered_from_its_receipt(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            await commit(store, a_receipt(reply=an_answer("第一次的回答")))
            for seq in (1, 2):
                with pytest.raises(HandledError) as handled:
                    await commit(store, a_receipt(seq=seq, reply=an_answer("第二次的回答")))
                assert handled.value.receipt.reply == an_answer("第一次的回答")
            assert await store.receipts.latest(ASKER) == handled.value.receipt

    asyncio.run(scenario())


def test_of_two_messages_answered_at_once_one_has_to_look_again(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            results = await asyncio.gather(
                commit(store, a_receipt("m1")),
                commit(store, a_receipt("m2")),
                return_exceptions=True,
            )
            assert [type(each) for each in results if each] == [TakenError]
            latest = await store.receipts.latest(ASKER)
            assert latest
            loser = "m2" if latest.key == "m1" else "m1"
            assert await store.receipts.get(loser) is None
            await commit(store, a_receipt(loser, seq=2))

    asyncio.run(scenario())


def test_the_same_message_in_one_batch_is_handled_once(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            results = await asyncio.gather(
                *(commit(store, a_receipt(seq=seq)) for seq in range(1, 6)), return_exceptions=True
            )
            assert [type(each) for each in results].count(HandledError) == 4

    asyncio.run(scenario())


def test_the_latest_is_the_one_with_the_highest_sequence(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            for seq in (1, 3, 2):  # a clock may go back, the sequence does not
                await commit(store, a_receipt(f"m{seq}", seq=seq, at=NOON - timedelta(seq)))
            await commit(store, a_receipt("other", person=ZHANG, seq=9))
            latest = await store.receipts.latest(ASKER)
            assert latest
            assert latest.key == "m3"
            assert await store.receipts.latest("oNobody") is None

    asyncio.run(scenario())


def test_messages_that_filed_tickets_are_found_after_a_crash(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            files = (store.tickets.document(a_ticket()),)
            old = NOON - timedelta(hours=1)
            await commit(
                store,
                a_receipt("old", seq=1, at=old, files=files),
                a_receipt("talk", seq=2),
                a_receipt("filed", seq=3, files=files),
            )
            (found,) = await store.receipts.with_tickets_since(NOON - timedelta(minutes=20))
            assert found.key == "filed"
            await store.tickets.file(found.files[0])
            assert await store.tickets.get("t1") == a_ticket()

    asyncio.run(scenario())


def test_recent_messages_are_listed_newest_first(store_uri: str) -> None:
    async def scenario() -> list[str]:
        async with open_store(store_uri, CLOCK) as store:
            for seq in (1, 2, 3, 4):
                at = NOON + timedelta(minutes=seq)
                await commit(store, a_receipt(f"m{seq}", seq=seq, at=at))
            found = await store.receipts.recent(NOON + timedelta(minutes=2), limit=2)
            return [each.key for each in found]

    assert asyncio.run(scenario()) == ["m4", "m3"]


def test_forgetting_somebody_deletes_what_they_said_and_nothing_else(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            await commit(store, a_receipt("m1"), a_receipt("m2", seq=2))
            await commit(store, a_receipt("other", person=ZHANG))
            assert await store.receipts.forget(ASKER) == 2
            assert await store.receipts.latest(ASKER) is None
            assert await store.receipts.latest(ZHANG)
            assert await store.receipts.forget(ASKER) == 0

    asyncio.run(scenario())


def test_what_was_said_cannot_be_read_in_the_store(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK, "said") as store:
            session = Session().opened("address", NOON, place="翠园5栋")
            await commit(store, a_receipt(reply=an_answer("马上来"), session=session))

    asyncio.run(scenario())
    with raw_database(store_uri, "said") as raw:
        lying_there = bson.encode(raw["receipts"].find_one({"_id": "m1"}))
    for words in ("灯坏了", "马上来", "翠园5栋"):
        assert words.encode() not in lying_there


def _kept_seconds(uri: str, name: str) -> int:
    with raw_database(uri, name) as raw:
        return int(raw["receipts"].index_information()["at_1"]["expireAfterSeconds"])


def test_the_store_itself_ends_the_keeping_and_the_span_can_be_changed(store_uri: str) -> None:
    async def open_with(days: int) -> None:
        async with open_store(store_uri, CLOCK, "keeping") as store:
            take = store.database.collection("receipts")
            await Receipts(take, VAULT, timedelta(days=days)).ensure_indexes()

    for days in (90, 30, 365):
        asyncio.run(open_with(days))
        assert _kept_seconds(store_uri, "keeping") == days * 24 * 3600


def test_a_receipt_owes_from_when_its_earliest_notice_is_due(store_uri: str) -> None:
    def owed(number: int, due: datetime) -> Notice:
        return Notice(str(number), ASKER, "answer", due, text="好")

    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            later = NOON + timedelta(minutes=1)
            await commit(store, a_receipt(notices=(owed(0, later), owed(1, NOON))))
            (debtor,) = await store.receipt_debts.due(NOON)
            assert (debtor.id, debtor.owed_at) == ("m1", NOON)

    asyncio.run(scenario())
