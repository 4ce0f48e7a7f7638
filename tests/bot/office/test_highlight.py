"""Why it was put there, shown in the words themselves."""

from hypothesis import given
from hypothesis import strategies as st

from bot.office.highlight import highlighted


def test_the_words_of_the_evidence_stand_out() -> None:
    shown = highlighted("三楼楼道的灯不亮了", ["灯不亮", "楼道"])
    assert shown == [
        ("三楼", False),
        ("楼道", True),
        ("的", False),
        ("灯不亮", True),
        ("了", False),
    ]


def test_both_ends_of_a_pattern_stand_out() -> None:
    assert highlighted("楼道里灯不亮", ["楼道…灯不亮"])[0] == ("楼道", True)


def test_the_longest_word_wins() -> None:
    assert highlighted("灯不亮", ["灯", "灯不亮"]) == [("灯不亮", True)]


@given(st.text(), st.lists(st.text(max_size=4), max_size=4))
def test_nothing_of_the_words_is_lost(text: str, evidence: list[str]) -> None:
    assert "".join(piece for piece, _ in highlighted(text, evidence)) == text
