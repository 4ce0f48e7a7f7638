"""The command line."""

import json
from pathlib import Path

import pytest

from nlp.__main__ import main

from .lexicons import FILES, write_lexicon

Capture = pytest.CaptureFixture[str]
LAMP = '{"text": "灯坏了来修", "queue": "repair"}'
CORRECTION = '{"text": "想取包裹", "queue": "volunteer", "was": "other"}'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = tmp_path / "lexicon"
    source.mkdir()
    return write_lexicon(source)


def lines(folder: Path, name: str, *lines: str) -> str:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def test_classify_prints_one_json_object(capsys: Capture) -> None:
    assert main(["classify", "三楼灯坏了"]) == 0
    printed = capsys.readouterr().out
    assert printed.count("\n") == 1
    assert json.loads(printed)["queue"] == "repair"
    assert "三楼灯坏了" in printed


def test_eval_prints_json_or_a_table_for_each_file(
    folder: Path, tmp_path: Path, capsys: Capture
) -> None:
    first, second = (lines(tmp_path, name, LAMP) for name in ("a.jsonl", "b.jsonl"))
    command = ["eval", "--lexicon", str(folder)]
    assert main([*command, first, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["accuracy"] == 1
    assert main([*command, first, second]) == 0
    printed = capsys.readouterr().out
    assert printed.count("precision") == 2
    assert f"== {second}" in printed


def test_danger_counts_and_lists_what_alarms(folder: Path, tmp_path: Path, capsys: Capture) -> None:
    told = '{"text": "%s", "queue": "other", "danger": %s}'
    found, missed = told % ("奶奶在家摔倒了", "true"), told % ("出事了", "true")
    calm = told % ("今天天气好", "false")
    file = lines(tmp_path, "a.jsonl", found, missed, calm)
    assert main(["danger", file, "--lexicon", str(folder)]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[1:] == [
        "dangers 2, found 1, recall 0.5000",
        "no dangers 1, false alarms 0, 0.0000",
        "messages 3, alarms 1",
        "missed: 出事了",
    ]


def test_eval_can_leave_folds_out(folder: Path, tmp_path: Path, capsys: Capture) -> None:
    file = lines(tmp_path, "a.jsonl", LAMP, '{"text": "早上好", "queue": "other"}')
    assert main(["eval", file, "--json", "--folds", "2", "--lexicon", str(folder)]) == 0
    assert json.loads(capsys.readouterr().out)["messages"] == 2


def test_fit_writes_the_table(folder: Path, tmp_path: Path, capsys: Capture) -> None:
    file = lines(tmp_path, "a.jsonl", *[LAMP.replace("来修", str(i)) for i in range(6)])
    assert main(["--lexicon", str(folder), "fit", file]) == 0
    assert "macro-F1" in capsys.readouterr().out
    assert "bias" in (folder / "weights.yaml").read_text(encoding="utf-8")


def test_lint_fails_on_errors_only(folder: Path, capsys: Capture) -> None:
    hint = "families:\n  law: {weight: 2, terms: 律师 离婚}\n  kin: {weight: 2, terms: 离婚}\n"
    assert main(["lint", "--lexicon", str(write_lexicon(folder, legal_aid=hint))]) == 0
    printed = capsys.readouterr().out
    assert "legal_aid.yaml:3: 提示" in printed
    error = hint.replace("律师", "燈")
    assert main(["lint", "--lexicon", str(write_lexicon(folder, legal_aid=error))]) == 1
    assert "1 个错误" in capsys.readouterr().out


def test_diff_shows_what_an_edit_changes(folder: Path, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "new").mkdir()
    repair = FILES["repair.yaml"].replace("漏水", "裂开")
    new = write_lexicon(tmp_path / "new", repair=repair)
    file = lines(tmp_path, "a.jsonl", '{"text": "漏水", "queue": "repair"}')
    assert main(["diff", str(folder), str(new), file]) == 0
    printed = capsys.readouterr().out
    assert "broken 加了：裂开" in printed
    assert "例句改错了 1 句" in printed


def test_learn_suggests_and_applies_to_a_copy(
    folder: Path, tmp_path: Path, capsys: Capture
) -> None:
    corrections = lines(tmp_path, "c.jsonl", CORRECTION)
    labelled = lines(tmp_path, "a.jsonl", LAMP)
    command = ["learn", corrections, "--labelled", labelled, "--lexicon", str(folder)]
    assert main([*command, "--apply", str(tmp_path / "new"), "--only", "1"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("1. 单词“")
    assert "想取包裹" in printed
    assert main(["classify", "想取包裹", "--lexicon", str(tmp_path / "new")]) == 0
    assert json.loads(capsys.readouterr().out)["queue"] == "volunteer"
    assert main([*command, "--json", "--only", "2"]) == 2
    assert "没有第 2 条建议，一共 1 条" in capsys.readouterr().err


def test_a_bad_file_or_lexicon_is_a_clear_error(tmp_path: Path, capsys: Capture) -> None:
    bad = lines(tmp_path, "bad.jsonl", "nonsense")
    assert main(["eval", bad]) == 2
    assert "bad.jsonl:1" in capsys.readouterr().err
    assert main(["eval", str(tmp_path / "none.jsonl")]) == 2
    for command in (["classify", "灯"], ["lint"], ["diff", str(tmp_path), str(tmp_path)]):
        assert main(["--lexicon", str(tmp_path), *command]) == 2
        assert "common.yaml" in capsys.readouterr().err


@pytest.mark.parametrize("options", [["--folds", "1"], ["--folds", "x"]])
def test_folds_must_be_two_or_more(options: list[str], capsys: Capture) -> None:
    with pytest.raises(SystemExit):
        main(["eval", "a.jsonl", *options])
    assert "whole number from 2 on" in capsys.readouterr().err
