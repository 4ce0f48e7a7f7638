"""After a crash: file the tickets of committed messages, handle what was only acknowledged."""

import logging
from datetime import timedelta

from bot.dispatcher import Dispatcher
from bot.parse import parse
from bot.services import Services
from models.database import StoreUnavailableError

log = logging.getLogger(__name__)

# Before the last message, not before now: an outage may have been long.
LOOK_BACK = timedelta(minutes=20)
# Longer than any work takes, so that what still runs elsewhere is left alone.
WAITING = timedelta(seconds=60)


async def file_unfinished(services: Services) -> int:
    """File what committed messages wanted filed; filing again changes nothing."""
    store = services.store
    newest = await store.receipts.newest()
    if newest is None:
        return 0
    receipts = await store.receipts.with_tickets_since(newest - LOOK_BACK)
    for receipt in receipts:
        for document in receipt.files:
            await store.tickets.file(document)
    return len(receipts)


async def handle_waiting(services: Services, dispatcher: Dispatcher) -> int:
    """Handle messages that were acknowledged but never answered."""
    waiting = await services.store.inbox.waiting(services.clock(), WAITING)
    for xml in waiting:
        try:
            await dispatcher.resume(parse(xml), xml.decode())
        except StoreUnavailableError:
            raise
        except Exception:
            # One broken message must not keep all others from being answered.
            log.exception("a waiting message cannot be handled")
    return len(waiting)
