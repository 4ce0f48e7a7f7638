"""Which ways lead to a person, best first: one answer for who sends and for who asks beforehand."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.budgets import Budgets, Room
from bot.services import Services
from models.notice import ALOUD, SPOKEN, Channel
from models.people import has_wechat

# Best first. The mini-program's subscription message will stand before the text message.
WAYS: tuple[Channel, ...] = (Channel.TEMPLATE, Channel.CUSTOMER, Channel.SMS)
WAYS_OF_WORDS: tuple[Channel, ...] = (Channel.CUSTOMER, Channel.TEMPLATE, Channel.SMS)
IN_WECHAT = frozenset({Channel.TEMPLATE, Channel.CUSTOMER})
NOTHING_LEFT = "nothing is left of what WeChat allows"


def ways_of(kind: str) -> Sequence[Channel]:
    """The ways a notice of this kind can go."""
    if kind == ALOUD:
        return (Channel.CUSTOMER,)
    return WAYS_OF_WORDS if kind in SPOKEN else WAYS


@dataclass(frozen=True, slots=True)
class Outlook:
    """By which way of WeChat a notice would go now, None for by none; and what is left."""

    channel: Channel | None
    room: Room


class Ways:
    """What stands in a way, without going it."""

    def __init__(self, services: Services) -> None:
        self._residents = services.store.residents
        self.budgets = Budgets(services)

    async def obstacle(self, channel: Channel, person: str) -> str | None:
        """Why WeChat would refuse whatever goes this way to this person; None if nothing."""
        if channel not in IN_WECHAT:
            return None
        if not await self._is_reached(person):
            return "the person does not follow us"
        if await self.budgets.is_closed(channel):
            return "the quota of the day is used up"
        return None

    async def outlook(self, person: str, kind: str) -> Outlook:
        """By which way a notice of this kind would go if it were owed now."""
        room = await self.budgets.room(person)
        for channel in ways_of(kind):
            if channel is Channel.CUSTOMER and not room.messages:
                continue
            if channel in IN_WECHAT and await self.obstacle(channel, person) is None:
                return Outlook(channel, room)
        return Outlook(None, room)

    async def _is_reached(self, person: str) -> bool:
        """Whether WeChat has a way to somebody; who only phoned is told by phone."""
        if not has_wechat(person):
            return False
        resident = await self._residents.get(person)
        return resident is None or resident.follows
