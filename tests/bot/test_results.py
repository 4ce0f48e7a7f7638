"""A result says what was done: 换了灯泡 does, 好了 does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.results import tells_result


@pytest.mark.parametrize(
    "said",
    [
        "换了灯泡",
        "灯泡换好了",
        "灯亮了",
        "水管修好了",
        "药送到奶奶手上了",
        "打电话说清楚了",
        "换了LED灯管",
    ],
)
def test_these_tell_something(said: str) -> None:
    assert tells_result(said)


@pytest.mark.parametrize(
    "said",
    [
        "好了",
        "完成",
        "OK",
        "ok了",
        "修好了",
        "搞定",
        "都弄好了",
        "已经处理完了",
        "问题解决了",
        "行了",
        "。",
        "",
    ],
)
def test_these_say_no_more_than_that_it_is_over(said: str) -> None:
    assert not tells_result(said)


@given(st.lists(st.sampled_from(["好了", "完成", "已经", "ok", "都", "，", "。", " "])))
def test_saying_nothing_at_length_tells_nothing(words: list[str]) -> None:
    assert not tells_result("".join(words))
