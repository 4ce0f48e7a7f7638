"""Asking for help on the page: understood, filed and alarmed like words in the chat."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.context import Turn
from bot.elder_page.photo import KIND, PhotoError, cleaned
from bot.elder_page.turns import having_filed, turn_at
from bot.filing import CHOICES, draft, next_step
from bot.services import Services
from bot.talks import report
from models.moves import LIVE
from models.ticket import Attachment, Ticket
from nlp import OTHER, find_phone
from nlp.danger import KINDS, UNCLEAR

SOURCE = "page"
QUEUES = tuple(CHOICES.values())  # what a button of the page may choose
LONGEST = 1000  # characters of what is told at once
LEAST_LETTERS = 2
_RECENT = timedelta(hours=1)


class AskingError(Exception):
    """What was sent cannot be filed; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of it: the tickets, and which danger was told of."""

    tickets: Sequence[Ticket]
    danger: str | None = None


async def ask(
    services: Services, person: str, key: str, words: str, queue: str = "", photo: bytes = b""
) -> Asked:
    """File what somebody tells. Raises AskingError and then changes nothing."""
    _check(words, queue, has_photo=bool(photo))
    shown = await _photo(photo) if photo else None
    turn = turn_at(services, person, key, words)
    having_filed(turn, await _recent(turn))
    text = words or turn.say("report.attachment_text", kind=turn.say("kind.photo"))
    understood = services.understander.understand(text)
    if queue and not understood.danger and not turn.session.files_too_much(turn.now):
        await report.file(turn, text, understood, queue)
    elif words:
        await report.hear(turn, words)
    else:
        await draft(turn, OTHER, text)
    tickets = await _file(turn, shown) or await _last(turn)
    if not tickets:
        raise AskingError(turn.say("report.far_too_much"))
    return Asked(tickets, understood.danger)


async def ask_to_call(services: Services, person: str, key: str, phone: str = "") -> Asked:
    """Somebody wants to be phoned; asking again adds none. Raises AskingError."""
    number = find_phone(phone)
    if phone and number is None:
        raise AskingError("这个电话打不通。手机要 11 位，座机带区号。不填也行。")
    turn = turn_at(services, person, key)
    words = turn.say("report.person_text")
    for ticket in await turn.asked(None):
        is_same = ticket.text == words and (number is None or number == ticket.phone)
        if is_same and ticket.state in LIVE:
            return Asked([ticket])
    ticket = await draft(turn, OTHER, words)
    turn.filed = [replace(ticket, phone=number or ticket.phone)]
    return Asked(await _file(turn, None))


def advice_on(services: Services, danger: str) -> str | None:
    """What to do first in a danger; None for what is none."""
    return services.phrases(f"danger.{danger}") if danger in (*KINDS, UNCLEAR) else None


def what_next(services: Services, ticket: Ticket) -> str:
    """What happens next with what was asked for."""
    if ticket.danger:
        return services.phrases("page.next.danger")
    if ticket.text == services.phrases("report.person_text"):
        return services.phrases("page.next.call" if ticket.phone else "page.next.write")
    return next_step(services, ticket)


def _check(words: str, queue: str, *, has_photo: bool) -> None:
    if len(words) > LONGEST:
        raise AskingError(f"话太长了，最多 {LONGEST} 个字。请先说最要紧的。")
    if queue and queue not in QUEUES:
        raise AskingError("没有这一项。请回到开头再选。")
    if not has_photo and sum(letter.isalnum() for letter in words) < LEAST_LETTERS:
        raise AskingError("还没写是什么事。请说一句，或者点“请人打电话给我”。")


async def _photo(content: bytes) -> bytes:
    try:
        return await cleaned(content)
    except PhotoError as error:
        raise AskingError("这张照片打不开。请换一张，或者不加照片。") from error


async def _recent(turn: Turn) -> list[Ticket]:
    since = turn.now - _RECENT
    return [ticket for ticket in await turn.asked(None) if ticket.created > since]


async def _last(turn: Turn) -> Sequence[Ticket]:
    """Where words of somebody who filed very much went."""
    return [each for each in await turn.asked(None) if each.heard(turn.message.key)][:1]


async def _file(turn: Turn, photo: bytes | None) -> Sequence[Ticket]:
    """Keep what the turn drafted; of two clicks at once one was first, and its numbers count."""
    tickets, filed = turn.services.store.tickets, []
    for drafted in turn.filed:
        known = await tickets.get(drafted.id)
        if known is None:
            ticket = replace(drafted, source=SOURCE)
            ticket = await _with_photo(turn, ticket, photo) if photo else ticket
            await tickets.file(tickets.document(ticket))
            known = await tickets.get(ticket.id) or ticket
        filed.append(known)
    return filed


async def _with_photo(turn: Turn, ticket: Ticket, photo: bytes) -> Ticket:
    """The photo is here already, so nobody has to fetch it from WeChat."""
    name = f"page-{hashlib.sha256(photo).hexdigest()[:24]}"
    file = f"{ticket.id}/{name}"
    await turn.services.store.media.put(file, photo, KIND)
    shown = Attachment(name, "photo", turn.now, "kept", file)
    return replace(ticket, attachments=(*ticket.attachments, shown))
