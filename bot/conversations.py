"""What was last said with each person: from memory while we are alone, else from the store.

A process that serves alone knows every message since it started and, once warm, what was said in
the half hour before; older talk no longer matters. With several processes another one may have
answered meanwhile, so each message looks.
"""

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.messages import Message
from models.clock import Clock
from models.receipt import Receipt, Receipts
from models.session import FORM_MINUTES

PEOPLE = 10_000
MESSAGES = 8
MATTERS = timedelta(minutes=FORM_MINUTES)


@dataclass(slots=True)
class _Memory:
    latest: Receipt
    handled: OrderedDict[str, Receipt] = field(default_factory=OrderedDict)


class Conversations:
    """Recalls whether a message was handled, and what came before it."""

    def __init__(self, receipts: Receipts, clock: Clock, *, alone: bool) -> None:
        self._receipts = receipts
        self._clock = clock
        self.alone = alone
        self._since = clock().timestamp()
        self._is_complete = False
        self._memories: OrderedDict[str, _Memory] = OrderedDict()

    async def warm(self) -> None:
        """Learn what was said shortly before we started."""
        if self.alone:
            found = await self._receipts.recent(self._clock() - MATTERS, limit=PEOPLE)
            for receipt in reversed(found):
                self.remember(receipt)
            self._is_complete = len(found) < PEOPLE

    async def recall(self, message: Message) -> tuple[Receipt | None, Receipt | None]:
        """The receipt of this very message, if any, and that of the person's latest one."""
        memory = self._memories.get(message.sender)
        if memory is None:
            handled = None if self._knows(message) else await self._receipts.get(message.key)
            known = self._is_complete
            return handled, None if known else await self._receipts.latest(message.sender)
        handled = memory.handled.get(message.key)
        if handled is None and not (self._knows(message) and len(memory.handled) < MESSAGES):
            handled = await self._receipts.get(message.key)
        return handled, memory.latest

    def remember(self, receipt: Receipt) -> None:
        """This is now the person's latest message."""
        if not self.alone:
            return
        memory = self._memories.setdefault(receipt.person, _Memory(receipt))
        self._memories.move_to_end(receipt.person)
        memory.latest = receipt
        memory.handled[receipt.key] = replace(receipt, message="", files=())
        while len(memory.handled) > MESSAGES:
            memory.handled.popitem(last=False)
        self._make_room()

    def following(self, latest: Receipt | None, now: datetime) -> int:
        """The next number in a person's sequence.

        Processes that share a person must choose the same number, so that one of them fails;
        alone, the clock stands in for a latest message that memory need not hold.
        """
        if latest:
            return latest.seq + 1
        return int(now.timestamp() * 1000) if self.alone else 1

    def forget(self, person: str) -> None:
        """Nothing is remembered of this person."""
        self._memories.pop(person, None)

    def _knows(self, message: Message) -> bool:
        """Whether a message that memory does not hold cannot have been handled."""
        return self._is_complete and message.created > self._since

    def _make_room(self) -> None:
        """Drop those who were silent longest; dropping one who still matters makes us look."""
        while len(self._memories) > PEOPLE:
            _, memory = self._memories.popitem(last=False)
            if memory.latest.at > self._clock() - MATTERS:
                self._is_complete = False
