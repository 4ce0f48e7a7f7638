"""When the bot should ask 是不是这一件？ and when two reports are two matters."""

from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from nlp.entries import LexiconError
from nlp.likeness import SAME, Features, Likeness, Report, likeness
from tests.support.timing import fastest

LIKENESS = Likeness.load()
PAIRS = yaml.safe_load((Path(__file__).parent / "pairs.yaml").read_text("utf-8"))
Pair = dict[str, Any]

ADDRESSES = st.sampled_from(["", "3栋", "三栋2单元", "5号楼502", "幸福里小区", "3-2-501", "东门口"])
MATTERS = st.sampled_from(["楼道灯不亮了", "电梯坏了", "我家水龙头漏水", "垃圾没人收", "想办低保"])
SAYINGS = st.builds(str.__add__, ADDRESSES, MATTERS)
REPORTS = st.builds(Report, st.one_of(st.text(), SAYINGS), st.none() | ADDRESSES | st.text())


def features(text: str, place: str | None = None) -> Features:
    return LIKENESS.features(Report(text, place))


def alike(new: str, known: str) -> float:
    return likeness(features(new), features(known))


def asks(pair: Pair) -> bool:
    new = features(pair["new"], pair.get("new_place"))
    known = features(pair["known"], pair.get("known_place"))
    return likeness(new, known) >= SAME


@pytest.mark.parametrize(
    ("held_out", "precision", "recall"), [(False, 0.97, 0.93), (True, 0.94, 0.80)]
)
def test_it_seldom_asks_needlessly_and_finds_most_of_the_same(
    held_out: bool, precision: float, recall: float
) -> None:
    pairs = [pair for pair in PAIRS if pair.get("held_out", False) is held_out]
    asked = [pair["same"] for pair in pairs if asks(pair)]
    assert sum(asked) / len(asked) >= precision
    assert sum(asked) / sum(pair["same"] for pair in pairs) >= recall


@given(REPORTS, REPORTS)
def test_it_is_symmetric_and_between_0_and_1_for_any_text(new: Report, known: Report) -> None:
    one, other = LIKENESS.features(new), LIKENESS.features(known)
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1


@given(st.builds(Report, st.one_of(st.text(), SAYINGS), st.none() | ADDRESSES))
def test_the_same_words_about_something_shared_are_fully_alike(report: Report) -> None:
    said = LIKENESS.features(report)
    if said.shared:
        assert likeness(said, said) == pytest.approx(1)


@given(st.one_of(st.text(), SAYINGS))
def test_nothing_is_like_an_empty_report(text: str) -> None:
    assert alike("", text) == 0


@given(
    st.integers(1, 40), st.integers(1, 40), st.sampled_from(["{}栋", "{}号楼", "幸福里{}栋2单元"])
)
def test_two_buildings_never_have_the_same_lift(one: int, other: int, address: str) -> None:
    said = [features("电梯坏了", address.format(number)) for number in (one, other)]
    assert (likeness(*said) >= SAME) is (one == other)


def test_what_is_inside_a_home_is_only_the_same_in_the_same_room() -> None:
    assert alike("我家水龙头漏水", "我家水龙头漏水") == 0
    assert alike("3栋501水龙头漏水", "三栋五零一水龙头漏水") >= SAME
    assert alike("3栋501水龙头漏水", "3栋502水龙头漏水") == 0


def test_what_serves_the_whole_house_is_the_same_whatever_floor_one_lives_on() -> None:
    assert alike("我住3栋501，电梯坏了", "3栋201，电梯不动了") >= SAME
    assert alike("3栋三楼的楼道灯不亮", "3栋五楼的楼道灯不亮") == 0


def test_words_of_the_same_kind_of_place_agree() -> None:
    ways = ["楼道灯不亮", "走廊里的灯坏了", "楼梯间黑漆漆的", "樓道的燈壞了"]
    assert all(alike(new, known) >= SAME for new, known in product(ways, ways))


def test_one_report_is_held_against_fifty_in_a_few_milliseconds() -> None:
    known = [features(pair["known"], pair.get("known_place")) for pair in PAIRS[:50]]

    def compare() -> None:
        new = features("3栋2单元楼道灯不亮了")
        for report in known:
            likeness(new, report)

    assert fastest(compare) < 0.005


@pytest.mark.parametrize("text", ["灯坏" * 5000, "1" * 10000, "幸福路" * 3333, "栋" * 10000])
def test_a_very_long_report_takes_no_more_than_50_ms(text: str) -> None:
    assert fastest(lambda: features(text, text)) < 0.05


def test_a_missing_word_list_is_named(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"likeness\.yaml"):
        Likeness.load(tmp_path)
