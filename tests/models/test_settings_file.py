"""Whatever a settings file holds, its line is known; whatever it is not, the line is told."""

from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from models.settings_file import Place, UnreadableError, parse

FILE = """\
# what it is
queues:
  repair:
    ladder:
      - who: volunteers
        within: grid
      - {who: desk,
         within: city}
  other: {ladder: [{who: desk}, {who: group}]}
  usual: &usual
    hands: 1
  again:
    <<: *usual
    photo: true
  "7": seven
"""


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("queues",), 2),
        (("queues", "repair"), 3),
        (("queues", "repair", "ladder"), 4),
        (("queues", "repair", "ladder", 0), 5),
        (("queues", "repair", "ladder", 0, "within"), 6),
        (("queues", "repair", "ladder", 1, "who"), 7),
        (("queues", "repair", "ladder", 1, "within"), 8),
        (("queues", "other", "ladder", 1, "who"), 9),
        (("queues", "again", "photo"), 14),
        (("queues", "7"), 15),
    ],
)
def test_a_setting_stands_on_its_line(place: Place, line: int) -> None:
    assert parse(FILE).line_of(place) == line


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("queues", "legal_aid"), 2),
        (("queues", "repair", "ladder", 0, "lasts"), 5),
        (("queues", "repair", "ladder", 2), 4),
        (("queues", "repair", "ladder", "who"), 4),
    ],
)
def test_what_is_missing_is_missing_from_the_innermost_part_there_is(
    place: Place, line: int
) -> None:
    assert parse(FILE).line_of(place) == line


def test_a_part_that_only_names_a_type_is_skipped() -> None:
    assert parse(FILE).line_of(("queues", "Queue", "repair", "ladder", 1, "Rung", "within")) == 8


def test_what_the_file_does_not_speak_of_has_no_line() -> None:
    assert parse(FILE).line_of(("server", "port")) is None
    assert parse(FILE).line_of(()) is None
    assert parse("").line_of(("server",)) is None


def test_a_setting_taken_from_elsewhere_stands_where_it_was_written() -> None:
    assert parse(FILE).line_of(("queues", "again", "hands")) == 11


def test_of_a_key_written_twice_the_last_counts() -> None:
    document = parse("a:\n  b: 1\n  b: 2\n")
    assert (document.content, document.line_of(("a", "b"))) == ({"a": {"b": 2}}, 3)


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "null"])
def test_a_file_without_a_word_holds_nothing(text: str) -> None:
    assert parse(text).content == {}


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("a:\n  b: [1,\nc: 2", 3, "while parsing"),
        ("a:\n  b: 'open", 2, "while scanning a quoted scalar"),
        ("a:\n  b: 1\n ? [x]", 3, "expected <block end>"),
        ("a: 1\nb: \x07", 2, "control character"),
        ("a:\n  day: 2026-13-45", 2, "put it in quotes"),
        ("a:\n  flag: !!bool perhaps", 2, "put it in quotes"),
        ("a:\n  [b]: 1", 2, "unhashable key"),
        ("# no\n\njust words", 3, "must hold groups"),
        ("# no\n- a list", 2, "must hold groups"),
        ("a: 1\n2: 3", 2, "must hold groups"),
        ("a: 1\n---\nb: 1", 2, "single document"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(text: str, line: int, sentence: str) -> None:
    with pytest.raises(UnreadableError, match=sentence) as found:
        parse(text)
    assert found.value.line == line


@pytest.mark.parametrize(
    "secret",
    [
        "*sesame",
        "!sesame",
        "!!sesame",
        "!it's'sesame",
        "!sesame!x",
        "'\\sesame",
        '"\\sesame"',
        "{sesame",
    ],
)
def test_an_unquoted_secret_is_not_repeated(secret: str) -> None:
    with pytest.raises(UnreadableError) as found:
        parse(f"token: {secret}")
    assert "sesame" not in str(found.value)


def places(content: Any, above: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Every place in a content, with what it holds."""
    pairs = content.items() if isinstance(content, dict) else enumerate(content)
    for part, inner in pairs:
        if isinstance(inner, dict | list):
            yield from places(inner, (*above, part))
        else:
            yield (*above, part), inner


KEYS = st.text("abcdxyz_", min_size=1, max_size=5)
TREES = st.recursive(
    st.just("leaf"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
)


@given(st.dictionaries(KEYS, TREES, max_size=4))
def test_every_leaf_of_any_file_is_found_on_its_line(content: dict[str, Any]) -> None:
    text = yaml.safe_dump(content)
    lines = [parse(text).line_of(place) for place, _ in places(yaml.safe_load(text))]
    assert lines == [n for n, line in enumerate(text.splitlines(), 1) if line.endswith("leaf")]


@given(st.text() | st.text("ab:-{}[],&*!<>|#'\"\n 0."))
def test_any_text_is_read_or_refused_at_one_of_its_lines(text: str) -> None:
    line = 1
    try:
        parse(text)
    except UnreadableError as error:
        line = error.line
    assert 1 <= line <= len(text.splitlines()) + 1
