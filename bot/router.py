"""Which talk answers which message: three tables, read from top to bottom.

Words that always work come first, then an open form, then what kind of message it is.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.commands import Command, choice, number_alone, recognise
from bot.context import Turn
from bot.events import Click, Scan, ScanCode, Subscribe
from bot.messages import Image, Link, Location, ShortVideo, Sticker, Text, Video, Voice
from bot.talks import (
    attachments,
    cancel,
    correction,
    menu,
    progress,
    rating,
    report,
    tasks,
    volunteering,
)
from models.ticket import IllegalMoveError

Talk = Callable[[Turn, Any], Awaitable[str | None]]

COMMANDS: dict[str, Callable[[Turn, Command], Awaitable[str | None]]] = {
    "menu": menu.show,
    "back": menu.back,
    "repeat": menu.repeat,
    "person": menu.person,
    "hello": menu.hello,
    "thanks": menu.thanks,
    "correct": correction.correct,
    "another": correction.another,
    "cancel": cancel.cancel,
    "progress": progress.tell,
    "urge": progress.urge,
    "rate": rating.rate,
    "not_fixed": rating.not_fixed,
    "join": volunteering.start,
    "approve": volunteering.approve,
    "tasks": tasks.tell,
    "grab": tasks.grab,
    "finish": tasks.finish,
    "give_back": tasks.give_back,
}


async def answer_which(turn: Turn, text: str) -> str | None:
    """The number of the ticket a command was meant for; anything else is heard as words."""
    number, answers = number_alone(text), turn.session.answers
    turn.close_form()
    if number is None:
        return None
    command = Command(answers["command"], number, answers.get("rest") or None)
    return await COMMANDS[command.name](turn, command)


FORMS: dict[str, Talk] = {
    "which_ticket": answer_which,
    "describe": menu.answer_description,
    "which_queue": correction.answer_queue,
    "which_area": correction.answer_area,
    "located": attachments.answer_located,
    "join_area": volunteering.answer_area,
    "join_skills": volunteering.answer_skills,
    "join_name": volunteering.answer_name,
    "result": tasks.answer_result,
}

SHOWING_FORMS: dict[str, Talk] = {"result": tasks.answer_result_shown}

KINDS: dict[type, Talk] = {
    Image: attachments.hear_media,
    Voice: attachments.hear_media,
    Video: attachments.hear_media,
    ShortVideo: attachments.hear_media,
    Location: attachments.hear_location,
    Link: attachments.hear_link,
    Subscribe: menu.follow,
    Scan: menu.scan,
    ScanCode: menu.scan_code,
    Click: menu.click,
}

# Polite noises answer nothing where a choice is awaited, and are no part of a ticket.
_SMALL_TALK = {"hello", "thanks"}
_CHOICES = {"which_queue", "which_area", "join_area", "join_skills", "join_name"}


async def answer(turn: Turn) -> str | None:
    """What we say to this message; None when there is nothing to say."""
    try:
        return await _answer(turn)
    except IllegalMoveError as error:
        # Somebody else moved the ticket while we looked at it.
        state = turn.say(f"state.{error.ticket.state}")
        return turn.say("report.moved_meanwhile", number=error.ticket.number, state=state)


async def _answer(turn: Turn) -> str | None:
    message = turn.message
    if isinstance(message, Text):
        return await _answer_text(turn, message.content)
    if isinstance(message, Sticker):
        return turn.say("menu.sticker")
    if turn.attachments and turn.session.form in SHOWING_FORMS:
        return await SHOWING_FORMS[turn.session.form](turn, message)
    if isinstance(message, Voice) and message.recognition:
        return await _answer_text(turn, message.recognition)
    talk = KINDS.get(type(message))
    return await talk(turn, message) if talk else None


async def _answer_text(turn: Turn, text: str) -> str | None:
    form, command = turn.session.form, recognise(text)
    if (form or (command and command.rest)) and _is_danger(turn, text):
        return await report.hear(turn, text)
    is_noise = command is not None and command.name in _SMALL_TALK and form in _CHOICES
    if command and not is_noise and (said := await COMMANDS[command.name](turn, command)):
        return said
    if form in FORMS and (said := await FORMS[form](turn, text)):
        return said
    if command and is_noise:
        return await COMMANDS[command.name](turn, command)
    number = choice(text)
    chosen = await menu.choose(turn, number) if number else None
    return chosen or await report.hear(turn, text)


def _is_danger(turn: Turn, text: str) -> bool:
    """Whether these words are more than an answer: danger jumps every queue and every form."""
    return turn.services.understander.understand(text).danger is not None
