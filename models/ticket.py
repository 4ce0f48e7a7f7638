"""A ticket: one need of one resident, with its timeline, its people and what it owes.

Only the document; what can happen to it is in ``models/rules.py`` and ``models/transition.py``.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from models.alarm import Alarm
from models.document import sealed
from models.moves import LIVE, TELLING, Move, State
from models.notice import Notice

LONGEST_TIMELINE = 200
FAMILY = "family"  # the source of what a child asks for an elder


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the timeline; ``key`` names the message that caused it, so it counts once.

    ``revealed`` says that whoever made it saw the contact by it. From ``queue_before`` on it keeps
    what the ticket itself forgets and figures of that time need; see ``models/facts.py``.
    """

    at: datetime
    by: str
    move: Move
    to: State
    key: str | None = None
    note: str | None = sealed(default=None)
    revealed: bool = False
    queue_before: str | None = None  # where the move changed it
    limit_before: datetime | None = None  # where the move changed it
    level: str | None = None  # at which the result was given
    stars: int | None = None
    volunteers: tuple[str, ...] = ()  # who gave the result


@dataclass(frozen=True, slots=True)
class Attachment:
    """A photo or recording; ``file`` names it in GridFS once it was fetched from WeChat."""

    media_id: str
    kind: str
    at: datetime
    state: str = "owed"
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the ticket, and since when; ``level`` is that of the area they work for."""

    id: str
    name: str = sealed()
    since: datetime | None = None
    level: str | None = None
    volunteer: bool = False


class Due(StrEnum):
    """What the clock will do to a ticket."""

    CLIMB = "climb"  # the rung has run out
    LAPSE = "lapse"  # a dispatch was not answered
    WARN = "warn"  # a claim is about to expire
    EXPIRE = "expire"
    LIMIT = "limit"  # the whole ticket should have been done
    CALL_BACK = "call_back"  # the asker said nothing about the result
    RESUME = "resume"  # paused for as long as one may
    RECEIVE = "receive"  # the agency has not confirmed that it has it
    DECIDE = "decide"
    ASSIGN = "assign"
    ALARM = "alarm"  # nobody has said yet that they look after a danger


# The clock's own next steps are no deadlines of anybody's.
UNSHOWN = frozenset({Due.WARN, Due.CLIMB, Due.ALARM})


@dataclass(frozen=True, slots=True)
class Deadline:
    """When something is due; ``working`` is whether it runs in working time only."""

    kind: Due
    at: datetime
    working: bool = False


@dataclass(frozen=True, slots=True)
class Dispatch:
    """Who was sent: a person's openid or, as ``group:name``, any member of a group."""

    to: str
    name: str = sealed()
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """A name in a case as a keyed hash, and its side: ``ours`` or ``theirs``."""

    mark: str
    side: str


@dataclass(frozen=True, slots=True)
class HandOver:
    """What an agency has told us of a ticket that is with it."""

    agency: str
    at: datetime
    number: str | None = None
    status: str | None = None
    received: datetime | None = None
    decided: datetime | None = None
    lawyer: str | None = None
    lawyer_name: str | None = sealed(default=None)
    parties: tuple[Party, ...] = ()


@dataclass(frozen=True, slots=True)
class Ticket:
    """One need of one resident."""

    id: str
    number: str
    queue: str
    asker: str
    created: datetime
    updated: datetime
    text: str = sealed()
    state: State = State.OPEN
    version: int = 1
    area_path: tuple[str, ...] = ()
    place: str | None = sealed(default=None)
    phone: str | None = sealed(default=None)
    when: str | None = sealed(default=None)
    hands: int = 1  # how many have to go together
    urgent: bool = False
    danger: str | None = None
    alarm: Alarm | None = None
    undecided: bool = False
    source: str = "chat"
    evidence: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()  # what it is about in a word or two, to find its like
    events: tuple[Event, ...] = ()
    notices: tuple[Notice, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    # Who.
    followers: tuple[str, ...] = ()
    holder: Holder | None = None
    partner: Holder | None = None
    pledged: Holder | None = None
    dispatch: Dispatch | None = None
    handover: HandOver | None = None
    referrer: str | None = None
    barred: tuple[str, ...] = ()  # who gave it up, was sent away or did it badly
    # When.
    rung: int = -1
    wave: int = 0
    deadlines: tuple[Deadline, ...] = ()
    stopped: tuple[Deadline, ...] = ()  # those that wait while it is paused
    paused_from: State | None = None
    paused_at: datetime | None = None
    due_at: datetime | None = None
    owed_at: datetime | None = None
    fetch_at: datetime | None = None
    limit_at: datetime | None = None
    # How it went.
    done_at: datetime | None = None
    level: str | None = None  # of whoever solved it
    helpers: tuple[str, ...] = ()  # all who ever took it
    rating: int | None = None
    acted: tuple[str, ...] = ()  # which lawyer for and against whom, as keyed hashes
    proven: bool = True  # a photo shows the result, where the queue wants one
    merged_into: str | None = None
    untold_at: datetime | None = None  # since when somebody has to be told by phone
    call_at: datetime | None = None  # since when somebody has to ask by phone whether it is done
    listen_at: datetime | None = None  # from when a recording waits to be written down

    @property
    def area(self) -> str | None:
        """The area the ticket belongs to."""
        return self.area_path[-1] if self.area_path else None

    @property
    def story(self) -> str:
        """All that was said about it, for the one who has to deal with it."""
        added = [each.note for each in self.events if each.move in TELLING and each.note]
        return "\n".join([self.text, *added])

    @property
    def askers(self) -> tuple[str, ...]:
        """All who wait for it: who asked first and who follows."""
        return (self.asker, *self.followers)

    @property
    def holders(self) -> tuple[Holder, ...]:
        """Who has it: one, or two where they go together."""
        return tuple(each for each in (self.holder, self.partner) if each)

    @property
    def next_deadline(self) -> Deadline | None:
        """What has to happen next by when, as people should see it."""
        shown = [each for each in self.deadlines if each.kind not in UNSHOWN]
        return min(shown, key=lambda each: each.at, default=None)

    @property
    def is_alarming(self) -> bool:
        """Whether it tells of a danger, or of somebody missed, that nobody said is none."""
        if self.alarm:
            return not self.alarm.is_cleared
        return self.danger is not None

    def is_live(self) -> bool:
        """Whether somebody still has to do something."""
        return self.state in LIVE

    def is_entrusted_to(self, person: str) -> bool:
        """Whether this is the child who asked for the elder, as long as they may act for them."""
        filed_by = self.events[0].by if self.events else None
        return self.source == FAMILY and filed_by == person and person in self.followers

    def is_held_by(self, person: str) -> bool:
        """Whether this person has the ticket, alone or with a partner."""
        return any(each.id == person for each in self.holders)

    def heard(self, key: str, move: Move | None = None) -> bool:
        """Whether this message already made this move (or any)."""
        return any(e.key == key and move in (None, e.move) for e in self.events)

    def times(self, move: Move) -> int:
        """How often this move was made."""
        return sum(each.move is move for each in self.events)

    def deadline(self, kind: Due) -> Deadline | None:
        """The deadline of this kind."""
        return next((each for each in self.deadlines if each.kind is kind), None)
