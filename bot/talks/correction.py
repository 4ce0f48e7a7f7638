"""When we got it wrong: choosing another queue, saying it was another matter, saying where."""

from dataclasses import replace

from bot.commands import Command, choice
from bot.context import Turn
from bot.filing import area_path
from bot.messages import Text
from bot.parse import parse
from bot.talks import report
from models.area import Level
from models.ticket import Actor, IllegalMoveError, Move, Ticket

CHOICES = {1: "repair", 2: "legal_aid", 3: "benefits", 4: "volunteer"}
LEAVE_WITH_DESK = 5


async def correct(turn: Turn, command: Command) -> str:
    """改: ask again which queue the last ticket belongs to."""
    ticket = await report.open_ticket(turn) or await _latest(turn)
    if ticket is None:
        return turn.say("report.nothing_to_correct")
    turn.open_form("which_queue", ticket=ticket.id)
    return turn.say("report.which_queue", number=ticket.number)


async def answer_queue(turn: Turn, text: str) -> str | None:
    """The resident chose a queue by number; anything else is heard as words."""
    chosen = choice(text)
    ticket = await turn.services.store.tickets.get(turn.session.answers["ticket"])
    if ticket is None or chosen not in {*CHOICES, LEAVE_WITH_DESK}:
        turn.close_form()
        return None
    if chosen == LEAVE_WITH_DESK:
        await report.sort_into(turn, ticket, report.OTHER)
        return turn.say("report.left_with_desk", number=ticket.number)
    return await report.sort_into(turn, ticket, CHOICES[chosen])


async def answer_area(turn: Turn, text: str) -> str | None:
    """The resident said where they live; it is remembered for the next time."""
    chosen = choice(text)
    communities = turn.services.areas.of_level(Level.COMMUNITY)[:9]
    ticket = await turn.services.store.tickets.get(turn.session.answers["ticket"])
    turn.close_form()
    if ticket is None or not chosen or chosen > len(communities):
        return None
    area = communities[chosen - 1]
    await turn.services.store.residents.put(replace(await turn.resident(), area=area.id))
    path = area_path(turn.services.areas, area.id)
    try:
        await turn.move(
            ticket, Move.REROUTE, Actor.ASKER, area_path=path, rung=-1, climb_at=turn.now
        )
    except IllegalMoveError:
        return turn.say("report.taken_already", number=ticket.number)
    return turn.say("report.area_set", area=area.name, number=ticket.number)


async def another(turn: Turn, command: Command) -> str:
    """新的: the words before were another matter, so they get a ticket of their own."""
    turn.session = turn.session.settled()
    before = parse(turn.previous.message.encode()) if turn.previous else None
    if not isinstance(before, Text):
        return turn.say("report.nothing_to_correct")
    understood = turn.services.understander.understand(before.content)
    return await report.file(turn, before.content, understood)


async def _latest(turn: Turn) -> Ticket | None:
    found = await turn.services.store.tickets.asked_by(turn.person, limit=1)
    return found[0] if found else None
