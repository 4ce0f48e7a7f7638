"""Finds tickets by words, at the same cost among three hundred thousand as among three thousand.

An index over every word would cost each message some forty index entries. So a ticket carries the
hashes of its words unindexed, and a job folds a thousand tickets at a time into a segment: for
each word a row of bits that says which of them have it. A search reads the rows it needs, newest
segment first, and looks itself through what is not folded yet.

A ticket that was told more stands in a newer segment as well; it counts where it was told last.
"""

import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from models.database import Collection, Document
from models.document import from_document
from models.ticket import Ticket
from models.vault import Vault
from models.words import Words, split

log = logging.getLogger(__name__)

SEGMENT = 1024  # tickets
SETTLED = timedelta(minutes=10)  # later than this nothing is filed for an earlier moment
_STRETCH, _LONGEST = timedelta(hours=6), timedelta(days=30)
_BUCKETS = 64  # documents of a segment, each with the rows of some of its words
_AT_ONCE = 32  # segments
_LOADED = 40  # tickets read in one go
_BEGIN = datetime(2020, 1, 1, tzinfo=UTC)  # nobody was told anything before
_HEAD = "head"
_FIELDS = ("told_at", "words")

Entry = tuple[datetime, str]  # when a ticket was told last, and its identifier


@dataclass(frozen=True, slots=True)
class Head:
    """Which segments there are: for each the moment of its last ticket."""

    ends: tuple[datetime, ...] = ()

    @property
    def end(self) -> datetime:
        """Until when tickets are folded."""
        return self.ends[-1] if self.ends else _BEGIN

    def until(self, moment: datetime | None) -> list[int]:
        """The segments with tickets told by then, newest first."""
        begins = (_BEGIN, *self.ends)
        chosen = [n for n in range(len(self.ends)) if moment is None or begins[n] <= moment]
        return chosen[::-1]


class Search:
    """The segments, and the way through them."""

    def __init__(
        self, segments: Collection, tickets: Collection, vault: Vault, words: Words
    ) -> None:
        self._segments = segments
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
        """Fold the next full segment; whether there was one. One process does it at a time."""
        head = await self._head()
        found = (await self._settled(head, now - SETTLED))[:SEGMENT]
        if len(found) < SEGMENT:
            return False
        # What was told at the very same moment belongs to the same segment.
        last = {"told_at": found[-1]["told_at"]}
        found = [*{each["_id"]: each for each in (*found, *await self._read(last))}.values()]
        for document in _segment(len(head.ends), found):
            await self._segments.put(document)
        # Before this a segment does not count; made again after a crash, it is put over itself.
        await self._segments.put({"_id": _HEAD, "ends": [*head.ends, found[-1]["told_at"]]})
        return True

    async def complete(self) -> int:
        """Once: give words to tickets of an earlier version; how many there were."""
        if await self._segments.get("complete"):
            return 0
        count = 0
        async for each in self._tickets.stream({}, ("told_at",)):
            count += "told_at" not in each and await self._give_words(each["_id"])
        await self._segments.put({"_id": "complete"})
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

    async def _head(self) -> Head:
        found = await self._segments.get(_HEAD)
        return Head(tuple(found["ends"])) if found else Head()

    async def _settled(self, head: Head, last: datetime) -> list[Document]:
        """A segment's worth of tickets after those that are folded, or all there are till ``last``.

        The embedded store reads all that matches before it sorts: only a stretch keeps that small.
        """
        begin, length = head.end, _STRETCH
        while True:
            until = min(begin + length, last)
            found = await self._read({"told_at": {"$gt": begin, "$lte": until}})
            if len(found) >= SEGMENT or until >= last:
                return found
            if found:
                length += _STRETCH
            else:
                begin, length = until, min(2 * length, _LONGEST)

    async def _read(self, query: Document) -> list[Document]:
        stream = self._tickets.stream(query, _FIELDS, sort=[("told_at", 1)])
        return [each async for each in stream]

    async def _entries(
        self, wanted: frozenset[bytes], until: datetime | None
    ) -> AsyncIterator[Entry]:
        """All that may match, latest first."""
        head = await self._head()
        await self._refresh(head)
        fresh = sorted((e for e, words in self._fresh.items() if wanted <= words), reverse=True)
        for entry in fresh:
            if until is None or entry[0] <= until:
                yield entry
        waiting = head.until(until)
        while waiting:
            some, waiting = waiting[:_AT_ONCE], waiting[_AT_ONCE:]
            rows = await self._rows(some, wanted)
            for number in some:
                for entry in await self._matches(number, rows[number]):
                    if until is None or entry[0] <= until:
                        yield entry

    async def _refresh(self, head: Head) -> None:
        """Know the words of what is not folded yet; what settled since the last time is kept."""
        kept = {entry: words for entry, words in self._fresh.items() if entry[0] > head.end}
        settled = max(kept)[0] - SETTLED if kept else head.end
        found = await self._read({"told_at": {"$gt": max(settled, head.end)}})
        self._fresh = kept | {(e["told_at"], e["_id"]): split(e["words"]) for e in found}

    async def _rows(self, numbers: Sequence[int], wanted: frozenset[bytes]) -> dict[int, int]:
        """For each segment the bits of those that have every word."""
        keys = {(number, _bucket(word)) for number in numbers for word in wanted}
        query = {"_id": {"$in": [f"{number}:{bucket}" for number, bucket in sorted(keys)]}}
        found = {each["_id"]: each["rows"] for each in await self._segments.many(query)}
        rows = dict.fromkeys(numbers, -1)
        for number in numbers:
            for word in wanted:
                row = found.get(f"{number}:{_bucket(word)}", {}).get(word.hex(), b"")
                rows[number] &= int.from_bytes(row, "little")
        return rows

    async def _matches(self, number: int, row: int) -> Sequence[Entry]:
        if not row:
            return []
        segment = await self._segments.get(str(number))
        entries = zip(segment["told"], segment["tickets"], strict=True) if segment else ()
        chosen = [entry for place, entry in enumerate(entries) if row >> place & 1]
        return sorted(chosen, reverse=True)

    async def _load(self, batch: Sequence[Entry]) -> Sequence[tuple[datetime, Document]]:
        """The tickets of these entries, but for those that were told more since."""
        if not batch:
            return []
        query = {"_id": {"$in": [identifier for _, identifier in batch]}}
        found = {each["_id"]: each for each in await self._tickets.many(query)}
        return [(at, found[i]) for at, i in batch if i in found and found[i].get("told_at") == at]


def _segment(number: int, tickets: Sequence[Document]) -> Iterator[Document]:
    """The documents of a segment: which tickets, and bucket by bucket the rows of its words."""
    rows: dict[bytes, int] = defaultdict(int)
    for place, each in enumerate(tickets):
        for word in split(each["words"]):
            rows[word] |= 1 << place
    buckets: list[Document] = [{} for _ in range(_BUCKETS)]
    for word, row in rows.items():
        buckets[_bucket(word)][word.hex()] = row.to_bytes((row.bit_length() + 7) // 8, "little")
    for bucket, kept in enumerate(buckets):
        yield {"_id": f"{number}:{bucket}", "rows": kept}
    told, names = [e["told_at"] for e in tickets], [e["_id"] for e in tickets]
    yield {"_id": str(number), "told": told, "tickets": names}


def _bucket(word: bytes) -> int:
    return word[0] % _BUCKETS
