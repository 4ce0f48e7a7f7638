"""From corrections of staff to suggested edits."""

from pathlib import Path

import pytest

from nlp.edits import AddTerm, Reweigh, WeighWord
from nlp.understand import Understander
from nlp.workshop.corrections import Advice, Correction, advise, read_corrections
from nlp.workshop.edits import apply
from nlp.workshop.examples import Example, ExampleError

from ..lexicons import FILES, write_lexicon

_LAW = FILES["legal_aid.yaml"].replace("律师 离婚", "律师 离婚 房产证")
PARCEL = Correction("快递柜里有包裹", "volunteer", "other")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = tmp_path / "lexicon"
    source.mkdir()
    return write_lexicon(source)


def edits(advice: Advice) -> list[object]:
    return [suggestion.edit for suggestion in advice.suggestions]


def test_what_is_right_already_needs_no_edit(folder: Path) -> None:
    right = Correction("灯坏了", "repair")
    assert advise(Understander.load(folder), [right]) == Advice((right,), (), (), (), ())


def test_a_word_unknown_so_far_gets_the_smallest_weight_that_helps(folder: Path) -> None:
    correction = Correction("想取包裹", "volunteer")
    [suggestion] = advise(Understander.load(folder), [correction]).suggestions
    assert isinstance(suggestion.edit, WeighWord)
    assert suggestion.edit.queue == "volunteer"
    assert suggestion.edit.weight == 1.5
    assert suggestion.repairs == (Correction("想取包裹", "volunteer"),)
    assert suggestion.sightings == 1


def test_a_word_that_looks_like_a_family_is_added_to_it(folder: Path) -> None:
    legal = Correction("去看房产税", "legal_aid")
    assert edits(advise(Understander.load(write_lexicon(folder, legal_aid=_LAW)), [legal])) == [
        AddTerm("房产", "law")
    ]


def test_one_edit_that_repairs_many_goes_before_many_edits(folder: Path) -> None:
    corrections = [Correction(f"{verb}包裹", "volunteer") for verb in ("寻找", "收到", "丢失")]
    [suggestion] = advise(Understander.load(folder), corrections).suggestions
    assert isinstance(suggestion.edit, WeighWord)
    assert suggestion.edit.word == "包裹"
    assert set(suggestion.repairs) == set(corrections)


def test_names_numbers_and_addresses_are_no_evidence(folder: Path) -> None:
    correction = Correction("北京 三天 3号 幸福里小区5栋", "volunteer")
    advice = advise(Understander.load(folder), [correction])
    assert edits(advice) == []
    assert advice.left_over == (correction,)


def test_what_breaks_labelled_messages_is_not_suggested(folder: Path) -> None:
    labelled = [Example(f"包裹{word}", "other") for word in ("漂亮", "很大", "好看")]
    advice = advise(Understander.load(folder), [Correction("包裹", "volunteer")], labelled)
    assert edits(advice) == []


def test_labelled_messages_that_turn_are_named(folder: Path) -> None:
    labelled = [Example("取包裹", "volunteer"), Example("早上好", "other")]
    advice = advise(Understander.load(folder), [Correction("想取包裹", "volunteer")], labelled)
    [turned] = advice.suggestions[0].turned
    assert (turned.example, turned.kind) == (labelled[0], "repaired")
    assert advice.together == (turned,)


def test_a_wrong_weight_of_a_family_is_moved_when_no_word_helps(folder: Path) -> None:
    weights = FILES["weights.yaml"].replace("features: {}", "features: {thing: {repair: 1.2}}")
    corrections = [Correction("灯", "other"), Correction("水管", "other")]
    understander = Understander.load(write_lexicon(folder, weights=weights))
    [suggestion] = advise(understander, corrections).suggestions
    assert isinstance(suggestion.edit, Reweigh)
    assert suggestion.edit.feature == "thing"
    assert len(suggestion.repairs) == 2


def test_where_danger_decides_no_word_is_suggested(folder: Path) -> None:
    danger = Correction("厨房着火了", "volunteer")
    advice = advise(Understander.load(folder), [danger])
    assert (advice.suggestions, advice.dangers, advice.left_over) == ((), (danger,), ())


def test_applied_to_a_copy_suggestions_hold_and_the_original_stays(
    folder: Path, tmp_path: Path
) -> None:
    corrections = [Correction("想取包裹", "volunteer"), Correction("物业收费太贵", "legal_aid")]
    advice = advise(Understander.load(folder), corrections)
    apply(folder, [suggestion.edit for suggestion in advice.suggestions], tmp_path / "new")
    understander = Understander.load(tmp_path / "new")
    assert [understander.understand(c.text).queue for c in corrections] == [
        "volunteer", "legal_aid",
    ]  # fmt: skip
    for name, text in FILES.items():
        assert (folder / name).read_text("utf-8") == text


def test_corrections_are_read_once_each(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    line = '{"text": "快递柜里有包裹", "queue": "volunteer", "was": "other"}\n'
    path.write_text(line * 2, encoding="utf-8")
    assert read_corrections(path) == [PARCEL]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('{"text": " ", "queue": "repair"}', "`text` is empty"),
        ('{"text": "灯"}', "`queue` is None"),
        ('{"text": "灯", "queue": "repair", "was": "x"}', "`was` is 'x'"),
    ],
)
def test_a_bad_correction_is_named(tmp_path: Path, line: str, complaint: str) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(ExampleError, match=rf"c\.jsonl:1: {complaint}"):
        read_corrections(path)
