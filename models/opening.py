"""Opening the store as the settings say: our own embedded one, started for us, or another."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext
from datetime import timedelta

from models.clock import Clock, system_clock
from models.database import opened
from models.embedded import EmbeddedStore
from models.store import Store, StoreSettings
from models.timetable import Timetable
from models.vault import load_vault
from models.words import Cutter


@asynccontextmanager
async def opened_store(
    settings: StoreSettings,
    uri: str,
    timetable: Timetable,
    clock: Clock = system_clock,
    cutter: Cutter | None = None,
) -> AsyncIterator[Store]:
    """The store, when its keys are ours; who files tickets hands in what cuts their words.

    Raises StoreUnavailableError or VaultError.
    """
    vault = load_vault(settings.key_file)
    async with opened(uri, settings.name) as database:
        keep = timedelta(days=settings.keep_chat_days)
        store = Store(database, vault, clock, keep, timetable, cutter)
        await store.check_keys()
        yield store


@contextmanager
def started(settings: StoreSettings) -> Iterator[str]:
    """The address of the store, started first when it is embedded. Raises EmbeddedStoreError."""
    if not settings.is_embedded:
        yield settings.uri
        return
    embedded = EmbeddedStore(settings.path)
    embedded.start()
    embedded.keep_alive()
    try:
        yield embedded.uri
    finally:
        embedded.stop()


@contextmanager
def running_or_started(settings: StoreSettings) -> Iterator[str]:
    """The address of the store that runs already, else of one started for the while."""
    running = EmbeddedStore.running_in(settings.path) if settings.is_embedded else None
    with nullcontext(running) if running else started(settings) as uri:
        yield uri
