"""What an agency's program tells us is taken only in the agreed shape, and names what is wrong."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.agencies.events import FieldError, read_event
from models.moves import Move

EVENT = {"id": "e1", "ticket": "10019", "type": "answer", "words": "请带身份证来"}


def test_an_event_is_a_deed() -> None:
    event = read_event(orjson.dumps(EVENT | {"number": " A-1 ", "status": "办理中"}))
    deed = event.deed()
    assert (deed.move, deed.words) == (Move.ANSWER, "请带身份证来")
    assert (deed.number, deed.status) == ("A-1", "办理中")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"type": "closed"}, "type"),
        ({"ticket": "abc"}, "ticket"),
        ({"ticket": 10019}, "ticket"),
        ({"id": ""}, "id"),
        ({"id": "two words"}, "id"),
        ({"words": "x" * 2001}, "words"),
        ({"words": "  "}, "words"),
        ({"words": None}, "words"),
        ({"type": "assigned"}, "lawyer"),
        ({"type": "returned"}, "rule"),
        ({"phone": "1"}, "phone"),
    ],
)
def test_a_wrong_field_is_named(changed: dict[str, object], field: str) -> None:
    with pytest.raises(FieldError) as wrong:
        read_event(orjson.dumps(EVENT | changed))
    assert field in wrong.value.fields


@given(st.binary(max_size=200))
def test_anything_else_is_refused(body: bytes) -> None:
    with pytest.raises(FieldError):
        read_event(body)
