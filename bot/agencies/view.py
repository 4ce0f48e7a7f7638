"""The sealed view: what those who work on a case may know of it, and what is due by when."""

from dataclasses import dataclass

from bot.display import moment, place_of
from bot.services import Services
from models.ticket import Deadline, Due, Ticket

SHOWN_DUES = (Due.RECEIVE, Due.DECIDE, Due.ASSIGN, Due.LIMIT, Due.RESUME)


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case in words, for chat and page."""

    number: str
    queue: str
    urgency: str
    who: str
    story: str
    place: str
    phone: str
    dues: tuple[str, ...]


async def view(services: Services, ticket: Ticket) -> CaseView:
    """The whole case; show it only after its reveal was noted."""
    say = services.phrases
    asker = await services.store.residents.get(ticket.asker)
    return CaseView(
        number=ticket.number,
        queue=say(f"queue.{ticket.queue}"),
        urgency=say("urgency.high" if ticket.urgent else "urgency.normal"),
        who=(asker and asker.name) or say("agency.unknown_name"),
        story=ticket.story,
        place=place_of(ticket, say, services.areas),
        phone=ticket.phone or say("volunteer.unknown_phone"),
        dues=dues(services, ticket),
    )


def dues(services: Services, ticket: Ticket) -> tuple[str, ...]:
    """What has to be done by when, the next one first."""
    shown = [each for each in ticket.deadlines if each.kind in SHOWN_DUES]
    return tuple(_due(services, each) for each in shown)


def next_due(services: Services, ticket: Ticket) -> str:
    """The next of these on a line; a dash when there is none."""
    return next(iter(dues(services, ticket)), services.phrases("agency.no_due"))


def _due(services: Services, deadline: Deadline) -> str:
    what = services.phrases(f"agency.due.{deadline.kind}")
    until = moment(deadline.at, services.clock())
    return services.phrases("agency.due_line", what=what, until=until)
