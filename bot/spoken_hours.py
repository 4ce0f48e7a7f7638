"""Hours as people type or say them, read into the form they are kept in; strict otherwise.

What is not wholly understood is not guessed at: people are asked again.
"""

import re
import unicodedata

from models.hours import DAY, Daily, HoursError, Weekly, clock

_DIGITS = {digit: n for n, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_NUMERAL = "[零〇一二两三四五六七八九十]"
NOON = 12  # o'clock
_COUNT = re.compile(f"([0-9]{{1,4}}|{_NUMERAL}{{1,3}})")
_PART = "(早上?|清晨|凌晨|上午|中午|下午|傍晚|晚上?|夜里|半夜)?"
_TIME = re.compile(
    rf"{_PART}(?:([0-9]{{1,2}}|{_NUMERAL}{{1,3}})"
    rf"(?::([0-5][0-9])|[点时](?:钟|整|(半)|([0-9]{{1,2}}|{_NUMERAL}{{1,3}})分?)?)?|(零点))"
)
_PARTS_BEGIN = "早清凌上中下傍晚夜半"
_TO = re.compile("到|至|—+|-+|~")
_NIGHT = {"晚", "晚上", "夜里", "半夜"}
_LATER = {"中午", "下午", "傍晚"} | _NIGHT
_WEEK = "(?:周|星期|礼拜)"
_DAY_NAMES = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7, "末": 0}
_NAMED_DAYS = {
    "工作日": range(1, 6),
    "双休日": range(6, 8),
    "每天": range(1, 8),
    "天天": range(1, 8),
}
_DAYS = re.compile(
    f"{_WEEK}([一二三四五六日天])(?:到|至|-|~){_WEEK}?([一二三四五六日天])"
    f"|{_WEEK}([一二三四五六日天](?:[,、和及]?{_WEEK}?[一二三四五六日天])*)"
    f"|({_WEEK}末)|({'|'.join(_NAMED_DAYS)})"
)
_BETWEEN = ",、;和及"


def read_count(text: str) -> int | None:
    """A number in digits or numerals up to ninety-nine: 60, ６０, 六十, 十五."""
    written = _COUNT.fullmatch(_plain(text))
    if written is None:
        return None
    said = written[1]
    if said.isdecimal():
        return int(said)
    tens, ten, ones = said.partition("十")
    if not ten:
        return _DIGITS.get(said)
    if not {tens, ones} <= {"", *_DIGITS}:
        return None
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)


def read_time(text: str) -> str | None:
    """A time of day as it is kept: 18点, 晚上六点半, 18:00."""
    minutes = _minutes(_plain(text))
    return clock(minutes % DAY) if minutes is not None else None


def read_daily(text: str) -> str | None:
    """From when to when, as it is kept: 22点到7点, 晚上十点到早上七点, 22:00-7:00."""
    found = _daily(_plain(text))
    return str(found) if found else None


def read_weekly(text: str) -> tuple[str, ...] | None:
    """Days of the week and hours, as they are kept: 周一到周五晚上6点到9点，周末全天.

    Without days every day is meant, without hours the whole day.
    """
    said = _plain(text)
    named = list(_DAYS.finditer(said))
    if not named or named[0].start() > 0:
        daily = None if named else _daily(said)
        return (str(Weekly(frozenset(range(1, 8)), daily)),) if daily else None
    ends = [each.start() for each in named[1:]] + [len(said)]
    found: list[str] = []
    for days, end in zip(named, ends, strict=True):
        hours = said[days.end() : end].strip(_BETWEEN)
        is_whole_day = hours == "全天" or (not hours and len(named) == 1)
        daily, on = Daily(0, DAY) if is_whole_day else _daily(hours), _days(days)
        if daily is None or on is None:
            return None
        found.append(str(Weekly(on, daily)))
    return tuple(found)


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).strip("。.!,;:")


def _daily(said: str) -> Daily | None:
    ends = _TO.split(said)
    if len(ends) != 2:
        return None
    start, end = _minutes(ends[0]), _minutes(ends[1])
    if start is None or end is None:
        return None
    if end < start and ends[1][0] not in _PARTS_BEGIN:
        end = _later(ends[0], start, end)
    try:
        return Daily(start % DAY, end or DAY)
    except HoursError:
        return None


def _later(first: str, start: int, end: int) -> int:
    """In 晚上6点到9点 the nine is in the evening as well; in 晚上10点到7点 it is not."""
    is_later = any(first.startswith(part) for part in _LATER)
    return end + DAY // 2 if is_later and start < end + DAY // 2 <= DAY else end


def _minutes(said: str) -> int | None:
    """Minutes after midnight; 24:00 is the end of the day."""
    written = _TIME.fullmatch(said)
    if written is None:
        return None
    part, number, after_colon, half, after_point, midnight = written.groups()
    if midnight:
        return 0
    hour, minute = read_count(number), 30 if half else 0
    if after_colon or after_point:
        minute = read_count(after_colon or after_point) or 0
    if hour is None or minute > 59:
        return None
    if part in _NIGHT and hour == NOON:
        hour = 0
    elif part in _LATER and 1 <= hour < NOON:
        hour += 0 if part in ("夜里", "半夜") and hour < 6 else NOON
    total = hour * 60 + minute
    return total if total <= DAY else None


def _days(found: re.Match[str]) -> frozenset[int] | None:
    first, last, several, weekend, named = found.groups()
    if first:
        start, end = _DAY_NAMES[first], _DAY_NAMES[last]
        return frozenset(range(start, end + 1)) if start <= end else None
    if several:
        return frozenset(_DAY_NAMES[each] for each in several if each in _DAY_NAMES)
    return frozenset(range(6, 8) if weekend else _NAMED_DAYS[named])
