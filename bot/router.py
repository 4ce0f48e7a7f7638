"""Which talk answers which message: three tables, read from top to bottom.

Words that always work come first, then an open form, then what kind of message it is.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.commands import Command, choice, recognise
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

Talk = Callable[[Turn, Any], Awaitable[str | None]]

COMMANDS: dict[str, Callable[[Turn, Command], Awaitable[str]]] = {
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
    "tasks": tasks.tell,
    "grab": tasks.grab,
    "finish": tasks.finish,
    "give_back": tasks.give_back,
}

FORMS: dict[str, Talk] = {
    "describe": menu.answer_description,
    "which_queue": correction.answer_queue,
    "which_area": correction.answer_area,
    "located": attachments.answer_located,
    "join_area": volunteering.answer_area,
    "join_skills": volunteering.answer_skills,
    "join_name": volunteering.answer_name,
    "result": tasks.answer_result,
}

PHOTO_FORMS: dict[str, Talk] = {"result": tasks.answer_result_photo}

KINDS: dict[type, Talk] = {
    Image: attachments.hear_image,
    Voice: attachments.hear_voice,
    Video: attachments.hear_video,
    ShortVideo: attachments.hear_video,
    Location: attachments.hear_location,
    Link: attachments.hear_link,
    Subscribe: menu.follow,
    Scan: menu.scan,
    ScanCode: menu.scan_code,
    Click: menu.click,
}

# Polite noises are answers inside a form, not commands.
_SMALL_TALK = {"hello", "thanks"}


async def answer(turn: Turn) -> str | None:
    """What we say to this message; None when there is nothing to say."""
    message = turn.message
    if isinstance(message, Text):
        return await _answer_text(turn, message.content)
    if isinstance(message, Sticker):
        return turn.say("menu.sticker")
    if isinstance(message, Image) and turn.session.form in PHOTO_FORMS:
        return await PHOTO_FORMS[turn.session.form](turn, message)
    talk = KINDS.get(type(message))
    return await talk(turn, message) if talk else None


async def _answer_text(turn: Turn, text: str) -> str | None:
    form = turn.session.form
    command = recognise(text)
    if command and not (form and command.name in _SMALL_TALK):
        return await COMMANDS[command.name](turn, command)
    if form in FORMS:
        answered = await FORMS[form](turn, text)
        if answered is not None:
            return answered
    number = choice(text)
    chosen = await menu.choose(turn, number) if number else None
    return chosen or await report.hear(turn, text)
