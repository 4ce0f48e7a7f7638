"""Scoring: what the numbers mean."""

import json

import pytest

from nlp import Understander
from nlp.workshop.evaluate import Answer, answer_all, macro_f1, score
from nlp.workshop.examples import Example


def answer(
    example: Example, queue: str, *, confidence: float = 0.9, needs: tuple[str, ...] = ("repair",)
) -> Answer:
    return Answer(example, queue, confidence, danger=False, needs=needs, seconds=0.001)


def test_macro_f1_is_the_mean_over_the_queues_that_occur() -> None:
    pairs = [("repair", "repair"), ("repair", "other"), ("other", "other")]
    assert macro_f1(pairs) == pytest.approx((2 / 3 + 2 / 3) / 2, abs=1e-3)


def test_the_result_has_the_keys_of_the_contract(understander: Understander) -> None:
    examples = [Example("灯坏了来修", "repair"), Example("早上好", "other")]
    result = score(answer_all(understander, examples))
    assert {
        "accuracy", "macro_f1", "accuracy_strict", "macro_f1_strict", "queues", "confusion",
        "microseconds_per_message", "microseconds_p95", "microseconds_max",
    } <= result.keys()  # fmt: skip
    assert "danger_recall" not in result
    json.dumps(result)


def test_danger_is_scored_where_it_is_labelled(understander: Understander) -> None:
    examples = [
        Example("奶奶摔倒了", "other", danger=True),
        Example("累死了", "other", danger=False),
    ]
    result = score(answer_all(understander, examples))
    assert (result["danger_recall"], result["danger_false_alarms"]) == (1, 0)


def test_needs_are_exact_when_the_same_queues_come_out_in_any_order() -> None:
    both = Example("灯坏了，买菜", "repair", needs=("repair", "volunteer"))
    result = score(
        [
            answer(both, "repair", needs=("volunteer", "repair")),
            answer(both, "repair", needs=("repair",)),
        ]
    )
    assert result["needs_exact"] == 0.5
    assert "needs_false_splits" not in result


def test_splitting_a_message_without_labelled_needs_is_false() -> None:
    one = Example("灯坏了", "repair")
    result = score([answer(one, "repair", needs=needs) for needs in (("repair",), ("repair",) * 2)])
    assert result["needs_false_splits"] == 0.5
    assert "needs_exact" not in result


def test_hard_messages_are_scored_by_their_reason() -> None:
    examples = [Example("灯", "repair", reason="short"), Example("灯不用修", "other", reason="not")]
    result = score([answer(example, "repair") for example in examples])
    assert result["reasons"] == {
        "not": {"messages": 1, "accuracy": 0.0},
        "short": {"messages": 1, "accuracy": 1.0},
    }


def test_confident_answers_are_counted_and_checked() -> None:
    example = Example("灯", "repair")
    result = score(
        [
            answer(example, "repair", confidence=0.8),
            answer(example, "other", confidence=0.95),
            answer(example, "other", confidence=0.79),
            answer(example, "other", confidence=0.1),
        ]
    )
    assert (result["confident_share"], result["confident_right"]) == (0.5, 0.5)


def test_errors_are_listed_with_the_most_confident_first() -> None:
    examples = [Example(f"第{i}句", "other") for i in range(40)]
    answers = [answer(e, "repair", confidence=i / 100) for i, e in enumerate(examples)]
    worst = score([*answers, answer(Example("对的", "repair"), "repair")])["worst"]
    assert isinstance(worst, list)
    assert [row["confidence"] for row in worst] == [i / 100 for i in range(39, 9, -1)]


def test_slow_messages_show_beside_the_median() -> None:
    example = Example("灯", "repair")
    seconds = [0.0001] * 94 + [0.0005] * 5 + [0.01]
    answers = [Answer(example, "repair", 0.9, False, ("repair",), second) for second in seconds]
    result = score(answers)
    assert result["microseconds_per_message"] == 100
    assert result["microseconds_p95"] == 500
    assert result["microseconds_max"] == 10_000
