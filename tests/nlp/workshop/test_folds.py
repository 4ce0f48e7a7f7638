"""Figures on messages the weights have not seen."""

from pathlib import Path

from nlp.workshop.examples import Example
from nlp.workshop.folds import answer_unseen

from ..lexicons import write_lexicon

OFTEN = [Example(f"楼道脏{i}", "benefits") for i in "一二三四五六七八九十"]


def test_answers_come_in_order_and_what_the_other_folds_teach_is_known(tmp_path: Path) -> None:
    answers = answer_unseen(write_lexicon(tmp_path), OFTEN, 3)
    assert [(answer.example, answer.queue) for answer in answers] == [
        (example, "benefits") for example in OFTEN
    ]


def test_a_message_does_not_teach_its_own_answer(tmp_path: Path) -> None:
    strange = Example("律师", "volunteer")
    answers = answer_unseen(write_lexicon(tmp_path), [*OFTEN, strange], 3)
    assert answers[-1].queue == "legal_aid"


def test_the_folder_itself_is_left_as_it_is(tmp_path: Path) -> None:
    folder = write_lexicon(tmp_path)
    before = (folder / "weights.yaml").read_text(encoding="utf-8")
    answer_unseen(folder, OFTEN, 2)
    assert (folder / "weights.yaml").read_text(encoding="utf-8") == before
