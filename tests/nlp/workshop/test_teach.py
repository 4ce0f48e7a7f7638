"""Learning weights from labelled messages."""

from pathlib import Path

import pytest

from nlp import Understander
from nlp.lexicon import load_lexicon
from nlp.workshop.examples import Example
from nlp.workshop.teach import Teacher

from ..lexicons import write_lexicon

EXAMPLES = [
    *(Example(f"楼道脏{i}", "other") for i in "一二三四五六"),
    *(Example(f"灯坏了{i}", "repair") for i in "一二三四五六"),
    *(Example(f"低保{i}", "benefits") for i in "一二三"),
    *(Example(f"律师{i}", "legal_aid") for i in "一二三"),
    *(Example(f"买菜{i}", "volunteer") for i in "一二三"),
]


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_lexicon(tmp_path_factory.mktemp("lexicon"))
    teacher = Teacher(folder)
    teacher.write(teacher.teach(EXAMPLES), folder)
    return folder


def test_what_is_written_can_be_loaded_and_used(taught: Path) -> None:
    understander = Understander.load(taught)
    assert understander.understand("楼道灯坏了").queue == "repair"
    assert understander.understand("楼道脏").queue == "other"


def test_words_seen_often_get_a_weight(taught: Path) -> None:
    lexicon = load_lexicon(taught)
    assert lexicon.weights["楼道"]["other"] > 0


def test_a_family_never_seen_keeps_the_weight_given_by_hand(taught: Path) -> None:
    assert load_lexicon(taught).weights["fix"] == {"repair": 2.0}


def test_teaching_twice_gives_the_same_table(tmp_path: Path) -> None:
    teacher = Teacher(write_lexicon(tmp_path))
    assert teacher.teach(EXAMPLES) == teacher.teach(EXAMPLES)


def test_messages_of_danger_teach_nothing(tmp_path: Path) -> None:
    teacher = Teacher(write_lexicon(tmp_path))
    danger = [Example("楼道着火", "repair", danger=True)] * 9
    assert teacher.teach([*EXAMPLES, *danger]) == teacher.teach(EXAMPLES)


def test_refitting_keeps_the_calibration_of_the_folder(tmp_path: Path) -> None:
    lesson = Teacher(write_lexicon(tmp_path)).refit(EXAMPLES)
    assert (lesson.temperature, lesson.sure_from, lesson.macro_f1) == (1.0, 0.6, None)
