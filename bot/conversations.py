"""What was last said with each person: from memory while we are alone, else from the store.

A process that serves alone knows every message since it started; with several processes another
one may have answered meanwhile, so each message looks.
"""

from collections import OrderedDict
from dataclasses import dataclass, field, replace

from bot.messages import Message
from models.clock import Clock
from models.receipt import Receipt, Receipts

PEOPLE = 4000
MESSAGES = 8


@dataclass(slots=True)
class _Memory:
    latest: Receipt | None
    handled: OrderedDict[str, Receipt] = field(default_factory=OrderedDict)


class Conversations:
    """Recalls whether a message was handled, and what came before it."""

    def __init__(self, receipts: Receipts, clock: Clock, *, alone: bool) -> None:
        self._receipts = receipts
        self._alone = alone
        self._since = clock().timestamp()
        self._memories: OrderedDict[str, _Memory] = OrderedDict()

    async def recall(self, message: Message) -> tuple[Receipt | None, Receipt | None]:
        """The receipt of this very message, if any, and that of the person's latest one."""
        memory = self._memories.get(message.sender)
        if memory is None:
            handled = await self._receipts.get(message.key)
            latest = await self._receipts.latest(message.sender)
            self._keep(message.sender, _Memory(latest))
            return handled, latest
        handled = memory.handled.get(message.key)
        if handled is None and message.created <= self._since:
            handled = await self._receipts.get(message.key)
        return handled, memory.latest

    def remember(self, receipt: Receipt) -> None:
        """This is now the person's latest message."""
        memory = self._memories.get(receipt.person) or _Memory(None)
        memory.latest = receipt
        memory.handled[receipt.key] = replace(receipt, message="", files=())
        while len(memory.handled) > MESSAGES:
            memory.handled.popitem(last=False)
        self._keep(receipt.person, memory)

    def forget(self, person: str) -> None:
        """Look in the store the next time."""
        self._memories.pop(person, None)

    def _keep(self, person: str, memory: _Memory) -> None:
        if not self._alone:
            return
        self._memories[person] = memory
        self._memories.move_to_end(person)
        while len(self._memories) > PEOPLE:
            self._memories.popitem(last=False)
