"""Notices owed are paid here: sent once, marked at once, tried again when WeChat asks for it."""

from bot.notices import Courier
from bot.services import Services
from models.debts import Debtor, Debts
from models.notice import Notice, NoticeState
from models.ticket import Ticket


async def deliver(services: Services, courier: Courier) -> int:
    """Pay what tickets and receipts owe by now; how many documents owed something."""
    store = services.store
    of_tickets = await store.ticket_debts.due(services.clock())
    for debtor in of_tickets:
        ticket = store.tickets.read(debtor.document)
        await _pay(services, courier, store.ticket_debts, debtor, ticket)
    of_receipts = await store.receipt_debts.due(services.clock())
    for debtor in of_receipts:
        await _pay(services, courier, store.receipt_debts, debtor, None)
    return len(of_tickets) + len(of_receipts)


async def _pay(
    services: Services, courier: Courier, debts: Debts, debtor: Debtor, ticket: Ticket | None
) -> None:
    """Attempt each notice that is due and mark it before the next one is attempted."""
    after: list[Notice] = []
    for notice in debtor.notices:
        is_due = notice.state is NoticeState.OWED and notice.due <= services.clock()
        if is_due:
            attempted = await courier.deliver(notice, debtor.id, ticket)
            await debts.mark(debtor.id, attempted)
            after.append(attempted)
        else:
            after.append(notice)
    await debts.settle(debtor, after)
