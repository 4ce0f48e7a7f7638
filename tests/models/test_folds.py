"""Folding values: what many come to, whatever their order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.folds import Count, Distinct, Fold, Mean, Percentile, Value


def folded(fold: Fold, *values: object) -> Value:
    for each in values:
        fold.add(each)
    return fold.result()


def test_a_count_adds_up_numbers_and_truths() -> None:
    assert folded(Count(), 1, True, False, 3) == 5


def test_a_share_is_how_many_per_cent_are_true() -> None:
    assert folded(Mean(scale=100), True, True, False) == 66.67


def test_the_same_person_is_one_person() -> None:
    assert folded(Distinct(), "zhang", "chen", "zhang") == 2


@pytest.mark.parametrize(
    ("percent", "values", "expected"),
    [
        (50, [1, 2, 3, 4], 2),
        (50, [3, 1, 2], 2),
        (90, list(range(1, 11)), 9),
        (90, [5], 5),
        (50, [0.04, 0.26], 0.0),
    ],
)
def test_a_percentile_is_the_value_of_a_real_ticket(
    percent: int, values: list[float], expected: float
) -> None:
    assert folded(Percentile(percent), *values) == expected


@pytest.mark.parametrize("fold", [Mean(), Percentile(50)])
def test_of_nothing_no_mean_is_known(fold: Fold) -> None:
    assert fold.result() is None


@given(st.lists(st.floats(0, 10_000), min_size=1), st.integers(1, 100))
def test_a_percentile_is_not_exceeded_by_so_many(values: list[float], percent: int) -> None:
    result = folded(Percentile(percent), *values)
    assert result is not None
    within = sum(round(each, 1) <= result for each in values)
    assert within * 100 >= percent * len(values)
