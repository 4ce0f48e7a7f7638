"""Turning what was said into a ticket draft, with where, when, who and how urgent."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot import family
from bot.context import Turn
from bot.services import Services
from models.area import AreaTree
from models.moves import Move, State
from models.people import Resident
from models.ticket import Event, Ticket
from nlp import OTHER, QUEUES, Report, Understanding

# What residents and volunteers choose from by number; all else is for the desk.
CHOICES = dict(enumerate((queue for queue in QUEUES if queue != OTHER), 1))
# Ours to wait for the resident's choice before somebody is asked to look.
TO_CHOOSE = timedelta(minutes=2)
# Theirs to say whether we heard a recording well, before anybody is asked to listen to it.
TO_CONFIRM = timedelta(minutes=10)


def ticket_id(message_key: str, position: int) -> str:
    """The identifier of the n-th ticket of a message; the same however often it is handled."""
    digest = hashlib.sha256(message_key.encode()).hexdigest()[:24]
    return f"{digest}-{position}"


def area_path(areas: AreaTree, area: str | None) -> tuple[str, ...]:
    """The areas from the root down to this one."""
    found = areas.get(area)
    return found.path if found else ()


async def draft(
    turn: Turn,
    queue: str,
    text: str,
    understood: Understanding | None = None,
    *,
    undecided: bool = False,
    area: tuple[str, ...] = (),
    wait: timedelta = timedelta(),
) -> Ticket:
    """Note a ticket to be filed when this message is committed, with what the message brings.

    Nobody is asked before ``wait`` has passed, neither to look nor to listen.
    """
    resident = await _asker(turn)
    ticket = replace(
        _ticket(turn, queue, text, understood, resident),
        listen_at=turn.now + wait if turn.is_unheard else None,
        number=await turn.services.store.numbers.take(),
        area_path=area or area_path(turn.services.areas, resident.area),
        undecided=undecided,
        followers=await family.followers_of(turn.services, resident),
    )
    if turn.behalf:
        ticket = family.asked_by_child(ticket, turn.behalf)
    if undecided:
        wait = max(wait, TO_CHOOSE)
    ticket = turn.services.timetable.filed(ticket, wait)
    turn.filed.append(ticket)
    turn.session = turn.session.filed(turn.now)
    turn.join_to(ticket.id)
    return ticket


async def _asker(turn: Turn) -> Resident:
    """Whose need it is: the person's own, or that of the elder they ask for."""
    if turn.behalf is None:
        return await turn.resident()
    elder = turn.behalf.elder
    return await turn.services.store.residents.get(elder) or Resident(elder)


def _ticket(
    turn: Turn, queue: str, text: str, understood: Understanding | None, resident: Resident
) -> Ticket:
    """What the message and its understanding make of it, still without number and area."""
    bare = Ticket(
        id=ticket_id(turn.message.key, len(turn.filed)),
        number="",
        queue=queue,
        asker=resident.id,
        created=turn.now,
        updated=turn.now,
        text=text,
        events=(Event(turn.now, turn.person, Move.FILE, State.OPEN, turn.message.key),),
        attachments=turn.attachments,
        fetch_at=turn.now if turn.attachments else None,
    )
    said = as_told(turn.services, bare, understood)
    return replace(
        said,
        place=said.place or turn.session.answers.get("place"),
        phone=said.phone or resident.phone,
    )


def as_told(services: Services, ticket: Ticket, understood: Understanding | None) -> Ticket:
    """A new ticket with all that its words tell; what it knows already stands."""
    said = replace(ticket, **learned(ticket, understood)) if understood else ticket
    return replace(
        said,
        urgent=bool(understood and (understood.urgent or understood.danger)),
        danger=understood.danger if understood else None,
        evidence=words_of(understood, ticket.queue),
        topics=topics_of(services, ticket.queue, Report(said.text, said.place)),
        hands=services.timetable.hands(ticket.queue),
    )


def next_step(services: Services, ticket: Ticket) -> str:
    """What happens next with a new ticket, by the ladder of where it is."""
    first = services.timetable.ladder(ticket)[0]
    return services.phrases(f"report.next.{first.who}")


def in_queue(services: Services, ticket: Ticket, queue: str) -> dict[str, Any]:
    """What changes in a ticket that is put into a queue."""
    return {
        "queue": queue,
        "undecided": False,
        "hands": services.timetable.hands(queue),
        "topics": topics_of(services, queue, Report(ticket.text, ticket.place)),
    }


def topics_of(services: Services, queue: str, report: Report) -> tuple[str, ...]:
    """What a report is about, where neighbours may hear that it is known already."""
    if not services.timetable.is_shared(queue):
        return ()
    return tuple(sorted(services.likeness.features(report).things))


def learned(ticket: Ticket, understood: Understanding) -> dict[str, Any]:
    """What further words tell that the ticket does not know yet: where, when, how to call."""
    slots = understood.slots
    said = {"place": slots.place, "phone": slots.phone, "when": slots.time}
    return {name: found for name, found in said.items() if found and not getattr(ticket, name)}


def words_of(understood: Understanding | None, queue: str, most: int = 3) -> tuple[str, ...]:
    """The words that speak most for a queue, for people to see."""
    evidence = understood.evidence if understood else ()
    spoken = sorted((e for e in evidence if e.queue == queue), key=lambda e: -e.weight)
    terms = list(dict.fromkeys(each.term for each in spoken if each.weight > 0))
    # A pattern such as 楼道…灯不亮 says nothing new beside its own words.
    words = [term for term in terms if "…" not in term] or terms
    return tuple(words[:most])
