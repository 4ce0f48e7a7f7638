"""Signed links to a person's own web page: for some days, and one at a time.

The address holds a random code and its end, marked with a key of the vault, and nothing personal;
whose page it opens stands in the store alone. A new link ends the one before.
"""

import base64
import binascii
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from models.database import Collection
from models.links import EndedLinkError, ForgedLinkError
from models.vault import MARK, Vault

PURPOSE = "page link"
GOOD_FOR = timedelta(days=30)
_CODE, _END = 15, 5  # bytes; with the mark a multiple of three, so base64 has one spelling
_LENGTH = MARK + _CODE + _END


@dataclass(frozen=True, slots=True)
class PageLink:
    """Whose page a link opens, and until when."""

    person: str
    until: datetime


class PageLinks:
    """The repository of the links that are good now, one a person."""

    def __init__(self, collection: Collection, vault: Vault) -> None:
        self._collection = collection
        self._vault = vault

    async def ensure_indexes(self) -> None:
        """Create the indexes by which a link is found and forgotten."""
        await self._collection.ensure_index([("code", 1)])
        await self._collection.ensure_index([("until", 1)], expireAfterSeconds=0)

    async def give(self, person: str, now: datetime) -> str:
        """The token of a new link, good for ``GOOD_FOR``; the one before is ended."""
        ends = int((now + GOOD_FOR).timestamp())
        code = secrets.token_bytes(_CODE)
        until = datetime.fromtimestamp(ends, UTC)
        kept = {"_id": person, "code": self._vault.fingerprint(code.hex()), "until": until}
        await self._collection.put(kept)
        content = code + ends.to_bytes(_END, "big")
        mark = self._vault.sign(PURPOSE, content)
        return base64.urlsafe_b64encode(mark + content).decode()

    async def end(self, person: str) -> bool:
        """End a person's link; whether there was one."""
        return await self._collection.delete({"_id": person}) > 0

    async def read(self, token: str, now: datetime) -> PageLink:
        """The link of a token; a forged one costs no look at the store.

        Raises ForgedLinkError, or EndedLinkError when it has run out or was ended.
        """
        code, until = self._opened(token)
        if until <= now:
            raise EndedLinkError
        kept = await self._collection.first({"code": self._vault.fingerprint(code.hex())})
        if kept is None:
            raise EndedLinkError
        return PageLink(kept["_id"], until)

    def _opened(self, token: str) -> tuple[bytes, datetime]:
        try:
            sealed = base64.urlsafe_b64decode(token.encode("ascii"))
        except (binascii.Error, ValueError) as error:
            raise ForgedLinkError from error
        mark, content = sealed[:MARK], sealed[MARK:]
        is_ours = self._vault.verify(PURPOSE, content, mark)
        if (
            not is_ours
            or len(sealed) != _LENGTH
            or base64.urlsafe_b64encode(sealed) != token.encode()
        ):
            raise ForgedLinkError
        ends = int.from_bytes(content[_CODE:], "big")
        return content[:_CODE], datetime.fromtimestamp(ends, UTC)
