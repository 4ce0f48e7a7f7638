"""Days as people say them when they go away, read into dates; what is unclear is asked again."""

import re
import unicodedata
from datetime import date, timedelta

from bot.spoken_hours import read_count

LONGEST = 180  # days that somebody can be away by one word
_SUNDAY = 7
_NAMED = {"今": 0, "明": 1, "后": 2, "大后": 3}
_WEEKDAYS = {name: n for n, name in enumerate("一二三四五六日", 1)} | {"天": 7, "末": 7}
_NUMERAL = "[0-9一二两三四五六七八九十]{1,3}"
_NEAR = re.compile("(大后|今|明|后)[天儿日]")
_UNTIL = re.compile(
    "(?:到|至)?(?:"
    "(?P<near>大后|今|明|后)[天儿日]"
    "|(?P<next>下下?)?个?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天末])"
    f"|(?:(?P<month>{_NUMERAL})月)?(?P<day>{_NUMERAL})[号日]"
    ")"
)
_LASTS = re.compile(
    f"(?P<days>{_NUMERAL})天|(?P<weeks>半|{_NUMERAL})个?(?:星期|礼拜|周)|(?P<month>一)个月"
)


def read_first(text: str, today: date) -> date:
    """From which day on: 明天不在家; today when none is named first."""
    found = _NEAR.search(_plain(text).partition("到")[0])
    return today + timedelta(days=_NAMED[found[1]]) if found else today


def read_last(text: str, first: date, today: date) -> date | None:
    """The last day: 到周日, 三天, 一个星期, or the only one of 明天; None when none is named.

    None as well for a day before the first, or too far off.
    """
    said = _plain(text)
    before, until, after = said.partition("到")
    if until:
        last = _until(after, today)
    elif lasts := _LASTS.search(said):
        last = first + timedelta(days=_length(lasts) - 1)
    else:
        last = first if _NEAR.search(before) else _until(said, today)
    fits = last is not None and first <= last <= today + timedelta(days=LONGEST)
    return last if fits else None


def _until(said: str, today: date) -> date | None:
    found = _UNTIL.search(said)
    if found is None:
        return None
    if found["near"]:
        return today + timedelta(days=_NAMED[found["near"]])
    if found["weekday"]:
        weeks = len(found["next"] or "")
        monday = today - timedelta(days=today.isoweekday() - 1)
        day = monday + timedelta(days=7 * weeks + _WEEKDAYS[found["weekday"]] - 1)
        return day if day >= today else day + timedelta(days=_SUNDAY)
    return _of_month(found["month"], found["day"], today)


def _of_month(month: str | None, day: str, today: date) -> date | None:
    """The next day of this number."""
    number = read_count(day) or 0
    wanted = (read_count(month) or 0) if month else None
    for ahead in range(LONGEST + 1):
        each = today + timedelta(days=ahead)
        if each.day == number and wanted in (None, each.month):
            return each
    return None


def _length(lasts: re.Match[str]) -> int:
    if lasts["month"]:
        return 30
    if lasts["weeks"]:
        return 4 if lasts["weeks"] == "半" else 7 * (read_count(lasts["weeks"]) or 1)
    return read_count(lasts["days"]) or 1


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
