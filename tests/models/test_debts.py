"""What is owed to somebody stays owed until it is paid, whoever else writes meanwhile."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from models.clock import ManualClock
from models.debts import Carried, Debtor, Delivery
from models.moves import Move
from models.notice import Channel, Notice, NoticeState, next_due
from models.store import Store
from models.ticket import Ticket
from tests.models.samples import (
    ASKER,
    CHEN,
    DESK,
    ZHANG,
    a_ticket,
    by_asker,
    grab,
    offer,
    raw_database,
)
from tests.support.house import NOON, open_store

CLOCK = ManualClock(NOON)
MINUTE = timedelta(minutes=1)


async def owing(store: Store, identifier: str = "t1") -> Ticket:
    """A ticket that owes Zhang and Chen a word."""
    await store.tickets.file(store.tickets.document(a_ticket(identifier)))
    return await store.tickets.make(identifier, offer(ZHANG, CHEN))


async def due(store: Store, minutes: int = 0) -> list[Debtor]:
    """Who owes something after so many minutes."""
    return list(await store.ticket_debts.due(NOON + minutes * MINUTE))


async def stored(store: Store) -> Ticket:
    """The ticket as it lies in the store."""
    found = await store.tickets.get("t1")
    assert found
    return found


def still_owed(debtor: Debtor) -> list[str]:
    """Whom a word is owed; a record is no word."""
    owed = (each for each in debtor.notices if each.state is NoticeState.OWED)
    return [each.to for each in owed if each.channel is not Channel.RECORD]


def sent(notice: Notice) -> Notice:
    """The notice, sent."""
    return replace(notice, state=NoticeState.SENT, msgid=f"msg-{notice.id}", at=NOON)


async def pay(store: Store, debtor: Debtor) -> None:
    """Send all that is owed, mark it and settle, as the delivery job does."""
    paid = [sent(each) for each in debtor.notices]
    for each in paid:
        await store.ticket_debts.mark(debtor.id, each)
    await store.ticket_debts.settle(debtor, paid)


def test_what_is_paid_is_owed_no_more(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            await owing(store)
            (debtor,) = await due(store)
            assert [each.to for each in debtor.notices] == [ZHANG, CHEN]
            await pay(store, debtor)
            assert await due(store, minutes=9) == []
            ticket = await stored(store)
            assert ticket.notices == tuple(sent(each) for each in debtor.notices)

    asyncio.run(scenario())


def test_nothing_is_due_before_its_time_and_the_longest_wait_comes_first(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            for minute, identifier in ((2, "b"), (1, "a")):
                await store.tickets.file(store.tickets.document(a_ticket(identifier)))
                step = offer(ZHANG, at=NOON + minute * MINUTE)
                await store.tickets.make(identifier, step)
            assert await due(store) == []
            assert [each.id for each in await due(store, minutes=1)] == ["a"]
            assert [each.id for each in await due(store, minutes=5)] == ["a", "b"]

    asyncio.run(scenario())


def test_a_notice_to_be_tried_again_is_due_again_then(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            await owing(store)
            (debtor,) = await due(store)
            later = replace(debtor.notices[0], tries=1, due=NOON + MINUTE, error="busy")
            for each in (later, sent(debtor.notices[1])):
                await store.ticket_debts.mark("t1", each)
            await store.ticket_debts.settle(debtor, [later, sent(debtor.notices[1])])
            assert await due(store) == []
            (again,) = await due(store, minutes=1)
            assert again.notices[0] == later

    asyncio.run(scenario())


def test_a_notice_added_while_others_were_paid_is_not_lost(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            await owing(store)
            (debtor,) = await due(store)
            await store.tickets.make("t1", grab(ZHANG))  # in the same millisecond
            await pay(store, debtor)
            (again,) = await due(store)
            assert still_owed(again) == [ASKER]

    asyncio.run(scenario())


def test_a_notice_written_from_a_ticket_read_before_the_settling_is_not_lost(
    store_uri: str,
) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            read = await owing(store)
            (debtor,) = await due(store)
            await pay(store, debtor)
            await store.tickets.make("t1", grab(ZHANG), known=read)
            (again,) = await due(store)
            assert still_owed(again) == [ASKER]

    asyncio.run(scenario())


def test_marking_one_notice_leaves_the_others_alone(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            ticket = await owing(store)
            second = ticket.notices[1]
            await store.ticket_debts.mark("t1", sent(second))
            assert (await stored(store)).notices == (ticket.notices[0], sent(second))

    asyncio.run(scenario())


UNDELIVERED = NoticeState.UNDELIVERED


def test_the_result_of_a_message_is_recorded(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            await owing(store)
            (debtor,) = await due(store)
            await pay(store, debtor)
            first, second = debtor.notices
            for notice, state in ((first, NoticeState.DELIVERED), (second, NoticeState.OWED)):
                sent = replace(notice, state=NoticeState.SENT)
                await store.ticket_debts.revise("t1", sent, replace(notice, state=state))
            states = [each.state for each in (await stored(store)).notices]
            assert states == [NoticeState.DELIVERED, NoticeState.OWED]
            assert len(await due(store)) == 1

    asyncio.run(scenario())


def test_a_result_that_comes_before_the_mark_is_not_overwritten_by_it(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            await owing(store)
            (debtor,) = await due(store)
            first = debtor.notices[0]
            await store.ticket_debts.revise("t1", first, replace(first, state=UNDELIVERED))
            await pay(store, debtor)
            states = [each.state for each in (await stored(store)).notices]
            assert states == [UNDELIVERED, NoticeState.SENT]

    asyncio.run(scenario())


def test_moves_and_marks_at_once_lose_nothing(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            await owing(store)
            await store.tickets.make("t1", grab(ZHANG))
            (debtor,) = await due(store)
            urges = (
                store.tickets.make("t1", by_asker(Move.URGE, key=f"u{number}"))
                for number in range(10)
            )
            await asyncio.gather(pay(store, debtor), *urges)
            while found := await due(store):
                await pay(store, found[0])
            notices = (await stored(store)).notices
            assert {each.state for each in notices} == {NoticeState.SENT}
            told = [each.to for each in notices if each.channel is not Channel.RECORD]
            assert told == [ZHANG, CHEN, ASKER, *[ZHANG] * 10]

    asyncio.run(scenario())


def test_a_send_and_its_result_find_each_other_whichever_comes_first(store_uri: str) -> None:
    carried = (Carried("t1", "1-0"), Carried("t2", "1-0"))
    send = Delivery("msg1", carried)
    result = Delivery("msg1", status="delivered")
    both = Delivery("msg1", carried, "delivered")

    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            assert await store.deliveries.note(send, NOON) == send
            assert await store.deliveries.note(result, NOON) == both
        async with open_store(store_uri, CLOCK) as store:
            assert await store.deliveries.note(result, NOON) == result
            assert await store.deliveries.note(send, NOON) == both
        async with open_store(store_uri, CLOCK) as store:
            at_once = (store.deliveries.note(each, NOON) for each in (send, result))
            assert both in await asyncio.gather(*at_once)

    asyncio.run(scenario())


def test_deliveries_are_kept_for_three_days(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK, "deliveries"):
            return

    asyncio.run(scenario())
    with raw_database(store_uri, "deliveries") as raw:
        index = raw["deliveries"].index_information()["at_1"]
    assert index["expireAfterSeconds"] == 3 * 24 * 3600


def unheard(notice: Notice) -> Notice:
    """The notice, which reached nobody."""
    return replace(notice, state=UNDELIVERED, error="43004")


def call(notice: Notice) -> Notice:
    """What asks the desk to phone."""
    return Notice(f"{notice.id}-p0", DESK, "phone", NOON)


async def untold(store: Store) -> list[str]:
    """The tickets on the list of the undelivered."""
    return [each.id for each in await store.tickets.untold_in(None)]


def test_what_reached_nobody_is_listed_and_owed_to_the_desk_in_one_update(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            first, second = (await owing(store)).notices
            lost = unheard(first)
            await store.ticket_debts.list_untold("t1", lost, [call(first)], NOON + MINUTE)
            ticket = await stored(store)
            assert ticket.notices == (lost, second, call(first))
            assert ticket.untold_at == ticket.owed_at == NOON + MINUTE
            assert await untold(store) == ["t1"]

    asyncio.run(scenario())


def test_listing_it_again_after_a_crash_changes_nothing(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            first, _ = (await owing(store)).notices
            for minute in (1, 2):
                at = NOON + minute * MINUTE
                await store.ticket_debts.list_untold("t1", unheard(first), [call(first)], at)
            ticket = await stored(store)
            assert len(ticket.notices) == 3
            assert ticket.untold_at == NOON + MINUTE

    asyncio.run(scenario())


def test_nobody_is_asked_twice_to_phone_the_same_person(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            await owing(store)
            await store.tickets.make("t1", grab(ZHANG))
            urged = await store.tickets.make("t1", by_asker(Move.URGE))
            for notice in urged.notices:
                listed = unheard(notice)
                await store.ticket_debts.list_untold("t1", listed, [call(notice)], NOON)
            told = [each.to for each in (await stored(store)).notices if each.kind == "phone"]
            people = {each.to for each in urged.notices}
            assert told == [DESK] * len(people)

    asyncio.run(scenario())


def test_a_notice_of_elsewhere_can_be_listed_with_a_ticket(store_uri: str) -> None:
    answer = Notice("a1-0", ASKER, "answer", NOON, state=UNDELIVERED, text="好的")

    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            await store.tickets.file(store.tickets.document(a_ticket()))
            for _ in range(2):
                await store.ticket_debts.list_untold("t1", answer, [call(answer)], NOON)
            assert (await stored(store)).notices == (answer, call(answer))

    asyncio.run(scenario())


def test_who_was_told_by_phone_leaves_the_list_with_the_last_one(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            first, second = (unheard(each) for each in (await owing(store)).notices)
            for each in (first, second):
                await store.ticket_debts.list_untold("t1", each, [], NOON)
            await store.ticket_debts.told("t1", [first], NOON + MINUTE)
            assert await untold(store) == ["t1"]
            await store.ticket_debts.told("t1", [second], NOON + MINUTE)
            assert await untold(store) == []
            states = {each.state for each in (await stored(store)).notices}
            assert states == {NoticeState.TOLD}

    asyncio.run(scenario())


def test_lists_calls_and_moves_at_once_lose_nothing(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            await owing(store)
            ticket = await store.tickets.make("t1", grab(ZHANG))
            listings = (
                store.ticket_debts.list_untold("t1", unheard(each), [call(each)], NOON)
                for each in ticket.notices
            )
            urges = (
                store.tickets.make("t1", by_asker(Move.URGE, key=f"u{number}"))
                for number in range(8)
            )
            await asyncio.gather(*listings, *urges)
            after = await stored(store)
            assert len({each.id for each in after.notices}) == len(after.notices)
            kinds = [each.kind for each in after.notices]
            assert kinds.count("urged") == 8
            lost = [each for each in after.notices if each.state is UNDELIVERED]
            assert len(lost) == len(ticket.notices)

    asyncio.run(scenario())


def test_the_next_due_is_that_of_the_earliest_still_owed() -> None:
    early, late = (Notice(str(n), ASKER, "done", NOON + n * MINUTE) for n in (1, 2))
    assert next_due([late, early]) == early.due
    assert next_due([late, sent(early)]) == late.due
    assert next_due([sent(early)]) is None
