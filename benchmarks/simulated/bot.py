"""The bot in a process of its own, told what time it is, so that it can be killed at any moment.

A nursery loads the understanding once, holds the sockets, and forks a bot whenever it is asked:
what a restart costs is composing the rooms, not reading the lexicon.
"""

import asyncio
import json
import logging
import multiprocessing
import os
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from socket import socket
from typing import Any

import uvloop
from tornado.httpclient import AsyncHTTPClient, HTTPClientError
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from app import House, Settings, composed, doors_of, jobs_of
from bot.logs import start_logging
from handlers.server import listen
from jobs.catch_up import file_unfinished
from models.clock import ManualClock
from models.database import StoreUnavailableError
from nlp import Understander

FAR = timedelta(days=3650)
MOST_ROUNDS = 300
PATIENCE = 90.0


class WorkDoor(RequestHandler):
    """POST /work: it is now so late; do all that is due, and say when more will be."""

    def initialize(self, house: House, clock: ManualClock) -> None:
        """Take what the door needs."""
        self._house = house
        self._clock = clock

    async def post(self) -> None:
        """Answer whether the jobs came to no end, and when the next notice is due, in seconds."""
        self._clock.now = datetime.fromtimestamp(json.loads(self.request.body)["now"], UTC)
        try:
            is_done = await _work(self._house)
            following = await _next_owed(self._house, self._clock.now)
        except StoreUnavailableError:
            self.set_status(503)
            return
        self.write({"stuck": not is_done, "next": following})


async def _work(house: House) -> bool:
    """Run every job until none has anything left to do; whether that came to an end."""
    for _ in range(MOST_ROUNDS):
        found = [bool(await each.run()) for each in jobs_of(house)]
        if not any(found):
            return True
    return False


async def _next_owed(house: House, now: datetime) -> float | None:
    store = house.services.store
    found = [
        debtor.owed_at.timestamp()
        for debts in (store.ticket_debts, store.receipt_debts)
        for debtor in await debts.due(now + FAR, limit=1)
    ]
    return min(found, default=None)


async def _live(
    settings: Settings,
    uri: str,
    understander: Understander,
    sockets: tuple[list[socket], list[socket]],
    now: datetime,
) -> None:
    clock = ManualClock(now)
    doors, controls = sockets
    async with composed(settings, uri, understander, clock) as house:
        await file_unfinished(house.services)
        listen(doors_of(settings, house, lambda: False), doors)
        work = Application([("/work", WorkDoor, {"house": house, "clock": clock})])
        HTTPServer(work).add_sockets(controls)
        await asyncio.Event().wait()


def _nurse(settings: Settings, uri: str, log: Path, orders: Connection) -> None:
    """Fork a bot for each order, which is the time it is; end when nobody orders any more."""
    with log.open("ab") as output:
        os.dup2(output.fileno(), sys.stderr.fileno())
    start_logging("WARNING")
    logging.getLogger("tornado.access").setLevel(logging.CRITICAL)
    sockets = (bind_sockets(0, "127.0.0.1"), bind_sockets(0, "127.0.0.1"))
    understander = Understander.load()
    orders.send([each[0].getsockname()[1] for each in sockets])
    forking = multiprocessing.get_context("fork")
    child: BaseProcess | None = None
    with suppress(EOFError):
        while order := orders.recv():
            if child:
                child.kill()
                child.join()
            now = datetime.fromtimestamp(order, UTC)
            child = forking.Process(
                target=_run, args=(settings, uri, understander, sockets, now), daemon=True
            )
            child.start()
            orders.send(child.pid)
    if child:
        child.kill()


def _run(*given: Any) -> None:
    with suppress(StoreUnavailableError):
        uvloop.run(_live(*given))


@dataclass(slots=True)
class Bot:
    """The running bot; ``port`` is that of its door for WeChat."""

    port: int
    _control: int
    _orders: Connection
    _nursery: BaseProcess
    pid: int = 0
    restarts: int = -1
    stuck: int = 0

    @classmethod
    def nursery(cls, settings: Settings, uri: str, log: Path) -> "Bot":
        """A bot that is not started yet."""
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_nurse, args=(settings, uri, log, theirs))
        process.start()
        theirs.close()
        port, control = ours.recv()
        return cls(port, control, ours, process)

    def start(self, now: datetime) -> None:
        """Start it, or another one in the place of a dead one."""
        self._orders.send(now.timestamp())
        self.pid = self._orders.recv()
        self.restarts += 1

    def is_alive(self) -> bool:
        """Whether it runs; what a dead one leaves until it is collected has no command line."""
        return bool(Path(f"/proc/{self.pid}/cmdline").read_bytes())

    def kill(self) -> None:
        """End it as a power cut would."""
        os.kill(self.pid, signal.SIGKILL)

    def end(self) -> None:
        """End it and the nursery."""
        self._orders.send(None)
        self._nursery.join()

    async def work(self, now: datetime) -> datetime | None:
        """Let it do all that is due now; when the next notice is due. Starts it if it died."""
        deadline = asyncio.get_running_loop().time() + PATIENCE
        body = json.dumps({"now": now.timestamp()})
        url = f"http://127.0.0.1:{self._control}/work"
        while asyncio.get_running_loop().time() < deadline:
            try:
                answer = await AsyncHTTPClient().fetch(
                    url, method="POST", body=body, request_timeout=PATIENCE
                )
            except (HTTPClientError, OSError):
                await asyncio.sleep(0.2)
                if not self.is_alive():
                    self.start(now)  # it found no store when it started
                continue
            told = json.loads(answer.body)
            self.stuck += told["stuck"]
            return datetime.fromtimestamp(told["next"], UTC) if told["next"] else None
        raise TimeoutError("the bot does not come back")
