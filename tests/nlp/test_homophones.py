"""Slips of the keyboard and of speech recognition: the sound is right, a character is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp import Understander
from nlp.homophones import Sounds, sounds

HEARD = Sounds(["低保", "离婚", "水龙头", "公积金", "没办"])


@pytest.mark.parametrize(
    ("tokens", "mended"),
    [
        (["我", "的", "低", "宝"], ["我", "的", "低保"]),
        (["想", "离", "昏", "了"], ["想", "离婚", "了"]),
        (["水笼头", "坏", "了"], ["水龙头", "坏", "了"]),
        (["公", "积", "斤"], ["公积金"]),
    ],
)
def test_a_word_with_one_wrong_character_is_heard(tokens: list[str], mended: list[str]) -> None:
    assert HEARD.mend(tokens) == mended


def test_what_anhui_mouths_do_not_tell_apart_sounds_alike() -> None:
    assert sounds("是") == sounds("四")
    assert sounds("南") == sounds("兰")
    assert sounds("进") == sounds("静")


@pytest.mark.parametrize(
    "tokens",
    [["低", "被"], ["底", "宝"], ["梨", "荤"], ["霉", "斑"], ["低"], [], ["a", "b"], ["😭", "。"]],
    ids=["another sound", "no character right", "both wrong", "common word", *"0123"],
)
def test_other_words_stay_as_they_are(tokens: list[str]) -> None:
    assert HEARD.mend(tokens) == tokens


@given(st.lists(st.text(alphabet="低宝保离昏婚水龙笼头 a，", min_size=1, max_size=3)))
def test_mending_keeps_the_length_and_is_done_once(tokens: list[str]) -> None:
    mended = HEARD.mend(tokens)
    assert len("".join(mended)) == len("".join(tokens))
    assert HEARD.mend(mended) == mended


@pytest.mark.parametrize(
    ("text", "queue"),
    [
        ("社宝断了三个月有没有影响", "benefits"),
        ("公积斤提取付房租要什么条件", "benefits"),
        ("家里跳杂了，推上去又跳", "repair"),
        ("两口子要离昏，伢归哪个", "legal_aid"),
    ],
)
def test_a_misspelt_message_finds_its_queue(
    understander: Understander, text: str, queue: str
) -> None:
    assert understander.understand(text).queue == queue


def test_the_ticket_keeps_the_words_as_they_were_written(understander: Understander) -> None:
    (need,) = understander.understand("公积斤提取付房租要什么条件").needs
    assert need.text == "公积斤提取付房租要什么条件"
