"""Staff do by a page of ours the same as by chat words: once a key, and never what they may not."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest

from bot.oversight import NotAllowedError, Oversight, UnmergeableError
from models.moves import Move, State
from models.people import Role, StaffMember
from models.steps import IllegalMoveError, MissingError
from models.ticket import Ticket
from tests.bot.talks.test_dispatching import waiting
from tests.support.house import CHEN, LI, ZHANG, ZHOU
from tests.support.offices import FEICUI, TINGTAO
from tests.support.street import Street, play


@dataclass(frozen=True)
class Office:
    """A ticket that waits, and ways to act on it as members of staff."""

    street: Street
    ticket: Ticket

    def acting(self, key: str = "click", role: Role = Role.COORDINATOR) -> Oversight:
        member = StaffMember(ZHOU, "周主任", role, FEICUI)
        return Oversight(self.street.services, member, key)

    async def now(self) -> Ticket:
        return await self.street.ticket(self.ticket.number)


def at_the_office(uri: str, story: Callable[[Office], Awaitable[None]]) -> None:
    """Live through a story about a ticket that nobody has taken."""

    async def run(street: Street) -> None:
        await story(Office(street, await street.ticket(await waiting(street))))

    play(uri, run)


def test_a_deed_with_the_same_key_is_done_once(store_uri: str) -> None:
    async def story(office: Office) -> None:
        acting = office.acting()
        first = await acting.dispatch(office.ticket, ZHANG, "张师傅")
        again = await acting.dispatch(office.ticket, ZHANG, "张师傅")
        assert first.events == again.events
        with pytest.raises(IllegalMoveError):
            await office.acting("another click").dispatch(first, ZHANG, "张师傅")

    at_the_office(store_uri, story)


def test_pausing_needs_a_reason_and_resuming_goes_on_where_it_stood(store_uri: str) -> None:
    async def story(office: Office) -> None:
        acting = office.acting()
        with pytest.raises(MissingError):
            await acting.pause(office.ticket, " ")
        paused = await acting.pause(office.ticket, "等配件")
        assert paused.state is State.PAUSED
        assert (await acting.resume(paused)).state is State.OFFERED

    at_the_office(store_uri, story)


@pytest.mark.parametrize("role", [Role.LEADER, Role.GRID_WORKER, Role.AGENCY, Role.LAWYER])
def test_no_way_leads_around_the_powers_of_a_role(store_uri: str, role: Role) -> None:
    async def story(office: Office) -> None:
        acting, ticket = office.acting(role=role), office.ticket
        for deed in (
            acting.veto(ticket, "不合适"),
            acting.hand_over(ticket, "legal_aid_centre"),
            acting.reveal(ticket, "核对"),
            acting.reroute(ticket, "benefits"),
            acting.pause(ticket, "等配件"),
            acting.confirm(ticket, "满意"),
            acting.merge(ticket, ticket),
        ):
            with pytest.raises(NotAllowedError):
                await deed
        assert (await office.now()).events == ticket.events

    at_the_office(store_uri, story)


def test_a_ticket_of_elsewhere_is_not_found_and_cannot_be_touched(store_uri: str) -> None:
    async def story(office: Office) -> None:
        far = StaffMember("oFar", "吴主任", Role.DESK, TINGTAO)
        acting = Oversight(office.street.services, far, "click")
        assert await acting.find(office.ticket.number) is None
        assert await acting.find("99999") is None
        with pytest.raises(NotAllowedError):
            await acting.dispatch(office.ticket, ZHANG, "张师傅")

    at_the_office(store_uri, story)


def test_merging_into_what_cannot_take_it_changes_neither(store_uri: str) -> None:
    async def story(office: Office) -> None:
        street, acting = office.street, office.acting()
        await street.li.say("人工")
        other = (await street.tickets_of(street.li))[0]
        with pytest.raises(UnmergeableError):
            await acting.merge(office.ticket, office.ticket)
        await street.li.say(f"取消 {other.number}")
        gone = await street.ticket(other.number)
        with pytest.raises(UnmergeableError):
            await acting.merge(office.ticket, gone)
        with pytest.raises(IllegalMoveError):
            await acting.merge(gone, office.ticket)
        assert (await office.now()).events == office.ticket.events

    at_the_office(store_uri, story)


def test_a_merge_broken_off_half_way_is_brought_to_its_end(store_uri: str) -> None:
    async def story(office: Office) -> None:
        street, acting = office.street, office.acting()
        await street.li.say("人工")
        other = (await street.tickets_of(street.li))[0]
        await acting.merge(other, office.ticket)
        merged = await acting.merge(await street.ticket(other.number), await office.now())
        kept = await office.now()
        assert (merged.state, merged.merged_into) == (State.MERGED, kept.id)
        assert (kept.followers, kept.times(Move.FOLLOW)) == ((LI,), 1)

    at_the_office(store_uri, story)


def test_a_veto_never_strikes_somebody_who_came_to_it_since(store_uri: str) -> None:
    async def story(office: Office) -> None:
        street, n = office.street, office.ticket.number
        await street.zhang.say(f"抢 {n}")
        seen = await office.now()
        await street.zhang.say(f"退回 {n} 家里有事")
        await street.zhou.say(f"派 {n} 给 陈姐")
        await street.chen.say(f"接 {n}")
        with pytest.raises(IllegalMoveError):
            await office.acting().veto(seen, "不合适")
        assert (await office.now()).is_held_by(CHEN)

    at_the_office(store_uri, story)


def test_of_a_veto_and_a_finish_at_once_exactly_one_counts(store_uri: str) -> None:
    async def story(office: Office) -> None:
        street = office.street
        await street.zhang.say(f"抢 {office.ticket.number}")
        held = await office.now()
        veto = office.acting().veto(held, "不合适")
        done = street.zhang.say(f"完成 {held.number} 换了灯泡")
        await asyncio.gather(veto, done, return_exceptions=True)
        ticket = await office.now()
        assert ticket.times(Move.VETO) + ticket.times(Move.FINISH) == 1
        assert ticket.state in (State.OPEN, State.DONE)

    at_the_office(store_uri, story)
