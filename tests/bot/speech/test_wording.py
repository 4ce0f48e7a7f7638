"""What is said aloud of an answer is what somebody would read out to an old neighbour."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.phrases import load_phrases
from bot.speech.wording import MOST, REST, aloud

LINE = '<a href="weixin://bizmsgmenu?msgmenucontent={0}&msgmenuid=m">{0} {1}</a>'


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("收到，编号 10019。", "收到，编号幺零零幺九。"),
        ("您的事 10019 办好了", "您的事幺零零幺九办好了。"),
        ("快打 120！", "快打幺二零！"),
        ("请打 12356，急的话打 120！", "请打幺二三五六，急的话打幺二零！"),
        ("着火打 119，别的打 110。", "着火打幺幺九，别的打幺幺零。"),
        ("电话 13800001234", "电话幺三八零零零零幺二三四。"),
        ("电话 027-87654321", "电话零二七八七六五四三二幺。"),
        ("1 报修", "按一，报修。"),
        (
            "1 报修　2 法律援助\n9 找人　0 再看",
            "按一，报修。按二，法律援助。按九，找人。按零，再看。",
        ),
        ("您说的是“灯坏了”，对吗？1 对 2 不对", "您说的是灯坏了，对吗？按一，对。按二，不对。"),
        (f"{LINE.format(1, '对')}\n{LINE.format(2, '不对')}", "按一，对。按二，不对。"),
        ("回 0 看菜单，回 9 找工作人员。", "回零看菜单，回九找工作人员。"),
        ("还有 3 件事，1 天内来。", "还有3件事，1天内来。"),
        ("2 小时内有人来", "2小时内有人来。"),
        ("今天 15:01 到，明天 09:00 走", "今天15点1分到，明天9点走。"),
        ("2027 年 3月5日 10:00", "二零二七年3月5日10点。"),
        ("【报修】三楼灯……", "报修，三楼灯。"),
        ("看这里 https://example.org/a?b=1", "看这里。"),
        ("好✅\n\n✅", "好。"),
        ("", ""),
        ("✅", ""),
    ],
)
def test_is_said_as_people_say_it(written: str, said: str) -> None:
    assert aloud(written) == said


def test_a_long_answer_ends_with_a_whole_sentence_and_where_the_rest_is() -> None:
    said = aloud("今天来人修灯，请在家里等。" * 30)
    assert len(said) <= MOST
    assert re.fullmatch(rf"(今天来人修灯，请在家里等。)+{REST}", said)


def test_a_sentence_without_end_is_cut_too() -> None:
    said = aloud("灯" * 500)
    assert len(said) <= MOST + 1
    assert said.endswith(REST)


def test_no_phrase_has_anything_left_that_only_eyes_need() -> None:
    phrases = load_phrases()
    for name in phrases.names():
        said = aloud(phrases(name, **dict.fromkeys(phrases.gaps(name), "10019")))
        assert not re.search(r"[<>【】“”（）\n]|\d{5}|://", said), name


@given(st.text(max_size=400))
def test_anything_can_be_said_within_a_minute(words: str) -> None:
    said = aloud(words)
    assert len(said) <= MOST + 1
    assert "\n" not in said
    assert not re.search("[<>]", said)


@given(st.from_regex(r"[0-9]{5,20}", fullmatch=True))
def test_a_number_that_is_a_name_is_read_digit_by_digit(number: str) -> None:
    assert (
        aloud(f"编号 {number}。")
        == "编号" + "".join("零幺二三四五六七八九"[int(n)] for n in number) + "。"
    )
