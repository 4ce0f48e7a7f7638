"""A city's records, made up and put into a fresh store in bulk: what the console is measured on."""

import asyncio
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import product

from models.area import Area, Level
from models.moves import Move, State
from models.people import Role, StaffMember
from models.store import Store
from models.ticket import Event, Holder, Ticket
from nlp import QUEUES, SearchWords

STREETS, COMMUNITIES, GRIDS = 10, 100, 3
LIVE_SHARE = 0.015
YEARS = timedelta(days=3 * 365)
FIRST_NUMBER = 700_000_000
_BATCH = 2000
_THINGS = ("楼道灯", "水管", "电梯", "门禁", "下水道", "路灯", "煤气灶", "暖气", "健身器材", "窗户")
_FAULTS = ("不亮了", "漏水", "坏了", "堵住了", "松动", "有异味", "响个不停", "生锈了")
_WISHES = ("老人出门不方便", "麻烦派人看看", "已经三天了", "有人差点摔倒", "请帮忙")
SENTENCES = tuple(
    f"{thing}{fault}，{wish}" for thing, fault, wish in product(_THINGS, _FAULTS, _WISHES)
)
LOGINS = {"desk": "community-0", "street": "street-0", "admin": None}


def areas() -> Sequence[Area]:
    """A city of streets, communities and grids."""
    found = [Area("city", "江城市", Level.CITY, ("city",))]
    for n in range(STREETS):
        path = ("city", f"street-{n}")
        found.append(Area(path[-1], f"第{n}街道", Level.STREET, path))
    for n in range(COMMUNITIES):
        community = ("city", f"street-{n % STREETS}", f"community-{n}")
        found.append(Area(community[-1], f"第{n}社区", Level.COMMUNITY, community))
        for number in range(GRIDS):
            grid = (*community, f"community-{n}-{number}")
            found.append(Area(grid[-1], f"第{number}网格", Level.GRID, grid))
    return found


def members() -> Sequence[tuple[str, StaffMember]]:
    """Who looks: a community's desk, a street's desk, and somebody who sees everything."""
    paths = {each.id: each.path for each in areas()}
    roles = {"desk": Role.DESK, "street": Role.DESK, "admin": Role.ADMINISTRATOR}
    return [
        (name, StaffMember(f"desk:{name}", name, roles[name], paths[area] if area else ()))
        for name, area in LOGINS.items()
    ]


class FastWords(SearchWords):
    """The same words; what was cut once is remembered, for the sentences come again."""

    def of(self, text: str, place: str | None = None, phone: str | None = None) -> frozenset[str]:
        """The words by which a text is found."""
        phones = {f"phone:{phone}"} if phone else set[str]()
        return self._cut(text, None) | self._cut("", place) | phones

    @lru_cache(maxsize=20_000)  # noqa: B019 - lives as long as the seeding
    def _cut(self, text: str, place: str | None) -> frozenset[str]:
        return super().of(text, place)


def tickets(count: int, now: datetime) -> Iterator[Ticket]:
    """So many of them over three years, the oldest first; one or two in a hundred are live."""
    chance = random.Random(1)  # noqa: S311 - the same city every time
    leaves = [each.path for each in areas() if each.level is Level.GRID]
    for number in range(count):
        filed = now - YEARS * (count - number) / (count + 1)
        is_live = number > count * 0.9 and chance.random() < LIVE_SHARE * 10
        yield _ticket(chance, number, filed, chance.choice(leaves), is_live=is_live)


def _ticket(
    chance: random.Random, number: int, filed: datetime, path: tuple[str, ...], *, is_live: bool
) -> Ticket:
    asker = f"oResident{number % 100_000:06d}"
    place = f"{chance.randrange(1, 21)}栋{chance.randrange(1, 7)}0{chance.randrange(1, 5)}"
    text = chance.choice(SENTENCES)
    plain = Ticket(
        id=f"record-{number}",
        number=f"{FIRST_NUMBER + number}",
        queue=chance.choice(QUEUES),
        asker=asker,
        created=filed,
        updated=filed,
        text=text,
        area_path=path,
        place=place,
        phone=f"138{number % 100_000_000:08d}",
        urgent=chance.random() < 0.05,
        source=chance.choice(("chat", "chat", "chat", "phone", "visit")),
        evidence=(text[:3],),
        limit_at=filed + timedelta(days=15),
        events=(Event(filed, asker, Move.FILE, State.OPEN, f"m{number}"),),
    )
    return _live(chance, plain) if is_live else _closed(chance, plain)


def _live(chance: random.Random, ticket: Ticket) -> Ticket:
    state = chance.choice((State.OPEN, State.OFFERED, State.TAKEN, State.WORKING))
    if state in (State.OPEN, State.OFFERED):
        return replace(ticket, state=state)
    holder = _holder(chance, ticket)
    grabbed = Event(ticket.created, holder.id, Move.GRAB, State.TAKEN)
    return replace(ticket, state=state, holder=holder, events=(*ticket.events, grabbed))


def _closed(chance: random.Random, ticket: Ticket) -> Ticket:
    holder = _holder(chance, ticket)
    taken = ticket.created + timedelta(hours=chance.randrange(1, 40))
    done = taken + timedelta(hours=chance.randrange(1, 100))
    stars = chance.choice((3, 4, 5, 5))
    events = (
        Event(taken, holder.id, Move.GRAB, State.TAKEN),
        Event(done, holder.id, Move.FINISH, State.DONE, note="修好了", volunteers=(holder.id,)),
        Event(done, ticket.asker, Move.RATE, State.CLOSED, stars=stars),
    )
    return replace(
        ticket,
        state=State.CLOSED,
        holder=holder,
        helpers=(holder.id,),
        done_at=done,
        updated=done,
        rating=stars,
        events=(*ticket.events, *events),
    )


def _holder(chance: random.Random, ticket: Ticket) -> Holder:
    return Holder(f"oHelper{chance.randrange(3000):05d}", "张师傅", ticket.created, volunteer=True)


async def fill(store: Store, count: int, now: datetime) -> None:
    """Put areas, staff and tickets into the store, and fold their words."""
    await store.ensure_indexes()
    await store.search.complete()
    for area in areas():
        await store.areas.put(area)
    for _, member in members():
        await store.staff.put(member)
    batch: list[Ticket] = []
    for done, ticket in enumerate(tickets(count, now)):
        batch.append(ticket)
        if len(batch) == _BATCH:
            await _file(store, batch)
            batch = []
            print(f"{done + 1} of {count} tickets", flush=True)
    await _file(store, batch)
    while await store.search.fold(now):
        pass


async def _file(store: Store, batch: Sequence[Ticket]) -> None:
    """All at once, for concurrent inserts share their commands."""
    documents = [store.tickets.document(each) for each in batch]
    await asyncio.gather(*(store.tickets.file(each) for each in documents))
