"""否决, 督办, 转办, 并案, 电话, 改派: what staff do to a ticket besides sending somebody."""

from collections.abc import Mapping

from bot.commands import Command, choice, number_alone, plain
from bot.context import Turn
from bot.display import details_of
from bot.neighbours import agencies_for, agency_of
from bot.oversight import Oversight, UnmergeableError
from bot.talks import staff
from models.moves import Move
from models.ticket import Ticket
from nlp import QUEUES

_INTO = ("并入", "并到", "合到", "到", "和", "跟", "与", "入", "进")
_TO = ("给", "到", "为", "成")


async def veto(turn: Turn, command: Command) -> str | None:
    """否决 N and why: who took it shall not do it."""
    return await staff.do(turn, command, _veto)


async def supervise(turn: Turn, command: Command) -> str | None:
    """督办 N and what is wanted."""
    return await staff.do(turn, command, _supervise)


async def hand_over(turn: Turn, command: Command) -> str | None:
    """转办 N and the agency it belongs to."""
    return await staff.do(turn, command, _hand_over)


async def merge(turn: Turn, command: Command) -> str | None:
    """并案 N M: the first is the same matter as the second."""
    return await staff.do(turn, command, _merge)


async def reveal(turn: Turn, command: Command) -> str | None:
    """电话 N and what for: the contact; that it was shown is noted."""
    return await staff.do(turn, command, _reveal)


async def reroute(turn: Turn, command: Command) -> str | None:
    """改派 N and the queue it belongs to."""
    return await staff.do(turn, command, _reroute)


async def _veto(turn: Turn, oversight: Oversight, ticket: Ticket, reason: str) -> str:
    if not reason:
        question = turn.say("oversee.ask_veto", number=ticket.number)
        return staff.ask(turn, oversight, ticket, Move.VETO, "veto", question)
    await oversight.veto(ticket, reason)
    return turn.say("oversee.vetoed", number=ticket.number)


async def _supervise(turn: Turn, oversight: Oversight, ticket: Ticket, words: str) -> str:
    if not words:
        question = turn.say("oversee.ask_supervise", number=ticket.number)
        return staff.ask(turn, oversight, ticket, Move.SUPERVISE, "supervise", question)
    await oversight.supervise(ticket, words)
    return turn.say("oversee.supervised", number=ticket.number)


async def _reveal(turn: Turn, oversight: Oversight, ticket: Ticket, purpose: str) -> str:
    if not purpose:
        question = turn.say("oversee.ask_purpose", number=ticket.number)
        return staff.ask(turn, oversight, ticket, Move.REVEAL, "reveal", question)
    ticket = await oversight.reveal(ticket, purpose)
    shown = details_of(ticket, turn.services.phrases, turn.services.areas)
    return turn.say(
        "oversee.contact", number=ticket.number, place=shown["place"], phone=shown["phone"]
    )


async def _hand_over(turn: Turn, oversight: Oversight, ticket: Ticket, said: str) -> str:
    agencies = agencies_for(turn.services, ticket)
    if not agencies:
        return turn.say("oversee.no_agency")
    agency = _chosen(agencies, said)
    if agency is None:
        question = turn.say("oversee.ask_agency", number=ticket.number, choices=_numbered(agencies))
        return staff.ask(turn, oversight, ticket, Move.HAND_OVER, "hand_over", question)
    await oversight.hand_over(ticket, agency)
    if await agency_of(turn.services, agency):
        return turn.say("oversee.handed_over", number=ticket.number, who=agencies[agency])
    return turn.say("oversee.send_link", number=ticket.number, who=agencies[agency])


async def _reroute(turn: Turn, oversight: Oversight, ticket: Ticket, said: str) -> str:
    queues = {queue: turn.say(f"queue.{queue}") for queue in QUEUES}
    queue = _chosen(queues, said)
    if queue is None:
        question = turn.say("oversee.ask_queue", number=ticket.number, choices=_numbered(queues))
        return staff.ask(turn, oversight, ticket, Move.REROUTE, "reroute", question)
    if queue == ticket.queue and not ticket.heard(turn.message.key):
        return turn.say("oversee.same_queue", number=ticket.number, queue=queues[queue])
    await oversight.reroute(ticket, queue)
    return turn.say("oversee.rerouted", number=ticket.number, queue=queues[queue])


async def _merge(turn: Turn, oversight: Oversight, ticket: Ticket, said: str) -> str:
    number = number_alone(_without(said, _INTO))
    if number is None:
        question = turn.say("oversee.ask_into", number=ticket.number)
        return staff.ask(turn, oversight, ticket, Move.MERGE, "merge", question)
    into = await oversight.find(number)
    if into is None:
        return turn.say("staff.not_found", number=number)
    try:
        await oversight.merge(ticket, into)
    except UnmergeableError:
        if ticket.id == into.id:
            return turn.say("oversee.same_ticket", number=number)
        state = turn.say(f"state.{into.state}")
        return turn.say("oversee.not_live", number=number, state=state)
    return turn.say("oversee.merged", number=ticket.number, into=number)


def _chosen(choices: Mapping[str, str], said: str) -> str | None:
    """The key that was chosen by its number, its name or itself."""
    words = _without(said, _TO)
    if number := choice(words):
        return list(choices)[number - 1] if number <= len(choices) else None
    fitting = [key for key, name in choices.items() if words and words in (key, name)]
    fitting = fitting or [key for key, name in choices.items() if words and words in name]
    return fitting[0] if len(fitting) == 1 else None


def _numbered(choices: Mapping[str, str]) -> str:
    return "\n".join(f"{n} {name}" for n, name in enumerate(choices.values(), 1))


def _without(said: str, beginnings: tuple[str, ...]) -> str:
    """What was said without the little word before it."""
    words = plain(said)
    little = next((each for each in beginnings if words.startswith(each)), "")
    return plain(words.removeprefix(little))
