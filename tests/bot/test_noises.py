"""What people say around the words that matter is taken off once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.noises import bare, without_pauses


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("嗯那个取消", "取消"),
        ("喂，你好，请问一下，进度", "进度"),
        ("取消吧，谢谢你啊", "取消"),
        ("不用麻烦了", "不用麻烦了"),
        ("那个我去", "那个我去"),
        ("弄好啦", "弄好了"),
        ("进都", "进度"),
        ("找人功", "找人工"),
        ("完成 平价药店买的药", "完成 平价药店买的药"),
        ("我家灯坏了", "我家灯坏了"),
    ],
)
def test_noises_courtesies_and_slips_go_and_the_words_stay(said: str, kept: str) -> None:
    assert bare(said) == kept


@pytest.mark.parametrize("said", ["你好", "喂", "谢谢", "嗯", "啊"])
def test_of_a_mere_noise_something_is_left(said: str) -> None:
    assert bare(said) == said


def test_speech_has_no_pauses() -> None:
    assert without_pauses("算了，不用来了。 谢谢！") == "算了不用来了谢谢"


@given(st.text())
def test_any_text_keeps_something(text: str) -> None:
    assert bool(bare(text)) == bool(text)
