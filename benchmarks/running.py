"""Starting what is measured: the bot with a store of its own, the yardstick, the stand-in."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def process(*arguments: str, log: Path, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process of ours, ended by its id."""
    with log.open("ab") as output:
        started = subprocess.Popen(  # noqa: S603 - our own modules
            [sys.executable, *arguments],
            cwd=ROOT,
            env=os.environ | environment,
            stdout=output,
            stderr=output,
        )
    try:
        yield started
    finally:
        if started.poll() is None:
            started.send_signal(signal.SIGTERM)
            try:
                started.wait(20)
            except subprocess.TimeoutExpired:
                started.kill()
                started.wait()


def wait_for(address: str, seconds: float = 40) -> None:
    """Wait until an address answers. Raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(address, timeout=2).close()  # noqa: S310 - loopback
            return
        time.sleep(0.1)
    raise TimeoutError(f"{address} does not answer")


@contextlib.contextmanager
def bot(
    folder: Path, port: int, api_port: int, processes: int = 1, uri: str = "embedded"
) -> Iterator[subprocess.Popen[bytes]]:
    """The bot on a store in ``folder``, or on the one at ``uri``, once it answers."""
    environment = {
        "JIEYOU_STORE__URI": uri,
        "JIEYOU_STORE__PATH": str(folder / "store"),
        "JIEYOU_STORE__KEY_FILE": str(folder / "vault.json"),
        "JIEYOU_WECHAT__API_BASE": f"http://127.0.0.1:{api_port}",
        "JIEYOU_TALK__HOME": "feicui-1",
    }
    arguments = ["app.py", "serve", "--port", str(port), "--processes", str(processes)]
    with process(*arguments, log=folder / "bot.log", **environment) as started:
        wait_for(f"http://127.0.0.1:{port}/healthz")
        yield started


@contextlib.contextmanager
def stand_in(folder: Path, port: int, callback: str) -> Iterator[subprocess.Popen[bytes]]:
    """The stand-in for WeChat."""
    arguments = ["-m", "simulator", "--port", str(port), "--callback", callback]
    with process(*arguments, log=folder / "simulator.log") as started:
        wait_for(f"http://127.0.0.1:{port}/sim/people")
        yield started


@contextlib.contextmanager
def yardstick(folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The bare handler."""
    with process("-m", "benchmarks.bare", str(port), log=folder / "bare.log") as started:
        time.sleep(1.0)
        yield started


def memory_of(pid: int) -> float:
    """Resident memory of a process, in MB (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
