"""Is a time limit about to end? Asked first in legal matters, for then the centre acts at once.

Source: 法律援助法 (2022), article 44: aid comes before the decision when a limitation is about to
end within seven days.
"""

import re

from bot.commands import choice, spoken_choice
from bot.context import Turn
from bot.noises import PAUSE
from models.ladder import Ladder
from models.moves import Actor, Move
from models.steps import IllegalMoveError
from models.ticket import Ticket

QUEUE = "legal_aid"
WITHIN_A_WEEK, ORDINARY = 1, 2
# The question answered in words; what follows 有 tells which limit it is.
_WORDS = {
    WITHIN_A_WEEK: re.compile(
        rf"(?!.*[月年早])(?:(?:有的?|是的?|快到了?)(?:{PAUSE}.*)?"
        "|(?:就?剩|还有)?(?:[1-7一二两三四五六七几]天|[今明后]天|这个?(?:周|星期|礼拜))(?:之?内|就?到期)?了?)"
    ),
    ORDINARY: re.compile(
        "没有?|没得|没有期限|(?:我?也?)?(?:不(?:清楚|知道|晓得|急)|搞不清楚?)|不是的?"
    ),
}


def with_question(turn: Turn, ticket: Ticket, answer: str) -> str:
    """The answer, and the question for a legal matter unless something else is asked."""
    if ticket.queue != QUEUE or turn.session.form:
        return answer
    turn.open_form("limitation", ticket=ticket.id)
    return answer + "\n" + turn.say("limitation.ask")


async def answer_limitation(turn: Turn, text: str) -> str | None:
    """Whether it is within a week; anything but a choice is heard as words."""
    chosen = spoken_choice(text, _WORDS)
    ticket = await turn.services.store.tickets.get(turn.session.answers["ticket"])
    turn.close_form()
    if ticket is None or chosen not in (WITHIN_A_WEEK, ORDINARY):
        return None
    if chosen == ORDINARY:
        return turn.say("limitation.ordinary", number=ticket.number)
    return await _hasten(turn, ticket, None if choice(text) else text.strip())


async def _hasten(turn: Turn, ticket: Ticket, words: str | None) -> str:
    """Straight to the agency, without asking volunteers first."""
    before = _below_agency(turn.services.timetable.ladder(ticket))
    try:
        await turn.move(ticket, Move.HASTEN, Actor.ASKER, note=words, urgent=True, rung=before)
    except IllegalMoveError as error:
        state = turn.say(f"state.{error.ticket.state}")
        return turn.say("limitation.over", number=ticket.number, state=state)
    return turn.say("limitation.hastened", number=ticket.number)


def _below_agency(ladder: Ladder) -> int:
    """The rung from which the next one is the agency; the lowest when there is none."""
    agencies = [position for position, rung in enumerate(ladder) if rung.who == "agency"]
    return agencies[0] - 1 if agencies else -1
