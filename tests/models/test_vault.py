"""What is sealed opens again with its key, and with nothing else."""

import base64
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.vault import Vault, VaultError, load_vault
from tests.support.house import ROOT

ONE, TWO = b"1" * 32, b"2" * 32
OLD = Vault({1: ONE})
ROTATED = Vault({1: ONE, 2: TWO})


@given(st.binary(max_size=2000))
def test_what_is_sealed_opens_again(content: bytes) -> None:
    assert OLD.open(OLD.seal(content)) == content


@given(st.binary(min_size=8, max_size=200))
def test_the_sealed_form_shows_nothing_and_never_repeats(content: bytes) -> None:
    sealed = OLD.seal(content)
    assert content not in sealed
    assert sealed != OLD.seal(content)


@given(st.binary(max_size=100), st.data())
def test_a_changed_bit_is_noticed(content: bytes, data: st.DataObject) -> None:
    sealed = bytearray(OLD.seal(content))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(VaultError):
        OLD.open(bytes(sealed))


@given(st.binary(max_size=100), st.data())
def test_a_cut_off_end_is_noticed(content: bytes, data: st.DataObject) -> None:
    sealed = OLD.seal(content)
    with pytest.raises(VaultError):
        OLD.open(sealed[: data.draw(st.integers(0, len(sealed) - 1))])


@given(st.binary(max_size=100))
def test_anything_else_does_not_open(content: bytes) -> None:
    with pytest.raises(VaultError):
        OLD.open(content)


def test_after_a_rotation_the_old_stays_readable_and_the_new_uses_the_new_key() -> None:
    before = OLD.seal(b"before")
    assert ROTATED.open(before) == b"before"
    with pytest.raises(VaultError, match="restore the old key"):
        OLD.open(ROTATED.seal(b"after"))


def test_another_key_of_the_same_number_says_that_the_file_was_replaced() -> None:
    with pytest.raises(VaultError, match="key file replaced"):
        Vault({1: TWO}).open(OLD.seal(b"secret"))


def test_equal_values_are_found_by_a_fingerprint_that_a_rotation_does_not_change() -> None:
    mark = OLD.fingerprint("13800001111")
    assert mark == ROTATED.fingerprint("13800001111")
    assert mark != OLD.fingerprint("13800001112")
    assert mark != Vault({1: TWO}).fingerprint("13800001111")
    assert "138" not in mark
    assert len(mark) == 32


@pytest.mark.parametrize("keys", [{}, {1: b"short"}, {0: ONE}, {256: ONE}, {1: ONE, 2: b""}])
def test_unusable_keys_are_refused(keys: dict[int, bytes]) -> None:
    with pytest.raises(VaultError, match="32-byte keys numbered 1 to 255"):
        Vault(keys)


def test_the_key_file_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "var" / "vault.json"
    sealed = load_vault(file).seal(b"secret")
    assert file.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in file.parent.iterdir()] == ["vault.json"]
    assert load_vault(file).open(sealed) == b"secret"


def test_a_file_with_several_keys_holds_them_all(tmp_path: Path) -> None:
    file = tmp_path / "vault.json"
    keys = {"1": ONE, "2": TWO}
    file.write_text(json.dumps({n: base64.b64encode(key).decode() for n, key in keys.items()}))
    assert load_vault(file).open(OLD.seal(b"before")) == b"before"


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", "null", '{"1": 5}', '{"1": "short"}', '{"one": "MTE="}', "{"]
)
def test_a_key_file_that_makes_no_sense_is_named_and_left_alone(
    tmp_path: Path, content: str
) -> None:
    file = tmp_path / "vault.json"
    file.write_text(content)
    with pytest.raises(VaultError, match=r"vault\.json"):
        load_vault(file)
    assert file.read_text() == content


def test_a_place_where_no_key_file_can_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    with pytest.raises(VaultError, match=r"taken/vault\.json"):
        load_vault(tmp_path / "taken" / "vault.json")


def test_processes_that_make_the_key_at_once_agree_on_it(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from models.vault import load_vault;"
        "time.sleep(max(0, float(sys.argv[2]) - time.time()));"
        "print(load_vault(Path(sys.argv[1])).fingerprint('same'))"
    )
    together = str(time.time() + 0.5)
    command = [sys.executable, "-c", script, str(tmp_path / "vault.json"), together]
    started = [
        subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True)  # noqa: S603
        for _ in range(4)
    ]
    assert len({process.communicate(timeout=20)[0] for process in started}) == 1


@given(st.binary(max_size=50), st.binary(max_size=50))
def test_a_mark_is_good_for_its_content_and_purpose_alone(content: bytes, other: bytes) -> None:
    mark = OLD.sign("links", content)
    assert OLD.verify("links", content, mark)
    assert OLD.verify("links", other, mark) is (content == other)
    assert not OLD.verify("something else", content, mark)
    assert not OLD.verify("links", content, mark[:-1])


def test_another_house_cannot_make_our_marks() -> None:
    assert Vault({1: b"x" * 32}).sign("links", b"1") != OLD.sign("links", b"1")
