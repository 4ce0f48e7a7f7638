from pathlib import Path
from typing import Any

import pytest
import yaml

from simulator.account import DEMO_ACCOUNT, AccountError, Template, load_account
from simulator.parameters import TYPES, kind_of


def changed(folder: Path, **changes: Any) -> Path:
    document = yaml.safe_load(DEMO_ACCOUNT.read_text("utf-8"))
    document.update(changes)
    file = folder / "account.yaml"
    file.write_text(yaml.safe_dump(document), "utf-8")
    return file


def test_the_shipped_account_can_be_played() -> None:
    account = load_account(DEMO_ACCOUNT, {})
    assert account.app_id == "wxde00000000000001"
    assert account.mode == "safe"
    assert len(account.encoding_aes_key) == 43
    assert [len(template.id) for template in account.templates] == [43, 43]


def test_every_key_of_the_shipped_templates_has_a_known_type() -> None:
    for template in load_account(DEMO_ACCOUNT, {}).templates:
        assert {kind_of(key) for key in template.keys} <= TYPES.keys()


def test_the_environment_overrides_the_file() -> None:
    environment = {
        "SIMULATOR_APP_ID": "wx1",
        "SIMULATOR_APP_SECRET": "s1",
        "SIMULATOR_TOKEN": "tok",
        "SIMULATOR_ENCODING_AES_KEY": "k" * 43,
        "SIMULATOR_MODE": "plain",
        "SIMULATOR_MINIPROGRAM_APP_ID": "wx2",
        "SIMULATOR_MINIPROGRAM_APP_SECRET": "s2",
    }
    account = load_account(DEMO_ACCOUNT, environment)
    assert (account.app_id, account.app_secret, account.token) == ("wx1", "s1", "tok")
    assert (account.encoding_aes_key, account.mode) == ("k" * 43, "plain")
    assert (account.miniprogram.app_id, account.miniprogram.app_secret) == ("wx2", "s2")


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"mode": "secret"}, "mode: 'secret' is none of safe, compatible, plain"),
        ({"encoding_aes_key": "short"}, "exactly 43 letters and digits, not 5"),
        ({"token": "a b"}, "token: give 3 to 32"),
        ({"colour": "red"}, "unexpected keyword argument 'colour'"),
        ({"templates": [{"id": "x", "title": "t", "content": "no marker"}]}, "x has no"),
        ({"templates": [{"id": "x", "title": "t", "content": "{{what1.DATA}}"}]}, "what1"),
    ],
)
def test_a_mistake_in_the_file_is_named(
    tmp_path: Path, changes: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(AccountError, match=complaint):
        load_account(changed(tmp_path, **changes), {})


def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "account.yaml"
    file.write_text("just words", "utf-8")
    with pytest.raises(AccountError, match="key: value"):
        load_account(file, {})


def test_a_template_fills_its_lines() -> None:
    template = Template("id", "title", "编号：{{character_string1.DATA}}\n事项：{{thing2.DATA}}\n")
    assert template.keys == ["character_string1", "thing2"]
    assert template.fill({"character_string1": "A1", "thing2": "灯不亮"}) == [
        {"label": "编号", "value": "A1"},
        {"label": "事项", "value": "灯不亮"},
    ]
