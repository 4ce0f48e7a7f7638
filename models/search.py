"""Finds tickets by words, among three hundred thousand nearly as soon as among three thousand.

An index over every word would cost each message some forty index entries. So a ticket carries the
hashes of its words unindexed, and a job folds a thousand tickets at a time into a segment. A
search reads the rows it needs, the newest first, and looks itself through what is not folded yet.

A ticket that was told more stands in a newer segment as well; it counts where it was told last.
"""

import logging
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta

from models.database import Collection, Document
from models.document import from_document
from models.segments import Entry, Head, Segments
from models.ticket import Ticket
from models.vault import Vault
from models.words import Words, split

log = logging.getLogger(__name__)

SEGMENT = 1024  # tickets
SETTLED = timedelta(minutes=10)  # later than this nothing is filed for an earlier moment
_STRETCH, _LONGEST = timedelta(hours=6), timedelta(days=30)
_FEW = SEGMENT // 8  # after a stretch with fewer the next one is longer
_LOADED = 40  # tickets read in one go
_FIELDS = ("told_at", "words")


class Search:
    """The segments, and the way through them."""

    def __init__(
        self, segments: Collection, tickets: Collection, vault: Vault, words: Words
    ) -> None:
        self._segments = Segments(segments)
        self._marks = segments
        self._tickets = tickets
        self._vault = vault
        self._words = words
        self._fresh: dict[Entry, frozenset[bytes]] = {}

    async def find(
        self, query: str, area: str | None = None, until: datetime | None = None
    ) -> AsyncIterator[tuple[datetime, Document]]:
        """The tickets of an area that have all words of a query, told by then, latest first.

        Each comes with when it was told last. Nothing comes for a query without any word.
        """
        wanted = self._words.asked(query, area)
        if not wanted:
            return
        batch: list[Entry] = []
        async for entry in self._entries(wanted, until):
            batch.append(entry)
            if len(batch) == _LOADED:
                for each in await self._load(batch):
                    yield each
                batch = []
        for each in await self._load(batch):
            yield each

    async def fold(self, now: datetime) -> bool:
        """Bind a volume, or fold the next full segment; whether there was anything to do.

        One process does it at a time.
        """
        head = await self._segments.head()
        if head.fills_volume:
            await self._segments.bind(head)
            return True
        found = (await self._settled(head, now - SETTLED))[:SEGMENT]
        if len(found) < SEGMENT:
            return False
        # What was told at the very same moment belongs to the same segment.
        last = {"told_at": found[-1]["told_at"]}
        found = [*{each["_id"]: each for each in (*found, *await self._read(last))}.values()]
        await self._segments.add(head, found)
        return True

    async def complete(self) -> int:
        """Once: give words to tickets of an earlier version; how many there were."""
        if await self._marks.get("complete"):
            return 0
        count = 0
        async for each in self._tickets.stream({}, ("told_at",)):
            count += "told_at" not in each and await self._give_words(each["_id"])
        await self._marks.put({"_id": "complete"})
        return count

    async def _give_words(self, identifier: str) -> bool:
        found = await self._tickets.get(identifier)
        try:
            words = self._words.of(from_document(Ticket, found or {}, self._vault))
        except Exception as error:
            # One ticket that cannot be read must not keep all others from being found.
            log.error("a ticket cannot be read", extra={"error": type(error).__name__})
            return False
        unless_moved = {"_id": identifier, "told_at": {"$exists": False}}
        return bool(words) and await self._tickets.update(unless_moved, {"$set": words})

    async def _settled(self, head: Head, last: datetime) -> list[Document]:
        """A segment's worth of tickets after those that are folded, or all there are till ``last``.

        The embedded store reads all that matches before it sorts: only stretches keep that small.
        """
        found: list[Document] = []
        begin, length = head.end, _STRETCH
        while begin < last and len(found) < SEGMENT:
            until = min(begin + length, last)
            some = await self._read({"told_at": {"$gt": begin, "$lte": until}})
            found += some
            begin, length = until, min(2 * length, _LONGEST) if len(some) < _FEW else length
        return found

    async def _read(self, query: Document) -> list[Document]:
        stream = self._tickets.stream(query, _FIELDS, sort=[("told_at", 1)])
        return [each async for each in stream]

    async def _entries(
        self, wanted: frozenset[bytes], until: datetime | None
    ) -> AsyncIterator[Entry]:
        """All that may match, latest first."""
        head = await self._segments.head()
        await self._refresh(head)
        fresh = sorted((e for e, words in self._fresh.items() if wanted <= words), reverse=True)
        for entry in fresh:
            if until is None or entry[0] <= until:
                yield entry
        async for entry in self._segments.find(head, wanted, until):
            yield entry

    async def _refresh(self, head: Head) -> None:
        """Know the words of what is not folded yet; what settled since the last time is kept."""
        kept = {entry: words for entry, words in self._fresh.items() if entry[0] > head.end}
        settled = max(kept)[0] - SETTLED if kept else head.end
        found = await self._read({"told_at": {"$gt": max(settled, head.end)}})
        self._fresh = kept | {(e["told_at"], e["_id"]): split(e["words"]) for e in found}

    async def _load(self, batch: Sequence[Entry]) -> Sequence[tuple[datetime, Document]]:
        """The tickets of these entries, but for those that were told more since."""
        if not batch:
            return []
        query = {"_id": {"$in": [identifier for _, identifier in batch]}}
        found = {each["_id"]: each for each in await self._tickets.many(query)}
        return [(at, found[i]) for at, i in batch if i in found and found[i].get("told_at") == at]
