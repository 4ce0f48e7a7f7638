"""补充: whoever waits for a matter may say more of it at any time; nobody else may."""

from models.moves import Move
from tests.support.street import LIGHT, Street, play


def test_words_are_added_long_after_filing(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await street.ticket(await street.wang.say(LIGHT))
        await street.pass_time(hours=5)
        assert "补充到编号" in await street.wang.say(f"补充{ticket.number}，是东边那一盏")
        added = (await street.ticket(ticket.number)).events[-1]
        assert (added.move, added.note) == (Move.ADD, "是东边那一盏")

    play(store_uri, story)


def test_without_words_they_are_asked_for(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await street.ticket(await street.wang.say(LIGHT))
        assert "要补充什么" in await street.wang.say("补充")
        assert "补充到编号" in await street.wang.say("东边那一盏")
        assert (await street.ticket(ticket.number)).times(Move.ADD) == 1

    play(store_uri, story)


def test_somebody_elses_matter_stays_as_it_is(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await street.ticket(await street.wang.say(LIGHT))
        assert "不能补充" in await street.li.say(f"补充 {ticket.number} 不用修了")
        assert (await street.ticket(ticket.number)).times(Move.ADD) == 0

    play(store_uri, story)


def test_what_is_over_takes_no_more_words(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await street.ticket(await street.wang.say(LIGHT))
        await street.wang.say(f"取消 {ticket.number}")
        assert "不能补充" in await street.wang.say(f"补充 {ticket.number} 再来看看")

    play(store_uri, story)
