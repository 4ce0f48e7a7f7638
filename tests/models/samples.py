"""What the tests of this room talk about: a ticket, the people around it and their steps."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

import pymongo

from models.alarm import Alarm
from models.moves import Actor, Audience, Move, State
from models.notice import Channel
from models.steps import Step
from models.ticket import Dispatch, Event, HandOver, Holder, Ticket
from models.transition import apply
from tests.support.house import NOON, timetable

ASKER = "oAsker"
ZHANG = "oZhang"
CHEN = "oChen"
DESK = "oDesk"
CENTRE = "oCentre"
CLOCK = "clock"
AGENCY = "legal_aid_centre"

TEXT = "三楼楼道的灯不亮了"
TIMES = timetable()


def a_ticket(identifier: str = "t1", **fields: Any) -> Ticket:
    """A ticket just filed."""
    filed = Event(NOON, ASKER, Move.FILE, State.OPEN, f"{identifier}:filed")
    plain = Ticket(
        id=identifier,
        number=f"n-{identifier}",
        queue="repair",
        asker=ASKER,
        created=NOON,
        updated=NOON,
        text=TEXT,
        events=(filed,),
    )
    return replace(plain, **fields)


def after(*steps: Step, ticket: Ticket | None = None) -> Ticket:
    """A ticket just filed, or the one given, after these steps."""
    ticket = ticket or TIMES.filed(a_ticket())
    for step in steps:
        ticket = apply(ticket, step, TIMES)
    return ticket


def told(ticket: Ticket) -> list[tuple[str, str]]:
    """Who was told what by the latest step; entries of a record are no messages."""
    latest = len(ticket.events) - 1
    messages = [each for each in ticket.notices if each.channel is not Channel.RECORD]
    return [(each.to, each.kind) for each in messages if each.event == latest]


def recorded(ticket: Ticket) -> list[tuple[str, str]]:
    """What the latest step added to whose record of service."""
    latest = len(ticket.events) - 1
    entries = [each for each in ticket.notices if each.channel is Channel.RECORD]
    return [(each.to, each.kind) for each in entries if each.event == latest]


def a_step(move: Move, actor: Actor, by: str, *, at: datetime = NOON, **fields: Any) -> Step:
    """A step somebody makes."""
    return Step(move=move, actor=actor, by=by, at=at, **fields)


def offer(*asked: str, **fields: Any) -> Step:
    """The clock offers the ticket to these people."""
    return a_step(Move.OFFER, Actor.CLOCK, CLOCK, tell={Audience.FITTING: asked}, **fields)


def fall_back(*desk: str, **fields: Any) -> Step:
    """The clock puts the ticket before the desk."""
    return a_step(Move.FALL_BACK, Actor.CLOCK, CLOCK, tell={Audience.DESK: desk}, **fields)


def grab(by: str, **fields: Any) -> Step:
    """A volunteer takes the ticket."""
    holder = Holder(by, f"name of {by}", NOON)
    return a_step(Move.GRAB, Actor.VOLUNTEER, by, changes={"holder": holder}, **fields)


def give_back(by: str, **fields: Any) -> Step:
    """The holder gives the ticket back."""
    return a_step(Move.GIVE_BACK, Actor.HOLDER, by, **fields)


def dispatch(to: str, *chosen: str, **fields: Any) -> Step:
    """The desk sends a person or a group."""
    changes = {"dispatch": Dispatch(to, f"name of {to}", DESK, fields.get("at", NOON))}
    tell = {Audience.CHOSEN: chosen or (to,)}
    return a_step(Move.DISPATCH, Actor.STAFF, DESK, tell=tell, changes=changes, **fields)


def accept(by: str, **fields: Any) -> Step:
    """Who was sent agrees to go."""
    holder = Holder(by, f"name of {by}", NOON)
    return a_step(Move.ACCEPT, Actor.CHOSEN, by, changes={"holder": holder}, **fields)


def hand_over(**fields: Any) -> Step:
    """The desk gives the ticket to the legal-aid centre."""
    changes = {"handover": HandOver(AGENCY, fields.get("at", NOON))}
    tell = {Audience.AGENCY: [CENTRE]}
    return a_step(Move.HAND_OVER, Actor.STAFF, DESK, tell=tell, changes=changes, **fields)


def by_agency(move: Move, **fields: Any) -> Step:
    """The legal-aid centre does something."""
    return a_step(move, Actor.AGENCY, CENTRE, **fields)


def by_clock(move: Move, **fields: Any) -> Step:
    """The clock does something."""
    return a_step(move, Actor.CLOCK, CLOCK, **fields)


def honest(ticket: Ticket, move: Move, actor: Actor, by: str, **fields: Any) -> Step:
    """A step with all the changes that an honest caller hands in with this move."""
    return a_step(move, actor, by, changes=_changes(ticket, move, by), **fields)


def _changes(ticket: Ticket, move: Move, by: str) -> dict[str, Any]:
    own = Holder(by, f"name of {by}", NOON)
    match move:
        case Move.GRAB if ticket.pledged and ticket.pledged.id != by:
            return {"holder": ticket.pledged, "partner": own}
        case Move.GRAB | Move.ACCEPT:
            return {"holder": own}
        case Move.PLEDGE:
            return {"pledged": own}
        case Move.DISPATCH:
            return {"dispatch": Dispatch(CHEN, "陈姐", by, NOON)}
        case Move.HAND_OVER:
            return {"handover": HandOver(AGENCY, NOON)}
        case Move.FOLLOW:
            return {"followers": tuple(dict.fromkeys((*ticket.followers, by)))}
        case Move.MERGE:
            return {"merged_into": "another"}
        case Move.ALARM:
            return {"alarm": _next_telling(ticket)}
    return {}


def _next_telling(ticket: Ticket) -> Alarm:
    """The alarm after one more telling, or a new one."""
    alarm = ticket.alarm if ticket.alarm and ticket.alarm.is_open else Alarm("danger", NOON)
    last = len(TIMES.alarms.tellings(alarm.kind)) - 1
    return replace(alarm, rung=min(alarm.rung + 1, last), told=(ZHANG, DESK))


def finish(by: str, note: str | None = "换了灯泡", **fields: Any) -> Step:
    """The holder says it is done."""
    return a_step(Move.FINISH, Actor.HOLDER, by, note=note, **fields)


def by_asker(move: Move, **fields: Any) -> Step:
    """The asker does something."""
    return a_step(move, Actor.ASKER, ASKER, **fields)


@contextmanager
def raw_database(uri: str, name: str) -> Iterator[Any]:
    """The store past all our code, to see what really lies there."""
    client: pymongo.MongoClient[dict[str, Any]] = pymongo.MongoClient(uri)
    try:
        yield client[name]
    finally:
        client.close()
