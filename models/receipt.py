"""A receipt is one handled message: what came, what we answered, what the session became.

Committing it is the moment a message counts as handled. Its ``_id`` is the message's key, so a
message cannot be handled twice; ``(person, seq)`` is unique, so of two processes that answer the
same person at once one commits and the other looks again: one message of a person at a time.
Tickets the message files ride inside the receipt and are filed right after it, or after a crash
by ``unfinished``; their identifiers come from the key, so filing again changes nothing.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

import orjson

from models.database import Collection, Document, DuplicateError
from models.document import from_document, to_document
from models.notice import Notice, next_due
from models.session import Session
from models.vault import Vault


class TakenError(Exception):
    """Another process committed a message of this person first."""


class HandledError(Exception):
    """This very message is already committed; ``receipt`` is what was answered."""

    def __init__(self, receipt: "Receipt") -> None:
        super().__init__(receipt.key)
        self.receipt = receipt


@dataclass(frozen=True, slots=True)
class Receipt:
    """One handled message of one person."""

    key: str
    person: str
    seq: int
    at: datetime
    message: str = ""
    reply: dict[str, Any] | None = None
    session: Session = field(default_factory=Session)
    notices: tuple[Notice, ...] = ()
    files: tuple[Document, ...] = ()


class Receipts:
    """The repository of receipts; also the chat as it was."""

    def __init__(self, collection: Collection, vault: Vault, keep: timedelta) -> None:
        self._collection = collection
        self._vault = vault
        self._keep = keep

    async def ensure_indexes(self) -> None:
        """Create the indexes: one sequence a person, and an end to keeping."""
        await self._collection.ensure_index([("person", 1), ("seq", -1)], unique=True)
        await self._collection.ensure_index(
            [("at", 1)], expireAfterSeconds=int(self._keep.total_seconds())
        )
        await self._collection.ensure_index([("owed_at", 1)], sparse=True)

    async def get(self, key: str) -> Receipt | None:
        """The receipt of this message."""
        found = await self._collection.get(key)
        return self._read(found) if found else None

    async def latest(self, person: str) -> Receipt | None:
        """The last message of this person that was handled."""
        found = await self._collection.first({"person": person}, sort=[("seq", -1)])
        return self._read(found) if found else None

    async def lately(self, person: str, since: datetime, limit: int) -> Sequence[Receipt]:
        """The last messages of this person since then, newest first."""
        query = {"person": person, "at": {"$gte": since}}
        found = await self._collection.many(query, sort=[("seq", -1)], limit=limit)
        return [self._read(each) for each in found]

    async def commit(self, receipt: Receipt) -> None:
        """Make a message handled. Raises HandledError or TakenError and then changes nothing."""
        try:
            await self._collection.insert(self._document(receipt))
        except DuplicateError as error:
            stored = await self.get(receipt.key)
            if stored:
                raise HandledError(stored) from error
            raise TakenError(receipt.person) from error

    async def recent(self, since: datetime, limit: int) -> Sequence[Receipt]:
        """What was handled since then, newest first."""
        found = await self._collection.many(
            {"at": {"$gte": since}}, sort=[("at", -1), ("seq", -1)], limit=limit
        )
        return [self._read(each) for each in found]

    async def newest(self) -> datetime | None:
        """When the last message of anybody was handled."""
        found = await self._collection.first({}, sort=[("at", -1)])
        return found["at"] if found else None

    async def with_tickets_since(self, moment: datetime) -> Sequence[Receipt]:
        """Receipts since then that file tickets, for catching up after a crash."""
        found = await self._collection.many({"at": {"$gte": moment}, "files": {"$exists": True}})
        return [self._read(each) for each in found]

    async def forget(self, person: str) -> int:
        """Delete all that a person said; how many messages it was."""
        return await self._collection.delete({"person": person})

    def _document(self, receipt: Receipt) -> Document:
        body = {
            "message": receipt.message,
            "reply": receipt.reply,
            "session": asdict(receipt.session),
        }
        document: Document = {
            "_id": receipt.key,
            "person": receipt.person,
            "seq": receipt.seq,
            "at": receipt.at,
            "body": self._vault.seal(orjson.dumps(body)),
        }
        if receipt.notices:
            document["notices"] = [to_document(each, self._vault) for each in receipt.notices]
            document["owed_at"] = next_due(receipt.notices)
        if receipt.files:
            document["files"] = list(receipt.files)
        return document

    def _read(self, document: Document) -> Receipt:
        body = orjson.loads(self._vault.open(document["body"]))
        return Receipt(
            key=document["_id"],
            person=document["person"],
            seq=document["seq"],
            at=document["at"],
            message=body["message"],
            reply=body["reply"],
            session=Session.from_plain(body["session"]),
            notices=tuple(
                from_document(Notice, each, self._vault) for each in document.get("notices", ())
            ),
            files=tuple(document.get("files", ())),
        )
