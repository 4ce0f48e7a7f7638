"""How tickets, times and names look in a chat line that an old person reads at a glance."""

from datetime import datetime

from bot.phrases import Phrases
from models.area import AreaTree
from models.clock import CHINA
from models.ticket import Move, Ticket


def short(text: str, most: int = 18) -> str:
    """The beginning of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def moment(at: datetime, now: datetime) -> str:
    """When something was: 今天 15:01, 昨天 09:30, 3月5日 10:00."""
    there, today = at.astimezone(CHINA), now.astimezone(CHINA).date()
    days = (today - there.date()).days
    clock = f"{there:%H:%M}"
    if days in (0, 1):
        return f"{('今天', '昨天')[days]} {clock}"
    return f"{there.month}月{there.day}日 {clock}"


def place_of(ticket: Ticket, phrases: Phrases, areas: AreaTree) -> str:
    """Where a ticket is: as it was said, else the area."""
    return ticket.place or areas.name(ticket.area) or phrases("volunteer.unknown_place")


def story_of(ticket: Ticket) -> str:
    """All that was said about a ticket, for the one who has to deal with it."""
    telling = (Move.ADD, Move.NOT_FIXED)
    added = [event.note for event in ticket.events if event.move in telling and event.note]
    return "\n".join([ticket.text, *added])


def rough_place(ticket: Ticket, phrases: Phrases, areas: AreaTree) -> str:
    """About where a ticket is, for those who have not taken it: never the door."""
    return areas.name(ticket.area) or phrases("menu.community")


def ticket_line(ticket: Ticket, phrases: Phrases) -> str:
    """A ticket on one line: number, queue and the beginning of its words."""
    queue = phrases(f"queue.{ticket.queue}")
    return phrases("report.line", number=ticket.number, queue=queue, text=short(ticket.text))
