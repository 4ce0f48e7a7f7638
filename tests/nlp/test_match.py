"""Families, patterns and words found in a message."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.lexicon import load_lexicon
from nlp.match import HEAD, Matcher

from .lexicons import FILES, write_lexicon


@pytest.fixture
def matcher(tmp_path: Path) -> Matcher:
    weights = FILES["weights.yaml"].replace("words: {}", "words: {repair: {0.5: 楼道}}")
    return Matcher(load_lexicon(write_lexicon(tmp_path, weights=weights)))


def features(matcher: Matcher, *tokens: str) -> set[str]:
    return {hit.feature for hit in matcher.match(tokens)}


def test_words_of_families_and_learned_words_are_found(matcher: Matcher) -> None:
    assert features(matcher, "楼道", "漏水") == {"楼道", "broken"}


def test_a_family_word_inside_a_longer_word_is_found(matcher: Matcher) -> None:
    assert features(matcher, "水管工") == {"thing"}


def test_a_pattern_needs_both_sides_close_together(matcher: Matcher) -> None:
    assert "thing_broken" in features(matcher, "灯", "又", "坏了")
    assert "thing_broken" in features(matcher, "坏了", "的", "灯")
    assert "thing_broken" not in features(matcher, "灯", "亮", "着", "车", "坏了")


def test_a_pattern_never_reaches_into_the_next_sentence(matcher: Matcher) -> None:
    assert "thing_broken" not in features(matcher, "灯", "。", "坏了")


def test_an_ordered_pattern_needs_its_order(matcher: Matcher) -> None:
    assert "no_fix" in features(matcher, "不用", "修")
    assert "no_fix" not in features(matcher, "修", "不用")


def test_the_words_that_showed_a_pattern_are_its_evidence(matcher: Matcher) -> None:
    hits = {hit.feature: hit for hit in matcher.match(["灯", "又", "坏了"])}
    assert hits["thing_broken"].words == ("灯", "坏了")


@pytest.mark.parametrize(
    "tokens",
    [
        ("不是", "漏水", "，", "家里", "离婚"),
        ("不是", "灯", "坏了", "就是", "想", "离婚"),
    ],
)
def test_what_a_person_denies_before_saying_what_it_is_does_not_count(
    matcher: Matcher, tokens: tuple[str, ...]
) -> None:
    assert features(matcher, *tokens) & {"law", "thing", "broken"} == {"law"}


@pytest.mark.parametrize(
    "tokens",
    [
        ("不是", "漏水", "了", "吗"),
        ("不用", "修", "，", "了"),
        ("家里", "，", "漏水", "是", "不是"),
    ],
    ids=["nothing instead", "nothing after it", "denied afterwards"],
)
def test_a_denial_with_nothing_instead_denies_nothing(
    matcher: Matcher, tokens: tuple[str, ...]
) -> None:
    assert features(matcher, *tokens) & {"broken", "fix"}


def test_what_comes_late_in_a_letter_counts_less(matcher: Matcher) -> None:
    early = matcher.match(["律师", "天" * HEAD])[0]
    late = matcher.match(["天" * HEAD, "律师"])[0]
    assert late.strength < early.strength


def test_in_a_message_with_many_features_each_counts_less(matcher: Matcher) -> None:
    alone = matcher.match(["律师"])[0]
    crowd = matcher.match(["律师", "灯", "坏了", "修", "医保", "买菜", "早上好", "帮我", "求助"])[0]
    assert crowd.strength < alone.strength


@given(st.lists(st.sampled_from(["灯", "坏了", "水管", "修", "不用", "。", "律师", "天"])))
def test_every_feature_is_reported_once_with_a_bounded_strength(tokens: list[str]) -> None:
    hits = SMALL.match(tokens)
    assert len({hit.feature for hit in hits}) == len(hits)
    assert all(0 < hit.strength <= 2.5 for hit in hits)


SMALL = Matcher(load_lexicon())
