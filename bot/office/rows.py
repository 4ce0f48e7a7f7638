"""One line of the dispatch board: what staff have to know of a ticket before they open it.

Phone and card numbers in a resident's words are masked: whoever needs one states a purpose on the
ticket's page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.display import moment, short
from bot.office.highlight import highlighted
from bot.services import Services
from bot.wechat.wording import mask_digits
from models.moves import RUNNING, UNHELD, Move, State
from models.presence import Presence
from models.ticket import Ticket

SOON = timedelta(hours=4)
_WORDS = 60
_DAY, _HOUR = 24 * 60, 60


@dataclass(frozen=True, slots=True)
class AlarmLine:
    """How an alarm stands: since when, how many were told, and whether somebody looks after it."""

    since: str
    told: int
    is_open: bool
    by: str


@dataclass(frozen=True, slots=True)
class Row:
    """A ticket in words; ``said`` are pieces, each with whether it is evidence.

    ``waits_for_somebody`` is whether a person can be sent; ``present`` are all who have it open.
    """

    number: str
    queue: str
    area: str
    said: Sequence[tuple[str, bool]]
    waited: str
    limit: str
    is_late: bool
    is_soon: bool
    is_danger: bool
    who: str
    why: str
    waits_for_somebody: bool
    present: Sequence[Presence] = ()
    alarm: AlarmLine | None = None


def row_of(services: Services, ticket: Ticket, present: Sequence[Presence] = ()) -> Row:
    """The line of a ticket."""
    now, say = services.clock(), services.phrases
    left = ticket.limit_at - now if ticket.limit_at and ticket.state in RUNNING else None
    return Row(
        number=ticket.number,
        queue=say(f"queue.{ticket.queue}"),
        area=services.areas.name(ticket.area) or "还不知道在哪里",
        said=highlighted(short(mask_digits(ticket.text), _WORDS), ticket.evidence),
        waited=waited(ticket.created, now),
        limit=moment(ticket.limit_at, now) if ticket.limit_at else "",
        is_late=left is not None and left <= timedelta(0),
        is_soon=left is not None and timedelta(0) < left <= SOON,
        is_danger=ticket.is_alarming,
        who=who_has(services, ticket),
        why=reason(ticket),
        waits_for_somebody=ticket.state in UNHELD,
        present=present,
        alarm=_alarm(ticket, now) if ticket.is_alarming else None,
    )


def _alarm(ticket: Ticket, now: datetime) -> AlarmLine | None:
    """The alarm of a ticket; who confirmed it gave their name with that move or with taking it."""
    alarm = ticket.alarm
    if alarm is None:
        return None
    moves = (e.note for e in ticket.events if e.by == alarm.confirmed_by and e.note)
    return AlarmLine(moment(alarm.since, now), len(alarm.told), alarm.is_open, next(moves, ""))


def who_has(services: Services, ticket: Ticket) -> str:
    """Who has a ticket, or was asked."""
    if ticket.state is State.DISPATCHED and ticket.dispatch:
        return f"派给{ticket.dispatch.name}，等回话"
    if ticket.state is State.HANDED_OVER and ticket.handover:
        agency = services.timetable.agencies.get(ticket.handover.agency)
        return f"在{agency.name if agency else ticket.handover.agency}"
    if ticket.holders:
        return "、".join(each.name for each in ticket.holders)
    return "没人接" if ticket.state in UNHELD else services.phrases(f"state.{ticket.state}")


def reason(ticket: Ticket) -> str:
    """Why a ticket is in its queue, in a few plain words."""
    moved = [each for each in ticket.events if each.move is Move.REROUTE]
    if moved:
        is_askers = moved[-1].by in ticket.askers
        return "居民自己改的类别" if is_askers else "工作人员改的类别"
    if ticket.undecided:
        return "还没弄清是哪一类"
    if not ticket.evidence:
        return "没听出是哪一类"
    heard = "、".join(f"“{mask_digits(each)}”" for each in ticket.evidence)
    return f"因为说到{heard}"


def waited(since: datetime, now: datetime) -> str:
    """How long ago something was: 5 分钟, 3 小时, 2 天."""
    minutes = max(0, int((now - since).total_seconds() // 60))
    if minutes < _HOUR:
        return f"{minutes} 分钟"
    return f"{minutes // _HOUR} 小时" if minutes < _DAY else f"{minutes // _DAY} 天"
