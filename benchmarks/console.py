"""How long the console's pages take on so many tickets, asked over HTTP by three kinds of staff.

python -m benchmarks.console [TICKETS] [--keep DIR]

With --keep the store stays in DIR and is used again the next time.
"""

import argparse
import asyncio
import contextlib
import re
import statistics
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import quote, urlencode

from benchmarks.running import bot, free_port
from benchmarks.town_records import LOGINS, FastWords, fill, members, tickets
from bot.office.accounts import AccountKeeper
from models.clock import CHINA, system_clock
from models.database import opened
from models.embedded import EmbeddedStore
from models.moves import Actor, Move, State
from models.steps import Step
from models.store import Store
from models.ticket import Holder
from models.timetable import Timetable
from models.vault import load_vault

PASSWORD = "a bench for the console"  # noqa: S105 - opens a made-up city
TIMES = 20
MOVED = 100


@dataclass
class Browser:
    """Somebody signed in at a running bot."""

    base: str
    jar: CookieJar = field(default_factory=CookieJar)

    def __post_init__(self) -> None:
        """Keep cookies."""
        handler = urllib.request.HTTPCookieProcessor(self.jar)
        self._opener = urllib.request.build_opener(handler)

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page."""
        request = urllib.request.Request(self.base + path, headers={"Accept": "text/html"})  # noqa: S310 - loopback
        return self._open(request)

    def sign_in(self, name: str) -> None:
        """Sign in. Raises PermissionError."""
        page = self.get("/console/sign-in")[1]
        found = re.search(r'name="mark" value="([0-9a-f]+)"', page)
        form = {"mark": found[1] if found else "", "name": name, "password": PASSWORD}
        headers = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
        address = f"{self.base}/console/sign-in"
        request = urllib.request.Request(address, urlencode(form).encode(), headers)  # noqa: S310
        self._open(request)
        if "/console/sign-out" not in self.get("/console/own")[1]:
            raise PermissionError(name)

    def _open(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            with self._opener.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()


async def seed(uri: str, folder: Path, count: int) -> None:
    """Make the city, unless it is there."""
    async with _store(uri, folder) as store:
        if await store.tickets.get(f"record-{count - 1}"):
            return
        await store.check_keys()
        started = time.monotonic()
        keeper = AccountKeeper(store, system_clock)
        for name, member in members():
            await keeper.open_demo(name, member, PASSWORD)
        await fill(store, count, datetime.now(UTC))
        print(f"{count} tickets seeded in {time.monotonic() - started:.0f} s", flush=True)


@contextlib.asynccontextmanager
async def _store(uri: str, folder: Path):  # type: ignore[no-untyped-def]
    vault = load_vault(folder / "vault.json")
    async with opened(uri, "jieyou") as database:
        keep = timedelta(days=90)
        yield Store(database, vault, system_clock, keep, Timetable(), FastWords.load())


@contextmanager
def embedded(folder: Path) -> Iterator[str]:
    """The store of a folder, for as long as no bot runs on it."""
    store = EmbeddedStore(folder / "store")
    store.start()
    try:
        yield store.uri
    finally:
        store.stop()


def pages(number: str) -> Sequence[tuple[str, str]]:
    """What is looked at."""
    words = {
        "a common word": "漏水",
        "a rare word": "健身器材 生锈 摔倒",
        "a place": "3栋502",
        "a number": number,
        "no hit": "独角兽",
    }
    return [
        ("board", "/console/board"),
        ("list", "/console/tickets"),
        ("list, late", "/console/tickets?late=1"),
        ("list, one source", "/console/tickets?source=visit&queue=repair"),
        *((f"search, {name}", f"/console/tickets?words={quote(w)}") for name, w in words.items()),
        ("ticket page", f"/console/tickets/{number}"),
    ]


def measure_pages(base: str, count: int) -> None:
    """Print p50 and p95 of every page for every kind of staff."""
    own = [
        each.number for each in tickets(count, datetime.now(UTC)) if "community-0" in each.area_path
    ]
    # Counting a city goes on beside the requests, so the figures come last.
    for asked in (pages(own[-1]), [("figures", "/console/figures")]):
        for name in LOGINS:
            browser = Browser(base)
            browser.sign_in(name)
            for title, path in asked:
                print(f"{name:7} {title:22} {_of_page(browser, path)}", flush=True)


def measure_counting(base: str) -> None:
    """Print how long a city is counted, and how long a desk's board takes meanwhile."""
    desk, admin = Browser(base), Browser(base)
    desk.sign_in("desk")
    admin.sign_in("admin")
    today = datetime.now(CHINA).date()
    first = today - timedelta(days=30 + time.time_ns() % 30)  # another one than the last time
    path = f"/console/figures?period=own&from={first}&to={today}"
    started, boards = time.perf_counter(), []
    while "正在算" in admin.get(path)[1]:
        boards.append(_timed(lambda: desk.get("/console/board")))
    took = time.perf_counter() - started
    meanwhile = _told(iter(boards)) if boards else "not looked at"
    print(
        f"counting {(today - first).days} days of the city {took:.1f} s; a desk's board {meanwhile}"
    )


def _of_page(browser: Browser, path: str) -> str:
    status, _ = browser.get(path)
    if status != 200:
        return f"answers {status}, not measured"
    return _told(_timed(lambda: browser.get(path)) for _ in range(TIMES))


def _timed(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


def _told(took: Iterator[float]) -> str:
    seconds = sorted(took)
    p95 = seconds[min(len(seconds) - 1, round(len(seconds) * 0.95))]
    return f"p50 {statistics.median(seconds) * 1000:6.0f} ms, p95 {p95 * 1000:6.0f} ms"


async def measure_moves(uri: str, folder: Path) -> None:
    """Print how long it takes to file a ticket and to move it."""
    now = datetime.now(UTC)
    model = replace(next(tickets(1, now)), state=State.OPEN, events=(), holder=None)
    async with _store(uri, folder) as store:
        filed, moved = [], []
        for n in range(MOVED):
            identifier = f"moved-{now.timestamp()}-{n}"
            ticket = replace(model, id=identifier, number=identifier, created=now, updated=now)
            started = time.perf_counter()
            await store.tickets.file(store.tickets.document(ticket))
            filed.append(time.perf_counter() - started)
            step = Step(
                Move.GRAB,
                Actor.STAFF,
                "desk:desk",
                now,
                changes={"holder": Holder("desk:desk", "x")},
            )
            started = time.perf_counter()
            await store.tickets.make(identifier, step, ticket)
            moved.append(time.perf_counter() - started)
        print(f"file a ticket {_told(iter(filed))}; move one {_told(iter(moved))}", flush=True)


def run(folder: Path, count: int) -> None:
    """Seed, start the bot, measure."""
    folder.mkdir(parents=True, exist_ok=True)
    with embedded(folder) as uri:
        asyncio.run(seed(uri, folder, count))
        asyncio.run(measure_moves(uri, folder))
    port = free_port()
    with bot(folder, port, free_port()):
        measure_pages(f"http://127.0.0.1:{port}", count)
        measure_counting(f"http://127.0.0.1:{port}")


def main() -> None:
    """Measure on a store of its own."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.console", description=__doc__)
    parser.add_argument("tickets", type=int, nargs="?", default=3000)
    parser.add_argument("--keep", type=Path, help="keep the store in this folder and use it again")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        run(given.keep or Path(name), given.tickets)


if __name__ == "__main__":
    main()
