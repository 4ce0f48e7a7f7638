"""How each kind of notice is treated: which may disturb, and about which somebody has to phone.

================  =======================================================================
 breaks through    urgent or dangerous matters; what a person caused themselves; a task in hand
                   that is not wanted any more, runs out, or has to be answered soon
 waits             everything else, to the end of a volunteer's quiet hours
 in the digest     offers of tasks, of volunteers who want them once a day
 by phone          whatever an asker, a holder or the staff have to know; no offers, no thanks,
                   nothing that only says how it went on for somebody else
================  =======================================================================
"""

from datetime import datetime

from bot.quiet_hours import digest_at, quiet_until
from models.moves import State
from models.notice import Channel, Notice
from models.people import Volunteer
from models.ticket import Ticket

OFFER = "task"
CALL = "phone"
ATTACHMENT = "attachment"
# What somebody may take; every other notice needs room to say what is wanted.
TO_TAKE = frozenset({OFFER, "desk"})
PRESSING = frozenset(
    {"dispatched", "warned", "expired", "vetoed", "merged", "cancelled", "supervised"}
)
UNCALLED = frozenset(
    {
        *(OFFER, CALL, ATTACHMENT, "pledged", "claimed", "dispatched", "accepted"),
        *(
            "in_good_hands",
            "hastened",
            "answered",
            "solved",
            "shown",
            "rated",
            "not_fixed",
            "released",
            "heard",
            "unheard",
        ),
    }
)


def needs_call(notice: Notice) -> bool:
    """Whether somebody has to be phoned when this reaches them by no way."""
    return notice.kind not in UNCALLED


def is_stale(notice: Notice, ticket: Ticket | None) -> bool:
    """Whether it is an offer of what is no longer on offer."""
    return notice.kind == OFFER and ticket is not None and ticket.state is not State.OFFERED


def is_for_digest(notice: Notice, ticket: Ticket | None, volunteer: Volunteer | None) -> bool:
    """Whether it is told together with others once a day."""
    wanted = volunteer is not None and volunteer.digest is not None
    return wanted and notice.kind == OFFER and not _is_urgent(ticket)


def put_off(
    notice: Notice, ticket: Ticket | None, volunteer: Volunteer | None, now: datetime
) -> datetime | None:
    """Until when it has to wait for the sake of a volunteer's peace; None for not at all."""
    if volunteer is None or ticket is None or notice.channel is Channel.WEBHOOK:
        return None
    if _is_urgent(ticket) or notice.kind in PRESSING or _caused_by(notice, ticket) == notice.to:
        return None
    if is_for_digest(notice, ticket, volunteer):
        together = digest_at(volunteer.digest, owed_since(notice, ticket))
        if together and together > now:
            return together
    return quiet_until(volunteer.quiet, now)


def owed_since(notice: Notice, ticket: Ticket | None) -> datetime:
    """When what it tells happened."""
    if ticket is None or notice.event >= len(ticket.events):
        return notice.due
    return ticket.events[notice.event].at


def _is_urgent(ticket: Ticket | None) -> bool:
    return ticket is not None and (ticket.urgent or ticket.danger is not None)


def _caused_by(notice: Notice, ticket: Ticket) -> str | None:
    known = notice.event < len(ticket.events)
    return ticket.events[notice.event].by if known else None
