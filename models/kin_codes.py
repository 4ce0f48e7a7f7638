"""Six digits that bring an elder and a child together, and the question the elder answers then.

A code only says who would like to be bound to whom; the bond (``models/kin.py``) is made by the
elder's yes. So whoever learns or guesses a code gets nothing but a question asked.
"""

import contextlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from models.database import Collection, Document, DuplicateError
from models.document import from_document, sealed, to_document
from models.number import is_number
from models.vault import Vault

DIGITS = 6
GOOD_FOR = timedelta(minutes=15)
ASKED_FOR = timedelta(days=1)  # how long the elder may think it over
WINDOW = timedelta(hours=1)
MOST_WRONG, MOST_WRONG_IN_ALL = 5, 200
MOST_ASKED = 20  # questions to one elder that are looked at
_EVERYBODY = "everybody"


class Side(StrEnum):
    """Which of the two somebody is."""

    ELDER = "elder"
    CHILD = "child"


@dataclass(frozen=True, slots=True)
class KinCode:
    """An open code: who was given it, as which of the two, and what is known of the names."""

    id: str  # of whom it was given to, so that nobody has two
    side: Side
    mark: str
    until: datetime
    child_name: str | None = sealed(default=None)
    elder_name: str | None = sealed(default=None)
    used: str | None = None  # the key of the message it was said in


@dataclass(frozen=True, slots=True)
class KinQuestion:
    """What an elder was asked: whether this child may see and act for them."""

    elder: str
    child: str
    asked: datetime
    until: datetime
    child_name: str = sealed()
    elder_name: str | None = sealed(default=None)
    answered: str | None = None  # the key of the message that answered it

    @property
    def id(self) -> str:
        """The two people."""
        return f"{self.elder}|{self.child}"


class KinCodes:
    """The repository of open codes; a code is kept as a keyed hash."""

    def __init__(self, collection: Collection, vault: Vault) -> None:
        self._collection = collection
        self._vault = vault

    async def ensure_indexes(self) -> None:
        """Create the indexes that make codes unique and end their keeping."""
        await self._collection.ensure_index([("mark", 1)], unique=True)
        await self._collection.ensure_index([("until", 1)], expireAfterSeconds=0)

    async def open(
        self,
        person: str,
        side: Side,
        now: datetime,
        *,
        child_name: str | None = None,
        elder_name: str | None = None,
    ) -> str:
        """A new code for somebody, in the place of the one before."""
        while True:
            digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
            if is_number(digits):
                continue  # a ticket may be called so
            code = KinCode(person, side, self._mark(digits), now + GOOD_FOR, child_name, elder_name)
            try:
                await self._collection.delete({"_id": person})
                await self._collection.insert(to_document(code, self._vault))
            except DuplicateError:
                continue  # somebody else has it, or asked in two places at once
            return digits

    async def find(self, digits: str, now: datetime) -> KinCode | None:
        """The code of these digits, as long as it is good."""
        found = await self._collection.first({"mark": self._mark(digits)})
        code = from_document(KinCode, found, self._vault) if found else None
        return code if code and code.until > now else None

    async def use(self, code: KinCode, key: str) -> bool:
        """Whether the message of this key is the one that uses it; true again for the same key."""
        unused = {"_id": code.id, "mark": code.mark, "used": {"$exists": False}}
        if await self._collection.update(unused, {"$set": {"used": key}}):
            return True
        return (
            await self._collection.first({"_id": code.id, "mark": code.mark, "used": key})
            is not None
        )

    async def forget(self, person: str) -> None:
        """Delete the code of somebody who left."""
        await self._collection.delete({"_id": person})

    def _mark(self, digits: str) -> str:
        return self._vault.fingerprint(f"kin code {digits}")


class KinQuestions:
    """The repository of questions that elders were asked."""

    def __init__(self, collection: Collection, vault: Vault) -> None:
        self._collection = collection
        self._vault = vault

    async def ensure_indexes(self) -> None:
        """Create the indexes by which questions are found and forgotten."""
        for side in Side:
            await self._collection.ensure_index([(side.value, 1)])
        await self._collection.ensure_index([("until", 1)], expireAfterSeconds=0)

    async def ask(self, question: KinQuestion) -> None:
        """Remember that an elder was asked, in the place of an earlier question of the two."""
        document = {"_id": question.id} | to_document(question, self._vault)
        await self._collection.put(document)

    async def waiting(self, elder: str, key: str, now: datetime) -> Sequence[KinQuestion]:
        """What an elder has not answered, or has with the message of this key; the latest first."""
        query = {"elder": elder, "until": {"$gt": now}}
        found = await self._collection.many(query, sort=[("asked", -1)], limit=MOST_ASKED)
        questions = [from_document(KinQuestion, each, self._vault) for each in found]
        return [each for each in questions if each.answered in (None, key)]

    async def answer(self, question: KinQuestion, key: str) -> bool:
        """Whether the message of this key is the one that answers it."""
        unanswered = {"_id": question.id, "answered": {"$exists": False}}
        if await self._collection.update(unanswered, {"$set": {"answered": key}}):
            return True
        return await self._collection.first({"_id": question.id, "answered": key}) is not None

    async def forget(self, person: str) -> None:
        """Delete the questions to and about somebody."""
        for side in Side:
            await self._collection.delete({side.value: person})


class KinTries:
    """Slows down whoever guesses codes: few wrong ones an hour a person, and not many in all."""

    def __init__(self, collection: Collection, vault: Vault) -> None:
        self._collection = collection
        self._vault = vault

    async def ensure_indexes(self) -> None:
        """Create the index that ends the keeping."""
        keep = int(WINDOW.total_seconds())
        await self._collection.ensure_index([("at", 1)], expireAfterSeconds=keep)

    async def lets_try(self, person: str, key: str, now: datetime) -> bool:
        """Count a try, which stands for a wrong one until it is taken back; whether it may be made.

        Counted before it is looked at, so that many tries at once are many tries.
        """
        for mark, most in self._bounds(person):
            entry = {"key": key, "at": now}
            pushed = {"$push": {"wrong": {"$each": [entry], "$slice": -most - 1}}}
            fresh = {"_id": mark, "wrong.key": {"$ne": key}}
            # A retry of the same message is no other try.
            with contextlib.suppress(DuplicateError):
                await self._collection.update(fresh, pushed | {"$set": {"at": now}}, upsert=True)
            if await self._wrong(mark, now) > most:
                return False
        return True

    async def take_back(self, person: str, key: str) -> None:
        """The try of this message was a right one."""
        for mark, _ in self._bounds(person):
            await self._collection.update({"_id": mark}, {"$pull": {"wrong": {"key": key}}})

    async def _wrong(self, mark: str, now: datetime) -> int:
        found: Document | None = await self._collection.get(mark)
        return sum(now - each["at"] < WINDOW for each in found["wrong"]) if found else 0

    def _bounds(self, person: str) -> tuple[tuple[str, int], ...]:
        told = ((person, MOST_WRONG), (_EVERYBODY, MOST_WRONG_IN_ALL))
        return tuple((self._vault.fingerprint(f"kin try {who}"), most) for who, most in told)
