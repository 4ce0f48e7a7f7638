"""What somebody wants to see of the tickets, as it stands in the address of the list.

Only what is known here is taken from an address, so that a saved or a passed-on one does nothing
else; whatever cannot be read is left out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from urllib.parse import parse_qs, urlencode

from models.clock import CHINA
from models.moves import ANY, FINISHED, LIVE, RUNNING, UNHELD, State
from nlp import QUEUES

GROUPS: Mapping[str, frozenset[State]] = {
    "untaken": UNHELD,
    "live": LIVE,
    "running": LIVE - UNHELD,
    "finished": FINISHED,
    "gone": ANY - LIVE - FINISHED,
}
SOURCES = ("chat", "page", "phone", "visit", "proxy", "card", "family", "other")
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class WantedList:
    """One list of tickets; ``who`` is ``me``, ``agency:NAME`` or ``group:NAME``.

    ``since`` and ``until`` are days in China, and both belong to it.
    """

    words: str = ""
    queue: str = ""
    state: tuple[str, ...] = ()  # states or names of GROUPS
    area: str = ""
    source: str = ""
    who: str = ""
    since: date | None = None
    until: date | None = None
    late: bool = False
    urgent: bool = False
    danger: bool = False
    untold: bool = False
    call_back: bool = False
    oldest: bool = False

    @property
    def states(self) -> frozenset[State]:
        """The states asked for; what is late or in somebody's hands is not over."""
        named = [GROUPS.get(each) or {State(each)} for each in self.state]
        asked = frozenset[State]().union(*named) if named else ANY
        asked &= RUNNING if self.late else ANY
        return asked & LIVE if self.who else asked

    @property
    def begins(self) -> datetime | None:
        """The first moment."""
        return datetime.combine(self.since, time(), CHINA) if self.since else None

    @property
    def ends(self) -> datetime | None:
        """The first moment that does not belong to it."""
        after = self.until + timedelta(days=1) if self.until else None
        return datetime.combine(after, time(), CHINA) if after else None

    def query(self, **changes: object) -> str:
        """The end of the address of this list."""
        wanted = replace(self, **changes)  # type: ignore[arg-type]
        values = {each.name: getattr(wanted, each.name) for each in fields(wanted)}
        return urlencode({name: _written(value) for name, value in values.items() if value}, True)


def read_wanted(query: str) -> WantedList:
    """What the end of an address asks for."""
    given = parse_qs(query[:4000])
    plain = {name: read(given[name][-1]) for name, read in _READ.items() if name in given}
    known = tuple(each for each in given.get("state", ()) if each in GROUPS or each in set(State))
    return WantedList(state=tuple(dict.fromkeys(known)), **plain)  # type: ignore[arg-type]


def _written(value: object) -> object:
    if value is True:
        return "1"
    return value.isoformat() if isinstance(value, date) else value


def _text(value: str) -> str:
    return value.strip()[:_LONGEST]


def _flag(value: str) -> bool:
    return value == "1"


def _day(value: str) -> date | None:
    try:
        found = date.fromisoformat(value)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 9000 else None


def _one_of(known: Sequence[str]) -> Callable[[str], str]:
    return lambda value: value if value in known else ""


_READ: Mapping[str, Callable[[str], object]] = {
    "words": _text,
    "queue": _one_of(QUEUES),
    "area": _text,
    "source": _one_of(SOURCES),
    "who": _text,
    "since": _day,
    "until": _day,
    **dict.fromkeys(("late", "urgent", "danger", "untold", "call_back", "oldest"), _flag),
}
