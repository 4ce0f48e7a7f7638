"""From a ticket and a step to the ticket after it: pure, and the only way a ticket changes.

The answer has the event on its timeline, the notices and records the move owes, and the deadlines
that follow. Nothing here touches the store or sends anything.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from models.moves import CLIMBS, HELD, LIVE, RESTARTS, UNHELD, Move, Rule, State
from models.notice import next_due
from models.owed import owed_by
from models.steps import AGENCY, CLOCK, Step, TooLateError, check, find_rule, possible_moves
from models.ticket import Event, Ticket
from models.timetable import Timetable

PICTURES = frozenset({"photo", "video"})
# Whoever has a ticket in one of these states stands in this field of it.
_WITH = dict.fromkeys(HELD, "holder") | {
    State.DISPATCHED: "dispatch",
    State.HANDED_OVER: "handover",
    State.MERGED: "merged_into",
}


def apply(ticket: Ticket, step: Step, timetable: Timetable) -> Ticket:
    """The ticket after the step.

    Raises IllegalMoveError, MissingError, or ValueError when the changes leave out who has it now.
    """
    rule = find_rule(ticket, step.move, step.actor)
    check(ticket, step, rule)
    if not timetable.is_in_time(ticket, step.move, step.actor, step.at):
        raise TooLateError(ticket, step.move, possible_moves(ticket, step.actor) - {step.move})
    target = _target(ticket, rule)
    revealed = rule.reveals and bool(ticket.phone or ticket.place)
    event = Event(step.at, step.by, step.move, target, step.key, step.note, revealed)
    changes = _lists(ticket, step) | dict(step.changes)
    owed = owed_by(ticket, step, rule)
    after = replace(
        ticket,
        state=target,
        version=ticket.version + 1,
        updated=step.at,
        events=(*ticket.events, event),
        notices=(*ticket.notices, *owed),
        attachments=(*ticket.attachments, *step.attachments),
        owed_at=_earliest(ticket.owed_at, next_due(owed)),
        fetch_at=_earliest(ticket.fetch_at, step.at if step.attachments else None),
        **(_consequences(ticket, step, target) | _proof(ticket, step, timetable) | changes),
    )
    if name := _lacking(after):
        raise ValueError(f"a ticket that is {target} needs its {name} in the changes of the step")
    after = timetable.follow(ticket, step.move, step.at, _with_helpers(after))
    return _kept_for_figures(ticket, after)


def _target(ticket: Ticket, rule: Rule) -> State:
    if rule.move is Move.RESUME and ticket.paused_from:
        return ticket.paused_from
    return rule.target or ticket.state


def _lists(ticket: Ticket, step: Step) -> dict[str, tuple[str, ...]]:
    """The lists after names joined and left them."""
    joined = {name: (*getattr(ticket, name), *new) for name, new in step.adds.items()}
    left = {
        name: tuple(each for each in getattr(ticket, name) if each not in gone)
        for name, gone in step.drops.items()
    }
    return {name: tuple(dict.fromkeys(names)) for name, names in joined.items()} | left


def _consequences(ticket: Ticket, step: Step, target: State) -> dict[str, Any]:
    """What follows for any caller, first of where it leads, then of the move itself."""
    changes: dict[str, Any] = {}
    if target is not State.PAUSED:
        changes |= {"paused_from": None, "paused_at": None}
    if target in UNHELD:
        changes |= {"holder": None, "partner": None, "dispatch": None, "handover": None}
    if step.move in RESTARTS | CLIMBS or target not in UNHELD | {State.PAUSED}:
        changes["pledged"] = None
    if target is not State.DONE:
        changes["call_at"] = None
    if target not in LIVE:
        changes["listen_at"] = None
    if step.move in RESTARTS:
        changes |= {"rung": -1, "wave": 0}
    own = _OWN.get(step.move)
    return changes | _alarm_after(ticket, step, target) | (own(ticket, step) if own else {})


def _alarm_after(ticket: Ticket, step: Step, target: State) -> dict[str, Any]:
    """What becomes of the alarm: ended, looked after, or anew when who looked after it gives up."""
    alarm = ticket.alarm
    if alarm is None or alarm.is_cleared:
        return {}
    if step.move in _CALMS:
        return {"alarm": replace(alarm, cleared_at=step.at)}
    if alarm.is_open and step.move in _LOOKS_AFTER and step.by != CLOCK:
        return {"alarm": replace(alarm, confirmed_by=step.by, confirmed_at=step.at)}
    if ticket.state in HELD and target in UNHELD and ticket.is_held_by(alarm.confirmed_by or ""):
        return {"alarm": replace(alarm, rung=-1, confirmed_by=None, confirmed_at=None)}
    return {}


def _paused(ticket: Ticket, step: Step) -> dict[str, Any]:
    return {"paused_from": ticket.state, "paused_at": step.at}


def _to_call(ticket: Ticket, step: Step) -> dict[str, Any]:
    return {"call_at": step.at}


def _to_listen(ticket: Ticket, step: Step) -> dict[str, Any]:
    """A recording that came without words waits for somebody to listen."""
    is_silent = not step.note and any(each.kind == "voice" for each in step.attachments)
    return {"listen_at": _earliest(ticket.listen_at, step.at)} if is_silent else {}


def _listened(ticket: Ticket, step: Step) -> dict[str, Any]:
    return {"listen_at": None}


def _finished(ticket: Ticket, step: Step) -> dict[str, Any]:
    return {"done_at": step.at, "level": ticket.holder.level if ticket.holder else None}


def _handed_over(ticket: Ticket, step: Step) -> dict[str, Any]:
    referrer = ticket.holder.id if ticket.holder else ticket.referrer
    return {"holder": None, "partner": None, "dispatch": None, "referrer": referrer}


def _returned(ticket: Ticket, step: Step) -> dict[str, Any]:
    """An agency that said it is not theirs is not asked again."""
    agency = (AGENCY + ticket.handover.agency,) if ticket.handover else ()
    return {"barred": (*ticket.barred, *agency)}


_CALMS = frozenset({Move.ALL_CLEAR, Move.CANCEL})
# Whoever makes one of these has seen that there is an alarm, and deals with it.
_LOOKS_AFTER = frozenset(
    {
        Move.CONFIRM_ALARM,
        Move.GRAB,
        Move.ACCEPT,
        Move.START,
        Move.PAUSE,
        Move.FINISH,
        Move.HAND_OVER,
        Move.RECEIVE,
        Move.MERGE,
    }
)

_OWN: Mapping[Move, Callable[[Ticket, Step], dict[str, Any]]] = {
    Move.PAUSE: _paused,
    Move.CALL_BACK: _to_call,
    Move.COMPLAIN: _to_call,
    Move.ADD: _to_listen,
    Move.HEAR: _listened,
    Move.UNHEARD: _listened,
    Move.FINISH: _finished,
    Move.HAND_OVER: _handed_over,
    Move.RETURN: _returned,
    Move.WITHDRAW: lambda ticket, step: {"pledged": None},
    Move.NOT_FIXED: lambda ticket, step: {"done_at": None, "rating": None, "level": None},
    Move.ESCALATE: lambda ticket, step: {"referrer": step.by},
}


def _proof(ticket: Ticket, step: Step, timetable: Timetable) -> dict[str, Any]:
    """Whether a picture shows the result, where the queue wants one."""
    if step.move not in (Move.FINISH, Move.SHOW):
        return {}
    is_shown = any(each.kind in PICTURES for each in step.attachments)
    is_shown |= ticket.proven if step.move is Move.SHOW else not timetable.queue(ticket).photo
    return {"proven": is_shown}


def _lacking(ticket: Ticket) -> str | None:
    """The field that says who has it in this state, when it is empty."""
    name = _WITH.get(ticket.state)
    return name if name and getattr(ticket, name) is None else None


def _with_helpers(ticket: Ticket) -> Ticket:
    """Whoever took it is remembered, also when somebody else has it later."""
    new = [each.id for each in ticket.holders if each.id not in ticket.helpers]
    return replace(ticket, helpers=(*ticket.helpers, *new)) if new else ticket


def _kept_for_figures(before: Ticket, after: Ticket) -> Ticket:
    """What a later move overwrites stays on the event, for the figures of this time."""
    *earlier, event = after.events
    kept: dict[str, Any] = {}
    if after.queue != before.queue:
        kept["queue_before"] = before.queue
    if after.limit_at != before.limit_at:
        kept["limit_before"] = before.limit_at
    if event.move is Move.FINISH:
        volunteers = tuple(each.id for each in before.holders if each.volunteer)
        kept |= {"level": after.level, "volunteers": volunteers}
    elif event.move in (Move.RATE, Move.COMPLAIN):
        kept["stars"] = after.rating
    return replace(after, events=(*earlier, replace(event, **kept))) if kept else after


def _earliest(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((each for each in (one, other) if each), default=None)
