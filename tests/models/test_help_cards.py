"""Help cards: codes nobody can guess, found by nothing else, sealed, revoked and counted."""

import asyncio
import math
from collections.abc import Awaitable, Callable
from datetime import timedelta

import bson
from hypothesis import given
from hypothesis import strategies as st

from models.database import opened
from models.help_cards import (
    LENGTH,
    LETTERS,
    MOST_BY_HELPER,
    MOST_OF_CARD,
    Card,
    HelpCards,
    code_of,
    new_code,
)
from tests.models.samples import raw_database
from tests.support.house import NOON, VAULT

HOUR = timedelta(hours=1)
DOOR = "3栋502 门上"


def play(uri: str, story: Callable[[HelpCards], Awaitable[None]], name: str) -> None:
    """Live through a story with the repository in a database of its own."""

    async def run() -> None:
        async with opened(uri, name) as database:
            cards = HelpCards(database.collection("cards"), database.collection("uses"), VAULT)
            await cards.ensure_indexes()
            await story(cards)

    asyncio.run(run())


def a_card(**fields: object) -> Card:
    known: dict[str, object] = {"id": "", "code": new_code(), "area_path": ("a", "b")}
    known |= {"since": NOON, "resident": "o1", "place": DOOR}
    return Card(**known | fields)  # type: ignore[arg-type]


def test_a_code_has_sixty_bits_of_letters_that_cannot_be_confused() -> None:
    assert LENGTH * math.log2(len(set(LETTERS))) >= 60
    assert not set("0o1liuv") & set(LETTERS)
    codes = {new_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert set("".join(codes)) == set(LETTERS)


def test_a_card_is_found_by_its_code_and_by_its_number_which_are_not_alike(store_uri: str) -> None:
    async def story(cards: HelpCards) -> None:
        card = await cards.add(a_card())
        assert await cards.find(card.code) == await cards.get(card.id) == card
        assert await cards.find(card.id) is None
        assert await cards.get(card.code) is None
        assert card.id not in card.code
        assert len(card.id) == 6
        assert card.scene == f"card:{card.code}"

    play(store_uri, story, "t_cards_found")


def test_nothing_of_it_is_stored_in_clear(store_uri: str) -> None:
    async def story(cards: HelpCards) -> None:
        card = await cards.add(a_card(url="http://weixin.qq.com/q/secret"))
        with raw_database(store_uri, "t_cards_sealed") as raw:
            stored = b"".join(bson.encode(each) for each in raw["cards"].find())
        for private in (card.code, DOOR, "weixin.qq.com"):
            assert private.encode() not in stored

    play(store_uri, story, "t_cards_sealed")


def test_a_revoked_card_is_known_but_counts_no_more(store_uri: str) -> None:
    async def story(cards: HelpCards) -> None:
        card = await cards.add(a_card())
        assert card.is_good
        assert await cards.revoke(card.id, NOON)
        assert not await cards.revoke(card.id, NOON + HOUR)
        found = await cards.find(card.code)
        assert found is not None
        assert (found.is_good, found.revoked_at) == (False, NOON)

    play(store_uri, story, "t_cards_revoked")


def test_cards_are_listed_by_area_and_by_whose_door_it_is(store_uri: str) -> None:
    async def story(cards: HelpCards) -> None:
        own = await cards.add(a_card())
        other = await cards.add(a_card(resident=None, area_path=("a", "c")))
        assert {each.id for each in await cards.page("a")} == {own.id, other.id}
        assert [each.id for each in await cards.page("b")] == [own.id]
        assert len(await cards.page(None, after=max(own.id, other.id))) == 0
        assert [each.id for each in await cards.of_resident("o1")] == [own.id]
        await cards.forget("o1", NOON)
        assert await cards.of_resident("o1") == []
        ended = await cards.get(own.id)
        assert ended is not None
        assert (ended.place, ended.is_good) == (None, False)

    play(store_uri, story, "t_cards_listed")


def test_a_helper_is_counted_by_the_hour_and_a_card_by_the_day(store_uri: str) -> None:
    async def story(cards: HelpCards) -> None:
        for n in range(MOST_BY_HELPER):
            assert await cards.lets("1", "w", f"k{n}", NOON)
        assert await cards.lets("1", "w", "k0", NOON)  # a retry
        assert not await cards.lets("2", "w", "more", NOON)
        assert not await cards.lets("2", "w", "more", NOON, presses=True)
        assert await cards.lets("2", "w", "later", NOON + HOUR)
        for n in range(MOST_OF_CARD - MOST_BY_HELPER):
            assert await cards.lets("1", f"o{n}", f"o{n}", NOON)
        assert not await cards.lets("1", "x", "x", NOON)
        assert await cards.lets("1", "x", "x", NOON, presses=True)
        assert await cards.lets("1", "y", "y", NOON + 24 * HOUR)

    play(store_uri, story, "t_cards_counted")


def test_no_forged_code_is_ever_found(store_uri: str) -> None:
    async def story(cards: HelpCards) -> None:
        card = await cards.add(a_card())
        loop = asyncio.get_running_loop()
        tried: list[str] = []

        @given(st.text(max_size=40) | st.text(LETTERS, min_size=LENGTH, max_size=LENGTH))
        def collect(code: str) -> None:
            tried.append(code)

        await loop.run_in_executor(None, collect)
        near = [card.code[:-1] + each for each in LETTERS if each != card.code[-1]]
        odd = [card.code.upper(), card.code + "\n", f" {card.code}", card.code[:-1], ""]
        for code in (*tried, *near, *odd):
            assert code != card.code
            assert await cards.find(code) is None

    play(store_uri, story, "t_cards_forged")


@given(st.text() | st.none())
def test_a_scene_is_a_cards_only_when_it_says_so(scene: str | None) -> None:
    assert code_of(scene) is None or (scene or "").startswith("card:")
    assert code_of(f"card:{scene}") == str(scene)
