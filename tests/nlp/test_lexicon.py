"""The word lists: what a street office edits, and what it is told when an edit is wrong."""

from pathlib import Path

import pytest

from nlp import LexiconError, Understander
from nlp.lexicon import load_hand_lexicon, load_lexicon
from nlp.model import QUEUES

from .lexicons import write_lexicon


def test_families_patterns_and_hand_weights_are_read(tmp_path: Path) -> None:
    lexicon = load_lexicon(write_lexicon(tmp_path))
    assert lexicon.families["thing"].terms == ("灯", "水管")
    assert lexicon.weights["broken"] == {"repair": 2.0}
    assert lexicon.weights["urgent"] == {}
    assert lexicon.patterns["no_fix"].ordered
    assert not lexicon.patterns["thing_broken"].ordered


def test_learned_weights_replace_those_given_by_hand(tmp_path: Path) -> None:
    weights = """\
temperature: 0.8
sure_from: 0.5
bias: {other: 1.5}
features: {broken: {repair: 1.5, other: -0.5}}
words:
  repair: {0.4: 楼道 外墙, -0.3: 学校}
  other: {0.6: 学校}
"""
    lexicon = load_lexicon(write_lexicon(tmp_path, weights=weights))
    assert lexicon.weights["broken"] == {"repair": 1.5, "other": -0.5}
    assert lexicon.weights["fix"] == {"repair": 2.0}
    assert lexicon.weights["学校"] == {"repair": -0.3, "other": 0.6}
    assert lexicon.words == {"楼道", "外墙", "学校"}
    assert (lexicon.temperature, lexicon.sure_from) == (0.8, 0.5)


@pytest.mark.parametrize(
    ("file", "text", "complaint"),
    [
        ("repair", "", "repair.yaml:1: the file is empty"),
        ("repair", "families: [a", ": not valid YAML"),
        (
            "repair",
            "families:\n  a b: {weight: 1, terms: 灯}",
            "repair.yaml:2: the name 'a b' must",
        ),
        ("repair", "families:\n  a: {terms: 灯}", "repair.yaml:2: `weight` is missing"),
        (
            "repair",
            "families:\n  a: {weight: 很多, terms: 灯}",
            "repair.yaml:2: '很多' is not a number",
        ),
        ("repair", "families:\n  a: {weight: 1}", "repair.yaml:2: `terms` is missing"),
        (
            "repair",
            "families:\n  a:\n    weight: 1\n    terms: 灯 灯",
            "repair.yaml:4: '灯' stands here",
        ),
        (
            "repair",
            "families:\n  a: {weight: 1, words: 灯}",
            "unknown key 'words'; known are terms, weight",
        ),
        (
            "repair",
            "families:\n  a: {weight: 1, terms: 灯}\n  a: {weight: 1, terms: 门}",
            "'a' is given twice",
        ),
        ("repair", "families:\n  urgent: {weight: 1, terms: 灯}", "'urgent' exists already"),
        (
            "repair",
            "families:\n  a: {weight: 1, terms: 灯}\npatterns:\n  p: {near: [a, b], weight: 1}",
            "repair.yaml:4: pattern 'p' uses unknown family 'b'",
        ),
        (
            "repair",
            "families:\n  a: {weight: 1, terms: 灯}\npatterns:\n  p: {near: [a], weight: 1}",
            "pattern 'p' needs exactly two parts",
        ),
        (
            "repair",
            "families:\n  a: {weight: 1, terms: 灯}\npatterns:\n  p: {weight: 1}",
            "pattern 'p' needs either `near` or `then`",
        ),
        ("common", "families:\n  x: {weight: 1, terms: 灯}", "common families have no weight"),
        ("weights", "temperature: 1\nsure_from: 1\nbias: {}\nwords: {}", "`features` is missing"),
        (
            "weights",
            "temperature: 1\nsure_from: 1\nbias: {}\nwords: {}\nfeatures: {nix: {repair: 1}}",
            "weights.yaml:5: no family or pattern is called 'nix'",
        ),
        (
            "weights",
            "temperature: 1\nsure_from: 1\nbias: {police: 1}\nwords: {}\nfeatures: {}",
            "weights.yaml:3: unknown queue 'police'; known are repair",
        ),
        (
            "weights",
            "temperature: 0\nsure_from: 1\nbias: {}\nwords: {}\nfeatures: {}",
            "weights.yaml:1: the temperature must be above 0",
        ),
        (
            "weights",
            "temperature: 1\nsure_from: 1\nbias: {}\nwords: {repair: {viel: 灯}}\nfeatures: {}",
            "weights.yaml:4: 'viel' is not a number",
        ),
        ("danger", "ignore: 火锅", "`before` is missing"),
        ("traditional", "燈灯\n壞", "traditional.txt:2: '壞' is not a pair"),
    ],
)
def test_a_mistake_is_answered_with_its_file_and_line(
    tmp_path: Path, file: str, text: str, complaint: str
) -> None:
    write_lexicon(tmp_path, **{file: text})
    with pytest.raises(LexiconError) as caught:
        Understander.load(tmp_path)
    assert complaint in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    write_lexicon(tmp_path)
    (tmp_path / "benefits.yaml").unlink()
    with pytest.raises(LexiconError, match=r"benefits\.yaml: cannot be read"):
        load_lexicon(tmp_path)


def test_a_family_the_code_relies_on_cannot_vanish(tmp_path: Path) -> None:
    write_lexicon(
        tmp_path, common="families:\n  urgent: {terms: 急需}\n  not_needed: {terms: 不用}"
    )
    with pytest.raises(LexiconError, match="the family 'denials' is missing"):
        load_lexicon(tmp_path)


def test_a_word_added_to_a_family_counts_at_once(tmp_path: Path) -> None:
    write_lexicon(tmp_path)
    assert Understander.load(tmp_path).understand("墙皮鼓包").queue == "other"
    path = tmp_path / "repair.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("坏了", "坏了 鼓包"), encoding="utf-8")
    assert Understander.load(tmp_path).understand("墙皮鼓包").queue == "repair"


def test_every_shipped_family_and_pattern_has_learned_weights() -> None:
    hand, learned = load_hand_lexicon(), load_lexicon()
    assert hand.families.keys() | hand.patterns.keys() <= learned.weights.keys()
    assert set(learned.bias) <= set(QUEUES)
