"""Labelled files: what a line may hold, and what a bad one is told."""

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.workshop.examples import Example, ExampleError, credited, is_right, read_examples

REPAIR = '{"text": "灯坏了", "queue": "repair"}'


def write(folder: Path, *lines: str) -> Path:
    path = folder / "a.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_line_may_say_why_it_is_hard_and_what_is_needed(tmp_path: Path) -> None:
    line = (
        '{"text": "灯坏了，再帮我买菜", "queue": "repair", "alt": "volunteer", "danger": false,'
        ' "reason": "two", "needs": ["repair", "volunteer"], "id": "s1"}'
    )
    [example] = read_examples(write(tmp_path, line))
    assert example == Example(
        "灯坏了，再帮我买菜", "repair", "volunteer", False, "two", ("repair", "volunteer")
    )


def test_empty_lines_are_skipped(tmp_path: Path) -> None:
    assert read_examples(write(tmp_path, REPAIR, "", REPAIR)) == [Example("灯坏了", "repair")] * 2


def test_an_answer_equal_to_alt_counts_as_the_gold() -> None:
    example = Example("灯坏了", "repair", alt="volunteer")
    assert credited(example, "volunteer") == ("volunteer", "volunteer")
    assert credited(example, "other") == ("repair", "other")
    assert [is_right(example, queue) for queue in ("repair", "volunteer", "other")] == [
        True, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("nonsense", "a.jsonl:2: "),
        ("[1]", "a.jsonl:2: expected an object"),
        ('{"queue": "repair"}', "a.jsonl:2: `text` is missing"),
        ('{"text": "灯", "queue": "police"}', "a.jsonl:2: `queue` is 'police'"),
        ('{"text": "灯", "queue": ["repair"]}', "a.jsonl:2: `queue` is ['repair']"),
        ('{"text": "灯", "queue": "repair", "alt": "x"}', "a.jsonl:2: `alt` is 'x'"),
        ('{"text": "灯", "queue": "repair", "danger": 1}', "a.jsonl:2: `danger` must be"),
        ('{"text": "灯", "queue": "repair", "reason": 1}', "a.jsonl:2: `reason` must be"),
        ('{"text": "灯", "queue": "repair", "needs": []}', "a.jsonl:2: `needs` must be"),
        ('{"text": "灯", "queue": "repair", "needs": ["x"]}', "a.jsonl:2: `needs` is 'x'"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, complaint: str) -> None:
    with pytest.raises(ExampleError) as caught:
        read_examples(write(tmp_path, REPAIR, line))
    assert str(caught.value).startswith(complaint)


def test_an_empty_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ExampleError, match="no labelled lines"):
        read_examples(write(tmp_path, ""))


def test_a_file_in_another_encoding_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(REPAIR.encode("gbk"))
    with pytest.raises(ExampleError, match="not UTF-8"):
        read_examples(path)


@given(
    line=st.dictionaries(
        st.sampled_from(["text", "queue", "alt", "danger", "reason", "needs"]),
        st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text()),
    )
)
def test_any_line_is_an_example_or_an_example_error(
    tmp_path_factory: pytest.TempPathFactory, line: dict[str, object]
) -> None:
    path = write(tmp_path_factory.mktemp("lines"), json.dumps(line))
    with suppress(ExampleError):
        assert len(read_examples(path)) == 1
