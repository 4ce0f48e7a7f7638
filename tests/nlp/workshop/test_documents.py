"""Editing YAML as text: only the words in question change."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.entries import LexiconError
from nlp.workshop.documents import Document, append_word, remove_word, set_value

BLOCK = """\
# 谁也别动这一行
broken:
  terms: >-  # 坏
    坏了 漏水
    断了

  # 下一族
fix: {terms: 修 换, weight: 2}
"""


def document(folder: Path, text: str) -> Document:
    path = folder / "a.yaml"
    path.write_text(text, encoding="utf-8")
    return Document(path)


def test_a_word_is_found_with_its_line(tmp_path: Path) -> None:
    page = document(tmp_path, BLOCK)
    words = page.words(page.find("broken", "terms"))
    assert [page.line(words[word]) for word in ("坏了", "漏水", "断了")] == [4, 4, 5]


def test_a_word_is_not_found_inside_another(tmp_path: Path) -> None:
    page = document(tmp_path, "terms: 坏了 坏\n")
    assert page.words(page.find("terms"))["坏"] == page.text.index("坏\n")


def test_a_word_goes_behind_the_last_one(tmp_path: Path) -> None:
    page = document(tmp_path, BLOCK)
    edited = append_word(page, page.find("broken", "terms"), "裂了")
    assert edited == BLOCK.replace("断了", "断了 裂了")
    edited = append_word(page, page.find("fix", "terms"), "补")
    assert edited == BLOCK.replace("修 换,", "修 换 补,")


def test_a_full_line_is_followed_by_a_new_one(tmp_path: Path) -> None:
    full = " ".join(f"漏{i}" for i in range(30))
    page = document(tmp_path, f"terms: >-\n  {full}\nweight: 1\n")
    edited = append_word(page, page.find("terms"), "渗")
    assert edited == f"terms: >-\n  {full}\n  渗\nweight: 1\n"


def test_a_word_is_taken_out_with_its_space(tmp_path: Path) -> None:
    page = document(tmp_path, BLOCK)
    terms = page.find("broken", "terms")
    assert remove_word(page, terms, "坏了") == BLOCK.replace("坏了 漏水", "漏水")
    assert remove_word(page, terms, "漏水") == BLOCK.replace("坏了 漏水", "坏了")


def test_a_line_left_without_words_goes_too(tmp_path: Path) -> None:
    page = document(tmp_path, "repair:\n  1: 灯\n  0.5: 门\n")
    assert remove_word(page, page.find("repair", "1"), "灯") == "repair:\n  0.5: 门\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: {x: 1, y: 2}\n", "a: {x: 3, y: 2}\n"),
        ("a: {y: 2}\n", "a: {x: 3, y: 2}\n"),
        ("a: {}\n", "a: {x: 3}\n"),
        ("a:\n  y: 2  # 二\n", "a:\n  x: 3\n  y: 2  # 二\n"),
        ("a:\n  x: 1  # 一\n", "a:\n  x: 3  # 一\n"),
    ],
)
def test_a_value_is_set_in_either_style(tmp_path: Path, before: str, after: str) -> None:
    page = document(tmp_path, before)
    assert set_value(page, page.find("a"), "x", "3") == after


def test_what_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="`nothing` is missing"):
        document(tmp_path, BLOCK).find("broken", "nothing")


@given(words=st.lists(st.text("坏漏断修换", min_size=1, max_size=4), min_size=1, unique=True))
def test_appending_word_by_word_keeps_them_all(
    tmp_path_factory: pytest.TempPathFactory, words: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("page")
    page = document(folder, f"# 头\nterms: >-\n  {words[0]}\nweight: 1\n")
    for word in words[1:]:
        page = document(folder, append_word(page, page.find("terms"), word))
    assert page.find("terms").words() == tuple(words)
    assert page.find("weight").number() == 1
