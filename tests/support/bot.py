"""The whole bot as its own process, reached over HTTP like in the street."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from secrets import SystemRandom
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from tests.support.simulator import running_simulator

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    """A port nobody listens on, below those that systems give to outgoing connections.

    Every worker of a parallel run draws from a thousand of its own, so that a port one of them
    keeps for later is not drawn by another. Source: pytest-xdist docs, identifying the worker
    process.
    """
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    first = 10_000 + worker % 20 * 1000
    for port in SystemRandom().sample(range(first, first + 1000), 1000):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError(f"every port from {first} to {first + 999} is taken; end what holds them")


def call(url: str, body: Any = None, timeout: float = 30) -> tuple[int, bytes]:
    """GET, or POST when there is a body (JSON unless bytes); status and content."""
    data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    try:
        with urlopen(Request(url, data), timeout=timeout) as response:  # noqa: S310 - loopback
            return response.status, response.read()
    except HTTPError as error:
        return error.code, error.read()


def eventually(check: Callable[[], Any], seconds: float = 60) -> Any:
    """The first true answer of a check; AssertionError when there is none in time."""
    deadline = time.monotonic() + seconds
    while not (answer := check()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
    return answer


@dataclass
class Bot:
    """A bot on a store and a port of its own, which can be killed and started again."""

    folder: Path
    port: int
    api_base: str
    settings: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        """All it has logged."""
        return (self.folder / "bot.log").read_text("utf-8")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of app.py to its end."""
        return subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "app.py", *arguments],
            cwd=ROOT,
            env=self._environment(),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def start(self, command: str = "serve", *arguments: str) -> None:
        """Serve, and wait until it is well."""
        with (self.folder / "bot.log").open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "app.py", command, "--port", str(self.port), *arguments],
                cwd=ROOT,
                env=self._environment(),
                stdout=log,
                stderr=log,
            )
        eventually(self._is_well_or_gone)
        assert self.process.poll() is None, f"the bot ended instead of serving:\n{self.log}"

    def _is_well_or_gone(self) -> bool:
        return self.is_well() or self.process is None or self.process.poll() is not None

    def is_well(self) -> bool:
        """Whether it says it can take messages."""
        with suppress(OSError):
            return call(f"{self.address}/healthz")[0] == 200
        return False

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """End it by its id; its exit code."""
        if self.process is None:
            return 0
        with suppress(ProcessLookupError):
            self.process.send_signal(number)
        code = self.process.wait(30)
        self.process = None
        return code

    def _environment(self) -> dict[str, str]:
        return (
            os.environ
            | {
                "JIEYOU_STORE__PATH": str(self.folder / "store"),
                "JIEYOU_STORE__KEY_FILE": str(self.folder / "vault.json"),
                "JIEYOU_WECHAT__API_BASE": self.api_base,
            }
            | self.settings
        )


@dataclass
class WeChat:
    """The stand-in's control room."""

    base: str

    def push(self, person: str, kind: str = "text", **fields: Any) -> dict[str, Any]:
        """Let a person do something; the whole exchange."""
        status, body = call(f"{self.base}/sim/push", {"person": person, "kind": kind, **fields})
        assert status == 200, body
        exchange: dict[str, Any] = json.loads(body)
        return exchange

    def say(self, person: str, text: str) -> str:
        """Type words; the answer."""
        exchange = self.push(person, content=text)
        assert exchange["verdict"] == "ok", exchange
        return str(exchange["reply"]["content"])

    def chat(self, person: str) -> list[dict[str, Any]]:
        """What stands in a person's chat, oldest first."""
        items: list[dict[str, Any]] = json.loads(call(f"{self.base}/sim/chat/{person}")[1])
        return items

    def cards(self, person: str) -> list[dict[str, str]]:
        """The template messages a person got."""
        return [item["values"] for item in self.chat(person) if item["type"] == "template"]

    def faults(self, **switches: Any) -> None:
        """Switch faults."""
        status, body = call(f"{self.base}/sim/faults", switches)
        assert status == 200, body


def number_in(answer: str) -> str:
    """The ticket number in an answer."""
    found = re.search(r"编号 (\d+)", answer)
    assert found, answer
    return found[1]


@cache
def _seed() -> TemporaryDirectory[str]:
    """A folder with a store that holds the made-up community, made once and copied."""
    folder = TemporaryDirectory()
    seeded = Bot(Path(folder.name), 0, "http://127.0.0.1:9").run("seed")
    assert seeded.returncode == 0, seeded.stderr
    return folder


def seeded() -> Path:
    """The folder of a store that holds the made-up community; copy it before use."""
    return Path(_seed().name)


@contextmanager
def running_bot(
    folder: Path, *arguments: str, account: dict[str, Any] | None = None, **settings: str
) -> Iterator[tuple[Bot, WeChat]]:
    """The bot with the made-up community, and the stand-in it talks to."""
    port = free_port()
    copytree(seeded(), folder, dirs_exist_ok=True)
    with running_simulator(f"http://127.0.0.1:{port}/wechat", **(account or {})) as base:
        bot = Bot(folder, port, base, settings)
        try:
            bot.start("serve", *arguments)
            yield bot, WeChat(base)
        finally:
            bot.stop()
