"""Scoring: what the numbers mean, and what a bad file is told."""

import json
from pathlib import Path

import pytest

from nlp import Understander
from nlp.evaluate import Example, ExampleError, credited, macro_f1, read_examples, report, score

REPAIR = '{"text": "灯坏了", "queue": "repair"}'


def test_an_answer_equal_to_alt_counts_as_the_gold() -> None:
    example = Example("灯坏了", "repair", alt="volunteer")
    assert credited(example, "volunteer") == ("volunteer", "volunteer")
    assert credited(example, "other") == ("repair", "other")


def test_macro_f1_is_the_mean_over_the_queues_that_occur() -> None:
    pairs = [("repair", "repair"), ("repair", "other"), ("other", "other")]
    assert macro_f1(pairs) == pytest.approx((2 / 3 + 2 / 3) / 2, abs=1e-3)


def test_the_result_has_the_keys_of_the_contract(understander: Understander) -> None:
    result = score(understander, [Example("灯坏了来修", "repair"), Example("早上好", "other")])
    assert {
        "accuracy", "macro_f1", "accuracy_strict", "macro_f1_strict", "queues", "confusion",
        "microseconds_per_message",
    } <= result.keys()  # fmt: skip
    assert "danger_recall" not in result
    json.dumps(result)


def test_danger_is_scored_where_it_is_labelled(understander: Understander) -> None:
    examples = [
        Example("奶奶摔倒了", "other", danger=True),
        Example("累死了", "other", danger=False),
    ]
    result = score(understander, examples)
    assert (result["danger_recall"], result["danger_false_alarms"]) == (1, 0)


def test_errors_are_listed_with_the_most_confident_first(understander: Understander) -> None:
    result = score(understander, [Example("水管爆了漏水", "other"), Example("早上好", "other")])
    assert isinstance(result["worst"], list)
    assert [row["answer"] for row in result["worst"]] == ["repair"]
    assert "other → repair" in report(result)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("nonsense", "a.jsonl:2: "),
        ("[1]", "a.jsonl:2: expected an object"),
        ('{"queue": "repair"}', "a.jsonl:2: `text` is missing"),
        ('{"text": "灯", "queue": "police"}', "a.jsonl:2: `queue` is 'police'"),
        ('{"text": "灯", "queue": "repair", "alt": "x"}', "a.jsonl:2: `alt` is 'x'"),
        ('{"text": "灯", "queue": "repair", "danger": 1}', "a.jsonl:2: `danger` must be"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, complaint: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f"{REPAIR}\n{line}\n", encoding="utf-8")
    with pytest.raises(ExampleError) as caught:
        read_examples(path)
    assert str(caught.value).startswith(complaint)


def test_an_empty_file_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("\n", encoding="utf-8")
    with pytest.raises(ExampleError, match="no labelled lines"):
        read_examples(path)
