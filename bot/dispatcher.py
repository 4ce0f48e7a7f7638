"""The way of one message: once only, one at a time for a person, answered within WeChat's limit.

A retry joins the running work. Work that takes longer than the budget is kept in the inbox, the
message is acknowledged, and the answer follows as a customer message.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from weakref import WeakValueDictionary

from bot import quiet, router
from bot.context import Turn
from bot.conversations import Conversations
from bot.events import (
    Click,
    Event,
    Scan,
    ScanCode,
    Subscribe,
)
from bot.filing import draft
from bot.logs import masked
from bot.messages import Message, Text
from bot.replies import TextReply, fit_text
from bot.services import Services
from models.database import StoreUnavailableError
from models.notice import ALOUD, Channel, Notice
from models.receipt import HandledError, Receipt, TakenError
from models.session import Session
from nlp import OTHER

log = logging.getLogger(__name__)

BUDGET_SECONDS = 4.5  # of WeChat's 5; source: WeChat 被动回复用户消息 docs
_ANSWERED_EVENTS = (Subscribe, Scan, Click, ScanCode)
_COLLISIONS = 20


@dataclass(slots=True)
class _Work:
    """One message being handled."""

    message: Message
    xml: str
    is_late: bool = False
    is_committing: bool = False
    task: asyncio.Task[Receipt] = field(init=False)


class Dispatcher:
    """Answers messages."""

    def __init__(
        self, services: Services, conversations: Conversations, budget: float = BUDGET_SECONDS
    ) -> None:
        self._services = services
        self._conversations = conversations
        self._budget = budget
        self._running: dict[str, _Work] = {}
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @property
    def running(self) -> int:
        """How many messages are being handled."""
        return len(self._running)

    async def answer(self, message: Message, xml: str) -> TextReply | None:
        """The reply to a message, or None to acknowledge it without words.

        Raises StoreUnavailableError when the message could not be kept: do not acknowledge it.
        """
        if isinstance(message, Event) and not isinstance(message, _ANSWERED_EVENTS):
            await quiet.note(self._services, message)
            if person := quiet.who_left(message):
                self._conversations.forget(person)
            return None
        work = self._running.get(message.key) or self._start(message, xml)
        await asyncio.wait({work.task}, timeout=self._budget)
        if not work.task.done() and not work.is_committing:
            work.is_late = True
            await self._services.store.inbox.keep(message.key, xml.encode(), self._services.clock())
            return None
        receipt = await asyncio.shield(work.task)
        if receipt.reply is None or receipt.reply.get("late"):
            return None
        return TextReply(receipt.reply["content"])

    async def resume(self, message: Message, xml: str) -> None:
        """Handle a message that was acknowledged before a crash; its answer is sent later."""
        if message.key not in self._running:
            self._start(message, xml).is_late = True
        await asyncio.shield(self._running[message.key].task)

    async def drain(self, seconds: float) -> None:
        """Wait for the running messages, at most so long."""
        tasks = {work.task for work in self._running.values()}
        if tasks:
            await asyncio.wait(tasks, timeout=seconds)

    def _start(self, message: Message, xml: str) -> _Work:
        work = _Work(message, xml)
        work.task = asyncio.create_task(self._handle(work))
        # Retrieved here, since a late task's failure has nobody else to read it.
        work.task.add_done_callback(lambda task: self._ended(work, task))
        self._running[message.key] = work
        return work

    def _ended(self, work: _Work, task: asyncio.Task[Receipt]) -> None:
        self._running.pop(work.message.key, None)
        if not task.cancelled() and (error := task.exception()):
            log.error("message not handled", extra={"error": type(error).__name__})

    async def _handle(self, work: _Work) -> Receipt:
        async with self._turn_of(work.message.sender):
            receipt = await self._commit(work)
        if work.is_late:
            await self._services.store.inbox.drop(work.message.key)
        return receipt

    async def _commit(self, work: _Work) -> Receipt:
        """Answer, commit, file; look again when another process was first."""
        for _ in range(_COLLISIONS):
            handled, latest = await self._conversations.recall(work.message)
            if handled:
                await self._file(handled)
                return handled
            if latest and not self._conversations.alone:
                # The process that committed it may not have come to filing yet.
                await self._file(latest)
            receipt = await self._answered(work, latest)
            work.is_committing = not work.is_late
            try:
                await self._services.store.receipts.commit(receipt)
            except HandledError as error:
                receipt = error.receipt
            except TakenError:
                work.is_committing = False
                continue
            await self._file(receipt)
            self._conversations.remember(receipt)
            return receipt
        raise StoreUnavailableError("too many messages of one person at once")

    async def _file(self, receipt: Receipt) -> None:
        for document in receipt.files:
            await self._services.store.tickets.file(document)

    async def _answered(self, work: _Work, latest: Receipt | None) -> Receipt:
        """The receipt that would be committed."""
        now = self._services.clock()
        session = (latest.session if latest else Session()).at(now)
        turn = Turn(self._services, work.message, session, now, latest)
        words = await self._words(turn)
        reply, notices = _spoken(turn, words or "", work.is_late)
        tickets = self._services.store.tickets
        return Receipt(
            key=work.message.key,
            person=turn.person,
            seq=self._conversations.following(latest, now),
            at=now,
            message=work.xml,
            reply=reply,
            session=turn.session,
            notices=(*notices, *turn.owed),
            files=tuple(tickets.document(ticket) for ticket in turn.filed),
        )

    async def _words(self, turn: Turn) -> str | None:
        """What the talk says; when a talk fails, a person gets the message instead."""
        before = turn.session
        try:
            return await router.answer(turn)
        except StoreUnavailableError:
            raise
        except Exception:
            log.exception("a talk failed", extra={"person": masked(turn.person)})
        turn.session, turn.filed, turn.owed, turn.behalf = before.closed(), [], [], None
        message = turn.message
        text = message.content if isinstance(message, Text) else type(message).__name__
        ticket = await draft(turn, OTHER, text)
        return turn.say("trouble.filed", number=ticket.number)

    @contextlib.asynccontextmanager
    async def _turn_of(self, person: str) -> AsyncIterator[None]:
        """One message of a person at a time."""
        lock = self._turns.get(person)
        if lock is None:
            lock = self._turns[person] = asyncio.Lock()
        async with lock:
            yield


def _spoken(
    turn: Turn, words: str, is_late: bool
) -> tuple[dict[str, object] | None, tuple[Notice, ...]]:
    """What goes into the reply, and what has to follow as customer messages."""
    if not words:
        return None, ()
    parts: list[str] = []
    rest = words
    while rest:
        part, rest = fit_text(rest)
        parts.append(part)
    first: dict[str, object] = {"type": "text", "content": parts[0], "late": is_late}
    follow = parts if is_late else parts[1:]
    notices = [_customer(turn, number, text) for number, text in enumerate(follow)]
    if turn.services.mouth and turn.services.elders.listens(turn.person):
        # The last one, because the words go first.
        notices.append(_customer(turn, len(notices), words, ALOUD))
    return first, tuple(notices)


def _customer(turn: Turn, number: int, text: str, kind: str = "answer") -> Notice:
    return Notice(
        id=str(number),
        to=turn.person,
        kind=kind,
        due=turn.now,
        channel=Channel.CUSTOMER,
        text=text,
    )
