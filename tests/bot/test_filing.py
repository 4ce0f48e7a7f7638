"""From words to a draft: the same identifier however often, and all that was said in its place."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.filing import area_path, learned, ticket_id, words_of
from models.area import Area, AreaTree, Level
from models.ticket import Ticket
from nlp import Understanding
from nlp.model import Evidence, Slots
from tests.support.house import NOON
from tests.support.street import LIGHT, Street, play

TICKET = Ticket("t-0", "10019", "repair", "o1", NOON, NOON, LIGHT)
UNDERSTOOD = Understanding(
    queue="repair",
    confidence=0.9,
    urgent=False,
    sure=True,
    evidence=(
        Evidence("楼道", "repair", 1.0),
        Evidence("灯", "repair", 3.0),
        Evidence("不亮", "repair", 2.0),
        Evidence("灯", "repair", 1.5),
        Evidence("三楼", "repair", 0.5),
        Evidence("请", "volunteer", 9.0),
        Evidence("不", "repair", -1.0),
    ),
    needs=(),
    slots=Slots(place="3栋501", phone="13800138000", time="明天上午"),
    danger=None,
)


@given(st.text(min_size=1), st.text(min_size=1), st.integers(0, 9))
def test_an_identifier_is_of_the_message_and_the_position_alone(
    one: str, other: str, position: int
) -> None:
    assert ticket_id(one, position) == ticket_id(one, position)
    assert (ticket_id(one, position) == ticket_id(other, position)) == (one == other)
    assert ticket_id(one, position) != ticket_id(one, position + 1)
    assert one not in ticket_id(one, position) or len(one) < 8


def test_the_strongest_words_for_the_queue_are_shown() -> None:
    assert words_of(UNDERSTOOD, "repair") == ("灯", "不亮", "楼道")
    assert words_of(UNDERSTOOD, "benefits") == ()
    assert words_of(None, "repair") == ()


def test_further_words_teach_only_what_is_not_known() -> None:
    assert learned(TICKET, UNDERSTOOD) == {
        "place": "3栋501",
        "phone": "13800138000",
        "when": "明天上午",
    }
    known = replace(TICKET, phone="13900139000", place="2栋")
    assert learned(known, UNDERSTOOD) == {"when": "明天上午"}
    assert learned(TICKET, replace(UNDERSTOOD, slots=Slots())) == {}


def test_an_area_nobody_knows_has_no_path() -> None:
    areas = AreaTree([Area("c", "翡翠社区", Level.COMMUNITY, ("s", "c"))])
    assert area_path(areas, "c") == ("s", "c")
    assert area_path(areas, "nowhere") == area_path(areas, None) == ()


def test_what_was_said_fills_the_ticket(store_uri: str) -> None:
    async def story(street: Street) -> None:
        words = "幸福里3栋2单元501水管漏水，明天上午来修，电话13800138000"
        ticket = await street.ticket(await street.wang.say(words))
        assert ticket.text == words
        assert (ticket.phone, ticket.when) == ("13800138000", "明天上午")
        assert "3栋2单元501" in (ticket.place or "")
        assert ticket.evidence
        assert ticket.area_path[-1] == "feicui-1"

    play(store_uri, story)
