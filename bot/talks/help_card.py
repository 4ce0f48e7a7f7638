"""Somebody scanned the card on a door: what they say next is asked for whoever lives there."""

from contextlib import suppress

from bot.alarms import raised
from bot.card_calls import PAGE, community_of, on_behalf
from bot.commands import recognise
from bot.context import Turn
from bot.filing import draft, in_queue, learned, next_step, ticket_id
from bot.messages import ChatMessage, Link, Location, Voice
from bot.talks import report, voice
from models.help_cards import Card, code_of
from models.moves import Actor, Move
from models.steps import IllegalMoveError
from models.ticket import LONGEST_TIMELINE, Ticket
from nlp import OTHER, Understanding

FORM = "help_card"
MINUTES = 20  # at the door of somebody else, with both hands full
_LEAVING = {"menu", "back", "cancel"}


def code_in(scanned: str | None) -> str | None:
    """The code in what was scanned: WeChat's scene, or the address of our own page."""
    code = code_of(scanned)
    _, is_page, end = (scanned or "").rpartition(PAGE)
    return end if code is None and is_page else code


async def scanned(turn: Turn, code: str) -> str:
    """Ask what the elder needs; nothing of them is told."""
    card = await turn.services.store.help_cards.find(code)
    turn.session = turn.session.settled()
    turn.close_form()
    if card is None or not card.is_good:
        return await _ended(turn, card)
    turn.open_form(FORM, MINUTES, card=card.id)
    return turn.say(
        "help_card.ask" if card.resident else "help_card.ask_place",
        community=community_of(turn.services, card.area),
    )


async def answer(turn: Turn, text: str) -> str | None:
    """Words said at the door: any of them, but for the ways out."""
    command = recognise(text)
    if command and command.name in _LEAVING:
        return _leave(turn)
    if command and command.name == "person":
        text = turn.say("report.person_text")
    if sum(letter.isalnum() for letter in text) < report.LEAST_LETTERS:
        return turn.say("help_card.again")
    return await hear(turn, text, turn.services.understander.understand(text))


async def answer_shown(turn: Turn, message: ChatMessage) -> str | None:
    """A photo, recording or video made at the door, a place or a link."""
    if isinstance(message, Voice):
        return await _answer_voice(turn, message)
    return await hear(turn, _told_by(turn, message), None)


async def _answer_voice(turn: Turn, message: Voice) -> str | None:
    """What an engine hears is acted on, and a person listens all the same: nobody confirms it."""
    heard = await voice.listen(turn, message)
    command = recognise(heard.text)
    if command and command.name in _LEAVING and heard.is_sure:
        return _leave(turn)
    await voice.keep(turn, heard)
    understood = turn.services.understander.understand(heard.text)
    if heard.is_sure or understood.danger:
        return await hear(turn, heard.text, understood)
    return await hear(turn, _told_by(turn, message), None)


def _told_by(turn: Turn, message: ChatMessage) -> str:
    """What stands for words where somebody sent none."""
    match message:
        case Location(label=label, latitude=latitude, longitude=longitude):
            place = label or f"{latitude:.5f},{longitude:.5f}"
            return turn.say("help_card.place", place=place)
        case Link(title=title, url=url):
            return f"{title} {url}".strip()
    (attachment,) = turn.attachments
    kind = turn.say(f"kind.{attachment.kind}")
    return turn.say("report.attachment_text", kind=kind)


async def hear(turn: Turn, text: str, understood: Understanding | None) -> str:
    """File what is asked by the card, or add it to what was asked by it just now."""
    answers = turn.session.answers
    card = await turn.services.store.help_cards.get(answers["card"])
    if card is None or not card.is_good:
        turn.close_form()
        return await _ended(turn, card)
    danger = understood.danger if understood else None
    known = await _open(turn)
    if (
        known
        and (known.danger or not danger)
        and (said := await _add(turn, known, text, understood))
    ):
        return said
    if not await _lets(turn, card, presses=danger is not None):
        return await _too_much(turn, card, text, understood)
    return await _file(turn, card, text, understood)


async def _file(turn: Turn, card: Card, text: str, understood: Understanding | None) -> str:
    is_clear = understood is not None and understood.sure and not understood.danger
    queue = understood.queue if understood and is_clear else OTHER
    is_wordless = understood is None
    bare = await draft(turn, queue, text, understood, undecided=is_wordless, area=card.area_path)
    ticket = await on_behalf(turn.services, bare, card)
    turn.filed[-1] = ticket
    await turn.services.store.help_cards.used(card.id, turn.now)
    turn.open_form(FORM, MINUTES, card=card.id, ticket=ticket.id)
    said = turn.say(
        "help_card.filed",
        number=ticket.number,
        queue=turn.say(f"queue.{ticket.queue}"),
        next=next_step(turn.services, ticket),
    )
    return f"{turn.say(f'danger.{ticket.danger}')}\n{said}" if ticket.danger else said


async def _open(turn: Turn) -> Ticket | None:
    """What was asked by the card just now, as long as more can be added."""
    known = turn.session.answers.get("ticket")
    ticket = await turn.services.store.tickets.get(known) if known else None
    return ticket if ticket and len(ticket.events) < LONGEST_TIMELINE else None


async def _add(
    turn: Turn, ticket: Ticket, text: str, understood: Understanding | None
) -> str | None:
    """Add the words to a ticket; None when it takes no more."""
    note = None if turn.attachments and understood is None else text
    new = learned(ticket, understood) if understood else {}
    if turn.is_unheard:
        new["listen_at"] = ticket.listen_at or turn.now
    danger = understood.danger if understood else None
    with suppress(IllegalMoveError):
        ticket = await turn.move(ticket, Move.ADD, turn.role_in(ticket), note=note, **new)
        if ticket.undecided and understood and understood.sure and not danger:
            changes = in_queue(turn.services, ticket, understood.queue)
            ticket = await turn.move(ticket, Move.REROUTE, Actor.ASKER, **changes)
        if danger:
            await raised(turn.services, ticket, danger=danger)
        turn.open_form(FORM, MINUTES, **turn.session.answers)
        said = turn.say("help_card.added", number=ticket.number)
        return f"{turn.say(f'danger.{danger}')}\n{said}" if danger else said
    return None


async def _lets(turn: Turn, card: Card, *, presses: bool) -> bool:
    cards, key = turn.services.store.help_cards, ticket_id(turn.message.key, len(turn.filed))
    return await cards.lets(card.id, turn.person, key, turn.now, presses=presses)


async def _too_much(turn: Turn, card: Card, text: str, understood: Understanding | None) -> str:
    """Lead to the phone; what was said still goes to what was asked before, if anything was."""
    known = await _open(turn)
    if known and (said := await _add(turn, known, text, understood)):
        return said
    danger = understood.danger if understood else None
    number = turn.services.areas.phone(card.area) or card.phone
    said = (
        turn.say("help_card.too_much", phone=number)
        if number
        else turn.say("help_card.too_much_no_phone")
    )
    return f"{turn.say(f'danger.{danger}')}\n{said}" if danger else said


async def _ended(turn: Turn, card: Card | None) -> str:
    """The card counts no more: whom to call, and how to ask nevertheless."""
    area = card.area if card else (await turn.resident()).area
    number = turn.services.areas.phone(area) or (card.phone if card else None)
    if number:
        return turn.say("help_card.ended", phone=number)
    return turn.say("help_card.ended_no_phone")


def _leave(turn: Turn) -> str:
    turn.close_form()
    turn.session = turn.session.settled()
    return turn.say("help_card.left")
