"""Signed links to one case, for agencies without accounts: they end by themselves.

A link names the ticket, the agency and the hand-over it was made for, so it is void as soon as
the case goes elsewhere. It holds nothing personal.
"""

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

import orjson

from models.moves import State
from models.ticket import HandOver, Ticket
from models.vault import MARK, Vault

PURPOSE = "hand-over link"
WITH_AGENCY = frozenset({State.HANDED_OVER, State.PAUSED})


class ForgedLinkError(Exception):
    """We did not make this link."""


class EndedLinkError(Exception):
    """The link was good once."""


def is_with(ticket: Ticket, agency: str) -> bool:
    """Whether this agency has the ticket now."""
    is_theirs = ticket.handover is not None and ticket.handover.agency == agency
    return is_theirs and ticket.state in WITH_AGENCY


@dataclass(frozen=True, slots=True)
class Link:
    """To which ticket, for which agency and hand-over, and until when (epoch seconds)."""

    ticket: str
    agency: str
    since: int
    until: int

    @classmethod
    def to(cls, ticket: Ticket, handover: HandOver, until: datetime) -> Self:
        """A link to a ticket as it was handed over."""
        since = int(handover.at.timestamp())
        return cls(ticket.id, handover.agency, since, int(until.timestamp()))

    @property
    def ends(self) -> datetime:
        """When it ends."""
        return datetime.fromtimestamp(self.until, UTC)

    def check(self, ticket: Ticket | None) -> Ticket:
        """The ticket, if the agency still has it by the same hand-over. Raises EndedLinkError."""
        if ticket is None or ticket.handover is None or not is_with(ticket, self.agency):
            raise EndedLinkError
        if int(ticket.handover.at.timestamp()) != self.since:
            raise EndedLinkError
        return ticket


class Links:
    """Makes and reads the tokens that stand in links."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def token(self, link: Link) -> str:
        """The token of a link: letters, digits, - and _."""
        content = orjson.dumps([link.ticket, link.agency, link.since, link.until])
        mark = self._vault.sign(PURPOSE, content)
        return base64.urlsafe_b64encode(mark + content).decode().rstrip("=")

    def read(self, token: str, now: datetime) -> Link:
        """The link of a token. Raises ForgedLinkError or EndedLinkError."""
        try:
            sealed = base64.b64decode(token + "=" * (-len(token) % 4), b"-_", validate=True)
        except (binascii.Error, ValueError) as error:
            raise ForgedLinkError from error
        mark, content = sealed[:MARK], sealed[MARK:]
        if not self._vault.verify(PURPOSE, content, mark):
            raise ForgedLinkError
        link = Link(*orjson.loads(content))
        # Base64 can write the same in several ways, and each would look like another link.
        if self.token(link) != token:
            raise ForgedLinkError
        if link.until <= now.timestamp():
            raise EndedLinkError
        return link
