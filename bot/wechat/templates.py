"""Filling the account's own templates, whose keywords every account names differently."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from bot.wechat.keywords import FITS, Unfit, fit_value

_KEYWORD = re.compile("([a-z_]+?)[0-9]+")
# WeChat's dates are those of China, which has one time zone and no daylight saving.
_CHINA = timezone(timedelta(hours=8))

Value = str | datetime


class TemplateError(ValueError):
    """A template or a value that WeChat would not accept; the words name the field."""


@dataclass(frozen=True, slots=True)
class TemplateSpec:
    """A template of the account: its id, and for each field of ours the account's keyword.

    For example `{"progress": "thing3"}`; a field the template has no keyword for is left out.
    Raises TemplateError for a keyword of no known type, or one that is used twice.
    """

    id: str
    fields: Mapping[str, str]

    def __post_init__(self) -> None:
        for name, keyword in self.fields.items():
            if _kind(keyword) not in FITS:
                known = ", ".join(FITS)
                raise TemplateError(f"{name}: {keyword!r} must be one of {known} and a number")
            if list(self.fields.values()).count(keyword) > 1:
                raise TemplateError(f"{name}: {keyword} is given to another field as well")


def fit(spec: TemplateSpec, values: Mapping[str, Value]) -> dict[str, dict[str, str]]:
    """Return the `data` of a template message, every value fitted to its keyword's type.

    Texts lose line breaks, emoji and personal numbers and are shortened; times are shown in
    China's time. Raises TemplateError naming the first field that is missing or cannot be fitted.
    """
    return {
        keyword: {"value": _fitted(name, keyword, values)} for name, keyword in spec.fields.items()
    }


def _fitted(name: str, keyword: str, values: Mapping[str, Value]) -> str:
    if name not in values:
        raise TemplateError(f"{name}: has no value for {keyword}")
    try:
        return fit_value(_kind(keyword), _as_text(values[name], _kind(keyword)))
    except Unfit as unfit:
        raise TemplateError(f"{name}: a {keyword} {unfit}") from None


def _kind(keyword: str) -> str:
    found = _KEYWORD.fullmatch(keyword)
    return found[1] if found else ""


def _as_text(value: Value, kind: str) -> str:
    if isinstance(value, str):
        return value
    if value.tzinfo is None:
        raise Unfit("needs a time that knows its time zone")
    local = value.astimezone(_CHINA)
    return f"{local:%Y-%m-%d}" if kind == "date" else f"{local:%Y-%m-%d %H:%M}"
