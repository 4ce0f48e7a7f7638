"""Danger is heard first; figures of speech, fears and old stories are not danger."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp import LexiconError, Understander
from nlp.danger import KINDS, UNCLEAR, DangerSpotter

from .lexicons import FILES, write_lexicon


@pytest.fixture
def small(tmp_path: Path) -> DangerSpotter:
    return DangerSpotter(write_lexicon(tmp_path) / "danger.yaml")


def kind(spotter: DangerSpotter, text: str) -> str | None:
    danger = spotter.spot(text)
    return danger.kind if danger else None


def test_the_words_that_alarm_are_named(small: DangerSpotter) -> None:
    danger = small.spot("奶奶在家摔倒了")
    assert danger is not None
    assert (danger.kind, danger.queue, danger.words) == ("fall", "other", ("奶奶", "摔倒"))


def test_more_that_alarms_gives_more_points(small: DangerSpotter) -> None:
    plain, worse = small.spot("奶奶摔倒了"), small.spot("刚才奶奶摔倒了，起不来")
    assert plain is not None
    assert worse is not None
    assert worse.points > plain.points


def test_a_sign_may_have_a_gap_and_alternatives(small: DangerSpotter) -> None:
    assert kind(small, "煤气好像漏了") == "gas"
    assert kind(small, "一股燃气的怪味") == "gas"
    assert kind(small, "煤气。别的地方漏") is None


def test_a_plus_wants_the_next_word_at_once(small: DangerSpotter) -> None:
    assert kind(small, "胸口好疼") == "chest_pain"
    assert kind(small, "胸口的扣子掉了，手疼") is None


def test_an_ampersand_takes_the_words_in_any_order(small: DangerSpotter) -> None:
    assert kind(small, "电梯里困了三个人") == kind(small, "困在了电梯里") == "lift"


def test_weak_signs_alarm_together(small: DangerSpotter) -> None:
    assert kind(small, "摔倒了") is None
    assert kind(small, "摔倒了，起不来") == "fall"
    assert kind(small, "刚才摔倒了") == "fall"


def test_a_word_that_repeats_counts_once(small: DangerSpotter) -> None:
    assert kind(small, "摔倒，摔倒，摔倒") is None


def test_what_a_person_fears_or_denies_has_not_happened(small: DangerSpotter) -> None:
    assert kind(small, "怕奶奶摔倒") is None
    assert kind(small, "奶奶没摔倒") is None
    assert kind(small, "奶奶摔倒了我好怕") == "fall"
    assert kind(small, "我怕，奶奶摔倒了") == "fall"


def test_an_old_story_is_no_alarm_unless_it_is_happening_again(small: DangerSpotter) -> None:
    assert kind(small, "去年奶奶摔倒过") is None
    assert kind(small, "去年奶奶摔倒过，刚才又摔倒了，起不来") == "fall"


def test_a_figure_of_speech_hides_what_it_holds(small: DangerSpotter) -> None:
    assert kind(small, "吃火锅着火锅") is None
    assert kind(small, "火锅店起火") == "fire"


def test_a_sign_of_one_kind_may_speak_against_it(small: DangerSpotter) -> None:
    assert kind(small, "烧烤摊着火") is None
    assert kind(small, "烧烤摊有人触电") == "electric_shock"


def test_a_letter_needs_plainer_words(small: DangerSpotter) -> None:
    letter = "关于消防的建议" * 40
    assert kind(small, letter + "着火") is None
    assert kind(small, letter + "刚才着火了") == "fire"


def test_the_wording_as_a_whole_can_alarm_without_any_sign(small: DangerSpotter) -> None:
    danger = small.spot("快点救命")
    assert danger is not None
    assert (danger.kind, danger.queue, danger.words) == (UNCLEAR, "other", ("救命", "命", "快"))
    assert kind(small, "请问触电") is None


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("elder~down", "elders~down", "danger.yaml:18: no family is called 'elders'"),
        ("困&电梯", "困&", "danger.yaml:13: '' has a word missing"),
        ("queue: legal_aid", "queue: police", "danger.yaml:16: unknown queue 'police'"),
        ("{3: 走丢}", "{很多: 走丢}", "danger.yaml:19: '很多' is not a number"),
        ("  missing:", "  ghosts:", "danger.yaml:19: unknown key 'ghosts'"),
        ("enough: 3", "enough: 三", "danger.yaml:1: '三' is not a number"),
    ],
)
def test_a_mistake_is_answered_with_its_line(
    tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    write_lexicon(tmp_path, danger=FILES["danger.yaml"].replace(old, new))
    with pytest.raises(LexiconError) as caught:
        DangerSpotter(tmp_path / "danger.yaml")
    assert complaint in str(caught.value)


def test_a_hint_is_one_or_two_characters_given_once(tmp_path: Path) -> None:
    write_lexicon(tmp_path, danger_hints="start: 0\nhints:\n  1: 救命啊\n")
    with pytest.raises(LexiconError, match=r"danger_hints\.yaml:3: '救命啊' must be one or two"):
        DangerSpotter(tmp_path / "danger.yaml")


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


@given(st.text(alphabet="我妈摔倒了起不来着火电梯困煤气味，。怕没去年abc 1", max_size=60))
def test_the_words_of_an_alarm_stand_in_the_message(text: str) -> None:
    danger = SHIPPED.spot(text)
    assert danger is None or danger.kind in (*KINDS, UNCLEAR)
    assert danger is None or all(word in text for word in danger.words)
    assert SHIPPED.spot(text) == danger


SHIPPED = DangerSpotter(Path(__file__).parents[2] / "nlp" / "lexicon" / "danger.yaml")
