"""Tickets of an area in the order they were filed, however many there are.

Every query goes by the index (area path, state, created) with one area and one state, for that is
what the embedded store uses whole; the streams of the states are merged here.
"""

import heapq
from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from models.database import Collection as Documents
from models.database import Document
from models.moves import State

_FIRST = 10  # tickets of each state read at first; twice as many whenever there are more to come
_MOST = 160
_STRETCH, _ALL, _STEP = timedelta(hours=6), timedelta(days=20_000), timedelta(milliseconds=1)
_BEGIN = datetime(2000, 1, 1, tzinfo=UTC)
_IN_HAND = 500  # what one person has in hand is sorted in memory

Found = tuple[datetime, Document]


@dataclass(frozen=True, slots=True)
class Span:
    """Filed from ``since`` on and before ``until``; a page goes on at ``at``."""

    since: datetime | None = None
    until: datetime | None = None
    at: datetime | None = None
    oldest_first: bool = False

    def begun(self, at: datetime) -> "Span":
        """What is left from this moment on; it is met again."""
        return Span(self.since, self.until, at, self.oldest_first)

    def covers(self, filed: datetime) -> bool:
        """Whether a ticket filed then is to be listed."""
        is_after = self.since is None or self.since <= filed
        is_before = self.until is None or filed < self.until
        is_met = self.at is not None and (filed < self.at if self.oldest_first else filed > self.at)
        return is_after and is_before and not is_met

    def query(self) -> Document:
        """The condition on when a ticket was filed."""
        first = [self.since, self.at if self.oldest_first else None]
        last = [None if self.oldest_first else self.at]
        ends: Document = {
            "$gte": max((each for each in first if each), default=None),
            "$lte": next((each for each in last if each), None),
            "$lt": self.until,
        }
        bounds = {name: at for name, at in ends.items() if at}
        return {"created": bounds} if bounds else {}


class Listing:
    """The tickets, to be listed."""

    def __init__(self, tickets: Documents) -> None:
        self._tickets = tickets

    async def filed(
        self, areas: Sequence[str | None], states: Collection[State], span: Span
    ) -> AsyncIterator[Found]:
        """The tickets of areas in these states, each with when it was filed.

        None among the areas are the tickets that lie in none.
        """
        if span.at and not span.oldest_first:
            async for found in self._latest(areas, states, span, span.at):
                yield found
            return
        streams = [
            self._in_state({"area_path": area, "state": state.value}, span)
            for area in areas
            for state in sorted(states)
        ]
        async for found in _merged(streams, -1 if span.oldest_first else 1):
            yield found

    async def with_people(
        self, people: Sequence[str], states: Collection[State], span: Span
    ) -> AsyncIterator[Found]:
        """The tickets that these have in hand or were asked to take, as ``holder:NAME``."""
        query = {"people": {"$in": list(people)}, "state": {"$in": sorted(states)}}
        for each in _sorted(await self._tickets.many(query, limit=_IN_HAND), span):
            yield each["created"], each

    async def waiting(self, name: str, area: str | None, span: Span) -> AsyncIterator[Found]:
        """The tickets with something to be done by phone: ``untold_at`` or ``call_at`` is set."""
        query: Document = {name: {"$exists": True}} | ({"area_path": area} if area else {})
        found = await self._tickets.many(query, sort=[(name, 1)], limit=_IN_HAND)
        for each in _sorted(found, span):
            yield each["created"], each

    async def _latest(
        self, areas: Sequence[str | None], states: Collection[State], span: Span, at: datetime
    ) -> AsyncIterator[Found]:
        """Newest first, one stretch of time after the other, each longer than the one before.

        The embedded store reads all that matches before it sorts: only a stretch keeps that small.
        """
        length, reached = _STRETCH, at
        begin = max(span.since or _BEGIN, _BEGIN)
        while reached > begin and length < _ALL:
            created = {"$gt": max(reached - length, begin - _STEP), "$lte": reached}
            found: list[Document] = []
            for area in areas:
                for state in sorted(states):
                    query = {"area_path": area, "state": state.value, "created": created}
                    found += await self._tickets.many(query)
            for each in _sorted(found, span):
                yield each["created"], each
            reached, length = created["$gt"], length * 4

    async def _in_state(self, query: Document, span: Span) -> AsyncIterator[Found]:
        order = [("created", 1 if span.oldest_first else -1)]
        met: set[str] = set()
        size = _FIRST
        while True:
            limit = size + len(met)
            found = await self._tickets.many(query | span.query(), sort=order, limit=limit)
            for each in found:
                if each["_id"] not in met:
                    yield each["created"], each
            if len(found) < limit:
                return
            span = span.begun(found[-1]["created"])
            met = {each["_id"] for each in found if each["created"] == span.at}
            size = min(2 * size, _MOST)


def _sorted(found: Sequence[Document], span: Span) -> list[Document]:
    inside = [each for each in found if span.covers(each["created"])]
    return sorted(inside, key=lambda each: each["created"], reverse=not span.oldest_first)


async def _merged(streams: Iterable[AsyncIterator[Found]], sign: int) -> AsyncIterator[Found]:
    """Several streams as one, in order."""
    heap: list[tuple[float, int, Found, AsyncIterator[Found]]] = []

    async def push(number: int, stream: AsyncIterator[Found]) -> None:
        if (found := await anext(stream, None)) is not None:
            heapq.heappush(heap, (-sign * found[0].timestamp(), number, found, stream))

    for number, stream in enumerate(streams):
        await push(number, stream)
    while heap:
        _, number, found, stream = heapq.heappop(heap)
        yield found
        await push(number, stream)
