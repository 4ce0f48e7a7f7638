"""The month going by: time passes in steps, people act, the jobs run, and at times it breaks."""

import asyncio
import contextlib
import os
import random
import signal
import time
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.simulated import trouble
from benchmarks.simulated.bot import Bot
from benchmarks.simulated.town import Town
from models.clock import CHINA

BY_DAY, BY_NIGHT = timedelta(minutes=10), timedelta(minutes=30)
MOST_STEPS_BETWEEN = 12
AT_ONCE = timedelta(seconds=2)


class Flow:
    """Turns every clock together and lets happen what is due."""

    def __init__(self, town: Town, bot: Bot, folder: Path, chance: random.Random) -> None:
        self.town = town
        self.bot = bot
        self.mishaps: list[trouble.Mishap] = []
        self.faults: Counter[str] = Counter()
        self.store_cuts = 0
        self._folder = folder
        self._chance = chance
        self._ahead = 0.0  # of the stand-in's clock to that on the wall
        self._cutting: set[asyncio.Task[None]] = set()

    async def begin(self, now: datetime) -> None:
        """Set every clock to the first moment."""
        self.town.now = now
        self._ahead = await self.town.wechat.now() - time.time()
        await self._turn(now)
        self.bot.start(now)
        await self.bot.work(now)

    async def until(self, end: datetime) -> None:
        """Let time pass, in larger steps by night."""
        while self.town.now < end:
            hour = self.town.now.astimezone(CHINA).hour
            step = BY_DAY if 7 <= hour < 22 else BY_NIGHT
            await self._step(min(self.town.now + step, end), step)

    async def _step(self, now: datetime, length: timedelta) -> None:
        """One step; a notice to be tried again soon is, for WeChat knows a repeat only so long."""
        await self._turn(now)
        is_faulty = await self._go_wrong()
        await asyncio.gather(self.bot.work(now), self.town.act())
        await asyncio.gather(*self._cutting)
        following = await self.bot.work(now)
        for _ in range(MOST_STEPS_BETWEEN):
            if following is None or following >= now + length:
                break
            await self._turn(max(following, self.town.now + AT_ONCE))
            following = await self.bot.work(self.town.now)
        if is_faulty:
            await self.town.wechat.faults()

    async def _turn(self, now: datetime) -> None:
        """Turn our clock and the stand-in's, which the clock on the wall turns as well."""
        behind = now.timestamp() - (time.time() + self._ahead)
        if behind > 0:
            told = await self.town.wechat.tell("/sim/clock", {"advance": behind})
            self._ahead = told["now"] - time.time()
        self.town.now = max(now, self.town.now)

    async def _go_wrong(self) -> bool:
        """Let go wrong what does by now; whether switches were set."""
        is_faulty = False
        while self.mishaps and self.mishaps[0].at <= self.town.now:
            mishap = self.mishaps.pop(0)
            if mishap.cut:
                task = asyncio.create_task(self._cut(mishap.cut))
                self._cutting.add(task)
                task.add_done_callback(self._cutting.discard)
            else:
                is_faulty = True
                self.faults[mishap.name] += 1
                await self.town.wechat.faults(**mishap.switches)
        return is_faulty

    async def _cut(self, whose: str) -> None:
        """Cut the power in the middle of whatever goes on."""
        await asyncio.sleep(self._chance.uniform(0.002, 0.25))
        if whose == "store":
            self.store_cuts += 1
            os.kill(_store_process(self._folder), signal.SIGKILL)
            return
        self.bot.kill()
        self.bot.start(self.town.now)


def _store_process(folder: Path) -> int:
    """The process that serves our store, known by the folder on its command line."""
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            parts = each.read_bytes().split(b"\0")
            is_server = any(b"secantusd" in part for part in parts[:2])
            if is_server and str(folder / "store" / "data").encode() in parts:
                return int(each.parent.name)
    raise LookupError("the store does not run")
