"""Who may see and do what: every page, every action, every role, and areas that are not theirs."""

import re
from collections.abc import Mapping

import pytest

from bot.office.ticket_deeds import DEEDS
from handlers.console.urls import console_doors
from models.ticket import Ticket
from tests.models.samples import a_ticket
from tests.support.console import Console, Visitor, play
from tests.support.house import WANG, ZHANG, office_of

SIGN_IN = "/console/sign-in"
# Written by hand, so that a slip in the table of duties is noticed here.
EVERYBODY = {"admin", "zhou", "tong", "wu", "sun", "fang", "li"}
STAFF = EVERYBODY - {"fang", "li"}
DESK = {"admin", "zhou", "tong"}
PAGES: Mapping[str, set[str]] = {
    "/console/own": EVERYBODY,
    "/console/help": EVERYBODY,
    "/console/board": STAFF,
    "/console/board/rows": STAFF,
    "/console/tickets": STAFF,
    "/console/listen": DESK | {"wu"},
    "/console/intake": DESK | {"wu"},
    "/console/replies": {"admin", "tong"},
    "/console/residents": DESK,
    "/console/check-ins": DESK,
    "/console/cards": DESK,
    "/console/volunteers": DESK,
    "/console/staff": {"admin"},
    "/console/areas": DESK | {"sun"},
    "/console/audit": {"admin"},
    "/console/teach": DESK,
    "/console/teach/families/leak": DESK,
    "/console/teach/suggestions": DESK,
    "/console/teach/effect": DESK,
    "/console/teach/history": DESK,
    "/console/figures": DESK | {"sun"},
    "/console/figures/unmet": DESK | {"sun"},
    "/console/figures/month": DESK | {"sun"},
    "/console/figures/figures.csv": DESK | {"sun"},
    "/console/figures/tickets.csv": DESK | {"sun"},
    "/console/help/doctor": {"admin"},
    "/console/cases": {"fang", "li"},
}
# Pages of one thing, deeds without a page, and what everybody may: each is tested below or beside.
ELSEWHERE = {
    "/console/",
    SIGN_IN,
    "/console/sign-out",
    "/console/board/events",
    "/console/residents/X",
    "/console/check-ins/X",
    "/console/residents/X/kin",
    "/console/cards/100000",
    "/console/cards/100000.pdf",
    "/console/volunteers/X",
    "/console/staff/X",
    "/console/areas/X",
    "/console/tickets/1",
    "/console/tickets/1/dispatch",
    "/console/tickets/1/presence",
    "/console/tickets/1/do",
    "/console/tickets/1/media/X",
    "/console/cases/1",
}
EMPTY_AT_FIRST = {"/console/teach/effect"}  # there is nothing to look at without an edit
# What is sent.
POSTS: Mapping[str, set[str]] = {
    "/console/tickets/saved": STAFF,
    "/console/tickets/bulk": STAFF,
    "/console/teach/effect": {"admin", "tong"},
    "/console/help/checklist": {"admin"},
    "/console/intake/understood": DESK | {"wu"},
}

# Where tickets lie, and who sees them.
NEAR, NEXT, FAR = ("feicui", "feicui-1"), ("feicui", "feicui-2"), ("tingtao", "tingtao-1")
SEES = {NEAR: STAFF, NEXT: STAFF - {"wu"}, FAR: {"admin", "sun"}}
CARE = {"hand_over", "reroute", "merge", "pause", "resume", "extend", "veto", "confirm", "redo"}
DOES: Mapping[str, set[str]] = {
    **dict.fromkeys(CARE | {"phoned"}, DESK),
    "take": DESK | {"wu"},
    "note": DESK | {"wu"},
    "confirm_alarm": DESK | {"wu", "sun"},
    "all_clear": DESK | {"wu"},
    "supervise": {"admin", "tong", "sun"},
    "answer": DESK,
    "reveal": DESK,
    # Only for who has it or was sent to it: nobody here.
    **{deed: set() for deed in ("accept", "refuse", "start", "finish", "give_back")},
}


def test_every_page_stands_in_one_of_the_tables(store_uri: str) -> None:
    async def story(at: Console) -> None:
        told = {*PAGES, *POSTS, *ELSEWHERE}
        for door in console_doors(office_of(at.street.services)):
            assert any(door.regex.fullmatch(path) for path in told), door.regex.pattern

    play(store_uri, story)


def test_every_page_for_every_role(store_uri: str) -> None:
    async def story(at: Console) -> None:
        for name in sorted(EVERYBODY):
            visitor = await at.sign_in(name)
            for path, allowed in PAGES.items():
                code = (await visitor.get(path)).code
                there = {200, 303, 404} if path in EMPTY_AT_FIRST else {200, 303}
                expected = there if name in allowed else {403}
                assert code in expected, (name, path, code)
            for path, allowed in POSTS.items():
                code = (await visitor.post(path)).code
                is_let_in = code not in (401, 403, 404, 419, 500)
                assert is_let_in == (name in allowed), (name, path, code)

    play(store_uri, story)


@pytest.mark.parametrize("path", sorted({*PAGES, *POSTS, *ELSEWHERE} - {SIGN_IN}))
def test_strangers_get_nowhere(store_uri: str, path: str) -> None:
    async def story(at: Console) -> None:
        stranger = at.stranger()
        page = await stranger.get(path)
        assert page.code == 303
        assert "/console/sign-in" in page.headers["Location"]
        assert (await stranger.post(path)).code in (401, 405)

    play(store_uri, story)


def test_no_form_counts_without_the_mark_of_its_sign_in(store_uri: str) -> None:
    async def story(at: Console) -> None:
        admin, zhou = await at.sign_in("admin"), await at.sign_in("zhou")
        for path in (*POSTS, "/console/own", "/console/staff", "/console/teach", "/console/intake"):
            for mark in ("", "0" * 32, zhou.mark):
                assert (await admin.post(path, mark=mark)).code == 419, path
            elsewhere = {"Origin": "https://bad.example"}
            assert (await admin.post(path, elsewhere)).code == 403, path

    play(store_uri, story)


async def filed_in(at: Console, place: tuple[str, str], number: str) -> Ticket:
    """A ticket there, with a bearer of its own."""
    services, now = at.street.services, at.street.clock()
    path = ("hefei", "shushan", "wanhe", *place)
    plain = a_ticket(
        f"t{number}", number=number, asker=WANG, created=now, updated=now, area_path=path
    )
    ticket = services.timetable.filed(plain)
    await services.store.tickets.file(services.store.tickets.document(ticket))
    return ticket


def test_every_ticket_for_every_role_and_area(store_uri: str) -> None:
    async def story(at: Console) -> None:
        tickets = {place: await filed_in(at, place, f"2000{n}") for n, place in enumerate(SEES)}
        for name in sorted(EVERYBODY):
            visitor = await at.sign_in(name)
            for place, ticket in tickets.items():
                await look_at(visitor, name, ticket, sees=name in SEES[place])

    play(store_uri, story)


async def look_at(visitor: Visitor, name: str, ticket: Ticket, *, sees: bool) -> None:
    """The page of a ticket and what belongs to it."""
    page = f"/console/tickets/{ticket.number}"
    refused = 404 if name in STAFF else 403
    assert (await visitor.get(page)).code == (200 if sees else refused), (name, page)
    assert (await visitor.get(f"{page}/media/x")).code in (404, refused)
    code = (await visitor.get(f"{page}/dispatch")).code
    may_send = sees and name in DESK | {"wu"}
    assert (code == 200) == may_send, (name, page, code)
    assert (await visitor.post(f"{page}/presence")).code == (200 if sees else refused)
    assert (await visitor.get(f"/console/cases/{ticket.number}")).code in (403, 404)


def test_every_deed_for_every_role_and_area(store_uri: str) -> None:
    async def story(at: Console) -> None:
        assert set(DOES) == {*DEEDS, "answer", "reveal"}
        tickets = {place: await filed_in(at, place, f"3000{n}") for n, place in enumerate(SEES)}
        for name in sorted(EVERYBODY):
            visitor = await at.sign_in(name)
            for place, ticket in tickets.items():
                for deed, allowed in DOES.items():
                    await try_deed(
                        visitor, name, ticket, deed, is_let=name in allowed & SEES[place]
                    )
        for place, ticket in tickets.items():
            found = await at.street.services.store.tickets.get(ticket.id)
            assert found is not None
            assert len(found.events) == len(ticket.events), place

    play(store_uri, story)


async def try_deed(visitor: Visitor, name: str, ticket: Ticket, deed: str, *, is_let: bool) -> None:
    """A deed without the words it needs, so that it is let in or not, and never done."""
    needs_nothing = deed in ("take", "phoned", "resume")
    if is_let and needs_nothing:
        return
    path = f"/console/tickets/{ticket.number}/do"
    code = (await visitor.post(path, deed=deed, words="", choice="")).code
    expected = {409, 422} if is_let else {403, 404}
    assert code in expected, (name, deed, ticket.number, code)


def test_a_page_of_somebody_elsewhere_is_not_there(store_uri: str) -> None:
    async def story(at: Console) -> None:
        store = at.street.services.store
        volunteer = await store.volunteers.get(ZHANG)
        assert volunteer
        zhou, fang = await at.sign_in("zhou"), await at.sign_in("fang")
        for path in ("residents/nobody", "volunteers/nobody", "areas/tingtao", "areas/nowhere"):
            assert (await zhou.get(f"/console/{path}")).code == 404, path
            assert (await fang.get(f"/console/{path}")).code == 403, path
        assert (await zhou.get("/console/figures?area=tingtao")).code == 404
        assert (await zhou.get("/console/figures/tickets.csv?area=tingtao")).code == 404
        assert re.search("^4", str((await zhou.get("/console/staff/desk:admin")).code))

    play(store_uri, story)
