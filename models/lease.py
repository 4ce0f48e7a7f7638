"""A lease lets one process of many do a job, and lets another take over when it dies."""

from datetime import timedelta

from models.clock import Clock
from models.database import Collection, DuplicateError


class Leases:
    """The repository of leases."""

    def __init__(self, collection: Collection, clock: Clock) -> None:
        self._collection = collection
        self._clock = clock

    async def hold(self, name: str, owner: str, duration: timedelta) -> bool:
        """Take or renew a lease; whether it is ours until ``duration`` from now."""
        now = self._clock()
        # Only a clock that jumped can have promised so much.
        far = {"until": {"$gt": now + 2 * duration}}
        free = {"_id": name, "$or": [{"owner": owner}, {"until": {"$lt": now}}, far]}
        change = {"$set": {"owner": owner, "until": now + duration}}
        try:
            return await self._collection.update(free, change, upsert=True)
        except DuplicateError:
            return False

    async def release(self, name: str, owner: str) -> None:
        """Give a lease back at once."""
        await self._collection.delete({"_id": name, "owner": owner})
