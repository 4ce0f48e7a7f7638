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
from models.notice import ALOUD, Channel, Notice
from models.people import Volunteer
from models.ticket import Ticket

OFFER = "task"
CALL = "phone"
ATTACHMENT = "attachment"
BY_CARD = "by_card"  # somebody asked by the card on one's door
# What somebody may take; every other notice needs room to say what is wanted.
TO_TAKE = frozenset({OFFER, "desk"})
ALARMS = frozenset({"alarm", "alarm_family"})
# What follows an alarm, for whoever may be on the way already.
AFTER_ALARM = frozenset({"alarm_confirmed", "looked_after", "all_clear", "calmed"})
PRESSING = frozenset(
    {"dispatched", "warned", "expired", "vetoed", "merged", "cancelled", "supervised"}
)
PRESSING |= ALARMS | AFTER_ALARM
UNCALLED = frozenset(
    {
        *AFTER_ALARM,
        *("check_in", "check_in_offer"),  # nobody heard of them: then the alarm goes on
        *(OFFER, CALL, ATTACHMENT, BY_CARD, ALOUD),
        *("pledged", "claimed", "dispatched", "accepted"),
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
            "kin",
            "bound_to",
            "unheard",
        ),
    }
)


def goes_every_way(notice: Notice) -> bool:
    """Whether it is sent by every way there is, in the hope that one is noticed at once."""
    return notice.kind in ALARMS


def needs_call(notice: Notice) -> bool:
    """Whether somebody has to be phoned when this reaches them by no way."""
    return notice.kind not in UNCALLED


def is_stale(notice: Notice, ticket: Ticket | None) -> bool:
    """Whether it offers what is no longer on offer, or alarms of what is over."""
    if goes_every_way(notice):
        return ticket is not None and not ticket.is_alarming
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
