"""Slows down whoever guesses: so many failures in a while, and then they have to wait.

Counted for a name from one address, for an address, and for a name from everywhere. So a stranger
who guesses at a name shuts it for himself long before he shuts it for its owner.
"""

from datetime import datetime, timedelta

from models.database import Collection
from models.vault import Vault

WINDOW = timedelta(minutes=15)
MOST_HERE, MOST_BY_ADDRESS, MOST_BY_NAME = 5, 50, 50
_MOST = (MOST_HERE, MOST_BY_ADDRESS, MOST_BY_NAME)


class Throttle:
    """Counts failed tries; what is counted is kept as a keyed hash."""

    def __init__(self, collection: Collection, vault: Vault) -> None:
        self._collection = collection
        self._vault = vault

    async def ensure_indexes(self) -> None:
        """Create the index that ends the keeping."""
        keep = int(WINDOW.total_seconds())
        await self._collection.ensure_index([("at", 1)], expireAfterSeconds=keep)

    async def lets_try(self, name: str, address: str, now: datetime) -> bool:
        """Count a try, which stands for a failure until it succeeded; whether it may be made.

        Counted before it is looked at, so that a thousand tries at once are a thousand tries; who
        is stopped by the first count does not shut the name for others.
        """
        for mark, most in zip(self._marks(name, address), _MOST, strict=True):
            change = {"$push": {"failures": {"$each": [now], "$slice": -most - 1}}}
            await self._collection.update(
                {"_id": mark}, change | {"$set": {"at": now}}, upsert=True
            )
            if await self._failures(mark, now) > most:
                return False
        return True

    async def succeeded(self, name: str, address: str, now: datetime) -> None:
        """Take back the try made ``now``, and forget the failures of the name from here."""
        here, *others = self._marks(name, address)
        await self._collection.delete({"_id": here})
        for mark in others:
            await self._collection.update({"_id": mark}, {"$pull": {"failures": now}})

    async def _failures(self, mark: str, now: datetime) -> int:
        found = await self._collection.get(mark)
        return sum(now - each < WINDOW for each in found["failures"]) if found else 0

    def _marks(self, name: str, address: str) -> tuple[str, str, str]:
        plain = name.strip().lower()
        told = (f"here {address} {plain}", f"address {address}", f"name {plain}")
        here, by_address, by_name = (self._vault.fingerprint(f"sign-in {each}") for each in told)
        return here, by_address, by_name
