"""What the office has taught the understanding: versions with who, when and why, and drafts.

A version holds all edits on the shipped lexicon, not its files: so an upgrade keeps them. The
highest number is live; going live is one insert, and going back is a new version like any other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from models.database import Collection, DuplicateError
from models.document import from_document, sealed, to_document
from models.vault import Vault

Plain = Mapping[str, Any]  # an edit as plain values; what they mean is the understanding's matter

SHIPPED = 0  # the number of the lexicon as it was shipped


@dataclass(frozen=True, slots=True)
class Version:
    """A lexicon that went live; scores are those of the labelled messages, by name.

    ``restores`` is the older version whose edits it brought back.
    """

    id: int
    at: datetime
    by: str
    why: str = sealed()
    edits: tuple[Plain, ...] = sealed(default=())
    before: Mapping[str, float] = field(default_factory=dict)
    after: Mapping[str, float] = field(default_factory=dict)
    restores: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """Edits that somebody collects before they go live; ``id`` is the account it belongs to."""

    id: str
    at: datetime
    by: str
    edits: tuple[Plain, ...] = sealed(default=())


@dataclass(frozen=True, slots=True)
class Failure:
    """A version that a process could not take over; that process went on with the one before."""

    id: int
    at: datetime
    error: str = sealed()


class OvertakenError(Exception):
    """Somebody else went live in between; what one looked at is no longer what is live."""


class LexiconVersions:
    """The repository of versions, drafts and failures."""

    def __init__(
        self, versions: Collection, drafts: Collection, failures: Collection, vault: Vault
    ) -> None:
        self._versions = versions
        self._drafts = drafts
        self._failures = failures
        self._vault = vault

    async def ensure_indexes(self) -> None:
        """Create the index that lists drafts."""
        await self._drafts.ensure_index([("at", -1)])

    async def newer_than(self, number: int) -> Version | None:
        """The live version, if it is newer than this one; costs next to nothing if it is not."""
        found = await self._versions.many({"_id": {"$gt": number}}, sort=[("_id", -1)], limit=1)
        return from_document(Version, found[0], self._vault) if found else None

    async def live(self) -> Version | None:
        """The version that is live; None while nobody has taught anything."""
        return await self.newer_than(SHIPPED)

    async def get(self, number: int) -> Version | None:
        """The version of a number."""
        found = await self._versions.get(number)
        return from_document(Version, found, self._vault) if found else None

    async def latest(self, before: int | None = None, limit: int = 20) -> Sequence[Version]:
        """The latest versions, newest first."""
        query = {"_id": {"$lt": before}} if before else {}
        found = await self._versions.many(query, sort=[("_id", -1)], limit=limit)
        return [from_document(Version, each, self._vault) for each in found]

    async def publish(self, version: Version) -> None:
        """Put a version live. Raises OvertakenError when its number is taken."""
        try:
            await self._versions.insert(to_document(version, self._vault))
        except DuplicateError as error:
            raise OvertakenError from error

    async def draft(self, account: str) -> Draft | None:
        """The draft of an account."""
        found = await self._drafts.get(account)
        return from_document(Draft, found, self._vault) if found else None

    async def drafts(self, limit: int = 20) -> Sequence[Draft]:
        """The latest drafts of all accounts, newest first."""
        found = await self._drafts.many({}, sort=[("at", -1)], limit=limit)
        return [from_document(Draft, each, self._vault) for each in found]

    async def keep(self, draft: Draft) -> None:
        """Keep a draft in the place of the one before; one without edits is thrown away."""
        if draft.edits:
            await self._drafts.put(to_document(draft, self._vault))
        else:
            await self._drafts.delete({"_id": draft.id})

    async def failed(self, number: int, at: datetime, error: str) -> None:
        """Note that a process could not take over a version."""
        await self._failures.put(to_document(Failure(number, at, error), self._vault))

    async def failure(self, number: int) -> Failure | None:
        """Why a version could not be taken over somewhere, if that happened."""
        found = await self._failures.get(number)
        return from_document(Failure, found, self._vault) if found else None
