"""Dispatching from a page: one of two who send at once wins, and nobody unfit can be sent."""

import asyncio
import re
from dataclasses import replace
from urllib.parse import quote

from models.moves import Move, State
from models.people import Volunteer
from models.ticket import Ticket
from tests.support.console import Console, Visitor, play, text_of
from tests.support.house import CHEN, QIAN, WANG, ZHANG, ZHOU
from tests.support.street import LIGHT


async def a_ticket(at: Console) -> Ticket:
    """One nobody took."""
    ticket = await at.street.ticket(await at.street.wang.say(LIGHT))
    await at.street.pass_time(hours=3)
    return await stands(at, ticket)


async def stands(at: Console, ticket: Ticket) -> Ticket:
    return await at.street.ticket(ticket.number)


def page_of(ticket: Ticket) -> str:
    return f"/console/tickets/{ticket.number}/dispatch"


def version_on(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found, page
    return found[1]


async def open_page(visitor: Visitor, ticket: Ticket) -> str:
    """The version that the page shows."""
    return version_on(text_of(await visitor.get(page_of(ticket))))


def dispatches(ticket: Ticket) -> int:
    return ticket.times(Move.DISPATCH)


def test_the_page_ranks_who_can_be_sent_and_says_why(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket = await a_ticket(at)
        page = text_of(await (await at.sign_in("zhou")).get(page_of(ticket)))
        assert f'value="{ZHANG}"' in page
        assert "会水电维修" in page
        assert f'value="{CHEN}"' not in page
        assert "<mark>" in page

    play(store_uri, story)


def test_who_is_left_out_is_named_with_why(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket = await a_ticket(at)
        volunteers = at.street.services.store.volunteers
        await volunteers.put(
            Volunteer(
                "oLiu",
                "刘师傅",
                area_path=("hefei", "shushan", "wanhe", "feicui"),
                skills=("repair",),
                hours=("1-7 02:00-03:00",),
            )
        )
        page = text_of(await (await at.sign_in("zhou")).get(page_of(ticket)))
        assert "<details>" in page
        assert "刘师傅" in page
        assert 'value="oLiu"' not in page

    play(store_uri, story)


def test_a_name_finds_whoever_can_be_sent(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket = await a_ticket(at)
        tong = await at.sign_in("tong")
        found = text_of(await tong.get(f"{page_of(ticket)}?name={quote('周')}"))
        assert f'value="{ZHOU}"' in found
        nobody = text_of(await tong.get(f"{page_of(ticket)}?name={quote('<script>')}"))
        assert "没找到叫“&lt;script&gt;”" in nobody

    play(store_uri, story)


def test_sending_somebody_tells_them_and_leads_back_to_the_board(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket, zhou = await a_ticket(at), await at.sign_in("zhou")
        version = await open_page(zhou, ticket)
        answer = await zhou.post(page_of(ticket), to=ZHANG, version=version)
        assert (answer.code, answer.headers["Location"]) == (
            303,
            "/console/board?noted=dispatched",
        )
        after = await stands(at, ticket)
        assert after.state is State.DISPATCHED
        assert after.dispatch is not None
        assert (after.dispatch.to, after.dispatch.by) == (ZHANG, ZHOU)
        assert any(each.to == ZHANG and each.kind == "dispatched" for each in after.notices)

    play(store_uri, story)


def test_of_two_staff_who_send_at_once_exactly_one_wins_and_the_other_reads_who_was_sent(
    store_uri: str,
) -> None:
    async def story(at: Console) -> None:
        ticket = await a_ticket(at)
        zhou, tong = await at.sign_in("zhou"), await at.sign_in("tong")
        version = await open_page(zhou, ticket)
        assert await open_page(tong, ticket) == version
        answers = await asyncio.gather(
            zhou.post(page_of(ticket), to=ZHANG, version=version),
            tong.post(page_of(ticket), to=ZHOU, version=version),
        )
        assert sorted(answer.code for answer in answers) == [303, 409]
        after = await stands(at, ticket)
        assert dispatches(after) == 1
        assert after.dispatch is not None
        (lost,) = [text_of(answer) for answer in answers if answer.code == 409]
        assert f"已派单，{after.dispatch.name}" in lost
        assert f"派给{after.dispatch.name}，等回话" in lost
        assert "晚了一步" in lost
        assert f'href="/console/tickets/{ticket.number}"' in lost
        assert 'name="to"' not in lost

    play(store_uri, story)


def test_a_form_that_is_sent_twice_counts_once(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket, zhou = await a_ticket(at), await at.sign_in("zhou")
        form = {"to": ZHANG, "version": await open_page(zhou, ticket), "key": "k" * 16}
        answers = [await zhou.post(page_of(ticket), None, **form) for _ in range(2)]
        assert [answer.code for answer in answers] == [303, 303]
        assert dispatches(await stands(at, ticket)) == 1

    play(store_uri, story)


def test_an_old_page_is_shown_anew_and_sends_nobody(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket, zhou = await a_ticket(at), await at.sign_in("zhou")
        old = await open_page(zhou, ticket)
        await at.street.zhou.say(f"催 {ticket.number}")
        await at.street.wang.say(f"催 {ticket.number}")
        answer = await zhou.post(page_of(ticket), to=ZHANG, version=old)
        assert answer.code == 409
        assert "刚刚有了变化" in text_of(answer)
        new = version_on(text_of(answer))
        assert new != old
        assert dispatches(await stands(at, ticket)) == 0
        assert (await zhou.post(page_of(ticket), to=ZHANG, version=new)).code == 303

    play(store_uri, story)


def test_nobody_unfit_unknown_or_from_elsewhere_can_be_sent(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket, zhou = await a_ticket(at), await at.sign_in("zhou")
        store = at.street.services.store
        elsewhere = ("hefei", "shushan", "wanhe", "tingtao")
        stranger = Volunteer("oHe", "何师傅", area_path=elsewhere, skills=("repair",))
        asleep = replace(stranger, id="oNot", area_path=ticket.area_path, active=False)
        for each in (stranger, asleep):
            await store.volunteers.put(each)
        version = await open_page(zhou, ticket)
        for to in ("oHe", "oNot", WANG, ZHOU, QIAN, "oNobody", "group:none", ""):
            answer = await zhou.post(page_of(ticket), to=to, version=version)
            assert (answer.code, "派不了这件事" in text_of(answer)) == (422, True), to
        assert dispatches(await stands(at, ticket)) == 0

    play(store_uri, story)


def test_a_leader_an_agency_and_another_area_may_not_dispatch(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket = await a_ticket(at)
        elsewhere = ("hefei", "shushan", "wanhe", "tingtao")
        store = at.street.services.store
        for name, status in {"sun": 403, "fang": 403, "li": 403, "tong": 404}.items():
            visitor = await at.sign_in(name)
            if name == "tong":
                account = await store.accounts.get(name)
                member = await store.staff.get(account.staff) if account else None
                assert member is not None
                await store.staff.put(replace(member, area_path=elsewhere))
            assert (await visitor.get(page_of(ticket))).code == status, name
            answer = await visitor.post(page_of(ticket), to=ZHANG, version=str(ticket.version))
            assert answer.code == status, name
        assert dispatches(await stands(at, ticket)) == 0

    play(store_uri, story)


def test_a_grid_worker_dispatches_in_their_own_grid(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket, wu = await a_ticket(at), await at.sign_in("wu")
        version = await open_page(wu, ticket)
        assert (await wu.post(page_of(ticket), to=ZHANG, version=version)).code == 303

    play(store_uri, story)


def test_a_forged_mark_and_a_broken_version_change_nothing(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket, zhou = await a_ticket(at), await at.sign_in("zhou")
        version = await open_page(zhou, ticket)
        forged = await zhou.post(page_of(ticket), to=ZHANG, version=version, mark="0" * 64)
        assert forged.code == 419
        foreign = {"Origin": "https://elsewhere.example"}
        assert (await zhou.post(page_of(ticket), foreign, to=ZHANG, version=version)).code == 403
        for broken in ("", "-1", "１", "9" * 30, "x"):
            assert (await zhou.post(page_of(ticket), to=ZHANG, version=broken)).code == 422
        assert dispatches(await stands(at, ticket)) == 0

    play(store_uri, story)
