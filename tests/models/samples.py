"""What the tests of this room talk about: a ticket, the people around it and their steps."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

import pymongo

from models.ticket import Actor, Audience, Event, Holder, Move, State, Step, Ticket
from tests.support.house import NOON

ASKER = "oAsker"
ZHANG = "oZhang"
CHEN = "oChen"
DESK = "oDesk"
CLOCK = "clock"

TEXT = "三楼楼道的灯不亮了"


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
