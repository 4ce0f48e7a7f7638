"""Which talk answers which message: three tables, read from top to bottom.

Words that always work come first, then an open form, then what kind of message it is.
"""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from bot.commands import Command, choice, number_alone, recognise
from bot.context import Turn
from bot.events import Click, Scan, ScanCode, Subscribe
from bot.messages import Image, Link, Location, ShortVideo, Sticker, Text, Video, Voice
from bot.refusals import in_words
from bot.talks import (
    adding,
    attachments,
    calling_back,
    cancel,
    cases,
    claims,
    correction,
    dispatching,
    duplicates,
    finishing,
    giving_back,
    limitation,
    menu,
    overseeing,
    preferences,
    progress,
    rating,
    report,
    returning,
    service_record,
    tasks,
    undelivered,
    volunteering,
)
from models.steps import IllegalMoveError, MissingError
from models.tickets import CrowdedError

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
    "finish": finishing.finish,
    "give_back": giving_back.give_back,
    "extend": claims.extend,
    "start": claims.start,
    "escalate": claims.escalate,
    "pause": claims.pause,
    "resume": claims.resume,
    "settings": preferences.show,
    "keep_quiet": preferences.keep_quiet,
    "digest": preferences.gather,
    "want_tasks": preferences.want,
    "have_at_most": preferences.have_at_most,
    "rest": preferences.rest,
    "clear_setting": preferences.clear,
    "record": service_record.tell,
    "add": adding.add,
    "cases": cases.tell,
    "case_details": cases.details,
    "receive_case": cases.receive,
    "decide_case": cases.decide,
    "assign_case": cases.assign,
    "answer_case": cases.answer,
    "finish_case": cases.finish,
    "return_case": returning.give_back,
    "case_link": cases.link,
    "dispatch": dispatching.dispatch,
    "candidates": dispatching.candidates,
    "accept": tasks.take,
    "refuse": dispatching.refuse,
    "veto": overseeing.veto,
    "supervise": overseeing.supervise,
    "hand_over": overseeing.hand_over,
    "merge": overseeing.merge,
    "reveal": overseeing.reveal,
    "reroute": overseeing.reroute,
    "call_back": calling_back.call_back,
    "untold": undelivered.tell,
    "told": undelivered.told,
}


async def answer_which(turn: Turn, text: str) -> str | None:
    """The number of the ticket a command was meant for; anything else is heard as words."""
    number, answers = number_alone(text), turn.session.answers
    turn.close_form()
    if number is None:
        return None
    command = Command(answers["command"], number, answers.get("rest") or None)
    return await COMMANDS[command.name](turn, command)


async def answer_more(turn: Turn, text: str) -> str | None:
    """The words a command still lacked."""
    answers = turn.session.answers
    turn.close_form()
    words = " ".join(each for each in (answers["said"], text.strip()) if each)
    return await COMMANDS[answers["command"]](
        turn, Command(answers["command"], answers["number"], words)
    )


FORMS: dict[str, Talk] = {
    "which_ticket": answer_which,
    "more_words": answer_more,
    "dispatch_to": dispatching.answer_choice,
    "describe": menu.answer_description,
    "which_queue": correction.answer_queue,
    "which_area": correction.answer_area,
    "limitation": limitation.answer_limitation,
    "same_matter": duplicates.answer_same,
    "located": attachments.answer_located,
    "join_area": volunteering.answer_area,
    "join_skills": volunteering.answer_skills,
    "join_name": volunteering.answer_name,
    "result": finishing.answer_result,
    "proof": finishing.answer_proof,
    "why_back": giving_back.answer_why,
}

SHOWING_FORMS: dict[str, Talk] = {
    "result": finishing.answer_result_shown,
    "proof": finishing.answer_proof_shown,
}

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
_CHOICES = {
    "limitation",
    "same_matter",
    "which_queue",
    "which_area",
    "join_area",
    "join_skills",
    "join_name",
}
# An office writes of danger without being in it; of anybody else these words are heard as a need.
_OFFICIAL = {
    "assign_case",
    "answer_case",
    "finish_case",
    "return_case",
    "veto",
    "supervise",
    "reveal",
    "call_back",
}
_OF_A_TASK = {"finish", "extend", "give_back", "escalate", "pause"}
# Who is still at it may be in that danger, and hears the number before the answer.
_WHILE_AT_IT = {"extend", "escalate", "pause"}
# But whose home or kin it is leaves no doubt; an office says so in the very first words.
_OWN = re.compile("(?:[我俺咱](?:家|们家|[妈爸爷奶婆]|老[公婆伴头]|儿|女|孙|胸|心口)|家里)")
# Where words are awaited, 去不了 or 不满意 is an answer; only these still lead somewhere else.
_AWAITING = {"more_words"}
_WAYS_OUT = {"menu", "back", "repeat", "person", "cancel"} | _SMALL_TALK


async def answer(turn: Turn) -> str | None:
    """What we say to this message; None when there is nothing to say."""
    try:
        return await _answer(turn)
    except (IllegalMoveError, MissingError, CrowdedError) as error:
        # Somebody else moved the ticket while we looked at it.
        return in_words(turn.services.phrases, error)


async def _answer(turn: Turn) -> str | None:
    message = turn.message
    if isinstance(message, Text):
        return await _answer_text(turn, message.content)
    if isinstance(message, Sticker):
        return turn.say("menu.sticker")
    show = SHOWING_FORMS.get(turn.session.form or "") if turn.attachments else None
    if show and (said := await show(turn, message)):
        return said
    if isinstance(message, Voice) and message.recognition:
        return await _answer_text(turn, message.recognition)
    talk = KINDS.get(type(message))
    return await talk(turn, message) if talk else None


async def _answer_text(turn: Turn, text: str) -> str | None:
    form, command = turn.session.form, recognise(text)
    awaited = turn.session.answers["command"] if form in _AWAITING else None
    if awaited and command and not command.number and command.name not in _WAYS_OUT:
        command = None
    name = command.name if command else awaited
    danger = _danger(turn, text) if form or (command and command.rest) else None
    if danger and not await _tells_of_work(turn, name, text):
        return await report.hear(turn, text)
    said = await _answer_words(turn, text, command)
    if danger and name in _WHILE_AT_IT:
        return f"{turn.say(f'danger.{danger}')}\n{said}"
    return said


async def _answer_words(turn: Turn, text: str, command: Command | None) -> str | None:
    form = turn.session.form
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


async def _tells_of_work(turn: Turn, name: str | None, text: str) -> bool:
    """Whether somebody writes of danger without being in it: 完成 换了煤气软管."""
    if name in _OF_A_TASK or turn.session.form in SHOWING_FORMS:
        held = await turn.services.store.tickets.held_by(turn.person, limit=1)
        return bool(held) and not _OWN.search(text)
    return name in _OFFICIAL and not _OWN.match(text)


def _danger(turn: Turn, text: str) -> str | None:
    """Which danger these words tell of: it jumps every queue and every form."""
    return turn.services.understander.understand(text).danger
