"""Those who take tasks: volunteers with their habits, and the crew that is sent."""

from dataclasses import dataclass, field
from typing import NamedTuple

from benchmarks.simulated import words
from benchmarks.simulated.reading import Letter
from benchmarks.simulated.town import Town


class Habit(NamedTuple):
    """How somebody is: what share of offers they answer, and how fast; what they make of tasks.

    ``answers`` and the four that follow are shares of 1, ``minutes`` and ``hours`` the longest.
    """

    answers: float
    minutes: float
    hours: float
    gives_back: float
    forgets: float
    extends: float
    shows: float


HABITS = {
    "eager": (25, Habit(0.7, 25, 8, 0.04, 0.02, 0.1, 0.3)),
    "choosy": (35, Habit(0.3, 80, 24, 0.06, 0.05, 0.2, 0.15)),
    "busy": (28, Habit(0.1, 120, 30, 0.1, 0.1, 0.4, 0.1)),
    "forgetful": (12, Habit(0.35, 60, 36, 0.05, 0.5, 0.1, 0.05)),
}
CREW = Habit(0.97, 70, 9, 0.02, 0.04, 0.1, 0.5)


@dataclass(slots=True)
class Helper:
    """A volunteer with a phone."""

    id: str
    town: Town
    habit: Habit
    skills: tuple[str, ...]
    is_crew: bool = False
    seen: set[str] = field(default_factory=set)
    held: set[str] = field(default_factory=set)

    def receive(self, letter: Letter) -> None:
        """Answer an offer or an order, by habit; react to a warning."""
        if letter.kind == "warned":
            for number in self.held.intersection(letter.numbers):
                self._hurry(number)
        elif letter.kind in ("expired", "vetoed", "cancelled", "merged", "in_good_hands"):
            self.held.difference_update(letter.numbers)
        elif letter.is_task or letter.kind in ("task", "dispatched"):
            for number in letter.numbers:
                self._consider(number, is_order=letter.kind == "dispatched")

    def _consider(self, number: str, *, is_order: bool) -> None:
        town = self.town
        if not town.likely(0.9 if is_order else self.habit.answers):
            return
        after = town.chance.uniform(1, self.habit.minutes)
        if self.is_crew and town.likely(0.03):
            town.say(self.id, f"拒绝 {number} 材料没到货", after)
        elif self.is_crew or is_order:
            town.say(self.id, f"接 {number}", after, lambda said: self._answered(number, said))
        else:
            town.say(self.id, f"抢 {number}", after, lambda said: self._answered(number, said))

    def _answered(self, number: str, answer: str) -> None:
        """Whoever has it goes there; who was sent by name says 接 when 抢 was the wrong word."""
        town = self.town
        if "联系：" in answer:
            town.ledger.won[number] += 1
            self.held.add(number)
            self._begin(number)
        elif "接" in answer and "已派单" in answer and number not in self.seen:
            self.seen.add(number)
            town.say(self.id, f"接 {number}", 2, lambda said: self._answered(number, said))

    def _begin(self, number: str) -> None:
        """Do it by habit."""
        town, habit, chance = self.town, self.habit, self.town.chance
        fate = chance.random()
        after = chance.uniform(40, habit.hours * 60)
        if fate < habit.forgets:
            return
        if fate < habit.forgets + habit.gives_back:
            reason = chance.choice(words.REASONS)
            town.say(self.id, f"退回 {number} {reason}", after, lambda _: self.held.discard(number))
            return
        self._finish(number, after)

    def _finish(self, number: str, after: float) -> None:
        town, chance = self.town, self.town.chance
        if town.likely(self.habit.shows):
            town.say(self.id, f"完成 {number}", after, lambda said: self._show(number, said))
            return
        queue = chance.choice(self.skills or ("repair",))
        result = chance.choice(words.RESULTS[queue])
        town.say(self.id, f"完成 {number} {result}", after, lambda _: self.held.discard(number))

    def _show(self, number: str, answer: str) -> None:
        """A photo is the result."""
        self.held.discard(number)
        if "照片" in answer:
            self.town.say(self.id, "", 1, None, kind="image")

    def _hurry(self, number: str) -> None:
        town, chance = self.town, self.town.chance
        if town.likely(self.habit.extends):
            town.say(self.id, f"延时 {number} {chance.choice(words.MORE_TIME)}", 20)
            self._finish(number, chance.uniform(60 * 5, 60 * 20))
        elif not town.likely(self.habit.forgets):
            self._finish(number, chance.uniform(10, 200))
