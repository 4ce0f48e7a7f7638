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
    acting,
    adding,
    alarms,
    attachments,
    binding,
    calling_back,
    cancel,
    cases,
    checking_in,
    claims,
    correction,
    dispatching,
    duplicates,
    elder_mode,
    finishing,
    giving_back,
    help_card,
    kin,
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
    voice,
    volunteering,
    web_page,
)
from models.steps import IllegalMoveError, MissingError
from models.tickets import CrowdedError

Talk = Callable[[Turn, Any], Awaitable[str | None]]

COMMANDS: dict[str, Callable[[Turn, Command], Awaitable[str | None]]] = {
    "menu": menu.show,
    "back": menu.back,
    "repeat": menu.repeat,
    "page": web_page.give,
    "end_page": web_page.end,
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
    "elder_on": elder_mode.on,
    "elder_off": elder_mode.off,
    "too_hard": elder_mode.too_hard,
    "listens_on": elder_mode.listens_on,
    "listens_off": elder_mode.listens_off,
    "untold": undelivered.tell,
    "told": undelivered.told,
    "bind_elder": binding.start,
    "bind_family": binding.start_either,
    "bind_child": binding.offer,
    "bind_code": binding.hear_code,
    "my_family": kin.show,
    "end_bond": kin.end,
    "stop_following": kin.stop_telling,
    "follow_again": kin.tell_again,
    "mode_for": kin.set_mode_for,
    "check_in_for": kin.propose_check_in,
    "safe": checking_in.safe,
    "check_in": checking_in.start,
    "stop_check_in": checking_in.stop,
    "away": checking_in.away,
    "home_again": checking_in.back,
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


async def answer_screen(turn: Turn, text: str) -> str | None:
    """A number of the menu that is open."""
    return await _followed(turn, await menu.answer_screen(turn, text))


async def _followed(turn: Turn, said: str | Command | None) -> str | None:
    """What a number of a menu leads to, which may be a command."""
    return await COMMANDS[said.name](turn, said) if isinstance(said, Command) else said


async def answer_heard(turn: Turn, text: str) -> str | None:
    """Yes or no to what we heard, or the words themselves; they are answered like typed ones."""
    answers = turn.session.answers
    if told := await voice.judge(turn, text):
        return told
    answer = await _answer_text(turn, await voice.confirm(turn, text))
    await voice.withdraw_unused(turn, answers)
    return answer


FORMS: dict[str, Talk] = {
    "screen": answer_screen,
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
    "kin_side": binding.answer_side,
    "kin_name": binding.answer_name,
    "kin_consent": binding.answer_consent,
    "kin_end": kin.answer_end,
    "kin_which": acting.answer_which,
    "kin_words": acting.answer_words,
    voice.FORM: answer_heard,
    voice.AGAIN: answer_heard,
    "check_in_time": checking_in.answer_time,
    "check_in_agree": checking_in.answer_agree,
    "check_in_until": checking_in.answer_until,
    "check_in_later": checking_in.answer_later,
    "help_card": help_card.answer,
}

SHOWING_FORMS: dict[str, Talk] = {
    "result": finishing.answer_result_shown,
    "proof": finishing.answer_proof_shown,
    "help_card": help_card.answer_shown,
}

KINDS: dict[type, Talk] = {
    Image: attachments.hear_media,
    Video: attachments.hear_media,
    ShortVideo: attachments.hear_media,
    Location: attachments.hear_location,
    Link: attachments.hear_link,
    Subscribe: menu.follow,
    Scan: menu.scan,
    ScanCode: menu.scan_code,
    Click: menu.click,
}

# Whatever is said there is asked for somebody else; these words alone are the speaker's own.
_FOR_OTHERS = {"help_card"}
_OWN_NOISES = {"hello", "thanks", "repeat"}
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
    "kin_name",
    "kin_consent",
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
_WAYS_OUT = {"menu", "back", "repeat", "person", "cancel", "too_hard"} | _SMALL_TALK


async def answer(turn: Turn) -> str | None:
    """What we say to this message; None when there is nothing to say."""
    try:
        return await menu.or_person(turn, await _answer(turn))
    except (IllegalMoveError, MissingError, CrowdedError) as error:
        # Somebody else moved the ticket while we looked at it.
        return in_words(turn.services.phrases, error)


async def _answer(turn: Turn) -> str | None:
    message = turn.message
    if isinstance(message, Text):
        return await _answer_text(turn, message.content)
    if isinstance(message, Sticker):
        return turn.say("menu.sticker")
    form = turn.session.form or ""
    is_shown = turn.attachments or (form in _FOR_OTHERS and isinstance(message, Location | Link))
    show = SHOWING_FORMS.get(form) if is_shown else None
    if show and (said := await show(turn, message)):
        return said
    if isinstance(message, Voice):
        return await _answer_voice(turn, message)
    talk = KINDS.get(type(message))
    return await talk(turn, message) if talk else None


async def _answer_voice(turn: Turn, message: Voice) -> str | None:
    """Danger is acted on at once, and so are words that always work; all else is said back."""
    heard = await voice.listen(turn, message)
    is_danger = bool(heard.text) and _danger(turn, heard.text) is not None
    if heard.is_sure and not is_danger and (said := await _obey(turn, heard.text)):
        return said
    await voice.keep(turn, heard)
    if is_danger:
        return await _answer_text(turn, heard.text)
    if not heard.is_sure:
        return await voice.leave_to_people(turn, message, heard.trouble)
    return await voice.say_back(turn, message, heard.text)


async def _obey(turn: Turn, text: str) -> str | None:
    """The answer to a spoken command, number, or yes or no; None for any other words."""
    command, turn.heard = recognise(text), text
    if said := await alarms.hear(turn, text):
        return said
    is_bare = (command and not command.rest) or choice(text) is not None or number_alone(text)
    if is_bare or _is_of_screen(turn, text) or voice.is_verdict(turn, text):
        return await _answer_text(turn, text)
    said = await COMMANDS[command.name](turn, command) if command else None
    turn.heard = text if said else None
    return said


def _is_of_screen(turn: Turn, text: str) -> bool:
    """Whether the words of a number were said where only numbers are awaited."""
    return turn.session.form in (None, "screen") and menu.number_of(turn, text) is not None


async def _answer_text(turn: Turn, text: str) -> str | None:
    if said := await alarms.hear(turn, text):
        return said
    form, command = turn.session.form, recognise(text)
    if form in _FOR_OTHERS and not (command and command.name in _OWN_NOISES):
        return await FORMS[form](turn, text)
    if tapped := await menu.tapped(turn):
        return await _followed(turn, tapped)
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
    if voice.is_verdict(turn, text):
        return await answer_heard(turn, text)
    is_noise = command is not None and command.name in _SMALL_TALK and form in _CHOICES
    if command and not is_noise and (said := await COMMANDS[command.name](turn, command)):
        return said
    if said := await binding.hear_consent(turn, text, is_number_enough=False):
        return said
    if form in FORMS and (said := await FORMS[form](turn, text)):
        return said
    if command and is_noise:
        return await COMMANDS[command.name](turn, command)
    if choice(text) == 1 and form is None and (said := await checking_in.one(turn)):
        return said
    if said := await _of_family(turn, text):
        return said
    number = menu.number_of(turn, text)
    chosen = await _followed(turn, await menu.choose(turn, number)) if number is not None else None
    return chosen or await report.hear(turn, text)


async def _of_family(turn: Turn, text: str) -> str | None:
    """The answer to words that mean something between an elder and a child, and to nobody else."""
    for talk in (binding.hear_consent, binding.hear_digits, acting.hear):
        if said := await talk(turn, text):
            return said
    return None


async def _tells_of_work(turn: Turn, name: str | None, text: str) -> bool:
    """Whether somebody writes of danger without being in it: 完成 换了煤气软管."""
    if name in _OF_A_TASK or turn.session.form in SHOWING_FORMS:
        held = await turn.services.store.tickets.held_by(turn.person, limit=1)
        return bool(held) and not _OWN.search(text)
    return name in _OFFICIAL and not _OWN.match(text)


def _danger(turn: Turn, text: str) -> str | None:
    """Which danger these words tell of: it jumps every queue and every form."""
    return turn.services.understander.understand(text).danger
