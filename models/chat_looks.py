"""Who has opened whose chat today, so that the audit trail notes it once and not at every look."""

from datetime import datetime, timedelta

from models.clock import CHINA
from models.database import Collection, DuplicateError

KEEP = timedelta(days=2)


class ChatLooks:
    """The repository of looks: one small document a member, ticket and day."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    async def ensure_indexes(self) -> None:
        """Create the index that ends the keeping."""
        keep = int(KEEP.total_seconds())
        await self._collection.ensure_index([("at", 1)], expireAfterSeconds=keep)

    async def is_first(self, member: str, ticket: str, now: datetime) -> bool:
        """Whether this is the first look of the day in China; it is remembered."""
        day = now.astimezone(CHINA).date().isoformat()
        try:
            await self._collection.insert({"_id": f"{member}|{ticket}|{day}", "at": now})
        except DuplicateError:
            return False
        return True
