"""Help cards in the console: made, printed, revoked, each by whoever looks after that area."""

import asyncio
import io
import re

import pytest
from PIL import Image

from models.help_cards import Card
from tests.support import qr_reader
from tests.support.cards import a_card
from tests.support.console import Console, Visitor, play, text_of
from tests.support.house import LI, WANG
from tests.support.simulator import running_simulator

URL = re.compile(r"http://weixin\.qq\.com/q/\S+")


async def make(visitor: Visitor, **fields: str) -> str:
    """Send the form; the card's number."""
    answer = await visitor.post("/console/cards", None, deed="make", **fields)
    assert answer.code == 303, text_of(answer)
    found = re.search(r"/console/cards/(\d{6})\?", answer.headers["Location"])
    assert found
    return found[1]


async def card_of(at: Console, number: str) -> Card:
    found = await at.street.services.store.help_cards.get(number)
    assert found is not None
    return found


async def deeds(at: Console) -> list[str]:
    return [each.deed for each in await at.street.services.store.audit.latest()]


def test_a_card_is_made_with_wechats_code_and_printed(store_uri: str) -> None:
    async def story(at: Console) -> None:
        zhou = await at.sign_in("zhou")
        number = await make(zhou, resident=LI, place="3栋502 门上")
        card = await card_of(at, number)
        assert (card.resident, card.place, card.phone) == (LI, "3栋502 门上", "0551-00000000")
        assert card.url is not None
        assert URL.fullmatch(card.url)
        sheet = await zhou.get(f"/console/cards/{number}.png")
        assert sheet.headers["Content-Type"] == "image/png"
        assert qr_reader.read(Image.open(io.BytesIO(sheet.body))) == card.url
        paper = await zhou.get(f"/console/cards/{number}.pdf")
        assert paper.headers["Content-Type"] == "application/pdf"
        assert paper.body.startswith(b"%PDF")
        assert card.code not in text_of(await zhou.get("/console/cards"))
        assert {"make_help_card", "print_help_card"} <= set(await deeds(at))

    with running_simulator("http://127.0.0.1:9/wechat") as wechat:
        play(store_uri, story, wechat)


def test_where_wechat_gives_no_code_our_own_page_is_printed_and_staff_hear_why(
    store_uri: str,
) -> None:
    async def story(at: Console) -> None:
        zhou = await at.sign_in("zhou")
        number = await make(zhou, resident=LI)
        card = await card_of(at, number)
        assert card.url is None
        page = text_of(await zhou.get(f"/console/cards/{number}"))
        address = f"{at.street.services.public_url}/h/{card.code}"
        assert "微信没有回应" in page
        assert address in page
        sheet = await zhou.get(f"/console/cards/{number}.png")
        assert qr_reader.read(Image.open(io.BytesIO(sheet.body))) == address
        again = await zhou.post(f"/console/cards/{number}", deed="ask")
        assert again.headers["Location"].endswith("noted=card_no_code")

    play(store_uri, story)


def test_a_card_for_a_public_place_of_an_area(store_uri: str) -> None:
    async def story(at: Console) -> None:
        zhou = await at.sign_in("zhou")
        assert "电梯口" in text_of(await zhou.get("/console/areas/feicui-1"))
        number = await make(zhou, area="feicui-1", place="活动室", phone="0551-1234567")
        card = await card_of(at, number)
        assert (card.resident, card.area, card.phone) == (None, "feicui-1", "0551-1234567")
        assert number in text_of(await zhou.get("/console/cards"))

    play(store_uri, story)


def test_a_card_is_revoked_for_a_reason_and_cannot_be_printed_any_more(store_uri: str) -> None:
    async def story(at: Console) -> None:
        zhou, card = await at.sign_in("zhou"), await a_card(at.street.services)
        path = f"/console/cards/{card.id}"
        assert (await zhou.post(path, deed="revoke", why=" ")).code == 422
        assert (await card_of(at, card.id)).is_good
        assert (await zhou.post(path, deed="revoke", why="卡丢了")).code == 303
        assert not (await card_of(at, card.id)).is_good
        assert (await zhou.get(f"{path}.pdf")).code == 422
        assert "已经停用" in text_of(await zhou.get(path))
        (noted,) = [
            each
            for each in await at.street.services.store.audit.latest()
            if each.deed == "revoke_help_card"
        ]
        assert (noted.about, noted.note) == (card.id, "卡丢了")

    play(store_uri, story)


def test_cards_of_another_area_are_not_there(store_uri: str) -> None:
    async def story(at: Console) -> None:
        far = await a_card(
            at.street.services, None, area_path=("hefei", "shushan", "wanhe", "tingtao")
        )
        near = await a_card(at.street.services)
        zhou = await at.sign_in("zhou")
        for path in (f"/console/cards/{far.id}", f"/console/cards/{far.id}.png"):
            assert (await zhou.get(path)).code == 404
        assert (await zhou.post(f"/console/cards/{far.id}", deed="revoke", why="试试")).code == 404
        listed = text_of(await zhou.get("/console/cards"))
        assert near.id in listed
        assert far.id not in listed
        assert (await zhou.post("/console/cards", deed="make", area="tingtao")).code == 422
        assert (await zhou.post("/console/cards", deed="make", resident="nobody")).code == 404
        for name in ("wu", "sun", "fang"):
            visitor = await at.sign_in(name)
            assert (await visitor.get(f"/console/cards/{near.id}.pdf")).code == 403

    play(store_uri, story)


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"phone": "请打我"}, "电话只写数字"), ({"place": "门" * 41}, "最多 40 个字")],
)
def test_what_cannot_be_printed_is_refused(
    store_uri: str, fields: dict[str, str], said: str
) -> None:
    async def story(at: Console) -> None:
        zhou = await at.sign_in("zhou")
        answer = await zhou.post("/console/cards", None, deed="make", resident=LI, **fields)
        assert answer.code == 422
        assert said in text_of(answer)
        assert await at.street.services.store.help_cards.of_resident(LI) == []

    play(store_uri, story)


def test_a_resident_with_many_cards_gives_one_up_first_and_takes_all_along(store_uri: str) -> None:
    async def story(at: Console) -> None:
        zhou = await at.sign_in("zhou")
        cards = [await a_card(at.street.services, WANG) for _ in range(5)]
        assert (await zhou.post("/console/cards", deed="make", resident=WANG)).code == 422
        listed = text_of(await zhou.get(f"/console/cards?resident={WANG}"))
        assert all(each.id in listed for each in cards)
        path = f"/console/residents/{WANG}"
        exported = text_of(await zhou.post(path, deed="export", why="本人来要"))
        assert cards[0].id in exported
        assert (await zhou.post(path, deed="forget", why="本人来要")).code == 303
        for each in await asyncio.gather(*(card_of(at, each.id) for each in cards)):
            assert (each.is_good, each.resident, each.place) == (False, None, None)

    play(store_uri, story)
