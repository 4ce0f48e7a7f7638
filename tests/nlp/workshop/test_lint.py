"""What the lint finds in a lexicon, and what it leaves alone."""

from pathlib import Path

import pytest

from nlp.entries import LexiconError
from nlp.workshop.examples import Example
from nlp.workshop.lint import Finding, lint

from ..lexicons import FILES, write_lexicon

REPAIR = """\
families:
  broken:
    weight: 2
    terms: >-
      坏了 漏水
      {terms}
patterns:
  not_broken: {{then: [not_needed, broken], weight: -4}}
"""


def found(folder: Path, *examples: str, **files: str) -> list[str]:
    labelled = [Example(text, "repair") for text in examples]
    return [str(finding) for finding in lint(write_lexicon(folder, **files), labelled)]


def test_a_clean_lexicon_has_no_findings(tmp_path: Path) -> None:
    assert found(tmp_path) == []


def test_a_finding_names_file_line_and_kind() -> None:
    assert str(Finding("repair.yaml", 3, True, "删掉")) == "repair.yaml:3: 错误：删掉"
    assert str(Finding("repair.yaml", 3, False, "看看")) == "repair.yaml:3: 提示：看看"


@pytest.mark.parametrize(
    ("term", "why"),
    [
        ("壞掉", "repair.yaml:6: 错误：“壞掉”读进来会变成“坏掉”"),
        ("急急急", "repair.yaml:6: 错误：“急急急”读进来会变成“急急”"),
        ("坏,掉", "repair.yaml:4: 错误：“坏,掉”总被切成“坏／,／掉”"),
        ("坏·掉", "repair.yaml:6: 错误：“坏·掉”总被切成“坏／·／掉”"),
    ],
)
def test_a_term_that_no_message_can_hold_is_an_error(tmp_path: Path, term: str, why: str) -> None:
    [finding] = found(tmp_path, repair=REPAIR.format(terms=term))
    assert finding.startswith(why)


def test_a_term_that_nearly_decides_for_two_queues_is_an_error(tmp_path: Path) -> None:
    [finding] = found(tmp_path, legal_aid="families:\n  law: {weight: 3, terms: 律师 漏水}\n")
    assert finding.startswith("legal_aid.yaml:2: 错误：“漏水”自相矛盾：broken 说是 repair，law")


def test_a_hint_for_another_queue_is_no_contradiction(tmp_path: Path) -> None:
    assert found(tmp_path, legal_aid="families:\n  law: {weight: 1, terms: 律师 漏水}\n") == []


def test_a_learned_weight_that_contradicts_the_hand_is_shown(tmp_path: Path) -> None:
    weights = FILES["weights.yaml"].replace("features: {}", "features: {fix: {repair: -0.5}}")
    [finding] = found(tmp_path, weights=weights)
    assert finding.startswith("repair.yaml:4: 提示：fix 手写的分量是 2，从例句学到的却是 -0.5")


def test_a_term_in_two_families_of_a_file_counts_double(tmp_path: Path) -> None:
    legal = "families:\n  law: {weight: 2, terms: 律师 离婚}\n  family: {weight: 2, terms: 离婚}\n"
    [finding] = found(tmp_path, legal_aid=legal)
    assert finding.startswith("legal_aid.yaml:3: 提示：离婚 在 law 里也有")


def test_a_family_that_changes_no_answer_is_idle(tmp_path: Path) -> None:
    common = FILES["common.yaml"] + "  weather: {terms: 下雨}\n"
    [finding] = found(tmp_path, common=common)
    assert finding.startswith("common.yaml:8: 提示：weather 没有分量，也没有句式用到它")


def test_a_character_hidden_in_a_word_of_another_queue_is_shown(tmp_path: Path) -> None:
    legal = "families:\n  law: {weight: 1, terms: 律师 装修公司}\n"
    [finding] = found(tmp_path, legal_aid=legal)
    assert finding.startswith("repair.yaml:4: 提示：“修”在这些词里认不出：装修公司")


def test_two_characters_inside_a_longer_word_are_still_found(tmp_path: Path) -> None:
    legal = "families:\n  law: {weight: 1, terms: 律师 漏水赔偿}\n"
    assert found(tmp_path, legal_aid=legal) == []


def test_long_terms_that_add_nothing_share_one_line(tmp_path: Path) -> None:
    [finding] = found(tmp_path, repair=REPAIR.format(terms="漏水了 又漏水"))
    assert finding.startswith("repair.yaml:1: 提示：2 个长词里已有同族的短词")


def test_a_term_that_the_examples_hold_but_never_show_is_lost(tmp_path: Path) -> None:
    repair = REPAIR.format(terms="折了")
    other = "families:\n  greeting: {weight: 2, terms: 早上好 骨折}\n"
    findings = found(tmp_path, "他骨折了", "又骨折了", repair=repair, other=other)
    [finding] = [finding for finding in findings if "折了" in finding]
    assert finding.startswith("repair.yaml:6: 提示：“折了”在 2 句里被切开")


def test_a_pattern_that_the_examples_never_show_is_named(tmp_path: Path) -> None:
    [finding] = found(tmp_path, "灯坏了")
    assert finding.startswith("repair.yaml:7: 提示：句式 no_fix 在 1 句例句里一次也没遇到")


def test_a_learned_word_that_is_now_cut_in_two_is_named(tmp_path: Path) -> None:
    weights = FILES["weights.yaml"].replace("words: {}", "words:\n  repair:\n    1: 坏了灯")
    [finding] = found(tmp_path, weights=weights)
    assert finding.startswith("weights.yaml:7: 提示：学来的“坏了灯”现在总被切开")


def test_errors_come_first(tmp_path: Path) -> None:
    common = FILES["common.yaml"] + "  weather: {terms: 下雨}\n"
    findings = found(tmp_path, common=common, repair=REPAIR.format(terms="壞掉"))
    assert ["错误" in finding for finding in findings] == [True, False]


def test_a_lexicon_that_cannot_be_loaded_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"repair\.yaml"):
        lint(write_lexicon(tmp_path, repair="families: 1\n"))
