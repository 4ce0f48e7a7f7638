"""The command line."""

import json
from pathlib import Path

import pytest

from nlp.__main__ import main

from .lexicons import write_lexicon


def test_classify_prints_one_json_object(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["classify", "三楼灯坏了"]) == 0
    printed = capsys.readouterr().out
    assert printed.count("\n") == 1
    assert json.loads(printed)["queue"] == "repair"
    assert "三楼灯坏了" in printed


def test_eval_prints_json_or_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "灯坏了来修", "queue": "repair"}\n', encoding="utf-8")
    assert main(["eval", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["accuracy"] == 1
    assert main(["eval", str(path)]) == 0
    assert "precision" in capsys.readouterr().out


def test_learn_writes_the_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_lexicon(tmp_path)
    path = tmp_path / "a.jsonl"
    lines = [f'{{"text": "灯坏了{i}", "queue": "repair"}}' for i in range(6)]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert main(["--lexicon", str(folder), "learn", str(path)]) == 0
    assert "macro-F1" in capsys.readouterr().out
    assert "bias" in (folder / "weights.yaml").read_text(encoding="utf-8")


def test_a_bad_file_or_lexicon_is_a_clear_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text("nonsense\n", encoding="utf-8")
    assert main(["eval", str(bad)]) == 2
    assert "bad.jsonl:1" in capsys.readouterr().err
    assert main(["eval", str(tmp_path / "none.jsonl")]) == 2
    assert main(["--lexicon", str(tmp_path), "classify", "灯"]) == 2
    assert "common.yaml" in capsys.readouterr().err
