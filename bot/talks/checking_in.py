"""报平安 in the chat: wanting it, saying that all is well, going away, and wanting it no more."""

from datetime import date

from bot import check_ins
from bot.commands import Command, choice
from bot.context import Turn
from bot.messages import Text, Voice
from bot.spoken_days import read_first, read_last
from bot.spoken_hours import read_time
from models.check_ins import UNHEARD, How, Plan, today

EARLIEST, LATEST = "05:00", "21:30"
_YES, _NO = 1, 2


async def safe(turn: Turn, command: Command) -> str | None:
    """平安: all is well today; 我很好 means it only of those somebody waits for."""
    sign = await check_ins.heard_of(turn.services, turn.person, _how(turn))
    if sign is None:
        return None if command.rest else turn.say("check_in.no_plan")
    if turn.session.form is not None and turn.session.form.startswith("check_in"):
        turn.close_form()
    if sign.ends_alarm:
        said = turn.say("check_in.safe_after_alarm")
    else:
        said = turn.say("check_in.safe" if sign.is_new else "check_in.safe_again")
    return await _with_later(turn, said) if sign.is_new else said


async def one(turn: Turn) -> str | None:
    """A bare 1 outside any form: all is well, or yes to what was proposed; else None."""
    plan = await turn.services.store.check_ins.plan(turn.person)
    if plan is None:
        return None
    if plan.is_proposed:
        plan = await check_ins.set_up(turn.services, turn.person, plan.by, turn.person)
        return turn.say("check_in.begun", by=plan.by)
    if not plan.runs or not await _is_asked(turn):
        return None
    sign = await check_ins.heard_of(turn.services, turn.person, How.ONE)
    if sign is None or not sign.is_new:
        return None
    if sign.ends_alarm:
        return turn.say("check_in.safe_after_alarm")
    return await _with_later(turn, turn.say("check_in.safe"))


async def _is_asked(turn: Turn) -> bool:
    """Whether a day is open, and nothing else was talked of since: else a 1 may choose that."""
    for day in await turn.services.store.check_ins.unheard(turn.person, limit=1):
        since = day.asked or day.opens
        last = turn.previous
        is_first = last is None or last.at < since
        return day.state in UNHEARD and day.opens <= turn.now and is_first
    return False


async def _with_later(turn: Turn, said: str) -> str:
    """Ask those who were late often whether a later time suits."""
    later = await check_ins.asks_for_later(turn.services, turn.person)
    if later is None:
        return said
    turn.open_form("check_in_later", by=later)
    return f"{said}\n{turn.say('check_in.later', by=later)}"


async def answer_later(turn: Turn, text: str) -> str | None:
    """1: the later time; 2: as it was."""
    chosen, by = choice(text), turn.session.answers["by"]
    if chosen not in (_YES, _NO):
        return None
    turn.close_form()
    if chosen == _NO:
        return turn.say("check_in.later_kept")
    await check_ins.set_up(turn.services, turn.person, by, turn.person)
    return turn.say("check_in.begun", by=by)


async def start(turn: Turn, command: Command) -> str:
    """每天报平安: ask for the time, or take the one that was said."""
    turn.close_form()
    if command.rest:
        return _with_time(turn, command.rest)
    plan = await turn.services.store.check_ins.plan(turn.person)
    if plan and plan.runs:
        return turn.say("check_in.have", by=plan.by)
    turn.open_form("check_in_time")
    return turn.say("check_in.which_time")


async def answer_time(turn: Turn, text: str) -> str:
    """The time, which is said back to be confirmed."""
    return _with_time(turn, text)


def _with_time(turn: Turn, said: str) -> str:
    by = read_time(said.removesuffix("之前").removesuffix("以前").removesuffix("前"))
    if by is None or not EARLIEST <= by <= LATEST:
        turn.open_form("check_in_time")
        return turn.say("check_in.unclear_time" if by is None else "check_in.too_late")
    turn.open_form("check_in_agree", by=by)
    any_counts = turn.services.check_in.any_message
    return turn.say("check_in.confirm_any" if any_counts else "check_in.confirm", by=by)


async def answer_agree(turn: Turn, text: str) -> str | None:
    """1: it begins; 2: another time."""
    chosen, by = choice(text), turn.session.answers["by"]
    if chosen == _NO:
        turn.open_form("check_in_time")
        return turn.say("check_in.which_time")
    if chosen != _YES:
        return None
    turn.close_form()
    await check_ins.set_up(turn.services, turn.person, by, turn.person)
    return turn.say("check_in.begun", by=by)


async def stop(turn: Turn, command: Command) -> str | None:
    """停止报平安: nobody waits any more."""
    plan = await turn.services.store.check_ins.plan(turn.person)
    if plan is None or plan.paused:
        return None
    turn.close_form()
    await check_ins.stop(turn.services, plan)
    return turn.say("check_in.stopped")


async def away(turn: Turn, command: Command) -> str | None:
    """明天不在家, 去女儿家到周日: these days are not waited for; of others it is a need."""
    plan = await _running(turn)
    if plan is None:
        return None
    here = today(turn.now)
    first = read_first(command.rest or "", here)
    last = read_last(command.rest or "", first, here)
    if last is None:
        turn.open_form("check_in_until", first=str(first))
        return turn.say("check_in.which_day")
    return await _go_away(turn, plan, first, last)


async def answer_until(turn: Turn, text: str) -> str | None:
    """The last day away."""
    plan, here = await _running(turn), today(turn.now)
    if plan is None:
        return None
    first = date.fromisoformat(turn.session.answers["first"])
    last = read_last(text, first, here)
    if last is None:
        return turn.say("check_in.unclear_day")
    return await _go_away(turn, plan, first, last)


async def _go_away(turn: Turn, plan: Plan, first: date, last: date) -> str:
    turn.close_form()
    await check_ins.go_away(turn.services, plan, str(first), str(last))
    begin, end = (f"{each.month}月{each.day}日" for each in (first, last))
    if first == last:
        days = turn.say("check_in.away_one", first=begin)
    else:
        days = turn.say("check_in.away_several", first=begin, last=end)
    return turn.say("check_in.away", days=days)


async def back(turn: Turn, command: Command) -> str | None:
    """我回来了: waited for again."""
    plan = await _running(turn)
    if plan is None or plan.away_from is None:
        return None
    await check_ins.come_back(turn.services, plan)
    return turn.say("check_in.back", by=plan.by)


async def _running(turn: Turn) -> Plan | None:
    plan = await turn.services.store.check_ins.plan(turn.person)
    return plan if plan and plan.runs else None


def _how(turn: Turn) -> How:
    if isinstance(turn.message, Voice):
        return How.VOICE
    is_tap = isinstance(turn.message, Text) and turn.message.menu_id is not None
    return How.TAP if is_tap else How.WORD
