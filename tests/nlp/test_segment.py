"""The one door to jieba."""

import subprocess
import sys
import tempfile
from pathlib import Path

import jieba
from hypothesis import given
from hypothesis import strategies as st

from nlp.segment import Segmenter

SEGMENTER = Segmenter(["不来电", "灯棒子"])


def test_words_of_the_lexicon_are_never_cut() -> None:
    assert "灯棒子" in SEGMENTER.cut("我家灯棒子闪个不停")


def test_rare_dictionary_compounds_do_not_hide_words() -> None:
    assert SEGMENTER.cut("灯不亮了") == ["灯", "不", "亮", "了"]


@given(st.text())
def test_nothing_is_lost_by_cutting(text: str) -> None:
    assert "".join(SEGMENTER.cut(text)) == text


def test_the_shared_tokenizer_of_jieba_stays_untouched() -> None:
    assert not jieba.dt.initialized


def test_no_cache_is_read_from_or_written_to_the_shared_temp_folder(tmp_path: Path) -> None:
    planted = Path(tempfile.gettempdir()) / "jieba.cache"
    before = planted.exists()
    Segmenter()
    assert planted.exists() == before


def test_names_of_people_and_places_are_known() -> None:
    names = Segmenter.names()
    assert {"上海", "杭州"} <= names
    assert "水管" not in names


def test_loading_is_silent_even_when_warnings_are_errors() -> None:
    command = [sys.executable, "-W", "error", "-c", "import nlp; nlp.Understander.load()"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
