"""Many hands on one ticket, from several processes at once: exactly one must win.

python -m benchmarks.races [GRABS] [TICKETS]

First so many volunteers grab the same ticket in the chat of a bot with four processes. Then, on so
many tickets each, the holder finishes while staff veto, and while the claim expires.
"""

import asyncio
import multiprocessing
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from benchmarks.pushes import Results, send_all, text_push
from benchmarks.running import bot, free_port, stand_in
from models.clock import system_clock
from models.database import opened
from models.demo import read_community, seed
from models.embedded import EmbeddedStore
from models.moves import Actor, Move, State
from models.people import Volunteer
from models.steps import IllegalMoveError, Step
from models.store import Store
from models.ticket import Event, Holder, Ticket
from models.timetable import Timetable
from models.vault import load_vault

PROCESSES = 4
PATH = ("hefei", "shushan", "wanhe", "feicui")
STAFF = "oDemoStaff00000000000000zhou"
START = datetime.now(UTC)


@asynccontextmanager
async def store_at(uri: str, folder: Path) -> AsyncIterator[Store]:
    """The bot's own store, opened beside it."""
    vault = load_vault(folder / "vault.json")
    async with opened(uri, "jieyou") as database:
        store = Store(database, vault, system_clock, timedelta(days=90), Timetable())
        await store.ensure_indexes()
        yield store


@contextmanager
def embedded(folder: Path) -> Iterator[str]:
    """An embedded store that is not the bot's own child."""
    store = EmbeddedStore(folder / "store")
    store.start()
    try:
        yield store.uri
    finally:
        store.stop()


def volunteer(number: int) -> str:
    """The openid of the n-th volunteer."""
    return f"oRace{number:023d}"


def a_ticket(number: int, **fields: Any) -> Ticket:
    """A ticket on offer."""
    filed = Event(START, "oAsker", Move.FILE, State.OPEN, f"filed-{number}")
    plain = Ticket(
        id=f"race-{number}",
        number=f"{90_000_000 + number}",
        queue="repair",
        asker="oAsker",
        created=START,
        updated=START,
        text="三楼楼道的灯不亮了",
        state=State.OFFERED,
        area_path=(*PATH, "feicui-1"),
        events=(filed,),
    )
    return replace(plain, **fields)


async def _prepare(uri: str, folder: Path, grabs: int) -> Ticket:
    """One ticket on offer and so many volunteers it fits."""
    ticket = a_ticket(0)
    async with store_at(uri, folder) as store:
        await seed(store, read_community(), START)
        await store.tickets.file(store.tickets.document(ticket))
        for number in range(grabs):
            person = Volunteer(volunteer(number), f"志愿者{number}", PATH, ("repair",))
            await store.volunteers.put(person)
    return ticket


async def _find(uri: str, folder: Path, identifier: str) -> Ticket:
    async with store_at(uri, folder) as store:
        found = await store.tickets.get(identifier)
    if found is None:
        raise LookupError(identifier)
    return found


def grabs_at_the_door(uri: str, folder: Path, grabs: int) -> bool:
    """So many volunteers grab one ticket by chat; whether exactly one won and all heard so."""
    ticket = asyncio.run(_prepare(uri, folder, grabs))
    port, api = free_port(), free_port()
    address = f"http://127.0.0.1:{port}/wechat"
    with stand_in(folder, api, address), bot(folder, port, api, PROCESSES, uri):
        pushes = [text_push(volunteer(n), f"抢 {ticket.number}") for n in range(grabs)]
        results = asyncio.run(send_all(address, pushes, connections=min(grabs, 1000)))
    after = asyncio.run(_find(uri, folder, ticket.id))
    taken = [each for each in after.events if each.move is Move.GRAB]
    errors = Counter(each.status for each in results.sent if each.status != 200)
    print(
        f"{grabs} grabs by chat, {PROCESSES} processes: answered {len(results.sent)}"
        f" in {results.seconds:.2f} s ({results.rate:.0f}/s, p50 {_ms(results, 0.5)} ms,"
        f" p99 {_ms(results, 0.99)} ms), winners {len(taken)}, errors {dict(errors)},"
        f" state {after.state}",
        flush=True,
    )
    return len(taken) == 1 and not errors and len(results.sent) == grabs


def _ms(results: Results, share: float) -> int:
    return round(results.percentile(share) * 1000)


RIVALS = {
    "veto": Step(Move.VETO, Actor.STAFF, STAFF, START, note="换人"),
    "expire": Step(Move.EXPIRE, Actor.CLOCK, "clock", START),
}


def race(uri: str, folder: Path, rival: str, tickets: int) -> bool:
    """Two processes finish and two veto (or expire) each ticket; whether each had one end."""
    asyncio.run(_file_taken(uri, folder, rival, tickets))
    context = multiprocessing.get_context("spawn")
    barrier, outcomes = context.Barrier(PROCESSES), context.Queue()
    workers = [
        context.Process(target=_work, args=(uri, folder, rival, number, tickets, barrier, outcomes))
        for number in range(PROCESSES)
    ]
    for worker in workers:
        worker.start()
    made: Counter[tuple[str, str]] = Counter()
    seconds = 0.0
    for _ in workers:
        took, counted = outcomes.get(timeout=300)
        seconds = max(seconds, took)
        made.update(counted)
    for worker in workers:
        worker.join()
    return asyncio.run(_judge(uri, folder, rival, tickets, made, seconds))


async def _file_taken(uri: str, folder: Path, rival: str, tickets: int) -> None:
    holder = Holder(volunteer(0), "志愿者0", START)
    async with store_at(uri, folder) as store:
        for number in range(tickets):
            taken = a_ticket(_number(rival, number), state=State.TAKEN, holder=holder)
            await store.tickets.file(store.tickets.document(taken))


def _number(rival: str, number: int) -> int:
    return (list(RIVALS).index(rival) + 1) * 100_000 + number


def _work(
    uri: str,
    folder: Path,
    rival: str,
    number: int,
    tickets: int,
    barrier: Barrier,
    outcomes: "multiprocessing.Queue[tuple[float, Counter[tuple[str, str]]]]",
) -> None:
    """One process: makes its move on every ticket as fast as it can."""
    finish = Step(Move.FINISH, Actor.HOLDER, volunteer(0), START, note="换了灯泡")
    step = replace(finish if number % 2 else RIVALS[rival], key=f"worker-{number}")
    outcomes.put(asyncio.run(_move_all(uri, folder, rival, step, tickets, barrier)))


async def _move_all(
    uri: str, folder: Path, rival: str, step: Step, tickets: int, barrier: Barrier
) -> tuple[float, Counter[tuple[str, str]]]:
    made: Counter[tuple[str, str]] = Counter()
    async with store_at(uri, folder) as store:
        await asyncio.to_thread(barrier.wait)
        started = time.perf_counter()

        async def attempt(number: int) -> None:
            identifier = f"race-{_number(rival, number)}"
            try:
                await store.tickets.make(identifier, step)
                made[identifier, step.move.value] += 1
            except IllegalMoveError:
                made["refused", step.move.value] += 1

        await asyncio.gather(*(attempt(number) for number in range(tickets)))
        return time.perf_counter() - started, made


async def _judge(
    uri: str, folder: Path, rival: str, tickets: int, made: Counter[tuple[str, str]], took: float
) -> bool:
    ends: Counter[str] = Counter()
    wrong = 0
    async with store_at(uri, folder) as store:
        for number in range(tickets):
            ticket = await store.tickets.get(f"race-{_number(rival, number)}")
            moves = [each.move for each in ticket.events[1:]] if ticket else []
            ends[moves[0].value if moves else "nothing"] += 1
            winners = sum(made[f"race-{_number(rival, number)}", m] for m in ("finish", rival))
            is_told = ticket is not None and len(ticket.events) == ticket.version
            wrong += len(moves) != 1 or winners != 1 or not is_told
    refused = sum(count for (what, _), count in made.items() if what == "refused")
    print(
        f"finish against {rival}, {tickets} tickets, {PROCESSES} processes: {took:.2f} s,"
        f" ended by {dict(ends)}, refused {refused}, with two ends or none {wrong}",
        flush=True,
    )
    return wrong == 0


def main(grabs: int = 1000, tickets: int = 300) -> int:
    """Run every race; 0 when each had exactly one winner."""
    with tempfile.TemporaryDirectory() as name, embedded(Path(name)) as uri:
        folder = Path(name)
        good = [grabs_at_the_door(uri, folder, grabs)]
        good += [race(uri, folder, rival, tickets) for rival in RIVALS]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main(*(int(each) for each in sys.argv[1:])))
