"""A matter may be named by its words; what names none of ours is heard as a need."""

import pytest

from bot.talks.meant import meant
from models.ticket import Ticket
from tests.bot.talks.test_cancel import ERRAND, two_matters
from tests.support.house import NOON
from tests.support.street import LIGHT, Street, number_in, play


def ticket(text: str) -> Ticket:
    return Ticket(
        id=text, number="10000", queue="repair", asker="o", created=NOON, updated=NOON, text=text
    )


TICKETS = [ticket(LIGHT), ticket(ERRAND), ticket("厨房水管漏水")]


@pytest.mark.parametrize(
    ("words", "texts"),
    [
        ("修灯", [LIGHT]),
        ("楼道灯", [LIGHT]),
        ("买药", [ERRAND]),
        ("水管", ["厨房水管漏水"]),
        ("修水管的师傅怎么还没来", ["厨房水管漏水"]),
        ("洗衣机", []),
        ("师傅怎么还没来", []),
        (None, []),
    ],
)
def test_shared_words_tell_which_is_meant(words: str | None, texts: list[str]) -> None:
    assert [each.text for each in meant(TICKETS, words)] == texts


def test_the_named_one_of_several_is_told_urged_and_cancelled(store_uri: str) -> None:
    async def story(street: Street) -> None:
        light, errand = await two_matters(street)
        answer = await street.wang.say("那个修灯的到哪一步了")
        assert light in answer
        assert errand not in answer
        assert f"已帮您催编号 {light}" in await street.wang.say("修灯的师傅怎么还没来")
        assert f"编号 {light} 已撤回" in await street.wang.say("灯自己好了不用来了")
        assert (await street.ticket(errand)).state == "open"

    play(store_uri, story)


def test_when_no_words_fit_all_are_told_and_nothing_is_cancelled_unasked(store_uri: str) -> None:
    async def story(street: Street) -> None:
        number = number_in(await street.wang.say(LIGHT))
        assert number in await street.wang.say("上次报的水管有消息了吗")
        answer = await street.wang.say("洗衣机自己好了不用来了")
        assert "要撤回哪一件" in answer
        assert (await street.ticket(number)).state == "open"
        assert f"编号 {number} 已撤回" in await street.wang.say(number)

    play(store_uri, story)


@pytest.mark.parametrize("said", ["我的事办得怎么样了", "有消息了吗", "不用来了", "灯自己好了"])
def test_who_asked_for_nothing_is_told_so(store_uri: str, said: str) -> None:
    async def story(street: Street) -> None:
        assert "您现在没有" in await street.li.say(said)
        assert await street.tickets_of(street.li) == []

    play(store_uri, story)


@pytest.mark.parametrize(
    "said",
    [
        "我的低保办得怎么样了",
        "怎么还没人来",
        "快点来人",
        "又坏了",
        "有没有活干",
        "给我吧",
        "我腿摔了我去不了",
    ],
)
def test_a_sentence_that_may_be_a_need_reaches_a_person(store_uri: str, said: str) -> None:
    async def story(street: Street) -> None:
        filed = await street.ticket(await street.li.say(said))
        assert filed.text == said

    play(store_uri, story)


def test_a_volunteer_may_say_all_of_it_in_own_words(store_uri: str) -> None:
    async def story(street: Street) -> None:
        number = number_in(await street.wang.say(LIGHT))
        await street.pass_time(seconds=1)
        assert number in await street.zhang.say("今天有活吗")
        assert "抢到了" in await street.zhang.say("这个我去")
        assert f"编号 {number} 退回了" in await street.zhang.say("我临时有事去不了")
        street.clock.advance(minutes=16)
        number = number_in(await street.wang.say("厨房的水龙头关不上"))
        await street.pass_time(seconds=1)
        assert "抢到了" in await street.zhang.say("我来接")
        assert "怎么办好的" in await street.zhang.say("弄好了")
        assert f"编号 {number} 已办结" in await street.zhang.say("换了一个新龙头")
        assert "重新办" in await street.wang.say("还是漏")

    play(store_uri, story)
