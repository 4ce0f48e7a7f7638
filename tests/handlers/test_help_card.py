"""The page of a help card: asked without WeChat by anybody who stands at the door."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tornado.httpclient import HTTPResponse

from bot.manners import BY_CARD
from models.help_cards import LENGTH, LETTERS, MOST_BY_HELPER
from models.people import VISIT
from models.ticket import Ticket
from tests.handlers.doors import Doors, play
from tests.support.cards import PLACE, a_card
from tests.support.house import LI

OURS = {"Sec-Fetch-Site": "same-origin"}
NEED = "老人说家里水管漏水了"
HELPER = "13700000000"


def text_of(page: HTTPResponse) -> str:
    return html.unescape(page.body.decode())


async def ask(doors: Doors, path: str, words: str, phone: str = "", key: str = "") -> HTTPResponse:
    """Open the page and send its form, or the form of an earlier key again."""
    found = re.search(r'name="key" value="(\w+)"', text_of(await doors.get(path)))
    assert found
    return await doors.send_form(path, OURS, words=words, phone=phone, key=key or found[1])


async def elders(doors: Doors) -> list[Ticket]:
    return list(await doors.street.services.store.tickets.asked_by(LI, limit=100))


def test_the_page_asks_and_tells_nothing_of_the_elder(store_uri: str) -> None:
    async def story(doors: Doors) -> None:
        card = await a_card(doors.street.services)
        page = await doors.get(f"/h/{card.code}")
        assert page.code == 200
        said = text_of(page)
        assert "翡翠社区的求助卡" in said
        assert 'href="tel:120"' in said
        assert 'href="tel:055100000000"' in said
        for private in ("李", "502", PLACE, LI, card.id):
            assert private not in said
        policy = page.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["X-Frame-Options"] == "DENY"
        assert "<script" not in said
        assert "style=" not in said

    play(store_uri, story)


def test_words_become_the_elders_ticket_and_the_helper_can_be_called(store_uri: str) -> None:
    async def story(doors: Doors) -> None:
        card = await a_card(doors.street.services)
        page = await ask(doors, f"/h/{card.code}", NEED, "137 0000 0000")
        assert page.code == 200
        (ticket,) = await elders(doors)
        assert ticket.number in text_of(page)
        assert (ticket.source, ticket.place, ticket.phone) == ("card", PLACE, HELPER)
        assert (ticket.queue, ticket.area) == ("repair", "feicui-2")
        caller = doors.street.services.store.residents.caller(HELPER)
        assert (ticket.followers, ticket.events[0].by) == ((caller,), caller)
        assert [each.to for each in ticket.notices if each.kind == BY_CARD] == [LI]
        known = await doors.street.services.store.residents.get(caller)
        assert known is not None
        assert known.phone == HELPER

    play(store_uri, story)


def test_without_a_number_nobody_waits_for_it_but_the_elder(store_uri: str) -> None:
    async def story(doors: Doors) -> None:
        card = await a_card(doors.street.services)
        said = text_of(await ask(doors, f"/h/{card.code}", "老人摔倒了，起不来"))
        assert "120" in said
        (ticket,) = await elders(doors)
        assert ticket.followers == ()
        assert ticket.events[0].by.startswith(VISIT)
        assert ticket.danger == "fall"
        assert ticket.alarm is not None

    play(store_uri, story)


def test_a_form_sent_twice_counts_once(store_uri: str) -> None:
    async def story(doors: Doors) -> None:
        path = f"/h/{(await a_card(doors.street.services)).code}"
        pages = [await ask(doors, path, NEED, key="samekey") for _ in range(3)]
        assert len({page.body for page in pages}) == 1
        assert len(await elders(doors)) == 1

    play(store_uri, story)


@pytest.mark.parametrize(
    ("words", "phone", "said"),
    [
        ("", "", "请写下要什么帮助"),
        ("？！", "", "请写下要什么帮助"),
        ("水" * 501, "", "最多 500 个字"),
        (NEED, "12", "这个电话打不通"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_written_stays(
    store_uri: str, words: str, phone: str, said: str
) -> None:
    async def story(doors: Doors) -> None:
        page = await ask(doors, f"/h/{(await a_card(doors.street.services)).code}", words, phone)
        assert page.code == 422
        assert said in text_of(page)
        assert words in text_of(page)
        assert await elders(doors) == []

    play(store_uri, story)


def test_who_asks_too_often_from_one_place_is_led_to_the_phone(store_uri: str) -> None:
    async def story(doors: Doors) -> None:
        card = await a_card(doors.street.services)
        for number in range(MOST_BY_HELPER):
            assert (await ask(doors, f"/h/{card.code}", f"{NEED}{number}")).code == 200
        page = await ask(doors, f"/h/{card.code}", NEED)
        assert page.code == 429
        assert "0551-00000000" in text_of(page)
        assert NEED in text_of(page)
        assert len(await elders(doors)) == MOST_BY_HELPER
        doors.street.clock.advance(minutes=61)
        assert (await ask(doors, f"/h/{card.code}", NEED)).code == 200

    play(store_uri, story)


def test_a_form_from_elsewhere_files_nothing(store_uri: str) -> None:
    async def story(doors: Doors) -> None:
        path = f"/h/{(await a_card(doors.street.services)).code}"
        strangers: list[dict[str, str]] = [
            {},
            {"Sec-Fetch-Site": "cross-site"},
            {"Origin": "https://bad.example"},
        ]
        for headers in strangers:
            page = await doors.send_form(path, headers, words=NEED, key="k")
            assert page.code == 403
        assert await elders(doors) == []

    play(store_uri, story)


def test_revoked_and_forged_cards_say_what_to_do_instead(store_uri: str) -> None:
    async def story(doors: Doors) -> None:
        card = await a_card(doors.street.services)
        await doors.street.services.store.help_cards.revoke(card.id, doors.street.clock())
        page = await doors.get(f"/h/{card.code}")
        assert page.code == 410
        assert "0551-00000000" in text_of(page)
        assert (await doors.send_form(f"/h/{card.code}", OURS, words=NEED, key="k")).code == 410
        for forged in ("x", "a" * LENGTH, "%27%20OR", card.code[:-1], "%F0%9F%98%80"):
            page = await doors.get(f"/h/{forged}")
            assert page.code == 404, forged
            assert "已经停用" in text_of(page)
        assert await elders(doors) == []

    play(store_uri, story)


@given(st.text(LETTERS, min_size=LENGTH, max_size=LENGTH))
def test_a_code_stands_in_an_address_as_it_is(code: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+", code)
