"""Hints are learned from how people write in danger and on ordinary days."""

from pathlib import Path

import pytest

from nlp.danger import DangerSpotter
from nlp.workshop.examples import Example
from nlp.workshop.learn_danger import teach_hints

from ..lexicons import write_lexicon

CRIES = [Example(f"快来救我{where}", "other", danger=True) for where in "东南西北中上下左右前"]
QUESTIONS = [Example(f"请问几点{what}", "other", danger=False) for what in "开关来去上下走停卖收"]
ORDINARY = [Example(f"今天晴{what}", "other") for what in "东南西北中上下左右前"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = write_lexicon(tmp_path)
    teach_hints(folder, [*CRIES, *QUESTIONS, *ORDINARY], folder)
    return folder


def test_the_wording_of_danger_alarms_without_a_sign(folder: Path) -> None:
    spotter = DangerSpotter(folder / "danger.yaml")
    assert spotter.spot("快来救我快来救我") is not None
    assert spotter.spot("请问几点开门") is None
    assert spotter.spot("今天晴") is None


def test_the_wording_of_a_question_quiets_a_weak_sign(folder: Path) -> None:
    spotter = DangerSpotter(folder / "danger.yaml")
    assert spotter.spot("快来救我，触电") is not None
    assert spotter.spot("请问几点，触电") is None


def test_the_table_is_the_same_every_time_and_names_who_wrote_it(folder: Path) -> None:
    table = (folder / "danger_hints.yaml").read_text("utf-8")
    teach_hints(folder, [*CRIES, *QUESTIONS, *ORDINARY], folder)
    assert (folder / "danger_hints.yaml").read_text("utf-8") == table
    assert "make learn" in table


def test_messages_that_nobody_labelled_for_danger_count_a_little(tmp_path: Path) -> None:
    folder = write_lexicon(tmp_path)
    teach_hints(folder, [*CRIES, *ORDINARY], folder)
    assert DangerSpotter(folder / "danger.yaml").spot("今天晴") is None
