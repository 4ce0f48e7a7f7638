"""听一听: what elders said in recordings that nobody has written down yet."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.alarms import raised
from bot.filing import TO_CONFIRM, in_queue, learned, words_of
from bot.neighbours import desk_of
from bot.oversight import Oversight
from bot.services import Services
from models.moves import UNHELD, Audience, Move
from models.notice import Notice, NoticeState
from models.ticket import Attachment, Ticket
from nlp import OTHER, Understanding

VOICE = "voice"
UNHEARD = "unheard"


async def waiting(services: Services, area: str | None, limit: int = 50) -> Sequence[Ticket]:
    """Live tickets with a recording nobody has written down, longest waiting first."""
    return await services.store.tickets.to_listen(area, services.clock(), limit)


def recordings(ticket: Ticket) -> Sequence[Attachment]:
    """The recordings of a ticket that wait: none that staff dealt with before."""
    if ticket.listen_at is None:
        return []
    since = ticket.listen_at - TO_CONFIRM
    dealt = [each.at for each in ticket.events if each.move in (Move.HEAR, Move.UNHEARD)]
    voices = (each for each in ticket.attachments if each.kind == VOICE and each.at >= since)
    return [each for each in voices if not dealt or each.at > max(dealt)]


async def write_down(oversight: Oversight, ticket: Ticket, words: str) -> Ticket:
    """Add what was heard; it is understood as if it had been typed.

    A danger makes the ticket urgent and is told to the desk; what was undecided goes to its queue.
    """
    services = oversight.services
    understood = services.understander.understand(words)
    desk = await desk_of(services, ticket.area) if understood.danger else []
    told = {Audience.SPEAKER: speakers(ticket), Audience.DESK: desk}
    known = learned(ticket, understood) | _urgency(ticket, understood)
    after = await oversight.hear(ticket, words, told, **known)
    if understood.danger:
        after = await raised(services, after, danger=understood.danger)
    queue = _belongs_to(after, understood)
    if queue is None:
        return after
    sorted_in = in_queue(services, replace(after, text=words), queue)
    return await oversight.sort(after, sorted_in | {"evidence": words_of(understood, queue)})


async def give_up(oversight: Oversight, ticket: Ticket) -> Ticket:
    """Nobody can make out the words: who sent them is told, and stands on the list to be phoned."""
    speaking = speakers(ticket)
    after = await oversight.leave_unheard(ticket, speaking)
    now = oversight.services.clock()
    position = next(n for n, each in enumerate(after.events) if each.key == oversight.key)
    for number, person in enumerate(speaking):
        call = Notice(
            f"{position}-u{number}", person, UNHEARD, now, position, NoticeState.UNDELIVERED
        )
        await oversight.services.store.ticket_debts.list_untold(ticket.id, call, (), now)
    return after


def speakers(ticket: Ticket) -> Sequence[str]:
    """Who sent the recordings that wait; a recording came with the event of its moment."""
    moments = {each.at for each in recordings(ticket)}
    moves = (Move.FILE, Move.ADD)
    said = [each.by for each in ticket.events if each.move in moves and each.at in moments]
    return list(dict.fromkeys(said)) or [ticket.asker]


def _urgency(ticket: Ticket, understood: Understanding) -> dict[str, Any]:
    is_urgent = ticket.urgent or understood.urgent or understood.danger is not None
    return {"urgent": is_urgent, "danger": ticket.danger or understood.danger}


def _belongs_to(ticket: Ticket, understood: Understanding) -> str | None:
    """Another queue it should stand in; None where it can stay, or somebody has it."""
    if ticket.state not in UNHELD:
        return None
    if understood.danger:
        return None if ticket.queue == OTHER else OTHER
    is_clear = understood.sure and understood.queue != OTHER
    return understood.queue if ticket.undecided and is_clear else None
