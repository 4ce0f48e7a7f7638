"""Accounts of the console: who may sign in as which member of staff, and who is signed in."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from models.database import Collection, DuplicateError
from models.document import from_document, sealed, to_document
from models.vault import Vault

LONGEST_VISIT = timedelta(hours=14)
IDLE = timedelta(hours=4)
SEEN_EVERY = timedelta(minutes=5)
_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Account:
    """A name to sign in by, and the member of staff it stands for.

    ``password`` is a hash that names its own cost. ``otp`` is the secret of the second factor,
    ``otp_used`` the last time step it was used in, so that no code counts twice. A ``demo``
    account is known to everybody and good for the demonstration alone.
    """

    id: str
    staff: str
    password: str
    since: datetime
    otp: str | None = sealed(default=None)
    otp_used: int = 0
    active: bool = True
    demo: bool = False
    must_change: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """One sign-in of one browser; ``id`` is a hash of the token that only the browser has."""

    id: str
    account: str
    at: datetime
    seen: datetime
    browser: str = ""

    def is_good(self, now: datetime) -> bool:
        """Whether it has not run out."""
        return now < self.at + LONGEST_VISIT and now < self.seen + IDLE


class Accounts:
    """The repository of accounts."""

    def __init__(self, collection: Collection, vault: Vault) -> None:
        self._collection = collection
        self._vault = vault

    async def ensure_indexes(self) -> None:
        """Create the index that finds the accounts of a member of staff."""
        await self._collection.ensure_index([("staff", 1)])

    async def get(self, name: str) -> Account | None:
        """The account of this name, however it is written."""
        found = await self._collection.get(login(name))
        return from_document(Account, found, self._vault) if found else None

    async def add(self, account: Account) -> bool:
        """Add an account; False when the name is taken."""
        try:
            await self._collection.insert(to_document(account, self._vault))
        except DuplicateError:
            return False
        return True

    async def change(self, account: Account, **values: Any) -> Account:
        """Change these fields of an account and no other; the account afterwards."""
        after = replace(account, **values)
        new = to_document(after, self._vault)
        gone = {name: "" for name in values if name not in new}
        change = {"$set": {name: new[name] for name in values if name in new}, "$unset": gone}
        await self._collection.update({"_id": account.id}, {k: v for k, v in change.items() if v})
        return after

    async def use_otp(self, account: Account, step: int) -> bool:
        """Count a code as used; False when it, or a later one, was used before."""
        guard = {"_id": account.id, "otp_used": {"$lt": step}}
        return await self._collection.update(guard, {"$set": {"otp_used": step}})

    async def of_staff(self, staff: str) -> Sequence[Account]:
        """The accounts of a member of staff."""
        found = await self._collection.many({"staff": staff}, sort=[("_id", 1)], limit=20)
        return [from_document(Account, each, self._vault) for each in found]

    async def is_empty(self) -> bool:
        """Whether nobody can sign in yet."""
        return await self._collection.first({"demo": False}) is None


class Visits:
    """The repository of sign-ins; one that was ended is gone at once, in every process."""

    def __init__(self, collection: Collection, vault: Vault) -> None:
        self._collection = collection
        self._vault = vault

    async def ensure_indexes(self) -> None:
        """Create the indexes that list a person's sign-ins and end the keeping."""
        await self._collection.ensure_index([("account", 1)])
        keep = int(LONGEST_VISIT.total_seconds())
        await self._collection.ensure_index([("at", 1)], expireAfterSeconds=keep)

    async def begin(self, account: str, browser: str, now: datetime) -> str:
        """Sign an account in; the token for the browser's cookie."""
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        visit = Visit(_hash(token), account, now, now, browser[:200])
        await self._collection.insert(to_document(visit, self._vault))
        return token

    async def of_token(self, token: str, now: datetime) -> Visit | None:
        """The sign-in of a token, unless it has ended; being seen keeps it alive."""
        found = await self._collection.get(_hash(token))
        visit = from_document(Visit, found, self._vault) if found else None
        if visit is None or not visit.is_good(now):
            return None
        if now - visit.seen > SEEN_EVERY:
            await self._collection.update({"_id": visit.id}, {"$set": {"seen": now}})
        return visit

    async def of_account(self, account: str, now: datetime) -> Sequence[Visit]:
        """Where an account is signed in, newest first."""
        found = await self._collection.many({"account": account}, sort=[("at", -1)], limit=100)
        visits = [from_document(Visit, each, self._vault) for each in found]
        return [each for each in visits if each.is_good(now)]

    async def end(self, identifier: str, account: str) -> bool:
        """End one sign-in of an account; whether there was one."""
        return await self._collection.delete({"_id": identifier, "account": account}) > 0

    async def end_all(self, account: str, but: str | None = None) -> int:
        """End every sign-in of an account, or every other one; how many there were."""
        return await self._collection.delete({"account": account, "_id": {"$ne": but}})


class FormMarks:
    """Marks for forms, which only the pages of a sign-in can carry."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def of(self, token: str) -> str:
        """The mark that belongs to the token of a sign-in, or of a visitor without one."""
        return self._vault.sign("form", token.encode()).hex()


def login(name: str) -> str:
    """The name of an account as it is kept."""
    return name.strip().lower()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
