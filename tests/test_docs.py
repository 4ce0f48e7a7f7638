"""What the documents promise to people is so."""

import re
from pathlib import Path

import pytest

from bot.commands import recognise

ROOT = Path(__file__).resolve().parents[1]
OFFICE = (ROOT / "docs/office.zh-CN.md").read_text("utf-8")
READMES = [(ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh-CN.md")]


def words_of_the_tables() -> list[str]:
    """The first column of each table, without its head and what is said of a word in brackets."""
    cells = [line.split("|")[1] for line in OFFICE.splitlines() if line.startswith("| ")]
    words = [each for cell in cells for each in re.split("、| / ", re.sub("（.*）", "", cell))]
    return [word.strip() for word in words if word.strip() != "说"]


def words_of_the_text() -> list[str]:
    """What stands in quotes with a number, such as 签收 10035."""
    return re.findall("“([一-鿿]+ [0-9]{5}[^”]*)”", OFFICE)


@pytest.mark.parametrize("word", words_of_the_tables() + words_of_the_text())
def test_every_word_of_the_office_is_known(word: str) -> None:
    assert recognise(word)


def test_both_readmes_name_the_same_commands_files_and_settings() -> None:
    """Apart from file names of the reader's own, which each has in its language."""
    ours, chinese = ({*re.findall("`([a-z_/][a-z0-9_./ -]*[a-z0-9/])", text)} for text in READMES)
    assert ours == chinese
