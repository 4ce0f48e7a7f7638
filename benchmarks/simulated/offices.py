"""Those who work at a desk or an agency: in office hours they see to what they were told of."""

from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta
from typing import ClassVar

from benchmarks.simulated import words
from benchmarks.simulated.reading import Letter
from benchmarks.simulated.street import AGENCY_NAME, CREW_NAME
from benchmarks.simulated.town import Heard, Town
from models.moves import Move, State
from models.ticket import Ticket

AN_HOUR = timedelta(hours=1)
MOST_AN_HOUR = 30


@dataclass(slots=True)
class Clerk:
    """A member of staff with a phone and a list of what to look at."""

    id: str
    town: Town
    volunteers: dict[str, list[str]]  # queue: names of those one could send
    todo: deque[str] = field(default_factory=deque)
    is_leader: bool = False
    is_waiting: bool = False

    def receive(self, letter: Letter) -> None:
        """Put it on the list; each number once."""
        for number in letter.numbers:
            if number not in self.todo:
                self.todo.append(number)
        if self.todo and not self.is_waiting:
            self.is_waiting = True
            minutes = self.town.chance.uniform(5, 40)
            self.town.plan(self.town.now + timedelta(minutes=minutes), self.work)

    async def work(self) -> None:
        """Look at what is on the list, when the office is open."""
        town = self.town
        if town.is_office_open():
            for _ in range(min(len(self.todo), MOST_AN_HOUR)):
                number = self.todo.popleft()
                ticket = await town.store.tickets.numbered(number)
                if ticket:
                    self._see_to(ticket)
        self.is_waiting = bool(self.todo)
        if self.is_waiting:
            town.plan(town.now + AN_HOUR / 2, self.work)

    def _see_to(self, ticket: Ticket) -> None:
        number, town = ticket.number, self.town
        moves = {event.move for event in ticket.events}
        if self.is_leader:
            if ticket.is_live() and town.likely(0.5):
                self._say(f"督办 {number} 请今天办好")
        elif ticket.untold_at:
            self._say(f"已告知 {number}")
        elif ticket.state in (State.OPEN, State.REOPENED):
            self._find_somebody(ticket)
        elif ticket.state is State.DONE and moves & {Move.CALL_BACK, Move.COMPLAIN}:
            self._call_back(number)
        elif ticket.is_held_by(self.id):
            self._finish(ticket)
        elif ticket.state is State.TAKEN and town.likely(0.004):
            self._say(f"否决 {number} 换有经验的去")

    def _find_somebody(self, ticket: Ticket) -> None:
        """Take it, send somebody, or pass it on."""
        town, number = self.town, ticket.number
        fate = town.chance.random()
        names = self.volunteers.get(ticket.queue, [])
        if ticket.queue == "legal_aid" and fate < 0.7:
            self._say(f"转办 {number} {AGENCY_NAME}")
        elif ticket.queue == "repair" and fate < 0.35:
            self._say(f"派 {number} 给{CREW_NAME}")
        elif names and fate < 0.5:
            self._say(f"派 {number} 给{town.chance.choice(names)}")
        else:
            self._say(f"抢 {number}", lambda answer: self._taken(ticket, answer))

    def _taken(self, ticket: Ticket, answer: str) -> None:
        if "联系：" in answer:
            self.town.ledger.won[ticket.number] += 1
            self._finish(ticket)

    def _finish(self, ticket: Ticket) -> None:
        town = self.town
        result = town.chance.choice(words.RESULTS[ticket.queue])
        said = f"完成 {ticket.number} {result}"

        async def later() -> None:
            if town.is_office_open():
                self._say(said)
            else:
                town.plan(town.now + AN_HOUR, later)

        town.plan(town.now + timedelta(hours=town.chance.uniform(0.3, 5)), later)

    def _call_back(self, number: str) -> None:
        fate = self.town.chance.random()
        if fate < 0.7:
            self._say(f"回访 {number} 满意")
        elif fate < 0.93:
            self._say(f"回访 {number} 没人接")
        else:
            self._say(f"回访 {number} 没修好 说还是老样子")

    def _say(self, text: str, heard: Heard | None = None) -> None:
        self.town.say(self.id, text, self.town.chance.uniform(0, 15), heard)


@dataclass(slots=True)
class Agent:
    """The clerk of the legal-aid centre, or one of its lawyers."""

    id: str
    town: Town
    lawyers: tuple[str, ...] = ()  # of the clerk: whom to name
    seen: set[str] = field(default_factory=set)
    STEPS: ClassVar[tuple[tuple[float, str], ...]] = ((0.5, "签收"), (20, "受理"), (30, "指派"))

    def receive(self, letter: Letter) -> None:
        """A new case goes its way; a late one is taken up again."""
        for number in letter.numbers:
            if number not in self.seen:
                self.seen.add(number)
                self._go(number)

    def _go(self, number: str) -> None:
        chance = self.town.chance
        if not self.lawyers:
            self._at(chance.uniform(4, 60), f"答复 {number} {chance.choice(words.ANSWERS)}")
            self._at(chance.uniform(70, 160), f"办结 {number} {chance.choice(words.ENDINGS)}")
        elif self.town.likely(0.05):
            self._at(chance.uniform(1, 8), f"退单 {number} 1")
        else:
            name = chance.choice(self.lawyers)
            parties = f"{name} 对方 某公司{chance.randint(1, 500)}"
            for hours, word in self.STEPS:
                said = f"{word} {number} {parties}" if word == "指派" else f"{word} {number}"
                self._at(hours + chance.expovariate(1 / (4 + hours / 2)), said)

    def _at(self, hours: float, said: str) -> None:
        """Say it in so many hours, or when the office is open after that."""
        town = self.town

        async def speak() -> None:
            if town.is_office_open():
                town.say(self.id, said, 1)
            else:
                town.plan(town.now + AN_HOUR / 2, speak)

        town.plan(town.now + timedelta(hours=hours), speak)
