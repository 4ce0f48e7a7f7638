"""Danger is heard first; figures of speech, fears and old stories are not danger."""

from pathlib import Path

import pytest

from nlp import Understander
from nlp.danger import KINDS, DangerSpotter

from .lexicons import write_lexicon


@pytest.fixture
def small(tmp_path: Path) -> DangerSpotter:
    return DangerSpotter(write_lexicon(tmp_path) / "danger.yaml")


def kind(spotter: DangerSpotter, text: str) -> str | None:
    danger = spotter.spot(text)
    return danger.kind if danger else None


def test_a_sign_may_have_a_gap_and_alternatives(small: DangerSpotter) -> None:
    assert kind(small, "煤气好像漏了") == "gas"
    assert kind(small, "一股燃气的怪味") == "gas"
    assert kind(small, "煤气。别的地方漏") is None


def test_what_a_person_fears_has_not_happened(small: DangerSpotter) -> None:
    assert kind(small, "怕摔倒") is None
    assert kind(small, "摔倒了我好怕") == "fall"


def test_an_old_story_is_no_alarm_unless_it_is_happening_again(small: DangerSpotter) -> None:
    assert kind(small, "去年摔倒过") is None
    assert kind(small, "去年摔倒过刚才又摔倒了") == "fall"


def test_figures_of_speech_are_taken_out_first(small: DangerSpotter) -> None:
    assert kind(small, "吃火锅着火气大") == "fire"
    assert kind(small, "火锅店起火") is None


def test_an_exception_holds_for_its_sentence_only(small: DangerSpotter) -> None:
    assert kind(small, "烧烤摊着火") is None
    assert kind(small, "去吃烧烤。家里着火了") == "fire"


def test_nobody_in_danger_writes_a_letter(small: DangerSpotter) -> None:
    letter = "关于消防的建议" * 40
    assert kind(small, letter + "着火") is None
    assert kind(small, letter + "刚才着火了") == "fire"


def test_every_kind_is_in_the_shipped_list(understander: Understander) -> None:
    said = {
        "self_harm": "我不想活了",
        "gas": "厨房有煤气味",
        "fire": "隔壁着火了",
        "electric_shock": "我爸触电了",
        "lift": "我被困在电梯里",
        "poisoning": "孩子误喝了洁厕灵",
        "robbery": "有人在撬我家门",
        "violence": "有人拿刀砍人",
        "chest_pain": "爷爷胸口疼得厉害",
        "fall": "奶奶摔倒了起不来",
        "missing": "孩子走丢了",
    }
    assert set(said) == set(KINDS)
    for expected, text in said.items():
        understood = understander.understand(text)
        assert (understood.danger, understood.urgent) == (expected, True), text


@pytest.mark.parametrize(
    "text",
    [
        "累死了",
        "气死我了",
        "煤气费怎么交",
        "怎么预防老人摔跤",
        "去年在超市摔倒，能要赔偿吗",
        "今晚吃火锅",
    ],
)
def test_everyday_talk_does_not_alarm(understander: Understander, text: str) -> None:
    assert understander.understand(text).danger is None


def test_danger_decides_the_queue(understander: Understander) -> None:
    assert understander.understand("奶奶从楼梯上滚下来了").queue == "other"
    assert understander.understand("家里煤气漏了").queue == "repair"
