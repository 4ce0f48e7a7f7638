"""The keyword types of notices: how a value of ours becomes one that WeChat accepts.

Source: WeChat 订阅消息 docs, 参数类型; `short_thing` and its five characters from the field.
"""

import re
from collections.abc import Callable, Mapping

from bot.wechat.wording import mask_digits, mask_person, one_line, shorten

_HAN = "\u3400-\u9fff"
_HOUR = r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_CHINESE_DATE = rf"(?:\d{{4}}年{_MONTH}月(?:{_DAY}日)?|{_MONTH}月{_DAY}日)"
_DATE = rf"(?:{_CHINESE_DATE}|(?:\d{{4}}[-/.])?{_MONTH}[-/.]{_DAY})"
_TIME = rf"(?:{_DATE} )?{_HOUR}"
_LONG_DATE = rf"{_DATE}(?: {_HOUR})?"


class Unfit(ValueError):  # noqa: N818 - the reason a value cannot be fitted
    """The value cannot be made into one of its type."""


Fit = Callable[[str], str]


def _thing(limit: int) -> Fit:
    return lambda value: shorten(mask_digits(one_line(value)), limit)


def _pattern(pattern: str, rule: str) -> Fit:
    compiled = re.compile(pattern)

    def fit(value: str) -> str:
        plain = mask_person(one_line(value))
        if not compiled.fullmatch(plain):
            raise Unfit(rule)
        return plain

    return fit


def _registered(value: str) -> str:
    if value != one_line(value) or len(value) > 20:
        raise Unfit("must be a value registered with the template")
    return value


def _name(value: str) -> str:
    plain = one_line(value)
    if any(character.isdigit() for character in plain):
        raise Unfit("must have no digits")
    return plain[: 20 if plain.isascii() else 10].strip()


def _amount(value: str) -> str:
    plain = one_line(value)
    signed = plain if plain[:1] in "¥￥$€£" else f"￥{plain}"
    if not re.fullmatch(r"[¥￥$€£]\d{1,10}(?:\.\d{1,2})?元?", signed):
        raise Unfit("must be a sum of at most 10 digits, such as 100.00")
    return signed


FITS: Mapping[str, Fit] = {
    "thing": _thing(20),
    "short_thing": _thing(5),
    "number": _pattern(r"(?=.{1,32}$)\d+(?:\.\d+)?", "must be a number of at most 32 digits"),
    "letter": _pattern(r"[A-Za-z]{1,32}", "must be 1 to 32 letters"),
    "symbol": _pattern(r"[^\w\s]{1,5}", "must be 1 to 5 symbols"),
    "character_string": _pattern(r"[!-~]{1,32}", "must be 1 to 32 letters, digits and symbols"),
    "time": _pattern(f"{_TIME}(?:~{_TIME})?", "must be a time such as 2026-01-31 15:01"),
    "date": _pattern(f"{_LONG_DATE}(?:~{_LONG_DATE})?", "must be a date such as 2026-01-31"),
    "amount": _amount,
    "phone_number": _pattern(r"[\d+()*# -]{1,17}", "must be a phone number"),
    "car_number": _pattern(
        rf"[{_HAN}A-Z0-9][A-Z0-9]{{3,6}}[{_HAN}A-Z0-9]", "must be a number plate"
    ),
    "name": _name,
    "phrase": _pattern(f"[{_HAN}]{{1,5}}", "must be 1 to 5 Chinese characters"),
    "const": _registered,
    "enum": _registered,
}


def fit_value(kind: str, value: str) -> str:
    """Return `value` as a non-empty value of the type `kind`; raise Unfit if that cannot be."""
    fitted = FITS[kind](value)
    if not fitted:
        raise Unfit("must not be empty")
    return fitted
