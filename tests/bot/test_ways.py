"""What stands in a way is the same for who sends and for who asks beforehand."""

from bot.ways import WAYS, WAYS_OF_WORDS, Ways, ways_of
from models.notice import Channel
from models.people import PHONE
from tests.support.house import WANG
from tests.support.street import LIGHT, Street, play


def test_words_go_first_where_they_can_be_read_whole() -> None:
    assert ways_of("answer") == WAYS_OF_WORDS
    assert ways_of("taken") == WAYS


def test_the_first_way_nothing_stands_in_is_taken(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.wang.say(LIGHT)
        ways = Ways(street.services)
        assert (await ways.outlook(WANG, "answer")).channel is Channel.CUSTOMER
        await ways.budgets.close(Channel.CUSTOMER)
        assert (await ways.outlook(WANG, "answer")).channel is Channel.TEMPLATE
        await ways.budgets.close(Channel.TEMPLATE)
        assert (await ways.outlook(WANG, "answer")).channel is None

    play(store_uri, story)


def test_who_is_silent_for_two_days_is_reached_by_a_template(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.wang.say(LIGHT)
        ways = Ways(street.services)
        seen = await ways.outlook(WANG, "answer")
        assert seen.room.messages == 5
        assert seen.room.until
        street.clock.advance(hours=49)
        seen = await ways.outlook(WANG, "answer")
        assert (seen.channel, seen.room.messages) == (Channel.TEMPLATE, 0)

    play(store_uri, story)


def test_wechat_does_not_reach_who_only_phoned_or_left(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.wang.say(LIGHT)
        await street.wang.event("unsubscribe")
        ways = Ways(street.services)
        for person in (WANG, f"{PHONE}abc"):
            assert (await ways.outlook(person, "answer")).channel is None
            assert await ways.obstacle(Channel.TEMPLATE, person)
            assert await ways.obstacle(Channel.SMS, person) is None

    play(store_uri, story)
