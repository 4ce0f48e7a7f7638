"""收到, 我去; 误报, 没事了: one word of whoever an alarm reached, or of whoever it is about.

To everybody else these words mean what they always mean, so they are looked up only when said.
"""

import re
from collections.abc import Sequence

from bot.alarms import is_family
from bot.commands import number_alone, plain
from bot.context import Turn
from bot.display import details_of
from bot.neighbours import as_holder
from bot.noises import bare
from bot.oversight import NotAllowedError
from bot.sayings import LONG_NUMBER
from bot.talks import staff
from models.moves import Actor, Move
from models.ticket import Ticket

_GO = "(?:马上|现在|这就|立刻|先)?"
_CONFIRM = re.compile(
    rf"(?:收到|我{_GO}(?:过?[去来]|到|(?:过?[去来])(?:看看|看一下|看下|处理|一趟))了?|我在路上了?)"
    rf"[,，、 ]*(?:我{_GO}过?[去来](?:看看)?)?{LONG_NUMBER}"
)
_CLEAR = re.compile(
    "(?:(?:是|这是|那是)?(?:误报|虚惊一?场|虚惊)了?|我没事儿?|(?:我|我们|人|现在|已经|都)*没事儿?了"
    rf"|(?:我|不小心)*[按点摁]错了?){LONG_NUMBER}"
)
# Who says so may not be free to say anything else: somebody still makes sure.
NOT_BY_A_WORD = frozenset({"self_harm", "violence", "robbery"})


async def hear(turn: Turn, text: str) -> str | None:
    """The answer to a word about an alarm; None for all that is none."""
    said = bare(plain(text))
    if match := _CONFIRM.fullmatch(said):
        return await _confirm(turn, _number(match))
    if match := _CLEAR.fullmatch(said):
        return await _clear(turn, _number(match), text)
    return None


def _number(match: re.Match[str]) -> str | None:
    return number_alone(match["number"]) if match["number"] else None


async def _confirm(turn: Turn, number: str | None) -> str | None:
    """Somebody whom the alarm told looks after it."""
    told = await turn.services.store.tickets.alarming(turn.person)
    found = [each for each in told if number in (None, each.number)]
    found = found or await _overseen(turn, number)
    waiting = [each for each in found if _waits(each) or _is_said_again(turn, each)]
    if not waiting:
        return _looked_after(turn, found[0]) if found and number else None
    if len(waiting) > 1:
        return turn.say("alarm.which", lines=_lines(waiting, "我去"))
    ticket = waiting[0]
    oversight = await staff.oversight_of(turn)
    actor = await _role(turn, ticket)
    if oversight and actor is not Actor.HOLDER:
        ticket = await oversight.confirm_alarm(ticket)
    elif actor:
        name = await _name(turn, actor)
        ticket = await turn.move(ticket, Move.CONFIRM_ALARM, actor, note=name)
    else:
        return None
    shown = details_of(ticket, turn.services.phrases, turn.services.areas)
    where = {name: shown[name] for name in ("number", "place", "phone", "text")}
    return turn.say("alarm.confirmed", **where)


async def _clear(turn: Turn, number: str | None, text: str) -> str | None:
    """The asker, the family or staff say that there is no danger."""
    tickets = turn.services.store.tickets
    own = [each for each in await turn.asked(None) if each.is_live() and each.alarm]
    told = await tickets.alarming(turn.person)
    found = [each for each in (*own, *told) if number in (None, each.number)]
    found = found or await _overseen(turn, number)
    alarming = {each.id: each for each in found if each.alarm and each.is_alarming}
    if not alarming:
        return await _cleared_already(turn, number)
    if len(alarming) > 1 and not own:
        return turn.say("alarm.which", lines=_lines(list(alarming.values()), "误报"))
    return await _end(turn, next(iter(alarming.values())), text)


async def _overseen(turn: Turn, number: str | None) -> list[Ticket]:
    """The ticket that a member of staff names, whether or not its alarm has told them yet."""
    oversight = await staff.oversight_of(turn) if number else None
    ticket = await oversight.find(number) if oversight and number else None
    return [ticket] if ticket and ticket.is_live() and ticket.alarm else []


async def _cleared_already(turn: Turn, number: str | None) -> str | None:
    """The same answer to the same message; a word about no alarm is none of ours."""
    asked = await turn.asked(number)
    done = next((each for each in asked if each.heard(turn.message.key, Move.ALL_CLEAR)), None)
    return turn.say("alarm.cleared", number=done.number) if done else None


async def _end(turn: Turn, ticket: Ticket, text: str) -> str:
    if ticket.asker == turn.person and ticket.danger in NOT_BY_A_WORD:
        await turn.move(ticket, Move.ADD, Actor.ASKER, note=text)
        return turn.say("alarm.still", number=ticket.number)
    oversight = await staff.oversight_of(turn)
    if ticket.asker == turn.person:
        ticket = await turn.move(ticket, Move.ALL_CLEAR, Actor.ASKER, note=text)
    elif oversight:
        try:
            ticket = await oversight.all_clear(ticket, text)
        except NotAllowedError:
            return turn.say("alarm.not_yours", number=ticket.number)
    elif await is_family(turn.services, ticket, turn.person):
        ticket = await turn.move(ticket, Move.ALL_CLEAR, Actor.FAMILY, note=text)
    else:
        return turn.say("alarm.not_yours", number=ticket.number)
    if turn.session.ticket == ticket.id:
        turn.session = turn.session.settled()
    return turn.say("alarm.cleared", number=ticket.number)


async def _role(turn: Turn, ticket: Ticket) -> Actor | None:
    if ticket.is_held_by(turn.person):
        return Actor.HOLDER
    if await is_family(turn.services, ticket, turn.person):
        return Actor.FAMILY
    volunteer = await turn.services.store.volunteers.get(turn.person)
    return Actor.VOLUNTEER if volunteer and volunteer.active else None


async def _name(turn: Turn, actor: Actor) -> str:
    """What the others call whoever looks after it."""
    if actor is Actor.FAMILY:
        return turn.say("alarm.family")
    known = await as_holder(turn.services, turn.person)
    return known.name if known else turn.say("alarm.family")


def _waits(ticket: Ticket) -> bool:
    return ticket.alarm is not None and ticket.alarm.is_open


def _is_said_again(turn: Turn, ticket: Ticket) -> bool:
    return ticket.heard(turn.message.key, Move.CONFIRM_ALARM)


def _looked_after(turn: Turn, ticket: Ticket) -> str:
    return turn.say("alarm.looked_after", number=ticket.number)


def _lines(tickets: Sequence[Ticket], word: str) -> str:
    return "\n".join(f"{word} {each.number}" for each in tickets[:4])
