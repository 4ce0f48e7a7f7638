"""Somebody scans the card on a door and asks for whoever lives there."""

from hypothesis import given
from hypothesis import strategies as st

from bot.manners import BY_CARD
from bot.talks.help_card import code_in
from models.help_cards import MOST_BY_HELPER, MOST_OF_CARD, Card
from models.moves import Move
from models.notice import NoticeState
from models.people import Resident
from tests.support.cards import PLACE, a_card
from tests.support.house import LI, WANG, Phone, dispatcher_of
from tests.support.street import STRANGER, Street, number_in, play

NEED = "老人说家里水管漏水了，水流了一地"
FALL = "老人摔倒了，起不来"


async def scan(phone: Phone, card: Card) -> str:
    """Scan a card as somebody who follows us."""
    return await phone.event("SCAN", EventKey=card.scene)


def test_a_helper_asks_and_the_ticket_is_the_elders(store_uri: str) -> None:
    async def story(street: Street) -> None:
        services = street.services
        card = await a_card(services)
        await services.store.residents.put(
            Resident(LI, "feicui-2", name="李大爷", phone="13900000000")
        )
        asked = await scan(street.wang, card)
        assert "翡翠社区一位老人的求助卡" in asked
        assert "120" in asked
        assert "回 0 退出" in asked
        for private in ("李", "3栋", "502", "1390000"):
            assert private not in asked
        said = await street.wang.say(NEED)
        ticket = await street.ticket(said)
        assert (ticket.asker, ticket.followers, ticket.source) == (LI, (WANG,), "card")
        assert (ticket.place, ticket.phone, ticket.area) == (PLACE, "13900000000", "feicui-2")
        assert (ticket.events[0].by, ticket.events[0].move) == (WANG, Move.FILE)
        assert ticket.queue == "repair"
        assert "1390000" not in said
        told = [(each.to, each.kind) for each in ticket.notices if each.kind == BY_CARD]
        assert told == [(LI, BY_CARD)]
        after = await services.store.help_cards.get(card.id)
        assert after is not None
        assert after.used_at == services.clock()

    play(store_uri, story)


def test_the_helper_hears_how_it_goes_on(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await scan(street.wang, await a_card(street.services))
        number = number_in(await street.wang.say(NEED))
        await street.pass_time(minutes=1)
        await street.zhang.say(f"抢 {number}")
        ticket = await street.ticket(number)
        told = {(each.to, each.kind) for each in ticket.notices if each.state is NoticeState.OWED}
        assert {(WANG, "taken"), (LI, "taken")} <= told
        assert number in await street.wang.say(f"进度 {number}")

    play(store_uri, story)


def test_more_words_and_photos_join_until_the_helper_leaves(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await scan(street.wang, await a_card(street.services))
        number = number_in(await street.wang.say(NEED))
        assert number in await street.wang.say("厨房那边的，下午在家")
        assert number in await street.wang.send("image", MediaId="m1", PicUrl="http://x/1")
        assert "有进展会告诉您" in await street.wang.say("0")
        ticket = await street.ticket(number)
        assert ticket.times(Move.ADD) == 2
        assert {each.by for each in ticket.events} == {WANG}
        own = await street.ticket(await street.wang.say("我家厨房的灯坏了"))
        assert (own.asker, own.source) == (WANG, "chat")

    play(store_uri, story)


def test_a_photo_or_a_recording_alone_is_enough(store_uri: str) -> None:
    async def story(street: Street) -> None:
        card = await a_card(street.services)
        await scan(street.wang, card)
        ticket = await street.ticket(await street.wang.send("voice", MediaId="v1", Format="amr"))
        assert (ticket.asker, ticket.source, ticket.undecided) == (LI, "card", True)
        assert ticket.listen_at is not None
        await street.wang.say(NEED)
        assert (await street.ticket(ticket.number)).queue == "repair"
        await scan(street.chen, card)
        place = {"Location_X": "31.8", "Location_Y": "117.2", "Scale": "16"}
        said = await street.chen.send("location", **place, Label="翡翠路1号")
        assert "翡翠路1号" in (await street.ticket(said)).text

    play(store_uri, story)


def test_danger_says_the_number_first_and_alarms(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await scan(street.wang, await a_card(street.services))
        said = await street.wang.say(FALL)
        assert "120" in said.splitlines()[0]
        ticket = await street.ticket(said)
        assert (ticket.asker, ticket.danger, ticket.urgent) == (LI, "fall", True)
        assert ticket.alarm is not None

    play(store_uri, story)


def test_danger_after_other_words_is_a_matter_of_its_own(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await scan(street.wang, await a_card(street.services))
        first = number_in(await street.wang.say(NEED))
        second = await street.ticket(await street.wang.say(FALL))
        assert second.number != first
        assert second.danger == "fall"

    play(store_uri, story)


def test_whoever_does_not_follow_yet_is_asked_at_once(store_uri: str) -> None:
    async def story(street: Street) -> None:
        card = await a_card(street.services)
        said = await street.stranger.event("subscribe", EventKey=f"qrscene_{card.scene}")
        assert "求助卡" in said
        ticket = await street.ticket(await street.stranger.say(NEED))
        assert (ticket.asker, ticket.followers) == (LI, (STRANGER,))
        known = await street.services.store.residents.get(STRANGER)
        assert known is not None
        assert known.follows

    play(store_uri, story)


def test_a_card_in_a_public_place_makes_the_ticket_the_helpers(store_uri: str) -> None:
    async def story(street: Street) -> None:
        card = await a_card(street.services, None, place="活动室门口")
        assert "老人" not in await scan(street.wang, card)
        ticket = await street.ticket(await street.wang.say("活动室的灯坏了"))
        assert (ticket.asker, ticket.followers, ticket.place) == (WANG, (), "活动室门口")

    play(store_uri, story)


def test_a_revoked_or_forged_card_leads_to_the_phone_and_loses_nothing(store_uri: str) -> None:
    async def story(street: Street) -> None:
        card = await a_card(street.services)
        await street.services.store.help_cards.revoke(card.id, street.clock())
        for scene in (card.scene, "card:abcdefghjkmnp", "card:", "card:' OR 1=1"):
            said = await street.wang.event("SCAN", EventKey=scene)
            assert "已经停用" in said
            assert "0551-00000000" in said
        own = await street.ticket(await street.wang.say("502 的大爷家里水管漏水了"))
        assert (own.asker, own.source) == (WANG, "chat")

    play(store_uri, story)


def test_a_card_revoked_while_somebody_writes_files_nothing(store_uri: str) -> None:
    async def story(street: Street) -> None:
        card = await a_card(street.services)
        await scan(street.wang, card)
        await street.services.store.help_cards.revoke(card.id, street.clock())
        assert "已经停用" in await street.wang.say(NEED)
        assert await street.tickets_of(street.li) == []

    play(store_uri, story)


def test_a_helper_files_five_in_an_hour_and_danger_still_gets_its_number(store_uri: str) -> None:
    async def story(street: Street) -> None:
        card = await a_card(street.services)
        for _ in range(MOST_BY_HELPER):
            street.clock.advance(seconds=1)  # two scans within one second are one
            await scan(street.wang, card)
            number_in(await street.wang.say(NEED))
        street.clock.advance(seconds=1)
        await scan(street.wang, card)
        refused = await street.wang.say(NEED)
        assert "0551-00000000" in refused
        assert "编号" not in refused
        assert "120" in (await street.wang.say(FALL)).splitlines()[0]
        assert len(await street.tickets_of(street.li)) == MOST_BY_HELPER
        street.clock.advance(minutes=61)
        await scan(street.wang, card)
        number_in(await street.wang.say(NEED))

    play(store_uri, story)


def test_a_card_serves_ten_a_day_but_never_refuses_a_danger(store_uri: str) -> None:
    async def story(street: Street) -> None:
        card, services = await a_card(street.services), street.services
        dispatcher = dispatcher_of(services)
        people = [Phone(services, dispatcher, f"oHelper{n:021d}") for n in range(MOST_OF_CARD + 2)]
        for phone in people[:MOST_OF_CARD]:
            await scan(phone, card)
            number_in(await phone.say(NEED))
        for phone, words in zip(people[MOST_OF_CARD:], (NEED, FALL), strict=True):
            await scan(phone, card)
            assert ("编号" in await phone.say(words)) == (words == FALL)
        street.clock.advance(hours=25)
        await scan(street.wang, card)
        number_in(await street.wang.say(NEED))

    play(store_uri, story)


def test_a_message_that_comes_twice_counts_once(store_uri: str) -> None:
    async def story(street: Street) -> None:
        card = await a_card(street.services)
        await scan(street.wang, card)
        xml = street.wang.xml("text", Content=NEED)
        first = await street.wang.push(xml)
        assert await street.wang.push(xml) == first
        assert len(await street.tickets_of(street.li)) == 1

    play(store_uri, story)


def test_too_few_words_are_asked_for_again(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await scan(street.wang, await a_card(street.services))
        assert "多说几个字" in await street.wang.say("1")
        assert "我在" in await street.wang.say("你好")
        ticket = await street.ticket(await street.wang.say("9"))
        assert (ticket.asker, ticket.queue) == (LI, "other")

    play(store_uri, story)


@given(st.text(max_size=80))
def test_any_scanned_text_can_be_looked_at(scanned: str) -> None:
    assert code_in(f"card:{scanned}") == scanned
    code_in(scanned)
