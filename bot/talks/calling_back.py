"""回访: staff ask by phone whether it is really done, where the asker did not say so."""

import re

from bot.commands import Command, plain
from bot.context import Turn
from bot.display import short
from bot.noises import PAUSE
from bot.oversight import Oversight
from bot.talks import staff
from models.moves import Move
from models.ticket import Ticket

SHOWN = 5
# What the asker said on the phone: how it begins, or the number of the choice.
_RESULTS = tuple(
    (name, re.compile(rf"(?:{number}(?![0-9])|{words}){PAUSE}*(?P<rest>.*)"))
    for number, name, words in (
        (1, "content", "(?:很|非常|挺|比较|基本|都)?满意了?|(?:已经)?(?:修|办|弄)?好了"),
        (2, "unreached", "(?:电话)?(?:没有?人?接(?:听|电话)?|无人接听?|打不通|关机|停机|空号)"),
        (3, "discontent", "不(?:太|怎么|是很)?满意|还?没有?(?:修|办|弄)?好|还?没有?解决"),
    )
)


async def call_back(turn: Turn, command: Command) -> str | None:
    """回访 N and what the asker said; alone, who is still to be called."""
    if command.number:
        return await staff.do(turn, command, _call_back)
    oversight = await staff.oversight_of(turn)
    if oversight is None or oversight.member.is_outside:
        return None
    return await _list(turn, oversight)


async def _list(turn: Turn, oversight: Oversight) -> str:
    tickets = turn.services.store.tickets
    found = await tickets.to_call_back(oversight.member.area, turn.now, limit=SHOWN)
    if not found:
        return turn.say("call_back.none")
    lines = "\n".join(_line(turn, each) for each in found)
    return turn.say("call_back.list", lines=lines)


def _line(turn: Turn, ticket: Ticket) -> str:
    rated = turn.say("call_back.stars", stars=ticket.rating) if ticket.rating else ""
    return turn.say(
        "call_back.line",
        number=ticket.number,
        queue=turn.say(f"queue.{ticket.queue}"),
        text=short(ticket.text, 8),
        rated=rated,
    )


async def _call_back(turn: Turn, oversight: Oversight, ticket: Ticket, words: str) -> str:
    result, rest = _read(words)
    if result is None:
        question = turn.say("call_back.ask", number=ticket.number)
        return staff.ask(turn, oversight, ticket, Move.CONFIRM, "call_back", question)
    if result == "discontent" and not rest:
        question = turn.say("call_back.ask_why", number=ticket.number)
        return staff.ask(turn, oversight, ticket, Move.NOT_FIXED, "call_back", question, said=words)
    if result == "discontent":
        await oversight.redo(ticket, rest)
        return turn.say("call_back.redone", number=ticket.number)
    noted = [turn.say(f"call_back.noted.{result}"), rest]
    await oversight.confirm(ticket, "，".join(each for each in noted if each))
    return turn.say("call_back.confirmed", number=ticket.number)


def _read(words: str) -> tuple[str | None, str]:
    """What came of the call, and what was said besides."""
    for name, pattern in _RESULTS:
        if match := pattern.fullmatch(plain(words)):
            return name, match["rest"]
    return None, ""
