"""Whatever happens to a ticket, its notices fit the templates and say it in words."""

from dataclasses import replace

import pytest

from bot.letters import Errand, Letter
from bot.manners import CALL
from bot.notice_words import NoticeWords
from bot.ways import WAYS
from models.moves import Rule
from models.notice import Channel, Notice, NoticeState
from models.rules import RULES
from models.ticket import Deadline, Due, Event, Ticket
from nlp import QUEUES
from tests.support.house import NOON, WANG, ZHOU
from tests.support.post import Post, WeChat, post
from tests.support.street import LIGHT, Street, play

KINDS = {kind: rule for rule in RULES for kind in rule.tells.values()}
SECRET = "老王家钥匙在花盆下"
NAMES = {"taken", "handed_over", "received", "decided", "assigned", "accepted", "pledged"}


async def begin(letter: Letter) -> None:
    """Nothing has to be written down here."""


async def a_ticket(street: Street) -> Ticket:
    """A ticket just filed, with a deadline to speak of."""
    ticket = await street.ticket(await street.wang.say(LIGHT))
    return replace(ticket, deadlines=(Deadline(Due.EXPIRE, NOON),))


def owing(ticket: Ticket, kind: str, rule: Rule) -> tuple[Notice, Ticket]:
    """The ticket after such a move, and the notice it owes."""
    note = {"rated": "5", "complaint": "2"}.get(kind, "张师傅" if kind in NAMES else SECRET)
    event = Event(NOON, ZHOU, rule.move, rule.target or ticket.state, note=note)
    position = len(ticket.events)
    notice = Notice(f"{position}-0", WANG, kind, NOON, position)
    return notice, replace(ticket, events=(*ticket.events, event))


def test_every_kind_fits_its_template_and_shows_no_words(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post) -> None:
        ticket = await a_ticket(at.street)
        for kind, rule in KINDS.items():
            notice, after = owing(ticket, kind, rule)
            named = replace(notice, id=kind[:12])
            letter = Letter((Errand(named, after.id, after),))
            sent = (await at.courier.deliver(letter, begin)).first
            assert (kind, sent.state, sent.channel) == (kind, NoticeState.SENT, Channel.TEMPLATE)
        cards = str(await wechat.cards(WANG))
        assert SECRET not in cards
        assert "…" not in cards

    post(store_uri, wechat, story)


def test_every_kind_has_words_with_its_number(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await a_ticket(street)
        words = NoticeWords(street.services)
        for kind, rule in KINDS.items():
            said = words.words(*owing(ticket, kind, rule))
            assert ticket.number in said, kind
            assert "{" not in said

    play(store_uri, story)


@pytest.mark.parametrize("queue", QUEUES)
def test_every_queue_fits_the_task_template(store_uri: str, wechat: WeChat, queue: str) -> None:
    async def story(at: Post) -> None:
        ticket = replace(await a_ticket(at.street), queue=queue)
        letter = Letter((Errand(Notice("1-0", ZHOU, "desk", NOON), ticket.id, ticket),))
        assert (await at.courier.deliver(letter, begin)).first.state is NoticeState.SENT
        (card,) = await wechat.cards(ZHOU)
        assert card["thing2"] == at.street.services.phrases(f"queue.{queue}")

    post(store_uri, wechat, story)


def test_what_is_urgent_says_so(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post) -> None:
        await at.street.li.say("我老伴摔倒了起不来")
        await at.street.pass_time()
        await at.deliver_all()
        card = next(each for each in await wechat.cards(ZHOU) if "phrase5" in each)
        assert card["phrase5"] == "紧急"
        assert card["thing3"] == "翡翠社区第二网格"

    post(store_uri, wechat, story)


def test_the_call_for_the_desk_says_what_to_answer(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await a_ticket(street)
        said = NoticeWords(street.services).words(Notice("1-p0", ZHOU, CALL, NOON), ticket)
        assert f"待告知 {ticket.number}" in said
        assert f"已告知 {ticket.number}" in said

    play(store_uri, story)


def test_a_digest_names_as_many_numbers_as_fit(store_uri: str) -> None:
    async def story(street: Street) -> None:
        ticket = await a_ticket(street)
        told = [
            (Notice("1-0", ZHOU, "task", NOON), replace(ticket, number=str(10000 + n)))
            for n in range(20)
        ]
        words = NoticeWords(street.services)
        number = words.digest_fields(told)["number"]
        assert number.startswith("10000,10001,")
        assert number.endswith(",+16")
        assert len(number) <= 32
        assert len(words.digest(told).splitlines()) <= 7

    play(store_uri, story)


def test_the_ways_are_tried_best_first() -> None:
    assert WAYS == (Channel.TEMPLATE, Channel.CUSTOMER, Channel.SMS)


def test_an_alarm_goes_every_way_at_once(store_uri: str, wechat: WeChat) -> None:
    async def story(at: Post) -> None:
        await at.write(ZHOU)
        await at.street.li.say("我老伴摔倒了起不来")
        await at.street.pass_time()
        await at.deliver_all()
        assert "有急事，请马上看" in str(await wechat.cards(ZHOU))
        assert at.street.services.phrases("alarm.of.fall") in str(await wechat.cards(ZHOU))
        assert [each for each in await wechat.words(ZHOU) if "我去" in each]

    post(store_uri, wechat, story)


def test_who_hears_of_an_alarm_by_no_way_is_on_the_list_to_be_phoned(
    store_uri: str, wechat: WeChat
) -> None:
    async def story(at: Post) -> None:
        await wechat.unfollow(ZHOU)
        ticket = await at.ticket(await at.street.li.say("我老伴摔倒了起不来"))
        await at.street.pass_time()
        await at.deliver_all()
        ticket = await at.ticket(ticket.number)
        became = {each.state for each in ticket.notices if (each.to, each.kind) == (ZHOU, "alarm")}
        assert became == {"undelivered"}
        assert ticket.untold_at

    post(store_uri, wechat, story)
