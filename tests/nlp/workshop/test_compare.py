"""Comparing two lexicon folders."""

from collections.abc import Callable
from pathlib import Path

import pytest

from nlp.workshop.compare import Comparison, Move, Reweighed, Terms, compare
from nlp.workshop.examples import Example

from ..lexicons import FILES, write_lexicon

Compare = Callable[..., Comparison]


@pytest.fixture
def against(tmp_path: Path) -> Compare:
    """Compares the small lexicon with a changed one."""

    def run(*examples: Example, **files: str) -> Comparison:
        for name in ("before", "after"):
            (tmp_path / name).mkdir()
        before = write_lexicon(tmp_path / "before")
        return compare(before, write_lexicon(tmp_path / "after", **files), examples)

    return run


def test_the_same_lexicon_differs_in_nothing(against: Compare) -> None:
    assert against() == Comparison((), (), (), (), (), None, None)


def test_terms_are_added_and_removed_per_family(against: Compare) -> None:
    changed = FILES["repair.yaml"].replace("坏了 漏水", "坏了 裂开")
    assert against(repair=changed).terms == (Terms("broken", ("裂开",), ("漏水",)),)


def test_a_term_that_left_one_family_for_another_has_moved(against: Compare) -> None:
    changed = FILES["repair.yaml"].replace(" 水管", "").replace("坏了 漏水", "坏了 漏水 水管")
    comparison = against(repair=changed)
    assert comparison.moves == (Move("水管", "thing", "broken"),)
    assert comparison.terms == ()


def test_weights_come_with_the_largest_change_first(against: Compare) -> None:
    repair = FILES["repair.yaml"].replace("thing: {weight: 1", "thing: {weight: 1.5")
    weights = FILES["weights.yaml"].replace("words: {}", "words: {other: {1: 快递}}")
    assert against(repair=repair, weights=weights).weights == (
        Reweighed("快递", "other", 0.0, 1.0),
        Reweighed("thing", "repair", 1.0, 1.5),
    )


def test_patterns_are_new_gone_or_changed(against: Compare) -> None:
    repair = FILES["repair.yaml"].replace("within: 3", "within: 4").replace("no_fix", "not_fix")
    patterns = against(repair=repair).patterns
    assert [(p.name, p.before is None, p.after is None) for p in patterns] == [
        ("thing_broken", False, False),
        ("no_fix", False, True),
        ("not_fix", True, False),
    ]


def test_answers_that_turn_are_repaired_broken_or_just_changed(against: Compare) -> None:
    legal = FILES["legal_aid.yaml"].replace("律师", "律师 快递")
    examples = [
        Example("快递", "legal_aid"),
        Example("快递", "other"),
        Example("快递", "benefits"),
        Example("快递", "other", alt="legal_aid"),
        Example("低保", "benefits"),
    ]
    comparison = against(*examples, legal_aid=legal)
    assert [(t.before, t.after) for t in comparison.turned] == [("other", "legal_aid")] * 4
    assert [t.kind for t in comparison.turned] == ["repaired", "broken", "changed", "changed"]


def test_scores_are_given_before_and_after(against: Compare) -> None:
    legal = FILES["legal_aid.yaml"].replace("律师", "律师 快递")
    comparison = against(Example("快递", "legal_aid"), Example("早上好", "other"), legal_aid=legal)
    assert comparison.before is not None
    assert comparison.after is not None
    assert (comparison.before.accuracy, comparison.after.accuracy) == (0.5, 1.0)
    assert comparison.before.macro_f1 < comparison.after.macro_f1 == 1.0
