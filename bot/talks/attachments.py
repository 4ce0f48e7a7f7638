"""Photos, recordings, videos, places and links: they join the open ticket or open one."""

from datetime import timedelta
from typing import Any

from bot.context import Turn
from bot.filing import draft
from bot.messages import ChatMessage, Link, Location
from bot.talks import report
from models.moves import Actor, Move
from models.steps import IllegalMoveError
from models.ticket import Ticket
from nlp import OTHER


async def hear_media(turn: Turn, message: ChatMessage, wait: timedelta = timedelta()) -> str:
    """A photo, recording or video; nobody is asked about a new one before ``wait`` has passed."""
    (attachment,) = turn.attachments
    if ticket := await _joined(turn, None):
        return turn.say(f"report.attached.{attachment.kind}", number=ticket.number)
    kind = turn.say(f"kind.{attachment.kind}")
    filed = await _open(turn, turn.say("report.attachment_text", kind=kind), wait)
    return turn.say(f"report.{attachment.kind}", number=filed.number)


async def hear_location(turn: Turn, location: Location) -> str:
    """A place: it joins the open ticket, or waits for the words."""
    place = location.label or f"{location.latitude:.5f},{location.longitude:.5f}"
    ticket = await _joined(turn, place, place=place)
    if ticket:
        return turn.say("report.location_joined", number=ticket.number)
    chosen = turn.session.answers if turn.session.form == "describe" else {}
    turn.open_form("describe" if chosen else "located", **(chosen | {"place": place}))
    return turn.say("report.location", place=place)


async def answer_located(turn: Turn, text: str) -> str:
    """The words after a place: the ticket filed now is there."""
    answer = await report.hear(turn, text)
    if turn.session.form == "located":
        turn.close_form()
    return answer


async def hear_link(turn: Turn, link: Link) -> str:
    """A shared page."""
    words = f"{link.title} {link.url}".strip()
    if ticket := await _joined(turn, words):
        queue = turn.say(f"queue.{ticket.queue}")
        return turn.say("report.joined", number=ticket.number, queue=queue)
    filed = await _open(turn, words)
    return turn.say("report.link", number=filed.number)


async def _open(turn: Turn, text: str, wait: timedelta = timedelta()) -> Ticket:
    """A ticket that waits for words; its queue is known when it was chosen before."""
    queue = turn.session.answers["queue"] if turn.session.form == "describe" else None
    ticket = await draft(turn, queue or OTHER, text, undecided=queue is None, wait=wait)
    if queue:
        turn.close_form()
    return ticket


async def _joined(turn: Turn, note: str | None, **changes: Any) -> Ticket | None:
    """The open ticket with this added; None when there is none to join."""
    ticket = await report.open_ticket(turn)
    if ticket is None:
        return None
    try:
        ticket = await turn.move(ticket, Move.ADD, Actor.ASKER, note=note, **changes)
    except IllegalMoveError:
        return None
    turn.join_to(ticket.id)
    return ticket
