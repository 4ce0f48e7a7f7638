"""Charts: read on any screen, without colours, and with nothing in them that could run."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.office.charts import Bar, Line, bars, lines

SVG = "{http://www.w3.org/2000/svg}"
NUMBERS = st.lists(st.integers(0, 10**6), max_size=40)
# What may stand in XML at all.
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=20)


def read(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 - our own


def texts_of(svg: str) -> list[str]:
    return [each.text or "" for each in read(svg).iter(f"{SVG}text")]


def test_each_bar_says_in_words_what_it_is() -> None:
    drawn = bars("按类别", "件", [Bar("报修", 12, 10), Bar("福利补贴", 3)])
    assert texts_of(drawn) == ["报修 12 件，上期 10", "福利补贴 3 件"]
    assert read(drawn).get("aria-label") == "按类别：报修 12 件，上期 10；福利补贴 3 件"
    assert read(drawn).get("role") == "img"


def test_the_longest_bar_is_as_wide_as_the_chart_and_others_in_proportion() -> None:
    drawn = bars("按类别", "件", [Bar("一", 8), Bar("二", 2)])
    assert [each.get("width") for each in read(drawn).iter(f"{SVG}rect")] == ["100.0%", "25.0%"]


def test_lines_differ_by_more_than_colour_and_are_named() -> None:
    drawn = lines("每天", "件", ["1日", "2日"], [Line("收到", [1, 4]), Line("办结", [0, 2])])
    root = read(drawn)
    dashed = [each for each in root.iter(f"{SVG}line") if each.get("stroke-dasharray")]
    assert len(dashed) == 1
    assert len(list(root.iter(f"{SVG}circle"))) == len(list(root.iter(f"{SVG}rect"))) == 2
    assert texts_of(drawn)[0] == "● 收到（实线）　□ 办结（虚线）"
    assert "收到一共 5 件；办结一共 2 件" in str(root.get("aria-label"))


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '" onload="x', "&lt;b&gt;"])
def test_a_name_of_an_area_stays_words(name: str) -> None:
    for drawn in (bars("图", "件", [Bar(name, 1)]), lines(name, "件", [name], [Line(name, [1])])):
        assert any(name in each for each in texts_of(drawn))
        assert all("onload" not in each.attrib for each in read(drawn).iter())
        assert "<script" not in drawn


@given(NUMBERS, WORDS)
def test_every_number_of_points_can_be_drawn(numbers: list[int], name: str) -> None:
    labels = [str(n) for n in range(len(numbers))]
    read(lines(name, "件", labels, [Line(name, numbers), Line("办结", numbers)]))
    drawn = read(bars(name, "件", [Bar(name, each) for each in numbers]))
    widths = [float(str(each.get("width")).rstrip("%")) for each in drawn.iter(f"{SVG}rect")]
    assert all(0 <= width <= 100 for width in widths)
