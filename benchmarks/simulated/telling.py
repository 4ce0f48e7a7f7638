"""What the simulated month prints: a line a day, and at the end a table a stranger understands."""

import time
from pathlib import Path

from benchmarks.running import memory_of
from benchmarks.simulated.audit import SHOWN, Books
from benchmarks.simulated.flow import Flow
from models.calendar import Calendar
from models.facts import look
from models.figures import FIGURES
from models.period import Period
from models.store import Store


async def day(flow: Flow, name: str, started: float) -> None:
    """How far it has come at the end of a day."""
    town, ledger = flow.town, flow.town.ledger
    tickets = town.store.database.collection("tickets")
    filed, due = await tickets.count({}), await tickets.count({"due_at": {"$exists": True}})
    print(
        f"{name} tickets {filed:5}, with a deadline {due:5}, said {ledger.said:6},"
        f" unanswered {ledger.unanswered:4}, received {_received(flow):6},"
        f" power cuts {flow.bot.restarts}+{flow.store_cuts},"
        f" bot {memory_of(flow.bot.pid):.0f} MB, {time.monotonic() - started:.0f} s",
        flush=True,
    )


def result(flow: Flow, books: Books, took: float, folder: Path) -> None:
    """Every count with its definition, then examples of whatever must not be."""
    ledger, counts = flow.town.ledger, books.counts
    rows = (
        ("what people said or did", ledger.said),
        ("  acknowledged by the bot", ledger.acknowledged),
        ("  not acknowledged in three pushes, said again later", ledger.unanswered),
        ("  of people who had left by then", ledger.said - ledger.acknowledged - ledger.unanswered),
        ("reports acknowledged", len(ledger.reports)),
        ("tickets filed", counts["tickets"]),
        ("lost: a report acknowledged that is on no ticket", counts["lost"]),
        ("double: a report that filed a ticket of one queue twice", counts["filed twice"]),
        ("tickets by state", _sorted(books.states)),
        ("claims", counts["taken"]),
        ("double: claims of what somebody had", counts["taken from somebody"]),
        ("double: more heard that they won than claimed it", counts["two winners"]),
        ("live tickets without a deadline, below the last rung", counts["live without a deadline"]),
        ("timelines that end in another state", counts["timeline and state disagree"]),
        ("final results (done, answer), a person each", books.finals.total()),
        ("  by fate", _sorted(books.finals)),
        ("silent: neither sent, nor on the list of calls", counts["silent"]),
        ("final results that people received", counts["results received"]),
        ("double: received more often than sent, failures apart", counts["double"]),
        ("notices by state", _sorted(books.notices)),
        ("messages people received", _received(flow)),
        ("power cuts of the bot, of the store", f"{flow.bot.restarts}, {flow.store_cuts}"),
        ("times the jobs came to no end", flow.bot.stuck),
        ("faults of WeChat", _sorted(flow.faults)),
        ("moves made, a second", f"{counts['moves']}, {counts['moves'] / took:.0f}"),
        ("store on disk, bot in memory, MB", f"{_size(folder)}, {memory_of(flow.bot.pid):.0f}"),
        ("wall time, s", round(took)),
    )
    print()
    for name, value in rows:
        print(f"{name:58} {value}")
    for what, examples in books.wrong.items():
        print(f"WRONG {what}: {len(examples)}, such as {examples[:SHOWN]}")


async def figures(store: Store, period: Period, calendar: Calendar) -> None:
    """The figures of the month, as the office would see them."""
    folds = {figure.key: figure.fold() for figure in FIGURES}
    areas = await store.areas.tree()
    async for fact in store.facts.within(areas.parts(None), period):
        if seen := look(fact, period, calendar):
            for figure in FIGURES:
                for value in figure.take(seen):
                    folds[figure.key].add(value)
    print()
    for figure in FIGURES:
        value = folds[figure.key].result()
        print(f"{figure.name} {'—' if value is None else round(value, 1)} {figure.unit}")


def _received(flow: Flow) -> int:
    return sum(map(len, flow.town.ledger.received.values()))


def _sorted(counted: dict[str, int]) -> str:
    found = sorted(counted.items(), key=lambda each: -each[1])
    return ", ".join(f"{name} {count}" for name, count in found) or "none"


def _size(folder: Path) -> int:
    files = (each for each in (folder / "store").rglob("*") if each.is_file())
    return round(sum(each.stat().st_size for each in files) / 2**20)
