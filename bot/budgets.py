"""How many customer messages a person may still get, so that no call is made that WeChat refuses.

Source: WeChat 客服消息 docs, windows and quotas since 2023-06-12.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.events import Click, Event, Scan, ScanCode, Subscribe
from bot.messages import ChatMessage, Message, Text
from bot.parse import parse
from bot.services import Services
from models.budget import Spending
from models.clock import CHINA
from models.notice import Channel
from models.receipt import Receipt

LOOKED_AT = 20  # of a person's latest messages; who only tapped as often has no more than 3 left
_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Window:
    """What one thing a person does allows us: so many messages for so long."""

    messages: int
    lasts: timedelta


@dataclass(frozen=True, slots=True)
class Room:
    """How many customer messages a person may still get, and until when."""

    messages: int = 0
    until: datetime | None = None


AFTER_WORDS = Window(5, timedelta(hours=48))
AFTER_TAP = Window(3, timedelta(minutes=1))
_TAPS: tuple[type[Event], ...] = (Click, Scan, ScanCode, Subscribe)


def window_of(message: Message) -> Window | None:
    """The window a message opens; a tap on a menu line we sent counts as a tap."""
    if isinstance(message, Text) and message.menu_id is not None:
        return AFTER_TAP
    if isinstance(message, ChatMessage):
        return AFTER_WORDS
    return AFTER_TAP if isinstance(message, _TAPS) else None


class Budgets:
    """What may still be sent: to a person as customer messages, and by a way to anybody."""

    def __init__(self, services: Services) -> None:
        self._store = services.store
        self._clock = services.clock

    async def left(self, person: str) -> int:
        """How many customer messages this person may still get now."""
        return (await self.room(person)).messages

    async def room(self, person: str) -> Room:
        """What this person may still get, as it stands; nothing is spent by looking."""
        spending = await self._store.spendings.of(person)
        return self._room(await self._lately(person), spending)

    async def spend(self, person: str) -> Spending | None:
        """Count one customer message; what was spent before it, or None when nothing is left."""
        lately = await self._lately(person)
        for _ in range(_ATTEMPTS):
            known = await self._store.spendings.of(person)
            if not self._room(lately, known).messages:
                return None
            if await self._store.spendings.add(person, known, self._clock()):
                return known
        return None

    async def take_back(self, person: str, before: Spending) -> None:
        """A message that WeChat refused does not count."""
        await self._store.spendings.take_back(person, before)

    async def shut(self, person: str) -> None:
        """WeChat says that nothing is left, until the person writes again."""
        await self._store.spendings.shut(person, self._clock())

    async def close(self, channel: Channel) -> None:
        """The account's quota of the day is used up; WeChat counts by the day in China."""
        tomorrow = self._clock().astimezone(CHINA).date() + timedelta(days=1)
        midnight = datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=CHINA)
        await self._store.closures.close(channel.value, midnight)

    async def is_closed(self, channel: Channel) -> bool:
        """Whether nobody can be reached by this way now."""
        return await self._store.closures.is_closed(channel.value, self._clock())

    async def _lately(self, person: str) -> Sequence[Receipt]:
        since = self._clock() - AFTER_WORDS.lasts
        return await self._store.receipts.lately(person, since, LOOKED_AT)

    def _room(self, lately: Sequence[Receipt], spending: Spending) -> Room:
        """What the most favourable open window leaves; every send counts in all of them."""
        best = Room()
        for window, opened in _windows(lately):
            is_over = self._clock() >= opened + window.lasts
            is_shut = spending.shut_at is not None and opened <= spending.shut_at
            if not is_over and not is_shut:
                sent = sum(each >= opened for each in spending.sends)
                room = Room(window.messages - sent, opened + window.lasts)
                best = max(best, room, key=lambda each: each.messages)
        return best


def _windows(lately: Sequence[Receipt]) -> Iterator[tuple[Window, datetime]]:
    """The windows that messages opened, and when, newest first."""
    for receipt in lately:
        message = parse(receipt.message.encode()) if receipt.message else None
        if message and (window := window_of(message)):
            yield window, datetime.fromtimestamp(message.created, UTC)
