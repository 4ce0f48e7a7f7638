"""Words folded away: for each word a row of bits that says which tickets have it.

A thousand tickets make a segment, and sixteen segments are bound into a volume that is read in
place of them; so even a word that nobody used is looked for in a few dozen documents.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from models.database import Collection, Document
from models.words import split

VOLUME = 16  # segments
BEGIN = datetime(2020, 1, 1, tzinfo=UTC)  # nobody was told anything before
_BUCKETS = 64  # documents that hold the rows of a segment; those of a volume are divided again
_RUNS_AT_ONCE = 8
_HEAD = "head"

Entry = tuple[datetime, str]  # when a ticket was told last, and its identifier
Hit = tuple[int, int]  # a segment, and the bits of its tickets that were found


@dataclass(frozen=True, slots=True)
class Run:
    """Segments whose rows lie together: one alone, or all of a volume."""

    name: str
    segments: range
    buckets: int

    def place(self, word: bytes) -> str:
        """The document with the row of a word."""
        return f"{self.name}:{int.from_bytes(word[:2], 'little') % self.buckets}"

    def places(self) -> list[str]:
        """All its documents."""
        return [f"{self.name}:{bucket}" for bucket in range(self.buckets)]


def _alone(number: int) -> Run:
    return Run(str(number), range(number, number + 1), _BUCKETS)


def _volume(number: int) -> Run:
    begin = number * VOLUME
    return Run(f"v{number}", range(begin, begin + VOLUME), _BUCKETS * VOLUME)


@dataclass(frozen=True, slots=True)
class Head:
    """Which segments there are: of each the moment of its last ticket, and how many it has."""

    ends: tuple[datetime, ...] = ()
    sizes: tuple[int, ...] = ()
    volumes: int = 0

    @property
    def end(self) -> datetime:
        """Until when tickets are folded."""
        return self.ends[-1] if self.ends else BEGIN

    @property
    def fills_volume(self) -> bool:
        """Whether there is a volume's worth of segments that are in none."""
        return len(self.ends) >= (self.volumes + 1) * VOLUME

    def runs(self, until: datetime | None) -> list[Run]:
        """All with tickets told by then, newest first."""
        runs = [_volume(n) for n in range(self.volumes)]
        runs += [_alone(n) for n in range(self.volumes * VOLUME, len(self.ends))]
        return [run for run in runs[::-1] if until is None or self._begin(run) <= until]

    def hits(self, run: Run, row: int) -> Iterator[Hit]:
        """The segments of a run with any bit of its row, newest first."""
        start = sum(self.sizes[run.segments.start : run.segments.stop])
        for number in reversed(run.segments):
            start -= self.sizes[number]
            if own := row >> start & ((1 << self.sizes[number]) - 1):
                yield number, own

    def _begin(self, run: Run) -> datetime:
        first = run.segments.start
        return self.ends[first - 1] if first else BEGIN


class Segments:
    """The folded words of all tickets."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    async def head(self) -> Head:
        """Which there are; none where an earlier version folded them in another way."""
        found = await self._collection.get(_HEAD)
        if not found or "sizes" not in found:
            return Head()
        return Head(tuple(found["ends"]), tuple(found["sizes"]), found["volumes"])

    async def add(self, head: Head, tickets: Sequence[Document]) -> None:
        """Make one segment more, of tickets in the order in which they were told."""
        number = len(head.ends)
        rows: dict[bytes, int] = defaultdict(int)
        for place, each in enumerate(tickets):
            for word in split(each["words"]):
                rows[word] |= 1 << place
        run = _alone(number)
        await self._put_rows(run.places(), run, rows)
        told, names = [e["told_at"] for e in tickets], [e["_id"] for e in tickets]
        await self._collection.put({"_id": str(number), "told": told, "tickets": names})
        ends, sizes = (*head.ends, told[-1]), (*head.sizes, len(tickets))
        await self._put_head(replace(head, ends=ends, sizes=sizes))

    async def bind(self, head: Head) -> None:
        """Bind the oldest segments that are in no volume.

        Their own rows go away with the next volume, for a search may be reading them.
        """
        volume = _volume(head.volumes)
        for bucket in range(_BUCKETS):
            places = volume.places()[bucket::_BUCKETS]
            await self._put_rows(places, volume, await self._together(head, volume, bucket))
        await self._put_head(replace(head, volumes=head.volumes + 1))
        if head.volumes:
            for number in _volume(head.volumes - 1).segments:
                await self._collection.delete({"_id": {"$in": _alone(number).places()}})

    async def find(
        self, head: Head, wanted: frozenset[bytes], until: datetime | None
    ) -> AsyncIterator[Entry]:
        """The tickets that have all these words, told by then, latest first."""
        waiting = head.runs(until)
        while waiting:
            some, waiting = waiting[:_RUNS_AT_ONCE], waiting[_RUNS_AT_ONCE:]
            rows = await self._rows(some, wanted)
            hits = [hit for run in some for hit in head.hits(run, rows[run.name])]
            async for entry in self._entries(hits):
                if until is None or entry[0] <= until:
                    yield entry

    async def _put_head(self, head: Head) -> None:
        """Before this a segment does not count; made again after a crash, it is put over itself."""
        kept = {"ends": list(head.ends), "sizes": list(head.sizes), "volumes": head.volumes}
        await self._collection.put({"_id": _HEAD, **kept})

    async def _put_rows(self, places: Sequence[str], run: Run, rows: Mapping[bytes, int]) -> None:
        documents: dict[str, Document] = {place: {} for place in places}
        for word, row in rows.items():
            written = row.to_bytes((row.bit_length() + 7) // 8, "little")
            documents[run.place(word)][word.hex()] = written
        kept = [{"_id": place, "rows": found} for place, found in documents.items()]
        await self._collection.put_all(kept)

    async def _together(self, head: Head, volume: Run, bucket: int) -> Mapping[bytes, int]:
        """The rows of one bucket of all segments of a volume, one segment after another."""
        names = [f"{number}:{bucket}" for number in volume.segments]
        found = {each["_id"]: each["rows"] for each in await self._some(names)}
        rows: dict[bytes, int] = defaultdict(int)
        start = 0
        for number, name in zip(volume.segments, names, strict=True):
            for word, row in found[name].items():
                rows[bytes.fromhex(word)] |= int.from_bytes(row, "little") << start
            start += head.sizes[number]
        return rows

    async def _rows(self, runs: Sequence[Run], wanted: frozenset[bytes]) -> dict[str, int]:
        """For each run the bits of those that have every word."""
        names = sorted({run.place(word) for run in runs for word in wanted})
        found = {each["_id"]: each["rows"] for each in await self._some(names)}
        rows = dict.fromkeys((run.name for run in runs), -1)
        for run in runs:
            for word in wanted:
                row = found.get(run.place(word), {}).get(word.hex(), b"")
                rows[run.name] &= int.from_bytes(row, "little")
        return rows

    async def _entries(self, hits: Sequence[Hit]) -> AsyncIterator[Entry]:
        for begin in range(0, len(hits), VOLUME):
            some = hits[begin : begin + VOLUME]
            found = {each["_id"]: each for each in await self._some([str(n) for n, _ in some])}
            for number, row in some:
                kept = found[str(number)]
                entries = enumerate(zip(kept["told"], kept["tickets"], strict=True))
                for entry in sorted((e for n, e in entries if row >> n & 1), reverse=True):
                    yield entry

    async def _some(self, names: Sequence[str]) -> list[Document]:
        return await self._collection.many({"_id": {"$in": names}})
