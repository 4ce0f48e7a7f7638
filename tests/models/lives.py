"""Lives of tickets for counting: what happened when, written short."""

from datetime import datetime

from models.clock import CHINA
from models.facts import Fact, Happening
from models.moves import Move, State

# Where a move leads in these lives, when it leads anywhere.
LEADS = {
    Move.FILE: State.OPEN,
    Move.GRAB: State.TAKEN,
    Move.PAUSE: State.PAUSED,
    Move.RESUME: State.TAKEN,
    Move.HAND_OVER: State.HANDED_OVER,
    Move.FINISH: State.DONE,
    Move.RATE: State.CLOSED,
    Move.CONFIRM: State.CLOSED,
    Move.NOT_FIXED: State.REOPENED,
    Move.MERGE: State.MERGED,
    Move.CANCEL: State.CANCELLED,
}


def moment(text: str) -> datetime:
    """``11-03 09:00`` in China, in 2025; November of that year has no holiday."""
    return datetime.strptime(f"2025-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=CHINA)


def then(move: Move, at: str, **kept: object) -> Happening:
    """Something that happened; ``at`` is as in ``moment``."""
    return Happening(moment(at), move, LEADS.get(move, State.OPEN), **kept)  # type: ignore[arg-type]


def life(identifier: str, filed: str, *later: Happening, limit: str, **fields: object) -> Fact:
    """The life of a ticket; a happening that leads nowhere leaves it where it was."""
    events = [then(Move.FILE, filed)]
    for each in later:
        to = each.to if each.move in LEADS else events[-1].to
        events.append(_at(each, to))
    given = {"queue": "repair", "area_path": ("city", "street", "feicui")} | fields
    return Fact(
        id=identifier,
        created=moment(filed),
        limit_at=moment(limit),
        events=tuple(events),
        **given,  # type: ignore[arg-type]
    )


def _at(event: Happening, to: State) -> Happening:
    kept = {name: getattr(event, name) for name in Happening.__slots__}
    return Happening(**kept | {"to": to})
