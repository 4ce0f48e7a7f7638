"""Who is at which ticket just now, so that two members of staff do not work on the same one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.database import Collection
from models.document import from_document, sealed, to_document
from models.people import StaffMember
from models.vault import Vault

LASTS = timedelta(seconds=90)
MOST = 1000


@dataclass(frozen=True, slots=True)
class Presence:
    """Somebody has a ticket open, until then unless they look again."""

    id: str
    ticket: str
    member: str
    until: datetime
    name: str = sealed()


class Presences:
    """The repository of who looks at what."""

    def __init__(self, collection: Collection, vault: Vault) -> None:
        self._collection = collection
        self._vault = vault

    async def ensure_indexes(self) -> None:
        """Create the indexes that find those at a ticket and end the keeping."""
        await self._collection.ensure_index([("ticket", 1)])
        await self._collection.ensure_index([("until", 1)], expireAfterSeconds=0)

    async def look(self, ticket: str, member: StaffMember, now: datetime) -> None:
        """Note that a member has a ticket open; it holds for 90 seconds."""
        here = Presence(f"{ticket}:{member.id}", ticket, member.id, now + LASTS, member.name)
        await self._collection.put(to_document(here, self._vault))

    async def leave(self, ticket: str, member: StaffMember) -> None:
        """Note that they closed it."""
        await self._collection.delete({"_id": f"{ticket}:{member.id}"})

    async def at(self, tickets: Iterable[str], now: datetime) -> Mapping[str, Sequence[Presence]]:
        """Who is at each of these tickets; none stands for nobody."""
        query = {"ticket": {"$in": sorted(set(tickets))}}
        found: dict[str, list[Presence]] = {}
        for each in await self._collection.many(query, limit=MOST):
            here = from_document(Presence, each, self._vault)
            if now < here.until:
                found.setdefault(here.ticket, []).append(here)
        return found

    async def others(self, ticket: str, member: StaffMember, now: datetime) -> Sequence[str]:
        """The names of all who are at a ticket besides this member."""
        here = (await self.at([ticket], now)).get(ticket, ())
        return sorted(each.name for each in here if each.member != member.id)
