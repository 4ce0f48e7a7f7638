"""Families: an elder and a child who may see and act for them, as long as the elder agrees."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.database import Collection
from models.document import from_document, sealed, to_document
from models.vault import Vault

MOST = 10  # of one person


@dataclass(frozen=True, slots=True)
class Bond:
    """The elder's consent: since when, and who wrote it down (the elder, or staff for them)."""

    elder: str
    child: str
    since: datetime
    by: str
    elder_name: str | None = sealed(default=None)  # as the child calls the elder
    child_name: str | None = sealed(default=None)
    told: bool = True  # whether the child hears of what happens to the elder's tickets

    @property
    def id(self) -> str:
        """The two people."""
        return f"{self.elder}|{self.child}"


class Kin:
    """The repository of bonds."""

    def __init__(self, collection: Collection, vault: Vault) -> None:
        self._collection = collection
        self._vault = vault

    async def ensure_indexes(self) -> None:
        """Create the indexes that both sides are found by."""
        for side in ("elder", "child"):
            await self._collection.ensure_index([(side, 1)])

    async def put(self, bond: Bond) -> None:
        """Bind, or bind anew."""
        await self._collection.put({"_id": bond.id} | to_document(bond, self._vault))

    async def end(self, elder: str, child: str) -> bool:
        """Take the consent back; whether there was one."""
        return await self._collection.delete({"_id": f"{elder}|{child}"}) > 0

    async def of_two(self, elder: str, child: str) -> Bond | None:
        """The bond between these two."""
        found = await self._collection.get(f"{elder}|{child}")
        return from_document(Bond, found, self._vault) if found else None

    async def of_elder(self, elder: str) -> Sequence[Bond]:
        """Who may act for an elder, the longest first."""
        return await self._of("elder", elder)

    async def of_child(self, child: str) -> Sequence[Bond]:
        """For whom somebody may act."""
        return await self._of("child", child)

    async def _of(self, side: str, person: str) -> Sequence[Bond]:
        found = await self._collection.many({side: person}, sort=[("since", 1)], limit=MOST)
        return [from_document(Bond, each, self._vault) for each in found]
