"""Notices owed are paid here: sent once, marked at once, tried again when WeChat asks for it.

What is owed to one person is paid one after the other in the order it happened, different people
side by side, so that a call that hangs delays its person only.
"""

import asyncio
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b

from bot.calls import calls_for
from bot.letters import Errand, Letter, given_up
from bot.logs import masked
from bot.manners import is_for_digest, is_stale, owed_since, put_off
from bot.notices import Courier
from bot.services import Services
from models.database import StoreUnavailableError
from models.debts import Debtor, Debts
from models.notice import ALOUD, UNSETTLED, Channel, Notice, NoticeState
from models.people import Volunteer
from models.ticket import Ticket

log = logging.getLogger(__name__)

SIDE_BY_SIDE = 50
AFTER_WORDS = timedelta(seconds=1)  # a voice message comes after the words it says
ROUND_SECONDS = 2.0  # a round waits no longer for those who hang; they are not started again


@dataclass(slots=True)
class Account:
    """A document that owes, while it is paid; its notices by their position."""

    debts: Debts
    debtor: Debtor
    ticket: Ticket | None
    notices: list[Notice]
    unpaid: int = 0


@dataclass(frozen=True, slots=True)
class Debt:
    """One notice of an account that is due."""

    account: Account
    position: int

    @property
    def notice(self) -> Notice:
        """How it stands."""
        return self.account.notices[self.position]

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from every other."""
        return self.account.debtor.id, self.notice.id

    @property
    def order(self) -> tuple[datetime, str, int]:
        """When what it tells happened."""
        ticket = self.account.ticket
        return owed_since(self.notice, ticket), self.account.debtor.id, self.position

    @property
    def salt(self) -> int:
        """The salt it was read with, by which the store knows this attempt."""
        return self.account.debtor.notices[self.position].salt

    def errand(self) -> Errand:
        """It, to be taken to its person."""
        return Errand(self.notice, self.account.debtor.id, self.account.ticket)


class Postman:
    """Goes his rounds for one process; remembers what he does right now."""

    def __init__(
        self, services: Services, courier: Courier, *, round_seconds: float = ROUND_SECONDS
    ) -> None:
        self._services = services
        self._courier = courier
        self._round_seconds = round_seconds
        self._bound = asyncio.Semaphore(SIDE_BY_SIDE)
        self._busy: dict[str, asyncio.Task[None]] = {}
        # What became of notices while the store could not be told.
        self._unwritten: dict[tuple[str, str], Notice] = {}
        self._ends = False

    async def go_round(self) -> int:
        """Pay what tickets and receipts owe by now; how many documents owed something."""
        if self._ends:
            return 0
        accounts = [*await self._accounts()]
        lines: dict[str, list[Debt]] = {}
        for account in accounts:
            due = self._due(account)
            account.unpaid = len(due)
            for debt in due:
                lines.setdefault(debt.notice.to, []).append(debt)
            if not due:
                await account.debts.settle(account.debtor, account.notices)
        started = [self._start(person, debts) for person, debts in lines.items()]
        if tasks := [task for task in started if task]:
            await asyncio.wait(tasks, timeout=self._round_seconds)
        return len(accounts)

    async def finish(self, seconds: float) -> None:
        """Start nothing more, and wait for what is under way, at most so long."""
        self._ends = True
        if self._busy:
            await asyncio.wait(set(self._busy.values()), timeout=seconds)

    async def _accounts(self) -> Sequence[Account]:
        store, now = self._services.store, self._services.clock()
        accounts = []
        for debts in (store.ticket_debts, store.receipt_debts, store.check_in_debts):
            for debtor in await debts.due(now):
                is_ticket = debts is store.ticket_debts
                try:
                    ticket = store.tickets.read(debtor.document) if is_ticket else None
                except Exception:
                    # A broken one must not keep all others from being paid.
                    log.exception("notices cannot be paid")
                    await debts.put_off(debtor.id, now)
                    continue
                accounts.append(Account(debts, debtor, ticket, list(debtor.notices)))
        return accounts

    def _due(self, account: Account) -> list[Debt]:
        now = self._services.clock()
        debts = (Debt(account, position) for position in range(len(account.notices)))
        return [each for each in debts if each.notice.state in UNSETTLED and each.notice.due <= now]

    def _start(self, person: str, debts: list[Debt]) -> asyncio.Task[None] | None:
        """Pay one person, unless that is under way."""
        if person in self._busy:
            return None
        debts.sort(key=lambda debt: debt.order)
        task = asyncio.create_task(self._pay(person, debts))
        self._busy[person] = task
        task.add_done_callback(lambda _: self._busy.pop(person, None))
        return task

    async def _pay(self, person: str, debts: Iterable[Debt]) -> None:
        """Pay one person; whatever goes wrong concerns nobody else."""
        async with self._bound:
            try:
                volunteer = await self._services.store.volunteers.get(person)
                for together in _together(debts, volunteer):
                    await self._pay_together(together, volunteer)
            except StoreUnavailableError:
                log.warning("notices wait for the store")
            except Exception:
                log.exception("notices cannot be paid", extra={"to": masked(person)})

    async def _pay_together(self, debts: Sequence[Debt], volunteer: Volunteer | None) -> None:
        """Pay what goes as one message, after what needs no message at all."""
        to_send: list[Debt] = []
        for debt in debts:
            if (known := self._unwritten.pop(debt.key, None)) is not None:
                debt.account.notices[debt.position] = known
            settled = debt.notice if debt.notice.state not in UNSETTLED else None
            settled = settled or await self._without_a_message(debt, volunteer)
            if settled:
                await self._mark(debt, settled)
            else:
                to_send.append(debt)
        if to_send:
            letter = Letter(tuple(debt.errand() for debt in to_send))
            after = await self._carried(letter, to_send)
            for debt, notice in zip(to_send, after.notices, strict=True):
                await self._mark(debt, notice)

    async def _without_a_message(self, debt: Debt, volunteer: Volunteer | None) -> Notice | None:
        """What becomes of a notice that is not sent now; None for one to be sent."""
        notice, ticket = debt.notice, debt.account.ticket
        if notice.channel is Channel.RECORD:
            return await self._recorded(debt)
        if notice.state is NoticeState.SENDING:
            cut_off = given_up(Letter((debt.errand(),)), "cut off; it may have arrived")
            return cut_off.first
        if is_stale(notice, ticket):
            return replace(notice, state=NoticeState.DROPPED, error="no longer on offer")
        if notice.kind == ALOUD and (words_due := _words_due(debt)):
            return replace(notice, due=max(words_due, self._services.clock()) + AFTER_WORDS)
        later = put_off(notice, ticket, volunteer, self._services.clock())
        return replace(notice, due=later) if later else None

    async def _recorded(self, debt: Debt) -> Notice:
        """Count an entry of somebody's record of service."""
        notice, now = debt.notice, self._services.clock()
        happened = owed_since(notice, debt.account.ticket)
        key = f"{debt.account.debtor.id}:{notice.id}"
        await self._services.store.records.add(notice.to, notice.kind, key, happened)
        return replace(notice, state=NoticeState.DELIVERED, at=now)

    async def _carried(self, letter: Letter, debts: Sequence[Debt]) -> Letter:
        """The letter after an attempt; one that cannot be written or sent is not tried for ever."""

        async def begin(letter: Letter) -> None:
            for debt, notice in zip(debts, letter.notices, strict=True):
                # Should the store not answer, we know that nothing was sent.
                self._unwritten[debt.key] = notice
                await debt.account.debts.mark(
                    debt.account.debtor.id, replace(notice, state=NoticeState.SENDING)
                )
            for debt in debts:
                self._unwritten.pop(debt.key, None)

        try:
            return await self._courier.deliver(letter, begin)
        except StoreUnavailableError:
            raise
        except Exception as error:
            log.exception("a notice cannot be sent", extra={"kind": letter.first.kind})
            why = type(error).__name__
            return self._courier.later(letter, why) or given_up(letter, why)

    async def _mark(self, debt: Debt, after: Notice) -> None:
        """Record what became of a notice, and settle the document with its last one."""
        account = debt.account
        self._unwritten[debt.key] = after
        account.notices[debt.position] = after
        # Others of this document may be marked right now: then whoever is through last settles it.
        settles = account.unpaid == 1 and after.state is not NoticeState.UNDELIVERED
        if after.state is NoticeState.UNDELIVERED:
            await self._list(debt, after)
        elif settles:
            await account.debts.mark_last(account.debtor, after, account.notices)
        else:
            await account.debts.mark(account.debtor.id, after, debt.salt)
        del self._unwritten[debt.key]
        account.unpaid -= 1
        if not account.unpaid and not settles:
            await account.debts.settle(account.debtor, account.notices)

    async def _list(self, debt: Debt, after: Notice) -> None:
        """Put a notice on the list of the undelivered, with the ticket it belongs to."""
        account, store = debt.account, self._services.store
        now = self._services.clock()
        if account.ticket:
            calls = await calls_for(self._services, after, account.ticket)
            await store.ticket_debts.list_untold(account.debtor.id, after, calls, now)
            return
        # An answer belongs to the ticket that its message filed, if it filed one.
        filed = next(iter(account.debtor.document.get("files", ())), None)
        if ticket := await store.tickets.get(filed["_id"]) if filed else None:
            mark = blake2b(account.debtor.id.encode(), digest_size=4).hexdigest()
            copy = replace(after, id=f"a{mark}-{after.id}")
            calls = await calls_for(self._services, copy, ticket)
            await store.ticket_debts.list_untold(ticket.id, copy, calls, now)
        else:
            log.error("an answer did not arrive", extra={"to": masked(after.to)})
        await account.debts.mark(account.debtor.id, after, debt.salt)


def _words_due(debt: Debt) -> datetime | None:
    """When the words of a voice message go, as long as they have not gone."""
    before = debt.account.notices[: debt.position]
    mine = (each for each in before if each.to == debt.notice.to and each.state in UNSETTLED)
    return max((each.due for each in mine), default=None)


def _together(debts: Iterable[Debt], volunteer: Volunteer | None) -> Iterator[list[Debt]]:
    """What goes as one message: a volunteer's digest, and else each notice alone."""
    digest: list[Debt] = []
    for debt in debts:
        if is_for_digest(debt.notice, debt.account.ticket, volunteer):
            digest.append(debt)
        else:
            yield [debt]
    if digest:
        yield digest
