"""What goes wrong in the month: WeChat's faults, and power cuts of the bot and of the store."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

TEMPLATE = "/cgi-bin/message/template/send"
CUSTOM = "/cgi-bin/message/custom/send"
# Each with how often it is chosen. An errcode or a way to fail; the work may be done all the same.
FAULTS: tuple[tuple[int, dict[str, Any]], ...] = (
    (4, {"api_failure": "43004", "api_failure_times": 2, "api_failure_path": TEMPLATE}),
    (5, {"api_failure": "-1", "api_failure_times": 6, "api_failure_path": TEMPLATE}),
    (3, {"api_failure": "40001", "api_failure_times": 2}),
    (6, {"api_failure": "close", "api_failure_times": 4, "api_failure_path": TEMPLATE}),
    (6, {"api_failure": "http_500", "api_failure_times": 4, "api_failure_path": TEMPLATE}),
    (4, {"api_failure": "close", "api_failure_times": 3, "api_failure_path": CUSTOM}),
    (2, {"api_failure": "45047", "api_failure_times": 3, "api_failure_path": CUSTOM}),
    (3, {"push_duplicate": True}),
    (3, {"finish_event": "lost"}),
    (3, {"finish_event": "early"}),
    (3, {"template_status": "failed:user block"}),
    (3, {"template_status": "failed: system failed"}),
)
ANSWER_LOST = ("close", "http_500")
HANG = {"api_failure": "hang", "api_failure_times": 2, "api_failure_path": TEMPLATE}
QUOTA = {"api_failure": "45009", "api_failure_times": 1, "api_failure_path": TEMPLATE}
A_DAY = 8
CUTS_A_DAY = (3, 5)


@dataclass(order=True, slots=True)
class Mishap:
    """Something that goes wrong at a moment: switches of the stand-in, or whose power is cut."""

    at: datetime
    cut: str = field(default="", compare=False)
    switches: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def name(self) -> str:
        """What goes wrong, in a few words."""
        done = ", but it was done" if self.switches.get("api_failure_after_work") else ""
        where = str(self.switches.get("api_failure_path", "")).split("/")[-2:-1]
        switches = {k: v for k, v in self.switches.items() if not k.startswith("api_failure_")}
        value = " ".join(str(v) if isinstance(v, str) else k for k, v in switches.items())
        return " ".join([*where, value]) + done


def of_day(chance: random.Random, morning: datetime, number: int) -> list[Mishap]:
    """The mishaps of the n-th day, in order; ``morning`` is seven o'clock of it."""

    def moment(earliest: float = 0.0) -> datetime:
        return morning + timedelta(hours=chance.uniform(earliest, 14.5))

    found = [Mishap(moment(), switches=_fault(chance)) for _ in range(A_DAY)]
    found += [Mishap(moment(), cut="bot") for _ in range(chance.randint(*CUTS_A_DAY))]
    found.append(Mishap(moment(), cut="store"))
    if number % 4 == 1:
        found.append(Mishap(moment(), switches=HANG))
    if number % 10 == 5:
        found.append(Mishap(moment(13.5), switches=QUOTA))
    return sorted(found)


def _fault(chance: random.Random) -> dict[str, Any]:
    weights, faults = zip(*FAULTS, strict=True)
    chosen = dict(chance.choices(faults, weights)[0])
    if chosen.get("api_failure") in ANSWER_LOST:
        chosen["api_failure_after_work"] = chance.random() < 0.6
    return chosen
