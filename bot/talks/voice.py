"""Recordings: an engine hears them, we say back what it heard, and what it cannot hear people do.

Whatever happens the recording is with a ticket before anybody is asked anything, so that nothing
that was said is lost when the answer never comes.
"""

import asyncio
import contextlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.commands import choice, spoken_choice
from bot.context import Turn
from bot.filing import TO_CONFIRM, ticket_id
from bot.messages import Voice
from bot.speech.audio import AudioError, Sound, decoded
from bot.speech.ears import UnheardError
from bot.speech.tidy import tidied
from bot.talks import attachments, report
from bot.wechat.errors import ApiError
from bot.wechat.media import Media, MediaSource
from bot.wechat.reactions import Reaction
from models.moves import Actor, Move
from models.steps import IllegalMoveError
from models.ticket import Attachment

FORM, AGAIN = "heard", "say_again"
LOST = "lost"
_LONGEST_SHOWN = 80  # letters, for somebody who reads slowly
_SPOKEN = {
    1: re.compile("(?:[对是]的?){1,3}|没错|正确|就是(?:这个|这样)?|好的?|嗯+|可以|yes"),
    2: re.compile("不对|不是的?|不|错了?|[说听弄搞]错了|没说对|no"),
}


@dataclass(frozen=True, slots=True)
class Listened:
    """What became of a recording: its words, or what is the trouble with it."""

    text: str = ""
    is_sure: bool = False
    trouble: str | None = None
    fetched: tuple[str, Media] | None = None


async def listen(turn: Turn, message: Voice) -> Listened:
    """Fetch the recording and have it heard, within the time the engine is given."""
    if message.recognition:
        return Listened(tidied(message.recognition), is_sure=True)
    ears, wechat = turn.services.ears, turn.services.wechat
    if ears is None or wechat is None:
        return Listened()
    fetched: list[tuple[str, Media]] = []
    trouble = None
    try:
        async with asyncio.timeout(ears.seconds):
            heard = await ears.hear(await _sound(message, wechat, fetched))
        text = tidied(heard.text)
        return Listened(text, heard.is_sure and bool(text), None, fetched[-1])
    except AudioError as error:
        trouble = error.fault.value
    except ApiError as error:
        trouble = LOST if error.reaction is Reaction.DATA else None
    except (UnheardError, TimeoutError):
        pass
    return Listened(trouble=trouble, fetched=fetched[-1] if fetched else None)


async def _sound(message: Voice, wechat: MediaSource, fetched: list[tuple[str, Media]]) -> Sound:
    """The sound of the better file, or of the other where that one is gone or cannot be read.

    What was fetched is noted on the way. Raises ApiError or AudioError.
    """
    for media_id in filter(None, (message.media_id_16k, message.media_id)):
        try:
            fetched.append((media_id, await wechat.download_media(media_id)))
            return await asyncio.to_thread(decoded, fetched[-1][1].content)
        except (ApiError, AudioError):
            if media_id == message.media_id:
                raise
    raise AssertionError("a recording without a file")


async def keep(turn: Turn, listened: Listened) -> None:
    """Keep what was fetched, so that nobody has to fetch it again."""
    if listened.fetched is None:
        return
    media_id, media = listened.fetched
    file = f"{ticket_id(turn.message.key, 0)}/{media_id}"
    await turn.services.store.media.put(file, media.content, media.content_type)
    turn.kept = Attachment(media_id, "voice", turn.now, "kept", file)


async def leave_to_people(turn: Turn, message: Voice, trouble: str | None = None) -> str:
    """It waits on 听一听 from now on; why we could not hear it is said where that helps."""
    said = await attachments.hear_media(turn, message)
    if turn.session.form in (FORM, AGAIN):
        _reopen(turn)
    return f"{turn.say(f'voice.trouble.{trouble}')}\n{said}" if trouble else said


async def say_back(turn: Turn, message: Voice, text: str) -> str:
    """Ask whether we heard it well; the recording is filed already, and waits as long."""
    if sum(letter.isalnum() for letter in text) < report.LEAST_LETTERS:
        return await leave_to_people(turn, message)
    joined = await report.open_ticket(turn)
    await attachments.hear_media(turn, message, TO_CONFIRM)
    waits = joined.listen_at if joined and not turn.filed else None
    ticket = turn.session.ticket or ""
    if not turn.filed:
        until = waits or turn.now + TO_CONFIRM
        await turn.services.store.tickets.listen_next(ticket, until)
    new = {"filed": "yes" if turn.filed else "", "waits": waits.isoformat() if waits else ""}
    known = _before(turn)
    answers = known if known.get("ticket") == ticket else known | new
    turn.open_form(FORM, **answers | {"ticket": ticket, "words": text})
    return turn.say("voice.heard", words=_shown(turn))


def is_verdict(turn: Turn, text: str) -> bool:
    """Whether it is yes or no to what we said back; these mean something else elsewhere."""
    return turn.session.form == FORM and spoken_choice(text, _SPOKEN) in _SPOKEN


async def judge(turn: Turn, text: str) -> str | None:
    """What we say to a no, or to a number that is none of ours; None when words stand."""
    if turn.session.form == AGAIN:
        return turn.missed("voice.again") if choice(text) is not None else None
    match spoken_choice(text, _SPOKEN):
        case 2:
            return await _reject(turn)
        case None | 1:
            return None
    return turn.missed("voice.heard", words=_shown(turn))


async def confirm(turn: Turn, text: str) -> str:
    """The words that stand: those we said back, or those said instead; nobody has to listen."""
    answers, words = turn.session.answers, text
    if is_verdict(turn, text):
        words = answers["words"]
    _reopen(turn)
    waits = datetime.fromisoformat(answers["waits"]) if answers["waits"] else None
    await turn.services.store.tickets.listen_next(answers["ticket"], waits)
    turn.join_to(answers["ticket"])
    return words


async def withdraw_unused(turn: Turn, answers: Mapping[str, str]) -> None:
    """A ticket of the recording alone is none any more when its words went elsewhere."""
    ticket = await turn.services.store.tickets.get(answers["ticket"])
    if not answers["filed"] or ticket is None or len(ticket.events) > 1:
        return
    with contextlib.suppress(IllegalMoveError):
        await turn.move(ticket, Move.CANCEL, Actor.ASKER)
    if turn.session.ticket == ticket.id:
        turn.session = turn.session.settled()


async def _reject(turn: Turn) -> str:
    """Once more; after that a person listens at once."""
    answers = turn.session.answers
    if not answers["again"]:
        turn.open_form(AGAIN, **answers | {"again": "yes"})
        return turn.say("voice.again")
    _reopen(turn)
    await turn.services.store.tickets.listen_next(answers["ticket"], turn.now)
    ticket = await turn.services.store.tickets.get(answers["ticket"])
    return turn.say("voice.listening", number=ticket.number if ticket else "")


def _shown(turn: Turn) -> str:
    words = turn.session.answers["words"]
    return words if len(words) <= _LONGEST_SHOWN else f"{words[:_LONGEST_SHOWN]}…"


def _before(turn: Turn) -> dict[str, str]:
    """What was open before, in which the words may be an answer."""
    session = turn.session
    if session.form in (FORM, AGAIN):
        return session.answers
    return {"form": session.form or "", "answers": json.dumps(session.answers), "again": ""}


def _reopen(turn: Turn) -> None:
    """Go back to what was open before."""
    before = turn.session.answers
    turn.close_form()
    if before["form"]:
        turn.open_form(before["form"], **json.loads(before["answers"]))
