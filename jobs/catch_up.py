"""After a crash: file the tickets of committed messages, handle what was only acknowledged."""

from datetime import timedelta

from bot.dispatcher import Dispatcher
from bot.parse import parse
from bot.services import Services

LOOK_BACK = timedelta(minutes=20)
# Longer than any work takes, so that what still runs elsewhere is left alone.
WAITING = timedelta(seconds=60)


async def file_unfinished(services: Services) -> int:
    """File what committed messages wanted filed; filing again changes nothing."""
    store = services.store
    receipts = await store.receipts.with_tickets_since(services.clock() - LOOK_BACK)
    for receipt in receipts:
        for document in receipt.files:
            await store.tickets.file(document)
    return len(receipts)


async def handle_waiting(services: Services, dispatcher: Dispatcher) -> int:
    """Handle messages that were acknowledged but never answered."""
    waiting = await services.store.inbox.waiting(services.clock(), WAITING)
    for xml in waiting:
        await dispatcher.resume(parse(xml), xml.decode())
    return len(waiting)
