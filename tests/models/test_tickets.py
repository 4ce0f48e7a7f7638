"""Tickets in a real store: many hands at once, and every change is made once and kept."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import bson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.clock import ManualClock
from models.database import DuplicateError
from models.moves import Actor, Audience, Move, State
from models.notice import Channel, NoticeState
from models.rules import RULES
from models.steps import IllegalMoveError, MissingError, Step
from models.store import Store
from models.ticket import Attachment, Holder, Ticket
from models.tickets import PUT_OFF, CrowdedError
from tests.models.samples import (
    ASKER,
    CHEN,
    DESK,
    TEXT,
    TIMES,
    ZHANG,
    a_step,
    a_ticket,
    by_asker,
    finish,
    give_back,
    grab,
    honest,
    offer,
    raw_database,
)
from tests.support.house import NOON, open_store

CLOCK = ManualClock(NOON)
PHOTO = Attachment("media1", "photo", NOON)


@asynccontextmanager
async def two_processes(uri: str) -> AsyncIterator[tuple[Store, Store]]:
    """One store as two processes have it open."""
    name = f"t{secrets.token_hex(8)}"
    async with open_store(uri, CLOCK, name) as one, open_store(uri, CLOCK, name) as other:
        yield one, other


async def filed(store: Store, ticket: Ticket, *steps: Step) -> Ticket:
    """File a ticket and make these steps."""
    await store.tickets.file(store.tickets.document(ticket))
    for step in steps:
        ticket = await store.tickets.make(ticket.id, step)
    return ticket


async def stored(store: Store, identifier: str = "t1") -> Ticket:
    """The ticket as it lies in the store."""
    found = await store.tickets.get(identifier)
    assert found
    return found


def test_of_a_hundred_who_grab_at_once_exactly_one_wins(store_uri: str) -> None:
    async def scenario() -> None:
        async with two_processes(store_uri) as stores:
            await filed(stores[0], a_ticket(), offer(ZHANG))
            results = await asyncio.gather(
                *(stores[i % 2].tickets.make("t1", grab(f"o{i}")) for i in range(100)),
                return_exceptions=True,
            )
            ticket = await stored(stores[0])
        winners = [each for each in results if isinstance(each, Ticket)]
        losers = [each for each in results if isinstance(each, IllegalMoveError)]
        assert (len(winners), len(losers)) == (1, 99)
        assert winners[0].holder == ticket.holder
        assert {each.ticket.holder for each in losers} == {ticket.holder}
        assert [each.move for each in ticket.events] == [Move.FILE, Move.OFFER, Move.GRAB]

    asyncio.run(scenario())


def test_the_same_message_makes_its_move_once(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            await filed(store, a_ticket(), offer(ZHANG))
            step = grab(ZHANG, key="m1")
            once = await store.tickets.make("t1", step)
            again = await store.tickets.make("t1", step)
            assert again == once == await stored(store)
            together = [
                store.tickets.make("t1", by_asker(Move.ADD, key="m2", note="四楼也不亮"))
                for _ in range(10)
            ]
            assert {each.version for each in await asyncio.gather(*together)} == {once.version + 1}

    asyncio.run(scenario())


def test_one_message_may_make_two_different_moves(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            add, reroute = by_asker(Move.ADD, key="m"), by_asker(Move.REROUTE, key="m")
            ticket = await filed(store, a_ticket(), add, reroute)
            assert [each.move for each in ticket.events[1:]] == [Move.ADD, Move.REROUTE]

    asyncio.run(scenario())


def test_what_thirty_people_add_at_once_is_all_there(store_uri: str) -> None:
    notes = [f"第{number}句" for number in range(30)]

    async def scenario() -> None:
        async with two_processes(store_uri) as stores:
            await filed(stores[0], a_ticket())
            made = (
                stores[number % 2].tickets.make("t1", by_asker(Move.ADD, key=note, note=note))
                for number, note in enumerate(notes)
            )
            await asyncio.gather(*made)
            ticket = await stored(stores[0])
        assert sorted(each.note or "" for each in ticket.events[1:]) == sorted(notes)
        assert ticket.version == 31

    asyncio.run(scenario())


def test_filing_again_changes_nothing(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            document = store.tickets.document(a_ticket())
            await store.tickets.file(document)
            taken = await store.tickets.make("t1", offer(ZHANG))
            await asyncio.gather(*(store.tickets.file(document) for _ in range(3)))
            assert await stored(store) == taken

    asyncio.run(scenario())


def test_two_tickets_never_share_a_number(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            await filed(store, a_ticket("one", number="10017"))
            with pytest.raises(DuplicateError, match="number"):
                await filed(store, a_ticket("two", number="10017"))
            assert await store.tickets.get("two") is None

    asyncio.run(scenario())


def test_a_refused_step_changes_nothing(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            before = await filed(store, a_ticket(), offer(ZHANG), grab(ZHANG))
            for step in (grab(CHEN), by_asker(Move.RATE), finish(CHEN)):
                with pytest.raises(IllegalMoveError):
                    await store.tickets.make("t1", step)
            with pytest.raises(MissingError):
                await store.tickets.make("t1", finish(ZHANG, note=None))
            with pytest.raises(KeyError):
                await store.tickets.make("nowhere", grab(CHEN))
            assert await stored(store) == before

    asyncio.run(scenario())


def test_what_was_read_a_moment_ago_is_read_again_when_it_is_old(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            old = await filed(store, a_ticket())
            await store.tickets.make("t1", offer(ZHANG))
            taken = await store.tickets.make("t1", grab(ZHANG), known=old)
            assert taken.version == 3
            rated = await store.tickets.make("t1", finish(ZHANG), known=old)
            assert rated.state is State.DONE

    asyncio.run(scenario())


@dataclass(frozen=True)
class Attempt:
    """What somebody tries, with the ticket as they see it at that moment."""

    move: Move
    actor: Actor
    by: str

    def step(self, ticket: Ticket, key: str, at: datetime) -> Step:
        """The step of somebody who means it honestly."""
        by = self.by
        if self.actor is Actor.HOLDER and ticket.holder:
            by = ticket.holder.id
        version = ticket.version if self.actor is Actor.CLOCK else None
        tell = dict.fromkeys(Audience, (CHEN, DESK))
        return honest(
            ticket,
            self.move,
            self.actor,
            by,
            key=key,
            at=at,
            note="因为",
            version=version,
            tell=tell,
        )


pairs = sorted({(rule.move, actor) for rule in RULES for actor in rule.actors})
people = st.sampled_from([ASKER, ZHANG, CHEN, DESK])
attempts = st.tuples(st.sampled_from(pairs), people).map(
    lambda drawn: Attempt(drawn[0][0], drawn[0][1], drawn[1])
)
# Most of what is tried at random is refused, so these come up more often.
usual = st.sampled_from(
    [
        Attempt(Move.OFFER, Actor.CLOCK, "clock"),
        Attempt(Move.GRAB, Actor.VOLUNTEER, ZHANG),
        Attempt(Move.GRAB, Actor.VOLUNTEER, CHEN),
        Attempt(Move.DISPATCH, Actor.STAFF, DESK),
        Attempt(Move.ACCEPT, Actor.CHOSEN, CHEN),
        Attempt(Move.PAUSE, Actor.STAFF, DESK),
        Attempt(Move.RESUME, Actor.CLOCK, "clock"),
        Attempt(Move.FINISH, Actor.HOLDER, ZHANG),
        Attempt(Move.HAND_OVER, Actor.STAFF, DESK),
        Attempt(Move.NOT_FIXED, Actor.ASKER, ASKER),
    ]
)


def comes_from(ticket: Ticket, position: int) -> bool:
    """Whether the table leads from one event of the timeline to the next."""
    events = ticket.events
    source, event = events[position - 1].to, events[position]
    rules = [each for each in RULES if each.move is event.move and source in each.sources]
    targets = {each.target or source for each in rules}
    if event.move is Move.RESUME:
        pauses = [n for n in range(position) if events[n].move is Move.PAUSE]
        targets = {events[pauses[-1] - 1].to}
    return event.to in targets


@given(plan=st.lists(attempts | usual | usual, min_size=12, max_size=32), hands=st.integers(1, 2))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_tried_at_once_the_ticket_can_be_retold_from_its_timeline(
    store_uri: str, plan: Sequence[Attempt], hands: int
) -> None:
    async def scenario() -> tuple[Ticket, list[str], list[int]]:
        async with two_processes(store_uri) as stores:
            ticket = await filed(stores[0], TIMES.filed(a_ticket(hands=hands)))
            made: list[str] = []
            versions = [ticket.version]

            async def attempt(number: int, tried: Attempt) -> None:
                tickets, at = stores[number % 2].tickets, NOON + timedelta(minutes=number)
                known = await stored(stores[number % 2])
                step = tried.step(known, f"k{number}", at)
                try:
                    # Every other one has just read the ticket, and maybe it is old by now.
                    moved = await tickets.make("t1", step, known if number % 4 < 2 else None)
                except (IllegalMoveError, CrowdedError, ValueError):
                    return
                made.append(step.key or "")
                versions.append(moved.version)

            for start in range(0, len(plan), 4):
                together = enumerate(plan[start : start + 4], start)
                await asyncio.gather(*(attempt(number, tried) for number, tried in together))
            return await stored(stores[1]), made, versions

    ticket, made, versions = asyncio.run(scenario())
    assert [n for n in range(1, len(ticket.events)) if not comes_from(ticket, n)] == []
    assert ticket.events[-1].to is ticket.state
    assert sorted(each.key or "" for each in ticket.events[1:]) == sorted(made)
    assert sorted(versions) == list(range(1, ticket.version + 1))
    assert ticket.version == len(ticket.events)
    owed = [each.due for each in ticket.notices if each.state is NoticeState.OWED]
    assert ticket.owed_at == min(owed, default=None)
    assert ticket.due_at == min((each.at for each in ticket.deadlines), default=None)


@given(crowd=st.permutations([Move.EXPIRE, Move.FINISH, Move.VETO, Move.CANCEL, Move.GIVE_BACK]))
@settings(max_examples=10, deadline=None)
def test_of_those_who_end_a_claim_at_once_exactly_one_does(
    store_uri: str, crowd: Sequence[Move]
) -> None:
    actors = {
        Move.EXPIRE: (Actor.CLOCK, "clock"),
        Move.VETO: (Actor.STAFF, DESK),
        Move.CANCEL: (Actor.ASKER, ASKER),
    }

    async def scenario() -> None:
        async with two_processes(store_uri) as stores:
            taken = await filed(stores[0], TIMES.filed(a_ticket()), offer(ZHANG), grab(ZHANG))
            steps = [
                a_step(move, *actors.get(move, (Actor.HOLDER, ZHANG)), note="因为", key=move)
                for move in crowd
            ]
            results = await asyncio.gather(
                *(stores[n % 2].tickets.make("t1", each, taken) for n, each in enumerate(steps)),
                return_exceptions=True,
            )
            ended = [each for each in results if isinstance(each, Ticket)]
            ticket = await stored(stores[0])
        # The asker may still withdraw what was given back a moment before.
        ends = [each.move for each in ticket.events[3:]]
        assert len(ended) == len(ends)
        assert len([each for each in ends if each is not Move.CANCEL]) <= 1
        entries = [each.kind for each in ticket.notices if each.channel is Channel.RECORD]
        assert len(entries) - entries.count("taken") <= 1

    asyncio.run(scenario())


def test_what_is_personal_cannot_be_read_in_the_store(store_uri: str) -> None:
    personal = {
        "text": TEXT,
        "place": "翠园小区5栋301",
        "phone": "13800001111",
        "when": "明天下午三点",
    }

    async def scenario() -> None:
        async with open_store(store_uri, CLOCK, "sealed") as store:
            note = by_asker(Move.ADD, note="钥匙在门垫下面")
            held = replace(grab(ZHANG), changes={"holder": Holder(ZHANG, "张师傅", NOON)})
            ticket = await filed(store, a_ticket(**personal), note, offer(ZHANG), held)
            assert await stored(store) == ticket
        with raw_database(store_uri, "sealed") as raw:
            lying_there = bson.encode(raw["tickets"].find_one({"_id": "t1"}))
        for words in (*personal.values(), "钥匙在门垫下面", "张师傅"):
            assert words.encode() not in lying_there

    asyncio.run(scenario())


def test_what_somebody_asked_is_listed_newest_first(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            for number in (3, 1, 4, 2):
                at = NOON + timedelta(minutes=number)
                await filed(store, a_ticket(f"t{number}", created=at))
            await filed(store, a_ticket("other", asker=ZHANG))
            assert [each.id for each in await store.tickets.asked_by(ASKER)] == [
                "t4",
                "t3",
                "t2",
                "t1",
            ]
            assert [each.id for each in await store.tickets.asked_by(ASKER, limit=1)] == ["t4"]

    asyncio.run(scenario())


def test_tasks_are_listed_oldest_first_by_area_and_skill(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            for number in (2, 1, 3):
                at = NOON + timedelta(minutes=number)
                ticket = a_ticket(f"t{number}", created=at, area_path=("street", "community"))
                await filed(store, ticket, offer(ZHANG))
            await filed(store, a_ticket("far", area_path=("street", "elsewhere")), offer(ZHANG))
            await filed(store, a_ticket("law", queue="legal_aid", area_path=("street",)), offer())
            await filed(store, a_ticket("free", area_path=("street", "community")))

            async def offered(area: str, *skills: str, limit: int = 5) -> list[str]:
                found = await store.tickets.offered_in(area, skills, limit)
                return [each.id for each in found]

            assert await offered("community", "repair") == ["t1", "t2", "t3"]
            assert await offered("community", "repair", limit=2) == ["t1", "t2"]
            assert await offered("street", "legal_aid") == ["law"]
            assert await offered("community") == []
            assert [each.id for each in await store.tickets.untaken_in("community")] == ["free"]

    asyncio.run(scenario())


def test_what_somebody_holds_is_listed_until_it_ends(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            for identifier in ("held", "done", "given"):
                await filed(store, a_ticket(identifier), offer(ZHANG), grab(ZHANG))
            await store.tickets.make("done", finish(ZHANG))
            await store.tickets.make("given", give_back(ZHANG))
            assert [each.id for each in await store.tickets.held_by(ZHANG)] == ["held"]
            assert await store.tickets.held_by(CHEN) == []

    asyncio.run(scenario())


def test_a_number_finds_its_ticket_and_nothing_else(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            ticket = await filed(store, a_ticket(number="10017"))
            assert await store.tickets.numbered("10017") == ticket
            assert await store.tickets.numbered("10018") is None

    asyncio.run(scenario())


def test_what_has_waited_longest_is_settled_first_and_what_is_over_never(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            for number in (2, 1, 9):
                created = NOON + timedelta(hours=number)
                await filed(store, TIMES.filed(a_ticket(f"t{number}", created=created)))
            await filed(store, TIMES.filed(a_ticket("gone")), by_asker(Move.CANCEL))
            due = await store.tickets.due(NOON + timedelta(hours=2))
            assert [each.id for each in due] == ["t1", "t2"]
            assert len(await store.tickets.due(NOON + timedelta(hours=9), limit=1)) == 1

    asyncio.run(scenario())


def test_what_nothing_can_be_done_to_is_put_off_unless_somebody_moved_it(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            stuck = await filed(store, TIMES.filed(a_ticket("stuck")))
            moved = await filed(store, TIMES.filed(a_ticket("moved")))
            await store.tickets.make("moved", by_asker(Move.ADD))
            for each in (stuck, moved):
                await store.tickets.put_off(each, NOON + timedelta(hours=1))
            assert [each.id for each in await store.tickets.due(NOON)] == ["moved"]
            later = await store.tickets.due(NOON + timedelta(hours=1))
            assert sorted(each.id for each in later) == ["moved", "stuck"]
            assert (await stored(store, "stuck")).deadlines == stuck.deadlines

    asyncio.run(scenario())


def test_a_ticket_that_cannot_be_read_does_not_hold_up_the_others(
    store_uri: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            for name in ("broken", "whole"):
                await filed(store, TIMES.filed(a_ticket(name)))
            collection = store.database.collection("tickets")
            await collection.update({"_id": "broken"}, {"$set": {"state": "of_yesterday"}})
            assert [each.id for each in await store.tickets.due(NOON)] == ["whole"]
            put_off = await collection.get("broken")
            assert put_off
            assert put_off["due_at"] == NOON + PUT_OFF

    asyncio.run(scenario())
    assert "cannot be read" in caplog.text


def test_where_two_go_together_each_has_it_in_hand(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            visit = await filed(store, TIMES.filed(a_ticket(hands=2)), offer(ZHANG, CHEN))
            for person in (ZHANG, CHEN):
                move = Move.GRAB if visit.pledged else Move.PLEDGE
                step = honest(visit, move, Actor.VOLUNTEER, person)
                visit = await store.tickets.make("t1", step)
            for person in (ZHANG, CHEN):
                assert [each.id for each in await store.tickets.held_by(person)] == ["t1"]

    asyncio.run(scenario())


def test_a_photo_is_fetched_once_and_found_by_its_file(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            await filed(store, a_ticket(), by_asker(Move.ADD, attachments=(PHOTO,)))
            (due,) = await store.tickets.due_to_fetch(NOON)
            await store.tickets.fetched("t1", "media1", "t1/media1")
            await store.tickets.fetch_next(due, None)
            (attachment,) = (await stored(store)).attachments
            assert (attachment.state, attachment.file) == ("kept", "t1/media1")
            assert await store.tickets.due_to_fetch(NOON + timedelta(days=9)) == []

    asyncio.run(scenario())


def test_a_photo_that_cannot_be_had_is_marked_as_lost(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            await filed(store, a_ticket(), by_asker(Move.ADD, attachments=(PHOTO,)))
            await store.tickets.fetched("t1", "media1", None)
            (attachment,) = (await stored(store)).attachments
            assert (attachment.state, attachment.file) == ("lost", None)

    asyncio.run(scenario())


def test_a_photo_that_comes_while_another_is_settled_is_fetched_too(store_uri: str) -> None:
    async def scenario() -> None:
        async with open_store(store_uri, CLOCK) as store:
            seen = await filed(store, a_ticket(), by_asker(Move.ADD, attachments=(PHOTO,)))
            second = by_asker(Move.ADD, attachments=(replace(PHOTO, media_id="media2"),))

            # It comes first, and the job that did not see it settles afterwards.
            await store.tickets.make("t1", second)
            await store.tickets.fetch_next(seen, None)
            assert len(await store.tickets.due_to_fetch(NOON)) == 1

            # The job settles between our reading of the ticket and our writing of it.
            read = await stored(store)
            await store.tickets.fetch_next(read, None)
            third = by_asker(Move.ADD, attachments=(replace(PHOTO, media_id="media3"),))
            await store.tickets.make("t1", third, known=read)
            assert len(await store.tickets.due_to_fetch(NOON)) == 1

    asyncio.run(scenario())
