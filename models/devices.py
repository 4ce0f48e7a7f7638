"""Sensors in the homes of elders, each with its own secret, so that none speaks for another."""

import base64
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.database import Collection, Document
from models.document import from_document, sealed, to_document
from models.vault import Vault

MOST = 10  # of one person
_SECRET_BYTES = 24
_PREFIX = "whsec_"


@dataclass(frozen=True, slots=True)
class Device:
    """A sensor at the home of ``person``; ``heard`` is the time of its newest event."""

    id: str
    person: str
    since: datetime
    by: str
    secret: str = sealed()
    heard: int = 0  # epoch seconds, by the signature


def new_device(person: str, by: str, now: datetime) -> Device:
    """A device that nobody has named before, with its secret."""
    key = base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()
    return Device(f"d-{secrets.token_hex(8)}", person, now, by, _PREFIX + key)


class Devices:
    """The repository of devices."""

    def __init__(self, collection: Collection, vault: Vault) -> None:
        self._collection = collection
        self._vault = vault

    async def ensure_indexes(self) -> None:
        """Create the index that a person's are found by."""
        await self._collection.ensure_index([("person", 1)])

    async def put(self, device: Device) -> None:
        """Register a device."""
        await self._collection.put(to_document(device, self._vault))

    async def get(self, identifier: str) -> Device | None:
        """The device of this identifier."""
        found = await self._collection.get(identifier)
        return from_document(Device, found, self._vault) if found else None

    async def of_person(self, person: str) -> Sequence[Device]:
        """The devices in somebody's home, the oldest first."""
        found = await self._collection.many({"person": person}, sort=[("since", 1)], limit=MOST)
        return [from_document(Device, each, self._vault) for each in found]

    async def hear(self, device: Device, stamp: int) -> bool:
        """Note an event by its time; False for one that was heard before, or is older."""
        newer: Document = {"_id": device.id, "heard": {"$lt": stamp}}
        return await self._collection.update(newer, {"$set": {"heard": stamp}})

    async def remove(self, identifier: str, person: str) -> bool:
        """Take a device away; whether there was one."""
        return await self._collection.delete({"_id": identifier, "person": person}) > 0

    async def forget(self, person: str) -> None:
        """Take all of a person's away."""
        await self._collection.delete({"person": person})
