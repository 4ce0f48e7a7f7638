"""A notice is something somebody has to be told; it is owed inside the document that owes it.

The ticket or receipt records the debt in the same atomic update as the change, and the delivery
job pays it later. So a crash at any point loses no notice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from models.document import sealed


class NoticeState(StrEnum):
    """How far a notice has come.

    ``undelivered`` means that somebody still has to be told, and ``told`` that this was done by
    phone; ``dropped`` that nobody has to be told any more, for the reason in ``error``.
    """

    OWED = "owed"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    TOLD = "told"
    DROPPED = "dropped"


# Sending is written down before what cannot be sent twice without the person noticing.
UNSETTLED = frozenset({NoticeState.OWED, NoticeState.SENDING})


class Channel(StrEnum):
    """By which way a notice goes; a record is no message, but owed and paid like one."""

    TEMPLATE = "template"
    CUSTOMER = "customer"
    SMS = "sms"
    WEBHOOK = "webhook"
    CONSOLE = "console"  # it stands on the board of who has no WeChat
    RECORD = "record"


# Only words can tell these, and words must not stand on a locked screen.
SPOKEN = frozenset({"answer", "heard"})
ALOUD = "spoken"  # an answer once more as a voice message, for who listens


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing owed to one person; ``event`` is the position in the ticket's timeline."""

    id: str
    to: str
    kind: str
    due: datetime
    event: int = 0
    state: NoticeState = NoticeState.OWED
    channel: Channel = Channel.TEMPLATE
    tries: int = 0
    salt: int = 0
    text: str | None = sealed(default=None)
    media_id: str | None = None
    msgid: str | None = None
    error: str | None = None
    at: datetime | None = None


def next_due(notices: Iterable[Notice]) -> datetime | None:
    """When the earliest notice that is not settled yet is due."""
    return min((each.due for each in notices if each.state in UNSETTLED), default=None)
