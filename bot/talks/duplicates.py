"""是不是这一件？A neighbour may have reported it already: then both hear of the one.

The new ticket is filed all the same, so that nothing is lost when nobody answers; only it waits a
moment before anybody is asked to come.
"""

import re
from datetime import timedelta

from bot.alike import alike
from bot.commands import spoken_choice
from bot.context import Turn
from bot.display import moment, place_of, rough_place, short
from bot.filing import draft
from models.moves import Actor, Move
from models.steps import IllegalMoveError
from models.ticket import Ticket
from nlp import Report, Understanding

TO_ANSWER = timedelta(seconds=10)  # most tap at once; who answers later is joined all the same
YES, NO = 1, 2
_MATTER = "(?:[这那]一?[件个]事?|同?一[件个回码]事?|它)?的?"
_WORDS = {
    YES: re.compile(f"(?:是|就是|对+|没错|一样){_MATTER}|[这那]一?[件个]事?"),
    NO: re.compile(f"(?:不是|不一样|是?另外?一[件个]){_MATTER}"),
}


async def find(turn: Turn, queue: str, text: str, understood: Understanding) -> Ticket | None:
    """The open ticket nearby that this is most likely about; who asks for another is not asked."""
    if turn.behalf:
        return None
    area, report = (await turn.resident()).area, Report(text, understood.slots.place)
    known = await alike(turn.services, area, queue, report)
    return next((each for each in known if not each.heard(turn.message.key)), None)


async def ask(turn: Turn, known: Ticket, queue: str, text: str, understood: Understanding) -> str:
    """File the new one and ask whether it is the known one; others' words are never shown."""
    ticket = await draft(turn, queue, text, understood, wait=TO_ANSWER)
    turn.open_form("same_matter", ticket=ticket.id, known=known.id)
    phrases, areas = turn.services.phrases, turn.services.areas
    is_own = turn.person in known.askers
    place = place_of(known, phrases, areas) if is_own else rough_place(known, phrases, areas)
    about = short(known.text, 12) if is_own else "、".join(known.evidence)
    return turn.say(
        "duplicates.ask",
        known=known.number,
        place=place,
        about=about or turn.say(f"queue.{queue}"),
        since=moment(known.created, turn.now),
        number=ticket.number,
    )


async def answer_same(turn: Turn, text: str) -> str | None:
    """1: it is the same; 2: it is another one; anything else is heard as words."""
    chosen, answers = spoken_choice(text, _WORDS), turn.session.answers
    turn.close_form()
    tickets = turn.services.store.tickets
    new, known = await tickets.get(answers["ticket"]), await tickets.get(answers["known"])
    if new is None or known is None or chosen not in (YES, NO):
        return None
    if chosen == NO:
        return turn.say("duplicates.another", number=new.number)
    return await _join(turn, new, known)


async def _join(turn: Turn, new: Ticket, known: Ticket) -> str:
    """The new ticket becomes part of the known one, whose asker and followers all hear of it."""
    try:
        await _follow(turn, new, known)
        await turn.move(new, Move.MERGE, Actor.ASKER, merged_into=known.id)
    except IllegalMoveError as error:
        state = turn.say(f"state.{error.ticket.state}")
        return turn.say("duplicates.over", known=known.number, state=state, number=new.number)
    turn.session = turn.session.settled()
    return turn.say("duplicates.following", known=known.number)


async def _follow(turn: Turn, new: Ticket, known: Ticket) -> None:
    if known.asker == turn.person:
        await turn.move(known, Move.ADD, Actor.ASKER, note=new.text)
        return
    joining = {"followers": [turn.person]}
    await turn.move(known, Move.FOLLOW, Actor.FOLLOWER, note=new.text, adds=joining)
