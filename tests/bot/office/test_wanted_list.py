"""What an address asks for: only what is known, and the same again when it is written."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.office.wanted_list import WantedList, read_wanted
from models.moves import LIVE, State


@given(st.text())
def test_any_address_can_be_read(query: str) -> None:
    wanted = read_wanted(query)
    assert wanted.states <= set(State)
    assert wanted.begins is None or wanted.begins.tzinfo
    assert wanted.ends is None or wanted.ends.tzinfo


@given(words=st.text("漏水3栋 &=%", max_size=20).map(str.strip), days=st.integers(0, 3000))
def test_what_is_written_is_read_again(words: str, days: int) -> None:
    since = date(2020, 1, 1) + timedelta(days)
    wanted = WantedList(words=words, since=since, late=True, state=("live", "done"))
    assert read_wanted(wanted.query()) == wanted


def test_what_somebody_has_in_hand_is_not_over() -> None:
    assert read_wanted("who=me").states == LIVE
    assert read_wanted("who=me&state=finished").states == frozenset()
