"""The chat around one ticket as whoever asked sees it, for those who answer them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.links import without_links
from bot.messages import Image, Link, Location, Message, ShortVideo, Text, Video, Voice
from bot.notice_words import NoticeWords
from bot.office.timeline import Hide
from bot.parse import parse
from bot.services import Services
from models.notice import Channel, Notice, NoticeState
from models.receipt import Receipt
from models.ticket import Ticket

SHOWN = 40
LOOKED_AT = 300  # of the asker's latest messages
_BEFORE = timedelta(minutes=30)  # what was said right before a ticket was filed leads to it
_ARRIVED = frozenset({NoticeState.SENT, NoticeState.DELIVERED})


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message of the chat; ``is_ours`` says that it was said to the resident."""

    at: datetime
    is_ours: bool
    words: str
    is_card: bool = False  # a template message, of which the chat shows a card


async def chat_around(services: Services, ticket: Ticket, hide: Hide) -> Sequence[Bubble]:
    """What was said about a ticket, oldest first, the latest ``SHOWN``."""
    receipts = services.store.receipts
    found = await receipts.lately(ticket.asker, ticket.created - _BEFORE, LOOKED_AT)
    bubbles = [
        bubble
        for each in reversed(found)
        if _is_about(each, ticket)
        for bubble in _said(services, each, hide)
    ]
    bubbles += _notified(services, ticket, hide)
    return sorted(bubbles, key=lambda each: each.at)[-SHOWN:]


def _is_about(receipt: Receipt, ticket: Ticket) -> bool:
    """Whether a message belongs to this ticket: what else they said is nobody's business here."""
    is_filed = any(each["_id"] == ticket.id for each in receipt.files)
    named = ticket.number in str((receipt.reply or {}).get("content", ""))
    return is_filed or named or ticket.heard(receipt.key)


def _said(services: Services, receipt: Receipt, hide: Hide) -> Iterator[Bubble]:
    if words := _words(services, parse(receipt.message.encode())):
        yield Bubble(receipt.at, False, hide(words))
    answer = str((receipt.reply or {}).get("content", ""))
    if answer:
        yield Bubble(receipt.at, True, hide(without_links(answer)))


def _words(services: Services, message: Message) -> str:
    say = services.phrases
    match message:
        case Text(content=content):
            return content
        case Voice(recognition=recognition):
            return f"[{say('kind.voice')}] {recognition or ''}".strip()
        case Image():
            return f"[{say('kind.photo')}]"
        case Video() | ShortVideo():
            return f"[{say('kind.video')}]"
        case Location(label=label):
            return f"[{say('kind.place')}] {label}".strip()
        case Link(title=title, url=url):
            return f"[{say('kind.link')}] {title} {url}"
    return ""


def _notified(services: Services, ticket: Ticket, hide: Hide) -> Iterator[Bubble]:
    """What we told them of the ticket by ourselves."""
    words = NoticeWords(services)
    for each in ticket.notices:
        if each.to == ticket.asker and each.state in _ARRIVED:
            is_card = each.channel is Channel.TEMPLATE
            if each.channel is Channel.CUSTOMER or is_card:
                said = words.brief(each, ticket) if is_card else _spoken(services, each, ticket)
                yield Bubble(each.at or each.due, True, hide(said), is_card)


def _spoken(services: Services, notice: Notice, ticket: Ticket) -> str:
    if notice.media_id:
        return f"[{services.phrases('timeline.attachment')}]"
    return NoticeWords(services).words(notice, ticket)
