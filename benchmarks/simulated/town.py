"""A town in motion: a diary of who means to do what and when, and a record of what became of it."""

import heapq
import random
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any, Protocol

from benchmarks.simulated.reading import Letter, Reader
from benchmarks.simulated.wechat import Item, WeChat
from bot.phrases import Phrases
from models.calendar import Calendar
from models.clock import CHINA
from models.store import Store

Heard = Callable[[str], None]
_MSG_IDS = 8_000_000_000_000_000_000
MOST_TRIES = 5
BATCH = 40


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody means to do; ``heard`` is told the answer."""

    person: str
    fields: dict[str, Any]
    heard: Heard | None = None
    is_report: bool = False
    tries: int = 0


class Person(Protocol):
    """Somebody with a phone."""

    def receive(self, letter: Letter) -> None:
        """Read a message of the account."""


@dataclass(slots=True)
class Ledger:
    """What the people know of it: the other side of the books."""

    said: int = 0
    acknowledged: int = 0
    unanswered: int = 0
    reports: set[str] = field(default_factory=set)  # keys of acknowledged reports
    won: Counter[str] = field(default_factory=Counter)
    received: dict[str, list[Item]] = field(default_factory=lambda: defaultdict(list))
    verdicts: Counter[str] = field(default_factory=Counter)


class Town:
    """Everybody's phones and plans."""

    def __init__(
        self, chance: random.Random, wechat: WeChat, store: Store, calendar: Calendar, say: Phrases
    ) -> None:
        self.chance = chance
        self.wechat = wechat
        self.store = store
        self.calendar = calendar
        self.ledger = Ledger()
        self.people: dict[str, Person] = {}
        self.now = datetime.min
        self.is_asleep = False  # on the last day nobody does anything, so that all can arrive
        self._reader = Reader(say)
        self._diary: list[tuple[datetime, int, Deed | Callable[[], Awaitable[None]]]] = []
        self._counter = count()
        self._msg_ids = count(_MSG_IDS)

    def plan(self, at: datetime, deed: Deed | Callable[[], Awaitable[None]]) -> None:
        """Note what somebody will do, or what has to be looked at, then."""
        heapq.heappush(self._diary, (at, next(self._counter), deed))

    def say(
        self,
        person: str,
        words: str,
        minutes: float = 1.0,
        heard: Heard | None = None,
        **fields: Any,
    ) -> None:
        """Let somebody say something in so many minutes."""
        given = {"kind": "text", "content": words} | fields
        self.plan(self.now + timedelta(minutes=minutes), Deed(person, given, heard))

    def likely(self, share: float) -> bool:
        """Whether it happens this time."""
        return self.chance.random() < share

    def is_office_open(self) -> bool:
        """Whether offices work now."""
        there = self.now.astimezone(CHINA)
        clock = there.hour + there.minute / 60
        is_hour = 9 <= clock < 12 or 14 <= clock < 17.5
        return is_hour and self.calendar.is_workday(there.date())

    def arrive(self, person: str, item: Item) -> None:
        """A message of the account arrives on a phone."""
        self.ledger.received[person].append(item)
        letter = self._reader.read(item)
        if letter and person in self.people and not self.is_asleep:
            self.people[person].receive(letter)

    async def act(self) -> None:
        """Let everybody do what they meant to do by now, one thing of a person at a time."""
        while not self.is_asleep and (batch := await self._next_batch()):
            pushes = [self._push(deed) for deed in batch]
            answers = await self.wechat.act(pushes)
            for deed, push, answer in zip(batch, pushes, answers, strict=True):
                self._settle(deed, push, answer)

    async def _next_batch(self) -> Sequence[Deed]:
        batch: dict[str, Deed] = {}
        later: list[Deed] = []
        while self._diary and self._diary[0][0] <= self.now and len(batch) < BATCH:
            _, _, deed = heapq.heappop(self._diary)
            if not isinstance(deed, Deed):
                await deed()
            elif deed.person in batch:
                later.append(deed)
            else:
                batch[deed.person] = deed
        for deed in later:
            self.plan(self.now, deed)
        return list(batch.values())

    def _push(self, deed: Deed) -> dict[str, Any]:
        return {"person": deed.person, "msg_id": next(self._msg_ids), **deed.fields}

    def _settle(self, deed: Deed, push: dict[str, Any], answer: dict[str, Any]) -> None:
        """Hear the answer; what nobody answered is said again a while later."""
        self.ledger.said += 1
        self.ledger.verdicts[answer.get("verdict") or answer.get("error", "")] += 1
        if "error" in answer:
            return
        if answer["verdict"] == "unavailable":
            self.ledger.unanswered += 1
            if deed.tries < MOST_TRIES:
                again = Deed(deed.person, deed.fields, deed.heard, deed.is_report, deed.tries + 1)
                self.plan(self.now + timedelta(minutes=15 + 15 * deed.tries), again)
            return
        self.ledger.acknowledged += 1
        if deed.is_report:
            self.ledger.reports.add(f"{deed.person}:{push['msg_id']}")
        words = (answer.get("reply") or {}).get("content", "")
        if deed.heard:
            deed.heard(words)
