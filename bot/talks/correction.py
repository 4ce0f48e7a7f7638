"""When we got it wrong: choosing another queue, saying it was another matter, saying where."""

from dataclasses import replace

from bot.commands import Command, choice
from bot.context import Turn
from bot.filing import CHOICES, area_path
from bot.messages import Text
from bot.neighbours import communities
from bot.parse import parse
from bot.talks import limitation, report
from models.moves import LIVE, UNHELD, Actor, Move
from models.steps import IllegalMoveError
from models.ticket import Ticket
from nlp import OTHER

LEAVE_WITH_DESK = 5


async def correct(turn: Turn, command: Command) -> str:
    """改: ask again which queue the last ticket belongs to."""
    ticket = await report.open_ticket(turn) or await _latest(turn)
    if ticket is None or ticket.state not in LIVE:
        return turn.say("report.nothing_to_correct")
    if ticket.state not in UNHELD:
        return turn.say("report.taken_already", number=ticket.number)
    turn.open_form("which_queue", ticket=ticket.id)
    return turn.say("report.which_queue", number=ticket.number)


async def answer_queue(turn: Turn, text: str) -> str | None:
    """The resident chose a queue by number; anything else is heard as words."""
    chosen = choice(text)
    ticket = await turn.services.store.tickets.get(turn.session.answers["ticket"])
    if ticket is None or chosen is None:
        turn.close_form()
        return None
    if chosen == LEAVE_WITH_DESK:
        return await _leave_with_desk(turn, ticket)
    if chosen not in CHOICES:
        return turn.missed("report.which_queue", number=ticket.number)
    await turn.services.store.corrections.note(ticket.id, turn.now, ticket.area_path)
    return await report.sort_into(turn, ticket, CHOICES[chosen])


async def answer_area(turn: Turn, text: str) -> str | None:
    """The resident said where they live; it is remembered for the next time."""
    chosen = choice(text)
    found = communities(turn.services.areas)
    ticket = await turn.services.store.tickets.get(turn.session.answers["ticket"])
    if chosen and chosen > len(found):
        return turn.missed("volunteer.wrong_area")
    turn.close_form()
    if ticket is None or not chosen:
        return None
    area = found[chosen - 1]
    await turn.keep(replace(await turn.resident(), area=area.id))
    path = area_path(turn.services.areas, area.id)
    try:
        await turn.move(ticket, Move.REROUTE, Actor.ASKER, area_path=path)
    except IllegalMoveError:
        return turn.say("report.taken_already", number=ticket.number)
    said = turn.say("report.area_set", area=area.name, number=ticket.number)
    return limitation.with_question(turn, ticket, said)


async def another(turn: Turn, command: Command) -> str | None:
    """新的: words that were added to a ticket get one of their own; else new words are awaited.

    Where we asked whether it is a known matter, it is the answer.
    """
    if turn.session.form == "same_matter":
        return None
    ticket, previous = await report.open_ticket(turn), turn.previous
    turn.close_form()
    turn.session = turn.session.settled()
    was_added = ticket and previous and ticket.heard(previous.key, Move.ADD)
    before = parse(previous.message.encode()) if was_added and previous else None
    if not isinstance(before, Text):
        return turn.say("report.another")
    understood = turn.services.understander.understand(before.content)
    return await report.file(turn, before.content, understood)


async def _leave_with_desk(turn: Turn, ticket: Ticket) -> str:
    await report.sort_into(turn, ticket, OTHER)
    return turn.say("report.left_with_desk", number=ticket.number)


async def _latest(turn: Turn) -> Ticket | None:
    found = await turn.services.store.tickets.asked_by(turn.person, limit=1)
    return found[0] if found else None
