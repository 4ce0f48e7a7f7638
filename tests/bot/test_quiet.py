"""Events that get no answer do what they ask for, as often as they come."""

from models.people import Resident
from tests.support.house import LI, PAIRED, WANG, ZHANG, timetable
from tests.support.street import LIGHT, Street, play


def test_who_unfollows_is_forgotten_and_asked_no_more(store_uri: str) -> None:
    async def story(street: Street) -> None:
        store = street.services.store
        await street.zhang.say("任务")
        for _ in range(2):
            assert await street.zhang.event("unsubscribe", EventKey="") == ""
            assert await store.residents.get(ZHANG) == Resident(ZHANG, follows=False)
            assert await store.receipts.latest(ZHANG) is None
            assert await store.volunteers.get(ZHANG) is None

    play(store_uri, story)


def test_who_closes_the_wechat_account_is_forgotten_by_the_openid_in_the_event(
    store_uri: str,
) -> None:
    async def story(street: Street) -> None:
        await street.li.say("您好")
        fields = {"OpenID": LI, "AppID": "wxde00000000000001"}
        await street.wang.event("user_authorization_cancellation", **fields)
        store = street.services.store
        assert await store.residents.get(LI) == Resident(LI, follows=False)
        assert await store.receipts.latest(LI) is None
        wang = await store.residents.get(WANG)
        assert wang is not None
        assert wang.follows
        assert "还没说过话" in await street.li.say("重复")

    play(store_uri, story)


def test_who_promised_to_come_along_and_unfollows_leaves_the_place_free(store_uri: str) -> None:
    async def story(street: Street) -> None:
        number = (await street.ticket(await street.wang.say(LIGHT))).number
        await street.pass_time()
        await street.zhang.say("抢")
        assert (await street.ticket(number)).pledged
        await street.zhang.event("unsubscribe", EventKey="")
        assert not (await street.ticket(number)).pledged

    play(store_uri, story, timetable(repair=PAIRED))


def test_a_ticket_outlives_its_asker_so_that_the_help_arrives(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await street.ticket(await street.wang.say(LIGHT))
        await street.wang.event("unsubscribe", EventKey="")
        await street.pass_time()
        assert "抢到了" in await street.zhang.say(f"抢 {ticket.number}")

    play(store_uri, story)


def test_other_events_change_nothing(store_uri: str) -> None:
    async def story(street: Street) -> None:
        store = street.services.store
        before = await store.residents.get(WANG)
        location = {"Latitude": "31.8", "Longitude": "117.2", "Precision": "60"}
        assert await street.wang.event("LOCATION", **location) == ""
        assert await street.wang.event("VIEW", EventKey="https://example.org") == ""
        assert await street.wang.event("kf_create_session", KfAccount="a@b") == ""
        assert await store.residents.get(WANG) == before
        assert await store.receipts.latest(WANG) is None

    play(store_uri, story)
