"""Tells an agency's own program what happened to a case, signed, so that it need not look here.

The program drops repeats by the identifier. Source: Standard Webhooks specification 1.0.0
(payload of type, timestamp and data).
"""

from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import orjson

from bot.agencies.access import reveal
from bot.senders import NotSentError
from bot.services import Services
from bot.signed_post import SignedPost
from models.agency import AgencySettings
from models.links import Link, is_with
from models.notice import Notice
from models.steps import AGENCY, IllegalMoveError
from models.ticket import Ticket
from models.tickets import CrowdedError

_CASE = "case"


def link_to(services: Services, ticket: Ticket) -> tuple[str, datetime] | None:
    """A signed link to a case, and until when it is good; None when no agency has it."""
    handover = ticket.handover
    settings = services.timetable.agencies.get(handover.agency) if handover else None
    if handover is None or settings is None or not is_with(ticket, handover.agency):
        return None
    link = Link.to(ticket, handover, services.clock() + timedelta(days=settings.link_days))
    return f"{services.public_url}/handover/{services.store.links.token(link)}", link.ends


class AgencyWebhooks:
    """Tells agencies that have a program of what is theirs, one notice at a time."""

    def __init__(self, services: Services, post: SignedPost) -> None:
        self._services = services
        self._post = post

    async def send(self, notice: Notice, ticket: Ticket) -> None:
        """Tell the agency that ``notice.to`` names; raises NotSentError when it was not taken.

        Sending it again repeats the same ``webhook-id``.
        """
        name = notice.to.removeprefix(AGENCY)
        settings = self._services.timetable.agencies.get(name)
        if settings is None or settings.webhook is None:
            raise NotSentError("the agency has no webhook any more", final=True)
        opens = notice.kind == _CASE and is_with(ticket, name) and is_private(settings.webhook.url)
        if opens:
            ticket = await self._noted(notice, ticket)
        data = self._data(ticket, name, settings, opens=opens)
        event = _event(notice, ticket, data)
        await self._post.post(settings.webhook, f"{ticket.id}-{notice.id}", event)

    async def _noted(self, notice: Notice, ticket: Ticket) -> Ticket:
        """The ticket as it stands, with a note that the contact goes out."""
        try:
            return await reveal(self._services, ticket, notice.to, f"webhook:{notice.id}")
        except (IllegalMoveError, CrowdedError) as error:
            raise NotSentError("that it is shown cannot be noted", final=False) from error

    def _data(
        self, ticket: Ticket, name: str, settings: AgencySettings, *, opens: bool
    ) -> dict[str, Any]:
        """What the program may know: of what is with its agency the link, at first all of it."""
        has_it = is_with(ticket, name)
        # A link opens all there is: it goes only where nobody can read it on the way.
        goes = has_it and settings.webhook is not None and is_private(settings.webhook.url)
        link = link_to(self._services, ticket) if goes else None
        plain = {
            "ticket": ticket.number,
            "agency": settings.name,
            "queue": ticket.queue,
            "urgent": ticket.urgent,
            "link": link[0] if link else None,
        }
        if not (opens and has_it):
            return plain
        sealed = {"words": ticket.story, "place": ticket.place, "phone": ticket.phone}
        return plain | sealed


def is_private(url: str) -> bool:
    """Whether nobody on the way can read what is sent there: https, or this very machine."""
    parts = urlsplit(url)
    if parts.scheme == "https" or parts.hostname == "localhost":
        return True
    try:
        return ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False


def _event(notice: Notice, ticket: Ticket, data: dict[str, Any]) -> bytes:
    event = ticket.events[notice.event] if notice.event < len(ticket.events) else None
    at = event.at if event else ticket.updated
    return orjson.dumps({"type": notice.kind, "timestamp": at.isoformat(), "data": data})
