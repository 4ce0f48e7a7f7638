"""Free words become a ticket at once, or join the one just opened; the answer says which."""

import contextlib

from bot.alarms import raised
from bot.context import Turn
from bot.display import ticket_line
from bot.filing import draft, in_queue, learned, next_step, words_of
from bot.neighbours import communities
from bot.talks import duplicates, limitation
from models.moves import Actor, Move
from models.steps import IllegalMoveError
from models.ticket import LONGEST_TIMELINE, Ticket
from nlp import OTHER, Understanding

LEAST_LETTERS = 2


async def hear(turn: Turn, text: str) -> str:
    """Understand free words and file or join."""
    if sum(letter.isalnum() for letter in text) < LEAST_LETTERS:
        return turn.missed("menu.unclear")
    understood = turn.services.understander.understand(text)
    if understood.danger:
        return await _file_danger(turn, text, understood, understood.danger)
    if turn.session.files_too_much(turn.now):
        return await _add_to_last(turn, text)
    joined = await _join(turn, text, understood)
    return joined or await file(turn, text, understood)


async def file(turn: Turn, text: str, understood: Understanding, queue: str | None = None) -> str:
    """File one ticket a need; ``queue`` is what the resident chose, else what we understood."""
    is_several = len({need.queue for need in understood.needs}) > 1
    if queue is None and understood.sure and is_several:
        return await _file_each(turn, understood)
    if queue is None and not _is_clear(understood):
        ticket = await draft(turn, OTHER, text, understood, undecided=True)
        turn.open_form("which_queue", ticket=ticket.id)
        return turn.missed("report.undecided", number=ticket.number)
    if known := await duplicates.find(turn, queue or understood.queue, text, understood):
        return await duplicates.ask(turn, known, queue or understood.queue, text, understood)
    ticket = await draft(turn, queue or understood.queue, text, understood)
    answer = turn.say(
        "report.filed",
        number=ticket.number,
        queue=turn.say(f"queue.{ticket.queue}"),
        evidence=_heard(turn, ticket),
        next=next_step(turn.services, ticket),
    )
    asked = limitation.with_question(turn, ticket, await with_area_question(turn, ticket, answer))
    # Somebody who has to answer a question reads nothing else.
    return f"{answer}\n{turn.say('report.hints')}" if asked == answer else asked


def _is_clear(understood: Understanding) -> bool:
    """Whether we may go ahead: sure, and because of words, not for want of any."""
    if not (understood.sure and words_of(understood, understood.queue)):
        return False
    return understood.queue != OTHER or understood.evidence[0].queue == OTHER


async def with_area_question(turn: Turn, ticket: Ticket, answer: str) -> str:
    """The answer, and the question where the resident lives when nobody knows."""
    found = communities(turn.services.areas)
    if ticket.area or not found or turn.behalf:
        return answer
    turn.open_form("which_area", ticket=ticket.id)
    lines = "\n".join(f"{n} {area.name}" for n, area in enumerate(found, 1))
    return answer + "\n" + turn.say("report.which_area", choices=lines)


async def _file_each(turn: Turn, understood: Understanding) -> str:
    parts: dict[str, list[str]] = {}
    for need in understood.needs:
        parts.setdefault(need.queue, []).append(need.text)
    for queue, texts in parts.items():
        await draft(turn, queue, "，".join(texts), understood)
    lines = [ticket_line(ticket, turn.services.phrases) for ticket in turn.filed]
    answer = asked = turn.say("report.filed_two", count=len(lines), lines="\n".join(lines))
    for ticket in turn.filed:
        asked = limitation.with_question(turn, ticket, asked)
    return f"{answer}\n{turn.say('report.hints_two')}" if asked == answer else asked


async def _add_to_last(turn: Turn, text: str, danger: str | None = None) -> str:
    """Somebody filed very much: what they say now is kept with the last ticket."""
    for ticket in await turn.asked(None):
        with contextlib.suppress(IllegalMoveError):
            ticket = await turn.move(ticket, Move.ADD, Actor.ASKER, note=text)
            if danger:
                await raised(turn.services, ticket, danger=danger)
            return turn.say("report.too_much", number=ticket.number)
    return turn.say("report.far_too_much")


async def _file_danger(turn: Turn, text: str, understood: Understanding, danger: str) -> str:
    """Say the right number first; more words about a danger join its ticket."""
    advice = turn.say(f"danger.{danger}")
    turn.close_form()
    ticket = await open_ticket(turn)
    if ticket and ticket.danger:
        with contextlib.suppress(IllegalMoveError):
            ticket = await turn.move(ticket, Move.ADD, Actor.ASKER, note=text)
            await raised(turn.services, ticket, danger=danger)
            return turn.say("danger.filed", advice=advice, number=ticket.number)
    if turn.session.files_too_much(turn.now):
        return f"{advice}\n{await _add_to_last(turn, text, danger)}"
    ticket = await draft(turn, OTHER, text, understood)
    return turn.say("danger.filed", advice=advice, number=ticket.number)


async def _join(turn: Turn, text: str, understood: Understanding) -> str | None:
    """Add the words to the ticket just opened, unless they are plainly about something else."""
    ticket = await open_ticket(turn)
    if ticket is None or _is_another_need(turn, ticket, understood):
        return None
    try:
        new = learned(ticket, understood)
        ticket = await turn.move(ticket, Move.ADD, Actor.ASKER, note=text, **new)
    except IllegalMoveError:
        return None
    turn.join_to(ticket.id)
    if ticket.undecided and understood.sure and understood.queue != OTHER:
        return await sort_into(turn, ticket, understood.queue)
    turn.is_missed = ticket.undecided and not _is_clear(understood)
    queue = turn.say(f"queue.{ticket.queue}")
    return turn.say("report.joined", number=ticket.number, queue=queue)


async def open_ticket(turn: Turn) -> Ticket | None:
    """The ticket that more words, photos or places would join."""
    if not turn.session.ticket:
        return None
    ticket = await turn.services.store.tickets.get(turn.session.ticket)
    if ticket is None or turn.person not in ticket.askers:
        return None  # such as an elder's, who took the consent back
    return ticket if len(ticket.events) < LONGEST_TIMELINE else None


def wants_person(turn: Turn, ticket: Ticket) -> bool:
    """Whether somebody only asked for a person, whom all further words are for."""
    return ticket.text == turn.say("report.person_text")


def _is_another_need(turn: Turn, ticket: Ticket, understood: Understanding) -> bool:
    known = understood.sure and understood.queue != OTHER
    takes_any = ticket.undecided or wants_person(turn, ticket)
    return known and not takes_any and understood.queue != ticket.queue


async def sort_into(turn: Turn, ticket: Ticket, queue: str) -> str:
    """Put a ticket into another queue; its ladder starts anew."""
    sorted_in = in_queue(turn.services, ticket, queue)
    try:
        ticket = await turn.move(ticket, Move.REROUTE, Actor.ASKER, **sorted_in)
    except IllegalMoveError:
        return turn.say("report.taken_already", number=ticket.number)
    turn.close_form()
    said = turn.say(
        "report.sorted",
        number=ticket.number,
        queue=turn.say(f"queue.{queue}"),
        next=next_step(turn.services, ticket),
    )
    return limitation.with_question(turn, ticket, said)


def _heard(turn: Turn, ticket: Ticket) -> str:
    words = "、".join(ticket.evidence)
    return turn.say("report.evidence", words=words) if words else ""
