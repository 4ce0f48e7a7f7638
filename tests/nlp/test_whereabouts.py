"""Which parts of an address a report names, and when two reports cannot be about one place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.whereabouts import conflict, whereabouts


def parts(text: str, place: str | None = None) -> dict[str, set[str]]:
    return {part: set(named) for part, named in whereabouts(text, place).items() if named}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("三栋二单元", {"building": {"3"}, "unit": {"2"}}),
        ("十二号楼五零一漏水", {"building": {"12"}, "room": {"501"}}),
        ("3-2-501没电", {"building": {"3"}, "unit": {"2"}, "room": {"501"}}),
        ("五楼楼道灯不亮", {"floor": {"5"}}),
        ("a座电梯坏了", {"building": {"A"}}),
        ("401漏到301了", {"room": {"401", "301"}}),
        ("幸福里小区3栋", {"estate": {"幸福"}, "building": {"3"}}),
        ("长江路12号门口", {"street": {"长江路12"}}),
        ("打110也没用，花了300块，2024年就坏了，电话13812345678", {}),
    ],
)
def test_an_address_is_taken_apart(text: str, named: dict[str, set[str]]) -> None:
    assert parts(text) == named


def test_the_place_that_was_asked_for_adds_to_the_words() -> None:
    assert parts("漏水了", "3栋501") == {"building": {"3"}, "room": {"501"}}


def test_only_parts_that_both_name_can_conflict() -> None:
    three, five = whereabouts("3栋停水", None), whereabouts("5栋2单元停水", None)
    assert conflict(three, five)
    assert not conflict(three, five, besides=("building",))
    assert not conflict(three, whereabouts("2单元停水", None))


@given(st.text(), st.none() | st.text())
def test_any_text_agrees_with_itself(text: str, place: str | None) -> None:
    found = whereabouts(text, place)
    assert not conflict(found, found)
