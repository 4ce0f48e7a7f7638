"""Edits made in memory: what they change, what they refuse, and what an upgrade outgrows."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp import LexiconError, Understander
from nlp.edits import (
    AddTerm,
    Edit,
    NewFamily,
    RemoveTerm,
    Reweigh,
    WeighWord,
    as_plain,
    from_plain,
    taught,
)
from nlp.lexicon import Lexicon, load_lexicon

from .lexicons import write_lexicon

EDITS: list[Edit] = [
    AddTerm("裂开", "broken"),
    RemoveTerm("漏水", "broken"),
    WeighWord("快递", "volunteer", 1.5),
    Reweigh("no_fix", "other", 1.0),
    NewFamily("office_1", "benefits", 2.0, "喘息服务 长护险"),
]


@pytest.fixture
def lexicon(tmp_path: Path) -> Lexicon:
    return load_lexicon(write_lexicon(tmp_path))


def test_edits_change_the_lexicon_and_nothing_of_the_old_one(lexicon: Lexicon) -> None:
    after, misfits = taught(lexicon, EDITS)
    assert misfits == ()
    assert after.families["broken"].terms == ("坏了", "裂开")
    assert after.weights["快递"] == {"volunteer": 1.5}
    assert "快递" in after.words
    assert after.weights["no_fix"] == {"repair": -4, "other": 1}
    assert after.families["office_1"].terms == ("喘息服务", "长护险")
    assert lexicon.families["broken"].terms == ("坏了", "漏水")
    assert "快递" not in lexicon.weights


def test_what_is_taught_is_understood_and_the_old_understander_stays(tmp_path: Path) -> None:
    before = Understander.load(write_lexicon(tmp_path))
    after = before.with_lexicon(taught(before.lexicon, EDITS)[0])
    assert before.understand("问问长护险").queue == "other"
    assert after.understand("问问长护险").queue == "benefits"
    assert after.understand("厨房着火了").danger == "fire"


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: type(edit).__name__)
def test_an_edit_survives_being_kept(edit: Edit) -> None:
    assert from_plain(as_plain(edit)) == edit


@pytest.mark.parametrize("damaged", [{}, {"kind": "regex"}, {"kind": "add_term", "words": "x"}])
def test_what_is_no_edit_is_refused(damaged: dict[str, str]) -> None:
    with pytest.raises(LexiconError):
        from_plain(damaged)


@pytest.mark.parametrize(
    ("edit", "complaint"),
    [
        (AddTerm("漏水", "broken"), "已经有"),
        (AddTerm("裂 开", "broken"), "不是一个词"),
        (AddTerm("裂开", "down"), "险情"),
        (RemoveTerm("摔倒", "down"), "险情"),
        (RemoveTerm("裂开", "broken"), "没有"),
        (RemoveTerm("急需", "urgent"), "只剩"),
        (WeighWord("快递", "parcels", 1), "没有叫 parcels 的队列"),
        (WeighWord("快递", "other", float("nan")), "分量"),
        (Reweigh("lamps", "repair", 1), "没有叫 lamps"),
        (NewFamily("broken", "repair", 1, "裂开"), "已经有叫"),
        (NewFamily("Lamps", "repair", 1, "裂开"), "名字"),
        (NewFamily("lamps", "repair", 1, " "), "至少"),
    ],
)
def test_an_edit_that_makes_no_sense_says_why(lexicon: Lexicon, edit: Edit, complaint: str) -> None:
    with pytest.raises(LexiconError, match=complaint):
        edit.make(lexicon)


def test_after_an_upgrade_what_still_fits_is_made_and_the_rest_is_named(lexicon: Lexicon) -> None:
    upgraded = replace(
        lexicon, families={k: v for k, v in lexicon.families.items() if k != "broken"}
    )
    after, misfits = taught(upgraded, EDITS)
    assert [misfit.edit for misfit in misfits] == EDITS[:2]
    assert "office_1" in after.families


@given(st.text(max_size=30))
def test_any_text_is_a_word_or_is_refused(text: str) -> None:
    small = Lexicon({}, {}, {})
    try:
        after = WeighWord(text, "repair", 1).make(small)
    except LexiconError:
        return
    assert after.words == {text}
    assert not any(character.isspace() for character in text)
