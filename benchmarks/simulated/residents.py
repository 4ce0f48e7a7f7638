"""Those who ask for help: they report, press, add words, change their mind, rate or are silent."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from benchmarks.simulated import words
from benchmarks.simulated.reading import Letter, number_in
from benchmarks.simulated.town import Deed, Heard, Town
from models.clock import CHINA

# How many of a day's reports come in each hour, from midnight on.
RHYTHM = (0, 0, 0, 0, 0, 1, 3, 8, 12, 12, 10, 7, 4, 6, 8, 8, 7, 7, 9, 10, 8, 4, 2, 1)
CHOICES = {"repair": "1", "legal_aid": "2", "benefits": "3", "volunteer": "4", "other": "5"}
COMMUNITIES = 5


@dataclass(slots=True)
class Asker:
    """A resident with a phone."""

    id: str
    town: Town
    community: int
    is_following: bool = True

    def report(self, queue: str, text: str | None = None) -> str:
        """Tell of a need now, in these words or one's own; the words."""
        chance = self.town.chance
        if not self.is_following:
            self.is_following = True
            self._do({"kind": "subscribe"})
        text = text or chance.choice(words.REPORTS[queue]).format(
            b=chance.randint(1, 30), u=chance.randint(1, 4), f=chance.randint(1, 18)
        )
        at = self.town.now + timedelta(seconds=1)
        deed = Deed(
            self.id, {"kind": "text", "content": text}, lambda a: self._filed(queue, a), True
        )
        self.town.plan(at, deed)
        return text

    def leave(self) -> None:
        """Unfollow the account."""
        self.is_following = False
        self._do({"kind": "unsubscribe"})

    def receive(self, letter: Letter) -> None:
        """Rate what is done, say that it is not, or stay silent."""
        if not self.is_following or not letter.numbers:
            return
        number = letter.numbers[0]
        if letter.kind == "done":
            self._judge(number)
        elif letter.kind in ("taken", "received", "answer") and self.town.likely(0.1):
            self._say(self.town.chance.choice(words.THANKS), 5)

    def _filed(self, queue: str, answer: str) -> None:
        """Answer what is asked back, and see what else comes to mind."""
        number = number_in(answer)
        town, likely = self.town, self.town.likely
        if number is None:
            return
        if "您住在哪个社区" in answer:
            self._say(str(self.community + 1))
        elif "是不是这一件" in answer:
            self._say("1" if likely(0.7) else "2")
        elif "期限快到了" in answer:
            self._say("1" if likely(0.1) else "2")
        elif "拿不准" in answer and likely(0.8):
            self._say(CHOICES[queue], heard=lambda said: self._asked_on(said))
        self._come_back(number)
        if likely(0.1):
            added = town.chance.choice(words.ADDED).format(b=town.chance.randint(1, 30))
            self._say(added, town.chance.uniform(3, 12))

    def _asked_on(self, answer: str) -> None:
        if "期限快到了" in answer:
            self._say("2")
        elif "您住在哪个社区" in answer:
            self._say(str(self.community + 1))

    def _come_back(self, number: str) -> None:
        """Ask where it stands, press, or change one's mind, hours or days later."""
        town, chance = self.town, self.town.chance
        if town.likely(0.25):
            self._say(chance.choice(words.PROGRESS), chance.uniform(60, 60 * 30))
        if town.likely(0.1):
            self._say(chance.choice(words.URGE), chance.uniform(60 * 5, 60 * 60))
        if town.likely(0.03):
            self._say(f"取消 {number}", chance.uniform(5, 60 * 10))

    def _judge(self, number: str) -> None:
        town, chance = self.town, self.town.chance
        fate, after = chance.random(), chance.uniform(10, 60 * 26)
        if fate < 0.5:
            stars = chance.choices((5, 4, 3, 2, 1), (60, 22, 10, 5, 3))[0]
            self._say(f"评价 {stars} {number}", after)
        elif fate < 0.56:
            said = chance.choice(words.NOT_FIXED)
            self._say(f"没修好 {number}" if town.likely(0.5) else said, after)
        elif fate < 0.6:
            self._say(chance.choice(words.THANKS), after)

    def _say(self, text: str, minutes: float = 1.0, heard: Heard | None = None) -> None:
        self.town.say(self.id, text, minutes, heard)

    def _do(self, given: dict[str, object]) -> None:
        self.town.plan(self.town.now, Deed(self.id, given))


def busy_moment(town: Town, day: datetime) -> datetime:
    """A moment of a day, by how many report in each hour; ``day`` is its midnight in China."""
    hour = town.chance.choices(range(24), RHYTHM)[0]
    start = day.astimezone(CHINA)
    return start + timedelta(hours=hour, minutes=town.chance.uniform(0, 60))
