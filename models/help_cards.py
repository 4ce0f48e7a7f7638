"""Help cards: a code on a door, by which any helper asks on behalf of whoever lives there.

The printed code is random and tells nothing; what it stands for is here. It is sealed, for whoever
has it may ask in the name of somebody else, and found by a keyed mark of it. The short number on
the card is for talking about it and opens nothing.
"""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from models.database import Collection, Document, DuplicateError, StoreUnavailableError
from models.document import from_document, sealed, to_document
from models.vault import Vault

SCENE = "card:"  # begins what WeChat tells us when somebody scans the code of a card
# No letter or digit that looks or sounds like another one: 29 of them, 13 times, are 63 bits.
LETTERS = "23456789abcdefghjkmnpqrstwxyz"
LENGTH = 13
MOST_BY_HELPER, MOST_OF_CARD = 5, 10
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
_CODE = re.compile(f"[{LETTERS}]{{{LENGTH}}}")
_TRIES = 20


def new_code() -> str:
    """A code nobody can guess."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def code_of(scene: str | None) -> str | None:
    """The code in what WeChat tells of a scan; None when it is no card's."""
    text = scene or ""
    return text.removeprefix(SCENE) if text.startswith(SCENE) else None


@dataclass(frozen=True, slots=True)
class Card:
    """A card; ``id`` is its short number, ``resident`` None where it hangs in a public place.

    ``place`` is where it hangs, ``phone`` the number printed on it, ``url`` what WeChat gave to be
    printed (None: our own page, and ``trouble`` is why), ``used_at`` when it last led to a ticket.
    """

    id: str
    code: str = sealed()
    area_path: tuple[str, ...] = ()
    since: datetime | None = None
    by: str = ""
    resident: str | None = None
    place: str | None = sealed(default=None)
    phone: str | None = None
    url: str | None = sealed(default=None)
    trouble: str | None = None
    used_at: datetime | None = None
    revoked_at: datetime | None = None

    @property
    def area(self) -> str | None:
        """The area it hangs in."""
        return self.area_path[-1] if self.area_path else None

    @property
    def is_good(self) -> bool:
        """Whether it still counts."""
        return self.revoked_at is None

    @property
    def scene(self) -> str:
        """What WeChat shall tell us when somebody scans it."""
        return SCENE + self.code


class HelpCards:
    """The repository of cards, and of how often each was used lately and by whom."""

    def __init__(self, cards: Collection, uses: Collection, vault: Vault) -> None:
        self._cards = cards
        self._uses = uses
        self._vault = vault

    async def ensure_indexes(self) -> None:
        """Create the indexes that scans, lists and the limits of use need."""
        await self._cards.ensure_index([("mark", 1)], unique=True)
        await self._cards.ensure_index([("area_path", 1), ("_id", 1)])
        await self._cards.ensure_index([("resident", 1)], sparse=True)
        for counted in ("card", "helper"):
            await self._uses.ensure_index([(counted, 1), ("at", 1)])
        keep = int(DAY.total_seconds())
        await self._uses.ensure_index([("at", 1)], expireAfterSeconds=keep)

    async def add(self, card: Card) -> Card:
        """Keep a new card under a number that is free; the card with it.

        Raises StoreUnavailableError when none is found.
        """
        for _ in range(_TRIES):
            numbered = replace(card, id=str(100_000 + secrets.randbelow(900_000)))
            try:
                await self._cards.insert(self._document(numbered))
            except DuplicateError:
                continue
            return numbered
        raise StoreUnavailableError("no number is free for a help card")

    async def put(self, card: Card) -> None:
        """Keep what changed of a card."""
        await self._cards.put(self._document(card))

    async def get(self, number: str) -> Card | None:
        """The card of this number."""
        found = await self._cards.get(number)
        return self._read(found) if found else None

    async def find(self, code: str) -> Card | None:
        """The card of a code, whether it still counts or not; None for anything else."""
        if not _CODE.fullmatch(code):
            return None
        found = await self._cards.first({"mark": self._mark(code)})
        return self._read(found) if found else None

    async def of_resident(self, resident: str) -> Sequence[Card]:
        """All cards of somebody."""
        found = await self._cards.many({"resident": resident}, sort=[("since", -1)], limit=20)
        return [self._read(each) for each in found]

    async def page(self, area: str | None, after: str = "", limit: int = 50) -> Sequence[Card]:
        """Some cards of an area (None: of all) and everything below it, those after ``after``."""
        query = {"_id": {"$gt": after}} | ({"area_path": area} if area else {})
        found = await self._cards.many(query, sort=[("_id", 1)], limit=limit)
        return [self._read(each) for each in found]

    async def revoke(self, number: str, now: datetime) -> bool:
        """Let a card count no more; whether it counted until now."""
        guard = {"_id": number, "revoked_at": {"$exists": False}}
        return await self._cards.update(guard, {"$set": {"revoked_at": now}})

    async def forget(self, resident: str, now: datetime) -> None:
        """Let no card count any more that hung at somebody's door, nor say where that is."""
        for card in await self.of_resident(resident):
            ended = card.revoked_at or now
            await self.put(replace(card, resident=None, place=None, revoked_at=ended))

    async def used(self, number: str, now: datetime) -> None:
        """Note that a card led to a ticket."""
        await self._cards.update({"_id": number}, {"$set": {"used_at": now}})

    async def lets(
        self, card: str, helper: str, key: str, now: datetime, *, presses: bool = False
    ) -> bool:
        """Count a ticket that is about to be filed by a card; whether it may be.

        ``key`` names the ticket, so that a retry counts once. What ``presses`` is stopped only by
        what its helper filed before, never by what others did with the card. Counted before it is
        looked at, so that ten at once are ten; what is refused is not counted.
        """
        helper_mark = self._vault.fingerprint(f"card helper {helper}")
        use: Document = {"_id": key, "card": card, "helper": helper_mark, "at": now}
        await self._uses.put(use)
        by_helper = {"helper": helper_mark, "at": {"$gt": now - HOUR}}
        of_card = {"card": card, "at": {"$gt": now - DAY}}
        is_let = await self._uses.count(by_helper) <= MOST_BY_HELPER and (
            presses or await self._uses.count(of_card) <= MOST_OF_CARD
        )
        if not is_let:
            await self._uses.delete({"_id": key})
        return is_let

    def _document(self, card: Card) -> Document:
        return to_document(card, self._vault) | {"mark": self._mark(card.code)}

    def _read(self, document: Document) -> Card:
        return from_document(Card, document, self._vault)

    def _mark(self, code: str) -> str:
        return self._vault.fingerprint(f"help card {code}")
