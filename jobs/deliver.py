"""Notices owed are paid here: sent once, marked at once, tried again when WeChat asks for it."""

import asyncio
import logging
from dataclasses import replace

from bot.notices import Courier
from bot.services import Services
from models.database import StoreUnavailableError
from models.debts import Debtor, Debts
from models.notice import UNSETTLED, Channel, Notice, NoticeState
from models.ticket import Ticket

log = logging.getLogger(__name__)


async def deliver(services: Services, courier: Courier) -> int:
    """Pay what tickets and receipts owe by now; how many documents owed something."""
    store = services.store
    paid = 0
    for debts in (store.ticket_debts, store.receipt_debts):
        due = await debts.due(services.clock())
        # Side by side, so that one call that hangs does not keep everybody waiting.
        await asyncio.gather(*(_pay(services, courier, debts, debtor) for debtor in due))
        paid += len(due)
    return paid


async def _pay(services: Services, courier: Courier, debts: Debts, debtor: Debtor) -> None:
    """Pay one document; a broken one must not keep all others from being paid."""
    store = services.store
    try:
        ticket = store.tickets.read(debtor.document) if debts is store.ticket_debts else None
        await _pay_each(services, courier, debts, debtor, ticket)
    except StoreUnavailableError:
        raise
    except Exception:
        log.exception("notices cannot be paid")


async def _pay_each(
    services: Services, courier: Courier, debts: Debts, debtor: Debtor, ticket: Ticket | None
) -> None:
    """Attempt each notice that is due and mark it before the next one is attempted."""
    after: list[Notice] = []
    for notice in debtor.notices:
        if notice.state in UNSETTLED and notice.due <= services.clock():
            notice = await _attempt(courier, debts, debtor.id, notice, ticket)
        after.append(notice)
    await debts.settle(debtor, after)


async def _attempt(
    courier: Courier, debts: Debts, owner: str, notice: Notice, ticket: Ticket | None
) -> Notice:
    """Attempt one notice; a customer message that a crash cut off is not sent twice."""
    if notice.state is NoticeState.SENDING:
        attempted = courier.undelivered(notice, "cut off; it may have arrived")
    else:
        if notice.channel is Channel.CUSTOMER:
            await debts.mark(owner, replace(notice, state=NoticeState.SENDING))
        attempted = await courier.deliver(notice, owner, ticket)
    await debts.mark(owner, attempted, notice.salt)
    return attempted
