"""What holds for every message, however it is written."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp import QUEUES, Understander
from nlp.danger import KINDS, UNCLEAR
from tests.support.timing import fastest

HAN = st.text(alphabet="我家灯坏了水管漏妈摔倒不想活医保律师帮买菜，。另外三楼1 😭")


@given(st.one_of(st.text(), HAN))
def test_any_text_gets_a_well_formed_answer(understander: Understander, text: str) -> None:
    understood = understander.understand(text)
    assert understood.queue in QUEUES
    assert 0 <= understood.confidence <= 1
    assert understood.needs
    assert all(need.queue in QUEUES for need in understood.needs)
    assert understood.danger in (None, *KINDS, UNCLEAR)
    assert understood.urgent or understood.danger is None
    json.dumps(understood.as_json())


@given(HAN)
def test_the_same_text_always_gets_the_same_answer(understander: Understander, text: str) -> None:
    assert understander.understand(text) == understander.understand(text)


@pytest.mark.parametrize(
    "text",
    [
        "灯坏" * 5000,
        "。" * 10000,
        "1" * 10000,
        "幸福路" * 3333,
        "煤气" * 5000,
        "摔倒了" * 3333,
        "电梯困" * 3333,
        "我妈摔倒起不来，" * 1250,
        "三点" * 5000,
        "a" * 10000,
    ],
    ids=lambda text: text[:3],
)
def test_ten_thousand_characters_take_no_more_than_200_ms(
    understander: Understander, text: str
) -> None:
    assert fastest(lambda: understander.understand(text)) < 0.2


def test_the_json_has_the_keys_of_the_contract(understander: Understander) -> None:
    answer = understander.understand("三楼灯坏了，电话13812345678").as_json()
    assert {"queue", "confidence", "urgent", "evidence", "needs", "slots"} <= answer.keys()
    assert answer["slots"] == {
        "place": "三楼",
        "phone": "13812345678",
        "time": None,
        "people": None,
        "urgency": None,
    }


def test_pressing_words_make_it_urgent(understander: Understander) -> None:
    assert understander.understand("急需胰岛素").urgent
    assert not understander.understand("想咨询一下医保").urgent


@pytest.mark.parametrize(
    ("simplified", "variant"),
    [("三楼的灯坏了", "三樓的燈壞了"), ("医保卡丢了去哪里补", "醫保卡丟了去哪裡補")],
)
def test_traditional_characters_are_read_like_simplified_ones(
    understander: Understander, simplified: str, variant: str
) -> None:
    assert understander.understand(variant).queue == understander.understand(simplified).queue
