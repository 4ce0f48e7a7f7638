"""A street full of people with phones, for stories that several of them live through."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.services import Services
from jobs.due import settle_due
from models.clock import ManualClock
from models.ticket import Ticket
from models.timetable import Timetable
from tests.support.house import (
    CHEN,
    FANG,
    LAWYER,
    LI,
    NOON,
    QIAN,
    SUN,
    WANG,
    ZHANG,
    ZHOU,
    Phone,
    dispatcher_of,
    open_services,
)

Story = Callable[["Street"], Awaitable[None]]

LIGHT = "三楼楼道灯不亮了"
STRANGER = "oStranger00000000000000000hu"


class Street:
    """Everybody with a phone in hand."""

    def __init__(self, services: Services, clock: ManualClock) -> None:
        self.services = services
        self.clock = clock
        self.dispatcher = dispatcher_of(services)
        people = {
            "wang": WANG,
            "li": LI,
            "zhang": ZHANG,
            "chen": CHEN,
            "zhou": ZHOU,
            "sun": SUN,
            "qian": QIAN,
        }
        people |= {"fang": FANG, "lawyer": LAWYER, "stranger": STRANGER}
        self.phones = {n: Phone(services, self.dispatcher, p) for n, p in people.items()}

    def __getattr__(self, name: str) -> Phone:
        return self.phones[name]

    async def pass_time(self, **duration: float) -> None:
        """Let the clock move on and do what is due."""
        self.clock.advance(**duration)
        while await settle_due(self.services):
            pass

    async def ticket(self, answer_or_number: str) -> Ticket:
        """The ticket of a number, or of the number in an answer."""
        is_number = answer_or_number.isdecimal()
        number = answer_or_number if is_number else number_in(answer_or_number)
        found = await self.services.store.tickets.numbered(number)
        assert found is not None, number
        return found

    async def tickets_of(self, phone: Phone) -> list[Ticket]:
        """What somebody has asked for, newest first."""
        return list(await self.services.store.tickets.asked_by(phone.person, limit=100))


def play(uri: str, story: Story, times: Timetable | None = None, start: datetime = NOON) -> None:
    """Live through a story on a store of its own, by other settings where some are given."""

    async def run() -> None:
        clock = ManualClock(start)
        async with open_services(uri, clock, times=times) as services:
            await story(Street(services, clock))

    asyncio.run(run())


def number_in(answer: str) -> str:
    """The ticket number in an answer."""
    found = re.search(r"编号 (\d+)", answer)
    assert found, answer
    return found[1]
