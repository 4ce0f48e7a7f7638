"""完成: what was done, in words a stranger understands, and a photo where the queue wants one."""

import re

from bot.commands import Command
from bot.context import Turn
from bot.messages import ChatMessage
from bot.results import tells_result
from bot.talks import rating
from bot.talks.in_hand import in_hand
from models.moves import Actor, Move
from models.steps import IllegalMoveError
from models.ticket import Ticket
from models.transition import PICTURES

MORE_MINUTES = 5  # for a second photo after the first
_NO_PHOTO = re.compile("拍不了|没法拍|不(?:好|能|方便|会)拍?|没有?(?:照片|拍)|不拍")


async def finish(turn: Turn, command: Command) -> str | None:
    """完成: with a word or a photo of how it ended."""
    if turn.session.form == "result" and not command.number:
        return None  # these words are the ones that were asked for
    ticket, answer = await in_hand(turn, command)
    if ticket is None:
        return await rating.invite(turn) or answer
    return await _finish(turn, ticket, command.rest)


async def answer_result(turn: Turn, text: str) -> str:
    """The word asked for after 完成."""
    ticket = await _of_form(turn)
    return await _finish(turn, ticket, text.strip()) if ticket else _gone(turn)


async def answer_result_shown(turn: Turn, message: ChatMessage) -> str:
    """The photo, recording or video instead of that word."""
    ticket = await _of_form(turn)
    return await _end(turn, ticket, None) if ticket else _gone(turn)


async def answer_proof(turn: Turn, text: str) -> str | None:
    """Words instead of the photo: only that there is none is an answer."""
    if not _NO_PHOTO.search(text):
        return None
    ticket = await turn.services.store.tickets.get(turn.session.answers["ticket"])
    turn.close_form()
    return turn.say("finishing.no_photo", number=ticket.number) if ticket else None


async def answer_proof_shown(turn: Turn, message: ChatMessage) -> str | None:
    """The photo that shows the result; a recording has to do with another matter."""
    if not any(each.kind in PICTURES for each in turn.attachments):
        return None
    ticket = await turn.services.store.tickets.get(turn.session.answers["ticket"])
    turn.close_form()
    if ticket is None:
        return None
    try:
        await turn.move(ticket, Move.SHOW, Actor.HOLDER)
    except IllegalMoveError:
        return None
    turn.open_form("proof", MORE_MINUTES, ticket=ticket.id)
    return turn.say("finishing.shown", number=ticket.number)


async def _of_form(turn: Turn) -> Ticket | None:
    """The ticket whose result was asked for, unless it was taken away meanwhile."""
    ticket = await turn.services.store.tickets.get(turn.session.answers["ticket"])
    turn.close_form()
    is_mine = ticket and (ticket.is_held_by(turn.person) or ticket.heard(turn.message.key))
    return ticket if is_mine else None


def _gone(turn: Turn) -> str:
    return turn.say("volunteer.nothing_held")


async def _finish(turn: Turn, ticket: Ticket, words: str | None) -> str:
    """End it with words that tell something; with none, or empty ones, ask what was done."""
    if (words and tells_result(words)) or ticket.heard(turn.message.key):
        return await _end(turn, ticket, words)
    turn.open_form("result", ticket=ticket.id)
    if words:
        return turn.say("finishing.ask_more", number=ticket.number)
    return turn.say("finishing.ask_result", number=ticket.number)


async def _end(turn: Turn, ticket: Ticket, words: str | None) -> str:
    try:
        ticket = await turn.move(ticket, Move.FINISH, Actor.HOLDER, note=words)
    except IllegalMoveError as error:
        state = turn.say(f"state.{error.ticket.state}")
        return turn.say("volunteer.gone", number=ticket.number, state=state)
    if ticket.proven:
        return turn.say("finishing.finished", number=ticket.number)
    limit = turn.services.timetable.limits(ticket).proof.length
    turn.open_form("proof", limit.total_seconds() / 60, ticket=ticket.id)
    return turn.say("finishing.ask_photo", number=ticket.number)
