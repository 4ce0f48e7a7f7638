"""What only speaking brings is taken out, and nothing that was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.speech.tidy import tidied


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("嗯，那个，厨房水管漏水了。", "厨房水管漏水了"),
        ("我我我要修灯", "我要修灯"),
        ("我，我，我摔了", "我摔了"),
        ("水管漏水了，水管漏水了。", "水管漏水了"),
        ("呃呃呃就是说，没电了！", "没电了！"),
        ("那个那个我家，我家厕所堵了", "我家厕所堵了"),
        ("我们我们楼道灯不亮了", "我们楼道灯不亮了"),
    ],
)
def test_the_noise_goes(said: str, meant: str) -> None:
    assert tidied(said) == meant


@pytest.mark.parametrize(
    "said",
    [
        "三三三号楼",
        "二零二二二号",
        "电话13888888888",
        "那个灯不亮了",
        "就是我家灯不亮",
        "妈妈摔倒了",
        "谢谢谢谢",
        "余额不对",
        "嗯",
        "一",
    ],
)
def test_what_was_meant_stays(said: str) -> None:
    assert tidied(said) == said


@given(st.text(alphabet="嗯那个我，。 灯一二1就是", max_size=20))
def test_digits_stay_and_words_never_vanish(said: str) -> None:
    tidy = tidied(said)
    assert bool(tidy) == bool(said.strip())
    digits = "一二1"
    assert [each for each in tidy if each in digits][-1:] == [
        each for each in said if each in digits
    ][-1:]
