"""Looking into a stopped bot's store: who has how many tickets."""

import asyncio
from collections import Counter
from pathlib import Path

from models.database import opened
from models.embedded import EmbeddedStore


def count_tickets(folder: Path) -> tuple[Counter[str], int]:
    """Tickets by asker, and how many messages were filed more than once."""
    store = EmbeddedStore(folder / "store")
    store.start()
    try:
        return asyncio.run(_count(store.uri))
    finally:
        store.stop()


async def _count(uri: str) -> tuple[Counter[str], int]:
    async with opened(uri, "jieyou") as database:
        found = await database.collection("tickets").many({})
    causes = Counter((each["asker"], each["events"][0]["key"], each["queue"]) for each in found)
    doubles = sum(count - 1 for count in causes.values())
    return Counter(each["asker"] for each in found), doubles
