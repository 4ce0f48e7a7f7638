"""The words of a ticket's life: its states, who acts, what can happen, whom it tells.

Which move is legal when is in ``models/rules.py``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class State(StrEnum):
    """Where a ticket is in its life."""

    OPEN = "open"
    OFFERED = "offered"
    DISPATCHED = "dispatched"
    TAKEN = "taken"
    WORKING = "working"
    HANDED_OVER = "handed_over"
    PAUSED = "paused"
    DONE = "done"
    CLOSED = "closed"
    REOPENED = "reopened"
    MERGED = "merged"
    CANCELLED = "cancelled"


UNHELD = frozenset({State.OPEN, State.OFFERED, State.REOPENED})
HELD = frozenset({State.TAKEN, State.WORKING})
# Somebody was asked by name and has to answer.
AWAY = frozenset({State.DISPATCHED, State.HANDED_OVER})
RUNNING = UNHELD | HELD | AWAY
LIVE = RUNNING | {State.PAUSED}
FINISHED = frozenset({State.DONE, State.CLOSED})
ANY = frozenset(State)


class Actor(StrEnum):
    """Who makes a move, seen from the ticket."""

    ASKER = "asker"
    FOLLOWER = "follower"
    VOLUNTEER = "volunteer"
    CHOSEN = "chosen"
    HOLDER = "holder"
    STAFF = "staff"
    AGENCY = "agency"
    CLOCK = "clock"
    FAMILY = "family"


class Move(StrEnum):
    """What can happen to a ticket."""

    FILE = "file"
    OFFER = "offer"
    FALL_BACK = "fall_back"
    PLEDGE = "pledge"
    WITHDRAW = "withdraw"
    GRAB = "grab"
    DISPATCH = "dispatch"
    ACCEPT = "accept"
    REFUSE = "refuse"
    LAPSE = "lapse"
    START = "start"
    WARN = "warn"
    EXTEND = "extend"
    GIVE_BACK = "give_back"
    EXPIRE = "expire"
    VETO = "veto"
    ESCALATE = "escalate"
    EXPLAIN = "explain"
    PAUSE = "pause"
    RESUME = "resume"
    FINISH = "finish"
    SHOW = "show"
    RATE = "rate"
    COMPLAIN = "complain"
    CALL_BACK = "call_back"
    CONFIRM = "confirm"
    NOT_FIXED = "not_fixed"
    HAND_OVER = "hand_over"
    RECEIVE = "receive"
    DECIDE = "decide"
    ASSIGN = "assign"
    ANSWER = "answer"
    REMIND = "remind"
    RETURN = "return"
    OVERDUE = "overdue"
    SUPERVISE = "supervise"
    URGE = "urge"
    HASTEN = "hasten"
    ADD = "add"
    REROUTE = "reroute"
    FOLLOW = "follow"
    UNFOLLOW = "unfollow"
    MERGE = "merge"
    CANCEL = "cancel"
    REVEAL = "reveal"
    PHONED = "phoned"
    NOTE = "note"
    HEAR = "hear"
    UNHEARD = "unheard"
    ALARM = "alarm"
    CONFIRM_ALARM = "confirm_alarm"
    ALL_CLEAR = "all_clear"


class Audience(StrEnum):
    """Whom a move tells; the ticket names them, or for ``FROM_STEP`` the step does."""

    ASKER = "asker"  # with all who follow the ticket
    HOLDER = "holder"  # with the partner, where two go together
    PLEDGED = "pledged"  # who waits for another to go with
    CHOSEN = "chosen"  # who was dispatched
    DISPATCHER = "dispatcher"
    REFERRER = "referrer"  # the volunteer who passed it up
    LAWYER = "lawyer"
    DESK = "desk"
    FITTING = "fitting"
    COORDINATORS = "coordinators"
    AGENCY = "agency"
    SPEAKER = "speaker"  # who sent the recording
    FAMILY = "family"  # of the asker
    ALARMED = "alarmed"  # whom else an alarm tells, and later all whom it told


FROM_STEP = frozenset(
    {
        Audience.DESK,
        Audience.FITTING,
        Audience.COORDINATORS,
        Audience.AGENCY,
        Audience.CHOSEN,
        Audience.SPEAKER,
        Audience.FAMILY,
        Audience.ALARMED,
    }
)


class Need(StrEnum):
    """What must come with a move."""

    REASON = "reason"  # words
    RESULT = "result"  # words or a photo of how it ended
    RULE = "rule"  # which rule it is by


@dataclass(frozen=True, slots=True)
class Rule:
    """One legal move; ``target`` None leaves the state, ``most`` is how often in a ticket's life.

    ``record`` is what it adds to the record of service of whoever holds the ticket.
    """

    move: Move
    actors: frozenset[Actor]
    sources: frozenset[State]
    target: State | None
    needs: Need | None = None
    most: int | None = None
    record: str | None = None
    reveals: bool = False
    tells: Mapping[Audience, str] = field(default_factory=dict)


# What was said with these belongs to the story of a ticket.
TELLING = frozenset({Move.ADD, Move.HEAR, Move.FOLLOW, Move.HASTEN, Move.NOT_FIXED})
# After these somebody has to be found anew, from the lowest rung on.
RESTARTS = frozenset(
    {Move.GIVE_BACK, Move.EXPIRE, Move.VETO, Move.NOT_FIXED, Move.REROUTE, Move.HASTEN}
)
# After these the ladder goes on from where it stands.
CLIMBS = frozenset({Move.REFUSE, Move.LAPSE, Move.ESCALATE, Move.RETURN})
