"""A simulated month: thousands of tickets, hundreds of volunteers, and everything goes wrong.

python -m benchmarks.month [TICKETS] [VOLUNTEERS] [--seed N] [--days N]

The bot, the stand-in for WeChat and the store are real processes; only the clock is turned. All
that people do goes through the chat, and they know only what they were really sent. The month has
a National-Day week with the days off and the working weekends of 2026. It lies far ahead, since
the store sweeps by the clock on the wall and the stand-in's only goes forward. The program ends
with 0 when no report was lost, no result came twice, and none was silent.
"""

import argparse
import asyncio
import contextlib
import random
import signal
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from app import Settings
from benchmarks.running import ROOT, free_port
from benchmarks.simulated import audit, cast, street, telling, trouble, wechat
from benchmarks.simulated.bot import Bot
from benchmarks.simulated.days import FIRST, holidays, midnight
from benchmarks.simulated.flow import Flow
from benchmarks.simulated.reading import Reader
from benchmarks.simulated.residents import Asker
from benchmarks.simulated.town import Town
from bot.phrases import load_phrases
from models.calendar import Calendar
from models.clock import ManualClock
from models.database import opened
from models.embedded import EmbeddedStore
from models.period import Period
from models.settings import load_settings
from models.store import Store
from models.timetable import Timetable
from models.vault import load_vault

DAYS = 30
DRAIN = 2
RESIDENTS = 2000


def settings_for(folder: Path, api: int) -> Settings:
    """The settings as shipped, but for where things are and the calendar of the month."""
    settings = load_settings(Settings, ROOT / "config.yaml")
    settings.store.key_file = folder / "vault.json"
    settings.wechat.api_base = f"http://127.0.0.1:{api}"
    settings.calendar = holidays(DAYS + 60)
    return settings


async def _settle(town: Town, place: street.Street, askers: list[Asker]) -> None:
    await place.settle(town.store)
    away = {each.id for each in askers if not each.is_following}
    people = [
        {"openid": openid, "name": name, "role": role, "follows": openid not in away}
        for openid, name, role in place.openids()
    ]
    await town.wechat.tell("/sim/people", people)


async def _play(
    folder: Path, settings: Settings, uri: str, bot: Bot, api: int, given: argparse.Namespace
) -> int:
    chance = random.Random(given.seed)  # noqa: S311 - a month that can be played again
    started = time.monotonic()
    calendar, say = Calendar(settings.calendar), load_phrases()
    timetable = Timetable(settings.queues, settings.agencies, calendar)
    async with opened(uri, settings.store.name) as database:
        clock = ManualClock(midnight(0))
        vault = load_vault(settings.store.key_file)
        store = Store(database, vault, clock, timedelta(days=90), timetable)
        await store.ensure_indexes()
        town = Town(chance, wechat.WeChat(api), store, calendar, say)
        place = street.build(chance, RESIDENTS, given.volunteers, midnight(0))
        askers = cast.move_in(town, place)
        await _settle(town, place, askers)
        cast.plan(town, askers, given.tickets, given.days)
        flow = Flow(town, bot, folder, chance)
        await flow.begin(midnight(0))
        async with town.wechat.watched(town.arrive):
            for day in range(given.days + DRAIN):
                is_drain, today = day >= given.days, FIRST + timedelta(day)
                if not is_drain:
                    morning = midnight(day) + timedelta(hours=7)
                    flow.mishaps = trouble.of_day(chance, morning, day)
                town.is_asleep = day == given.days + DRAIN - 1
                await flow.until(midnight(day + 1))
                kind = "drain" if is_drain else "work" if calendar.is_workday(today) else "off"
                await telling.day(flow, f"day {day + 1:2} {today:%m-%d %a} {kind:5}", started)
        books = await audit.close(store, town.ledger, timetable, Reader(say))
        took = time.monotonic() - started
        telling.result(flow, books, took, folder)
        days = Period(midnight(0), midnight(given.days + DRAIN))
        await telling.figures(store, days, calendar)
    return 0 if books.is_clean and not bot.stuck else 1


def play(given: argparse.Namespace) -> int:
    """Start everything, live through the month, and end everything."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that everything is ended as well
    with contextlib.ExitStack() as stack:
        folder = given.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(exist_ok=True)
        api = free_port()
        settings = settings_for(folder, api)
        store = EmbeddedStore(folder / "store")
        store.start()
        stack.callback(store.stop)
        store.keep_alive()
        bot = Bot.nursery(settings, store.uri, folder / "bot.log")
        stack.callback(bot.end)
        door = f"http://127.0.0.1:{bot.port}/wechat"
        stack.enter_context(wechat.running(folder, api, door))
        return asyncio.run(_play(folder, settings, store.uri, bot, api, given))


def main(arguments: list[str] | None = None) -> int:
    """0 when nothing was lost, double or silent."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.month", description=__doc__)
    parser.add_argument("tickets", type=int, nargs="?", default=10_000)
    parser.add_argument("volunteers", type=int, nargs="?", default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--days", type=int, default=DAYS)
    parser.add_argument("--keep", type=Path, help="keep logs and store in this folder")
    return play(parser.parse_args(arguments))


if __name__ == "__main__":
    sys.exit(main())
