"""The types of template parameters: what each key prefix admits, and nothing more."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from simulator.errors import ApiError

_HAN = "\u3400-\u9fff\uf900-\ufaff"
_DAY = r"(\d{4}年\d{1,2}月(\d{1,2}日)?|\d{1,2}月\d{1,2}日|(\d{4}[-/.])?\d{1,2}[-/.]\d{1,2})"
_HOUR = r"([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?"
_MOMENT = rf"({_DAY} )?{_HOUR}"
_DATE = rf"{_DAY}( {_HOUR})?"


def _within(limit: int) -> Callable[[str], bool]:
    return lambda value: len(value) <= limit


def _matches(pattern: str) -> Callable[[str], bool]:
    return lambda value: re.fullmatch(pattern, value) is not None


def _is_name(value: str) -> bool:
    if any(character.isdigit() for character in value):
        return False
    return len(value) <= (10 if re.search(f"[{_HAN}]", value) else 20)


def _is_symbols(value: str) -> bool:
    return len(value) <= 5 and not any(character.isalnum() for character in value)


# Source: WeChat 小程序 docs, subscription messages, parameter types (also used by 服务号
# templates); short_thing and its 5 characters are field practice.
TYPES: Mapping[str, Callable[[str], bool]] = {
    "thing": _within(20),
    "short_thing": _within(5),
    "number": _matches(r"(?=.{1,32}$)\d+(\.\d+)?"),
    "letter": _matches(r"[A-Za-z]{1,32}"),
    "symbol": _is_symbols,
    "character_string": _matches(r"[\x21-\x7e]{1,32}"),
    "time": _matches(f"{_MOMENT}(~{_MOMENT})?"),
    "date": _matches(f"{_DATE}(~{_DATE})?"),
    "amount": _matches(r"[¥￥$€£]\d{1,10}(\.\d+)?元?"),
    "phone_number": _matches(r"[\d+()*# -]{1,17}"),
    "car_number": _matches(rf"[{_HAN}A-Z0-9][A-Z0-9]{{0,6}}[{_HAN}A-Z0-9]"),
    "name": _is_name,
    "phrase": _matches(f"[{_HAN}]{{1,5}}"),
    "const": _within(20),
    "enum": _within(20),
}


def check_data(keys: Sequence[str], data: object) -> dict[str, str]:
    """Return the values by key; raises ApiError 47003 naming the first field that breaks a rule.

    The key set must be exactly these keys; every value must be non-empty and of its type.
    """
    if not isinstance(data, dict):
        raise ApiError(47003, "data is not an object")
    for key in data:
        if key not in keys:
            raise ApiError(47003, f"data.{key} is not a key of the template")
    return {key: _check_value(key, data.get(key)) for key in keys}


def _check_value(key: str, entry: Any) -> str:
    if not isinstance(entry, dict) or "value" not in entry:
        raise ApiError(47003, f"data.{key}.value is missing")
    value = entry["value"]
    if not isinstance(value, str):
        raise ApiError(47003, f"data.{key}.value is not a string")
    if not value.strip():
        raise ApiError(47003, f"data.{key}.value is empty")
    if not all(_is_printable(character) for character in value) or not _fits(key, value):
        raise ApiError(47003, f"data.{key}.value invalid")
    return value


def _fits(key: str, value: str) -> bool:
    return TYPES[kind_of(key)](value)


def kind_of(key: str) -> str:
    """Return the type a key is named after: `thing` for `thing1`."""
    return key.rstrip("0123456789")


def _is_printable(character: str) -> bool:
    if character in "\u200d\ufe0f":
        return False  # the glue of emoji
    is_emoji = ord(character) >= 0x1F000 and unicodedata.category(character) in ("So", "Sk", "Cn")
    return not is_emoji and unicodedata.category(character) not in ("Cc", "Zl", "Zp", "Cs")
