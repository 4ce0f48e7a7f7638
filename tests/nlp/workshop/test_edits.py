"""Edits of a lexicon folder."""

from pathlib import Path

import pytest

from nlp.edits import AddTerm, Reweigh, WeighWord
from nlp.entries import LexiconError
from nlp.lexicon import FOLDER, load_lexicon
from nlp.workshop.edits import Suggested, apply, write_copy

from ..lexicons import FILES, write_lexicon


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = tmp_path / "lexicon"
    source.mkdir()
    return write_lexicon(source)


def test_a_term_is_added_to_its_family(folder: Path, tmp_path: Path) -> None:
    write_copy(folder, [AddTerm("裂开", "broken"), AddTerm("裂开", "broken")], tmp_path / "new")
    assert load_lexicon(tmp_path / "new").families["broken"].terms == ("坏了", "漏水", "裂开")


def test_a_word_gets_a_weight_and_later_another(folder: Path, tmp_path: Path) -> None:
    edits = [
        WeighWord("快递", "volunteer", 1.5),
        WeighWord("包裹", "volunteer", 1.5),
        WeighWord("快递", "volunteer", 0.5),
        WeighWord("快递", "other", -1),
    ]
    write_copy(folder, edits, tmp_path / "new")
    weights = load_lexicon(tmp_path / "new").weights
    assert weights["快递"] == {"volunteer": 0.5, "other": -1}
    assert weights["包裹"] == {"volunteer": 1.5}


def test_a_family_or_pattern_gets_another_weight(folder: Path, tmp_path: Path) -> None:
    edits = [Reweigh("broken", "repair", 1.5), Reweigh("no_fix", "other", 1)]
    write_copy(folder, edits, tmp_path / "new")
    weights = load_lexicon(tmp_path / "new").weights
    assert weights["broken"] == {"repair": 1.5}
    assert weights["no_fix"] == {"repair": -4, "other": 1}


def test_in_the_real_lexicon_only_the_touched_lines_change(tmp_path: Path) -> None:
    edits: list[Suggested] = [
        AddTerm("裂得很", "broken"),
        WeighWord("快递", "volunteer", 1.5),
        Reweigh("leak", "repair", 2),
    ]
    write_copy(FOLDER, edits, tmp_path)
    changed = {
        path.name: len(set(path.read_text("utf-8").splitlines()) - set(old.splitlines()))
        for path in tmp_path.iterdir()
        if path.read_text("utf-8") != (old := (FOLDER / path.name).read_text("utf-8"))
    }
    # 快递 leaves the line of its old weight for the line of its new one.
    assert changed == {"repair.yaml": 1, "weights.yaml": 3}


@pytest.mark.parametrize(
    ("edit", "complaint"),
    [
        (AddTerm("灯泡", "lamps"), "没有叫 lamps 的词族"),
        (AddTerm("灯泡 灯管", "thing"), "不是一个词"),
        (WeighWord("灯: 1", "repair", 1), "不是一个词"),
        (Reweigh("lamps", "repair", 1), "没有叫 lamps 的词族或句式"),
    ],
)
def test_an_edit_that_makes_no_sense_leaves_nothing_behind(
    folder: Path, tmp_path: Path, edit: Suggested, complaint: str
) -> None:
    with pytest.raises(LexiconError, match=complaint):
        apply(folder, [edit], tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_what_is_applied_loads_and_the_original_stays(folder: Path, tmp_path: Path) -> None:
    apply(folder, [AddTerm("裂开", "broken")], tmp_path / "new")
    assert "裂开" in (tmp_path / "new" / "repair.yaml").read_text("utf-8")
    assert (folder / "repair.yaml").read_text("utf-8") == FILES["repair.yaml"]


def test_a_folder_with_something_in_it_is_not_written_to(folder: Path) -> None:
    with pytest.raises(LexiconError, match="已经有东西"):
        apply(folder, [], folder)


def test_edits_read_as_sentences() -> None:
    assert str(AddTerm("裂开", "broken")) == "在词族 broken 里加“裂开”"
    assert str(WeighWord("快递", "volunteer", 1.5)) == "单词“快递”对 volunteer 的分量设为 1.5"
    assert str(Reweigh("leak", "repair", 2)) == "leak 对 repair 的分量改为 2"
