"""The account the stand-in plays: credentials, mode, templates and delivery habits."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from simulator.parameters import TYPES, kind_of

DEMO_ACCOUNT = Path(__file__).with_name("account.yaml")
MODES = ("safe", "compatible", "plain")
_AES_KEY = re.compile(r"[A-Za-z0-9]{43}")
_MARKER = re.compile(r"\{\{(\w+)\.DATA\}\}")
_OVERRIDES = {
    "SIMULATOR_APP_ID": ("app_id",),
    "SIMULATOR_APP_SECRET": ("app_secret",),
    "SIMULATOR_TOKEN": ("token",),
    "SIMULATOR_ENCODING_AES_KEY": ("encoding_aes_key",),
    "SIMULATOR_MODE": ("mode",),
    "SIMULATOR_MINIPROGRAM_APP_ID": ("miniprogram", "app_id"),
    "SIMULATOR_MINIPROGRAM_APP_SECRET": ("miniprogram", "app_secret"),
}


class AccountError(ValueError):
    """An account file that cannot be played; the message names the field to mend."""


@dataclass(frozen=True)
class MiniProgram:
    """The mini-program linked to the account."""

    app_id: str
    app_secret: str
    shares_unionid: bool = True


@dataclass(frozen=True)
class Template:
    """A message template; its content carries markers such as `{{thing1.DATA}}`."""

    id: str
    title: str
    content: str

    @property
    def keys(self) -> list[str]:
        """Return the parameter keys in the order of the content."""
        return _MARKER.findall(self.content)

    def fill(self, values: Mapping[str, str]) -> list[dict[str, str]]:
        """Return the lines of the card as label and value."""
        lines = []
        for line in self.content.splitlines():
            label, _, _ = line.partition("：")
            value = _MARKER.sub(lambda marker: values.get(marker[1], ""), line)
            lines.append({"label": label, "value": value.removeprefix(f"{label}：")})
        return lines


@dataclass(frozen=True)
class Delivery:
    """How pushes are tried: number of attempts, and times in seconds."""

    attempts: int = 3
    answer_seconds: float = 5.0
    retry_gap_seconds: float = 5.0
    finish_event_seconds: float = 0.3


@dataclass(frozen=True)
class Account:
    """A verified service account with its linked mini-program."""

    original_id: str
    app_id: str
    app_secret: str
    token: str
    encoding_aes_key: str
    mode: str
    miniprogram: MiniProgram
    name: str = "公众号"
    templates: tuple[Template, ...] = ()
    delivery: Delivery = Delivery()
    quotas: Mapping[str, int] = field(default_factory=dict)

    def template(self, template_id: str) -> Template | None:
        """Return the template of that id."""
        return next((each for each in self.templates if each.id == template_id), None)


def load_account(path: Path, environment: Mapping[str, str]) -> Account:
    """Read an account file, let the environment override it, check it.

    Raises AccountError naming the field and what it must look like.
    """
    try:
        document = yaml.safe_load(path.read_text("utf-8"))
    except yaml.YAMLError as error:
        raise AccountError(f"{path}: not YAML: {error}") from error
    if not isinstance(document, dict):
        raise AccountError(f"{path}: write the account as `key: value` lines")
    _override(document, environment)
    try:
        account = _account(document)
    except TypeError as error:
        raise AccountError(f"{path}: {error}; compare with {DEMO_ACCOUNT.name}") from error
    _check(account)
    return account


def _override(document: dict[str, Any], environment: Mapping[str, str]) -> None:
    for variable, (*parents, name) in _OVERRIDES.items():
        if variable in environment:
            place = document
            for parent in parents:
                place = place.setdefault(parent, {})
            place[name] = environment[variable]


def _account(document: Mapping[str, Any]) -> Account:
    parts = dict(document)
    return Account(
        miniprogram=MiniProgram(**parts.pop("miniprogram", {})),
        templates=tuple(Template(**each) for each in parts.pop("templates", None) or ()),
        delivery=Delivery(**parts.pop("delivery", None) or {}),
        quotas=parts.pop("quotas", None) or {},
        **parts,
    )


def _check(account: Account) -> None:
    if account.mode not in MODES:
        raise AccountError(f"mode: {account.mode!r} is none of {', '.join(MODES)}")
    if not _AES_KEY.fullmatch(account.encoding_aes_key):
        length = len(account.encoding_aes_key)
        raise AccountError(f"encoding_aes_key: give exactly 43 letters and digits, not {length}")
    if not re.fullmatch(r"[A-Za-z0-9]{3,32}", account.token):
        raise AccountError("token: give 3 to 32 letters and digits")
    for template in account.templates:
        if not template.keys:
            raise AccountError(f"templates: {template.id} has no {{{{key.DATA}}}} marker")
        for key in template.keys:
            if kind_of(key) not in TYPES:
                raise AccountError(f"templates: {key} is of none of the types {', '.join(TYPES)}")
