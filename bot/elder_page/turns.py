"""A turn that comes from the page instead of a message, so that talks serve both alike."""

import hashlib

from bot.context import Turn
from bot.messages import Text
from bot.services import Services
from models.session import Session
from models.ticket import Ticket


def turn_at(services: Services, person: str, key: str, words: str = "") -> Turn:
    """A turn of somebody at the page.

    ``key`` names the form: the same words sent twice with it are one message, as when WeChat
    repeats one. The chat's open questions are none of the page's, so the session is a new one.
    """
    now = services.clock()
    said = hashlib.sha256(words.encode()).hexdigest()[:12]
    message = Text(
        sender=person,
        recipient="page",
        created=int(now.timestamp()),
        message_id=f"page-{key}-{said}",
        content=words,
    )
    return Turn(services, message, Session(), now)


def having_filed(turn: Turn, tickets: list[Ticket]) -> None:
    """Let the turn know what the person filed of late, by whatever way."""
    filings = sorted(ticket.created.timestamp() for ticket in tickets)
    turn.session = Session(filings=filings)
