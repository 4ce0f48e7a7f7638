"""The lists that somebody of the staff looks at again and again, under names of their own."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.database import Collection
from models.document import from_document, sealed, to_document
from models.vault import Vault

MOST = 30


class TooManyFiltersError(Exception):
    """Nobody keeps more than ``MOST``."""


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A list: ``query`` is the end of its address, in which searched words may stand."""

    id: str
    owner: str
    at: datetime
    name: str = sealed()
    query: str = sealed()


class SavedFilters:
    """The repository of saved filters."""

    def __init__(self, collection: Collection, vault: Vault) -> None:
        self._collection = collection
        self._vault = vault

    async def ensure_indexes(self) -> None:
        """Create the index that lists a person's own."""
        await self._collection.ensure_index([("owner", 1), ("at", 1)])

    async def of(self, owner: str) -> Sequence[SavedFilter]:
        """What somebody keeps, oldest first."""
        found = await self._collection.many({"owner": owner}, sort=[("at", 1)], limit=MOST)
        return [from_document(SavedFilter, each, self._vault) for each in found]

    async def save(self, owner: str, name: str, query: str, at: datetime) -> None:
        """Keep a list under a name; the one of this name is replaced.

        Raises TooManyFiltersError.
        """
        kept = await self.of(owner)
        same = next((each for each in kept if each.name == name), None)
        if same is None and len(kept) >= MOST:
            raise TooManyFiltersError
        identifier = same.id if same else secrets.token_hex(8)
        saved = SavedFilter(identifier, owner, same.at if same else at, name, query)
        await self._collection.put(to_document(saved, self._vault))

    async def rename(self, identifier: str, owner: str, name: str) -> bool:
        """Give one of somebody's own another name; whether there was one."""
        kept = next((each for each in await self.of(owner) if each.id == identifier), None)
        if kept is None:
            return False
        renamed = SavedFilter(kept.id, owner, kept.at, name, kept.query)
        await self._collection.put(to_document(renamed, self._vault))
        return True

    async def delete(self, identifier: str, owner: str) -> bool:
        """Forget one of somebody's own; whether there was one."""
        return await self._collection.delete({"_id": identifier, "owner": owner}) > 0
