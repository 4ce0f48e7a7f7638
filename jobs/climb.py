"""Tickets climb their ladder: to those near, to a crew, to an agency, at last to the desk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.candidates import candidates
from bot.neighbours import agency_of, desk_of, group_of
from bot.services import Services
from models.ladder import Ladder, Rung
from models.moves import RESTARTS, Actor, Audience, Move, State
from models.steps import AGENCY, CLOCK, GROUP, Step
from models.ticket import Dispatch, HandOver, Ticket
from models.timetable import next_rung


@dataclass(frozen=True, slots=True)
class Ask:
    """Whom a rung asks, and by which move."""

    move: Move
    tell: Mapping[Audience, Sequence[str]]
    changes: Mapping[str, Any] = field(default_factory=dict)
    note: str | None = None


async def climb(services: Services, ticket: Ticket) -> None:
    """Take the ticket to the next rung that has somebody to ask; the last one always has."""
    ladder = services.timetable.ladder(ticket)
    asked = await _next_wave(services, ticket, ladder)
    position, rung = (ticket.rung, ladder[ticket.rung]) if asked else next_rung(ladder, ticket)
    while asked is None:
        is_last = position == len(ladder) - 1
        asked = await _ask(services, ticket, rung, wave=0, is_last=is_last)
        if asked is None:
            position += 1
            rung = ladder[position]
    step = Step(
        move=asked.move,
        actor=Actor.CLOCK,
        by=CLOCK,
        at=services.clock(),
        key=f"{CLOCK}:{position}:{ticket.version}",
        note=asked.note,
        tell=asked.tell,
        changes={"rung": position, **asked.changes},
        version=ticket.version,
    )
    await services.store.tickets.make(ticket.id, step, ticket)


async def _next_wave(services: Services, ticket: Ticket, ladder: Ladder) -> Ask | None:
    """The next of the volunteers of this rung, when an offer ran out and some were not asked yet.

    Whoever took it up in between and passed it on asks for somebody else than more volunteers.
    """
    if ticket.state is not State.OFFERED or not 0 <= ticket.rung < len(ladder):
        return None
    rung, wave = ladder[ticket.rung], ticket.wave + 1
    if rung.who != "volunteers" or wave >= rung.waves:
        return None
    return await _ask(services, ticket, rung, wave=wave)


async def _ask(
    services: Services, ticket: Ticket, rung: Rung, *, wave: int, is_last: bool = False
) -> Ask | None:
    """Whom this rung asks about this ticket; None when it has nobody."""
    if rung.who == "volunteers":
        asked = await _not_asked_yet(services, ticket, rung)
        return Ask(Move.OFFER, {Audience.FITTING: asked}, {"wave": wave}) if asked else None
    if rung.who == "group":
        return await _send_group(services, ticket, rung)
    if rung.who == "agency":
        return await _hand_over(services, ticket, rung.name or "")
    desk = await desk_of(services, ticket.area, rung.within)
    return Ask(Move.FALL_BACK, {Audience.DESK: desk}) if desk or is_last else None


async def _not_asked_yet(services: Services, ticket: Ticket, rung: Rung) -> Sequence[str]:
    """The best of the volunteers who fit now and have not heard of it in this search."""
    asked = asked_in_this_search(ticket)
    places = await candidates(services, ticket, rung.within, asked)
    return [each.volunteer.id for each in places if each.unfit is None][: rung.wave]


def asked_in_this_search(ticket: Ticket) -> frozenset[str]:
    """Whom the ticket was offered to since somebody last had to be found anew."""
    offers: set[int] = set()
    for position, event in enumerate(ticket.events):
        if event.move in RESTARTS:
            offers.clear()
        elif event.move is Move.OFFER:
            offers.add(position)
    return frozenset(each.to for each in ticket.notices if each.event in offers)


async def _send_group(services: Services, ticket: Ticket, rung: Rung) -> Ask | None:
    group = rung.name or ""
    unfit = {*ticket.askers, *ticket.barred}
    found = await group_of(services, ticket.area, group, rung.within)
    members = [each for each in found if each not in unfit]
    if not members:
        return None
    name = services.groups.get(group, group)
    dispatch = Dispatch(GROUP + group, name, CLOCK, services.clock())
    return Ask(Move.DISPATCH, {Audience.CHOSEN: members}, {"dispatch": dispatch})


async def _hand_over(services: Services, ticket: Ticket, agency: str) -> Ask | None:
    settings = services.timetable.agencies.get(agency)
    told = await agency_of(services, agency)
    if settings is None or not told or AGENCY + agency in ticket.barred:
        return None
    changes = {"handover": HandOver(agency, services.clock())}
    return Ask(Move.HAND_OVER, {Audience.AGENCY: told}, changes, note=settings.name)
