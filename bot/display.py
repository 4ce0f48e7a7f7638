"""How tickets, times and names look in a chat line that an old person reads at a glance."""

from datetime import datetime

from bot.phrases import Phrases
from models.area import AreaTree
from models.clock import CHINA
from models.ticket import Ticket

_NEAR = {-1: "明天", 0: "今天", 1: "昨天"}


def short(text: str, most: int = 18) -> str:
    """The beginning of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def moment(at: datetime, now: datetime) -> str:
    """When something was or will be: 今天 15:01, 昨天 09:30, 3月5日 10:00."""
    there, today = at.astimezone(CHINA), now.astimezone(CHINA).date()
    days = (today - there.date()).days
    clock = f"{there:%H:%M}"
    if days in _NEAR:
        return f"{_NEAR[days]} {clock}"
    return f"{there.month}月{there.day}日 {clock}"


def place_of(ticket: Ticket, phrases: Phrases, areas: AreaTree) -> str:
    """Where a ticket is: as it was said, else the area."""
    return ticket.place or areas.name(ticket.area) or phrases("volunteer.unknown_place")


def details_of(ticket: Ticket, phrases: Phrases, areas: AreaTree) -> dict[str, str]:
    """All that whoever goes there has to know, with the contact: for them and nobody else."""
    return {
        "number": ticket.number,
        "queue": phrases(f"queue.{ticket.queue}"),
        "text": ticket.story,
        "place": place_of(ticket, phrases, areas),
        "phone": ticket.phone or phrases("volunteer.unknown_phone"),
    }


def rough_place(ticket: Ticket, phrases: Phrases, areas: AreaTree) -> str:
    """About where a ticket is, for those who have not taken it: never the door."""
    return areas.name(ticket.area) or phrases("menu.community")


def task_line(ticket: Ticket, phrases: Phrases, areas: AreaTree) -> str:
    """A ticket on one line for who has not taken it yet: nothing of the words or the door."""
    return phrases(
        "volunteer.task_line",
        number=ticket.number,
        queue=phrases(f"queue.{ticket.queue}"),
        place=rough_place(ticket, phrases, areas),
        when=ticket.when or phrases("volunteer.any_time"),
    )


def ticket_line(ticket: Ticket, phrases: Phrases) -> str:
    """A ticket on one line: number, queue and the beginning of its words."""
    queue = phrases(f"queue.{ticket.queue}")
    return phrases("report.line", number=ticket.number, queue=queue, text=short(ticket.text))
