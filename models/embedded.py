"""The embedded store: SecantusDB as a child process, so that a laptop needs no MongoDB.

SecantusDB speaks MongoDB's wire protocol over WiredTiger. It is GPL, hence a process of its
own and never an import; it is beta, hence MongoDB for production (see the README).
"""

import fcntl
import os
import socket
import sysconfig
import threading
import time
from pathlib import Path
from typing import IO

from models.child import Child

START_SECONDS = 30.0
WATCH_SECONDS = 1.0
PORT_FILE = "port"  # tells other commands where the running store listens


class EmbeddedStoreError(Exception):
    """The embedded store cannot start; the message says what to do next."""


class EmbeddedStore:
    """One SecantusDB on a loopback port, with its data under ``path``."""

    def __init__(self, path: Path) -> None:
        self._path = path.resolve()
        self._lock: IO[str] | None = None
        self._log = self._path / "store.log"
        self._child: Child | None = None
        self._port = 0
        self._stopping = threading.Event()

    @property
    def uri(self) -> str:
        """The address a MongoDB client connects to."""
        return _address(self._port)

    @property
    def alive(self) -> bool:
        """Whether the child process still runs."""
        return self._child is not None and self._child.alive

    def start(self) -> None:
        """Start the child and wait until it answers.

        Raises EmbeddedStoreError when another running Jieyou holds the data, the command is
        missing, or it does not answer within ``START_SECONDS``.
        """
        self._claim()
        try:
            self._start()
            (self._path / PORT_FILE).write_text(str(self._port))
        except EmbeddedStoreError:
            self._release()
            raise

    @staticmethod
    def running_in(path: Path) -> str | None:
        """The address of the store another Jieyou runs on these data; None when nobody does."""
        try:
            port = int((path.resolve() / PORT_FILE).read_text())
        except (OSError, ValueError):
            return None
        return _address(port) if _answers(port) else None

    def keep_alive(self) -> None:
        """Start the child again, on the same port, whenever it dies; until ``stop``."""
        threading.Thread(target=self._watch, daemon=True).start()

    def stop(self) -> None:
        """End the child; its data stays for the next start."""
        self._stopping.set()
        if self._child:
            self._child.stop()
            self._child = None
        self._release()

    def _watch(self) -> None:
        while not self._stopping.wait(WATCH_SECONDS):
            if not self.alive:
                self._try_once(time.monotonic() + START_SECONDS)

    def _claim(self) -> None:
        """Lock the data for this process; the system frees the lock however we end."""
        lock = self._open_lock()
        try:
            fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.seek(0)
            owner = lock.read()
            lock.close()
            raise EmbeddedStoreError(
                f"the data in {self._path} is in use by process {owner}; "
                "stop it first, or set store.path to another folder"
            ) from error
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        self._lock = lock

    def _open_lock(self) -> IO[str]:
        try:
            self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
            return (self._path / "owner.pid").open("a+")
        except OSError as error:
            raise EmbeddedStoreError(
                f"{self._path} cannot hold the data: {error.strerror}; "
                "set store.path to a folder we may write to"
            ) from error

    def _release(self) -> None:
        if self._lock:
            (self._path / PORT_FILE).unlink(missing_ok=True)
            self._lock.close()
            self._lock = None

    def _start(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self._try_once(deadline):
            if time.monotonic() > deadline:
                raise EmbeddedStoreError(
                    f"the embedded store did not start within {START_SECONDS:.0f} s; "
                    f"read {self._log} for its own words"
                )

    def _try_once(self, deadline: float) -> bool:
        """Start the child once; a store orphaned a moment ago may still hold the lock."""
        self._port = self._port or _free_port()
        self._child = Child(self._command(), log=self._log)
        while self._child.alive and time.monotonic() < deadline:
            if _answers(self._port):
                return True
            time.sleep(0.05)
        self._child.stop()
        time.sleep(0.3)
        return False

    def _command(self) -> list[str]:
        program = Path(sysconfig.get_path("scripts")) / "secantusd-py"
        if not program.exists():
            raise EmbeddedStoreError(
                "the command secantusd-py is missing; run `make setup`, "
                "or set store.uri to a mongodb:// address"
            )
        settings = self._path / "secantusd.toml"
        settings.touch()  # named, so that no file of the user's home changes our store
        return [
            str(program),
            *("--config", str(settings), "--host", "127.0.0.1", "--port", str(self._port)),
            *("--storage-path", str(self._path / "data"), "--sync-on-commit"),
            *("--log-level", "WARNING", "--cache-size", "256M"),
        ]


def _address(port: int) -> str:
    """Without the driver's own repeating of writes, for which the store remembers 10,000 answers
    and goes through all of them at each write: 45 ms instead of 11. A write whose connection broke
    fails, is not acknowledged, and comes again by what we do ourselves.
    """
    return f"mongodb://127.0.0.1:{port}/?directConnection=true&retryWrites=false"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=0.5).close()
    except OSError:
        return False
    return True
