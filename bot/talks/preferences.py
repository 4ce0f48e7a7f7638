"""我的设置: when a volunteer wants tasks and how many, said in the chat and kept with them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.commands import Command
from bot.context import Turn
from bot.phrases import Phrases
from bot.spoken_hours import read_count, read_daily, read_time, read_weekly
from models.hours import DAY, Daily, Weekly
from models.people import Volunteer

CAPS = range(1, 21)
RESTS = range(1, 24 * 60 + 1)  # minutes
_HOUR = 60
# What a word sets, and what it is without it.
DEFAULTS: dict[str, Any] = {"quiet": None, "digest": None, "hours": (), "cap": 5, "rest": 0}
_NAMED = {
    "免打扰": "quiet",
    "汇总": "digest",
    "只接": "hours",
    "接单时间": "hours",
    "最多": "cap",
    "休息": "rest",
}


async def show(turn: Turn, command: Command) -> str | None:
    """我的设置: all there is, and how to change it."""
    volunteer = await _volunteer(turn)
    if volunteer is None:
        return turn.say("volunteer.not_one")
    return turn.say("preferences.all", **_values(turn, volunteer))


async def keep_quiet(turn: Turn, command: Command) -> str | None:
    """免打扰 22点到7点: no notice in these hours, but for what is urgent."""
    return await _set(turn, command, "quiet", read_daily(command.rest or ""))


async def gather(turn: Turn, command: Command) -> str | None:
    """汇总 18点: all new tasks of a day in one message."""
    return await _set(turn, command, "digest", read_time(command.rest or ""))


async def want(turn: Turn, command: Command) -> str | None:
    """只接 周一到周五 晚上6点到9点: tasks only in these hours."""
    return await _set(turn, command, "hours", read_weekly(command.rest or ""))


async def have_at_most(turn: Turn, command: Command) -> str | None:
    """最多 3 件: so many tasks in hand at once."""
    count = read_count((command.rest or "").rstrip("件个单"))
    return await _set(turn, command, "cap", count if count in CAPS else None)


async def rest(turn: Turn, command: Command) -> str | None:
    """休息 60 分钟: no new task for so long after one is done."""
    minutes = _minutes(command.rest or "")
    return await _set(turn, command, "rest", minutes if minutes in RESTS else None)


async def clear(turn: Turn, command: Command) -> str | None:
    """取消免打扰: as if it had never been set."""
    name = _NAMED[command.rest or ""]
    return await _set(turn, command, name, DEFAULTS[name], is_cleared=True)


async def _set(
    turn: Turn, command: Command, name: str, value: Any, *, is_cleared: bool = False
) -> str | None:
    """Keep it, and say all that is set; for those who are no volunteers it is no command."""
    volunteer = await _volunteer(turn)
    if volunteer is None:
        return None
    if value is None and not is_cleared:
        return turn.say(f"preferences.unclear.{name}")
    changes: dict[str, Any] = {name: value}
    volunteer = replace(volunteer, **changes)
    await turn.services.store.volunteers.put(volunteer)
    said = {"name": turn.say(f"preferences.name.{name}"), "value": _values(turn, volunteer)[name]}
    return turn.say("preferences.kept", **said)


async def _volunteer(turn: Turn) -> Volunteer | None:
    return await turn.services.store.volunteers.get(turn.person)


def _values(turn: Turn, volunteer: Volunteer) -> Mapping[str, str]:
    """Each setting in words."""
    say = turn.services.phrases
    hours = hours_in_words(say, volunteer)
    quiet = _day(say, Daily.parse(volunteer.quiet)) if volunteer.quiet else None
    return {
        "hours": hours,
        "quiet": quiet or say("preferences.none"),
        "digest": volunteer.digest or say("preferences.none"),
        "cap": say("preferences.count", count=volunteer.cap),
        "rest": say("preferences.minutes", minutes=volunteer.rest),
    }


def hours_in_words(say: Phrases, volunteer: Volunteer) -> str:
    """When somebody wants tasks."""
    hours = "；".join(_week(say, Weekly.parse(each)) for each in volunteer.hours)
    return hours or say("preferences.always")


def _day(say: Phrases, hours: Daily) -> str:
    return say("preferences.whole_day") if hours == Daily(0, DAY) else str(hours)


def _week(say: Phrases, weekly: Weekly) -> str:
    days = "".join(say(f"weekday.{day}") for day in sorted(weekly.days))
    return say("preferences.days", days=days, hours=_day(say, weekly.hours))


def _minutes(said: str) -> int | None:
    """How many minutes 60分钟, 半小时, 一个小时 or 1个半小时 are."""
    words = said.replace(" ", "").replace("钟头", "小时")
    if "小时" not in words:
        return read_count(words.removesuffix("钟").removesuffix("分"))
    number = words.removesuffix("小时").removesuffix("个")
    is_half = number.endswith("半")
    whole = number.removesuffix("半").removesuffix("个")
    count = read_count(whole) if whole else 0
    return count * _HOUR + (_HOUR // 2 if is_half else 0) if count is not None else None
