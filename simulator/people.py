"""The people on the other side of the chat, and whether they follow the account."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import yaml

from simulator.clock import VirtualClock
from simulator.errors import ApiError

_OPENID = re.compile(r"[A-Za-z0-9_-]{1,64}")
DEMO_PEOPLE = Path(__file__).with_name("people.yaml")
_COLOURS = ("#1f6aa5", "#2c6e49", "#7b4397", "#b4452f", "#7a5a1e", "#3f51b5")


@dataclass
class Person:
    """One WeChat user as this account sees them."""

    openid: str
    name: str
    role: str = ""
    badge: str = ""
    colour: str = _COLOURS[0]
    follows: bool = True
    subscribe_time: int = 0
    subscribe_scene: str = "ADD_SCENE_SEARCH"
    qr_scene: str = ""

    @property
    def miniprogram_openid(self) -> str:
        """The same person's openid in the mini-program, which always differs."""
        return "o" + hashlib.sha256(f"mini:{self.openid}".encode()).hexdigest()[:27]

    @property
    def unionid(self) -> str:
        """The same person's id across apps of one open platform account."""
        return "o" + hashlib.sha256(f"union:{self.openid}".encode()).hexdigest()[:27]


class People:
    """Everyone known, by openid."""

    def __init__(self, clock: VirtualClock, source: Path = DEMO_PEOPLE) -> None:
        self._clock = clock
        self._people: dict[str, Person] = {}
        for entry in yaml.safe_load(source.read_text("utf-8")) or []:
            self.add(**entry)

    def __iter__(self) -> Iterator[Person]:
        return iter(self._people.values())

    def get(self, openid: str) -> Person | None:
        """Return the person, or None for an openid of nobody here."""
        return self._people.get(openid)

    def known(self, openid: object) -> Person:
        """Return the person; raises ApiError 40003 for an openid of nobody here."""
        person = self._people.get(openid) if isinstance(openid, str) else None
        if person is None:
            raise ApiError(40003)
        return person

    def follower(self, openid: object) -> Person:
        """Return the person; raises ApiError 40003 or 43004 unless they follow the account."""
        person = self.known(openid)
        if not person.follows:
            raise ApiError(43004)
        return person

    def add(self, openid: str = "", **details: Any) -> Person:
        """Add a person, or change one who is here; an empty openid is invented.

        Raises ValueError naming the field that cannot be used.
        """
        unknown = details.keys() - {each.name for each in fields(Person)}
        if unknown:
            raise ValueError(f"a person has no field {', '.join(sorted(unknown))}")
        person = self._people.get(openid) or self._newcomer(openid)
        for name, value in details.items():
            setattr(person, name, value)
        self._people[person.openid] = person
        return person

    def _newcomer(self, openid: str) -> Person:
        number = len(self._people) + 1
        openid = openid or f"oGuest{number:022d}"
        if not _OPENID.fullmatch(openid):
            raise ValueError("openid: give 1 to 64 letters, digits, - or _")
        colour = _COLOURS[number % len(_COLOURS)]
        return Person(
            openid, f"邻居{number}", "居民", "邻", colour, subscribe_time=self._clock.seconds()
        )

    def followers(self) -> list[str]:
        """Return the openids of all followers, oldest first."""
        return [person.openid for person in self if person.follows]


def to_json(person: Person) -> dict[str, Any]:
    """Return what the control API tells about a person."""
    return asdict(person)
