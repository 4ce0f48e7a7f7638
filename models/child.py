"""A child process that never outlives us, so that a killed parent leaves nothing behind.

The child is started through a small guard (this module run with ``-m``) whose standard input
is a pipe from us. When we end, however we end, the pipe closes and the guard ends the child.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

STOP_SECONDS = 5.0
_PR_SET_PDEATHSIG = 1  # source: prctl(2)


class Child:
    """One guarded process; ``stop`` ends it politely, then firmly."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        log: Path | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._log: IO[bytes] | None = log.open("ab") if log else None
        # A new session keeps the terminal's Ctrl-C for us: we end the child, in our order.
        self._guard = subprocess.Popen(  # noqa: S603 - the command is ours, never a user's words
            [sys.executable, "-m", "models.child", *command],
            stdin=subprocess.PIPE,
            stdout=self._log,
            stderr=self._log,
            env=environment,
            cwd=Path(__file__).parent.parent,
            start_new_session=True,
        )

    @property
    def alive(self) -> bool:
        """Whether the guard, and so the child, still runs."""
        return self._guard.poll() is None

    def stop(self) -> None:
        """End the child and wait for it."""
        if self._guard.stdin:
            with contextlib.suppress(OSError):
                self._guard.stdin.close()
        try:
            self._guard.wait(STOP_SECONDS + 5)
        except subprocess.TimeoutExpired:
            self._guard.kill()
            self._guard.wait()
        if self._log:
            self._log.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask the process to end and insist after ``STOP_SECONDS``."""
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(STOP_SECONDS)
        return
    process.kill()


def _die_with_parent() -> None:
    """Ask Linux to end this process when the one that started it is gone, even by kill -9."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def guard(command: Sequence[str]) -> int:
    """Run the command until it ends or our standard input closes; return its exit code."""
    os.umask(0o077)
    process = subprocess.Popen(  # noqa: S603 - the command is ours
        command,
        stdin=subprocess.DEVNULL,
        preexec_fn=_die_with_parent,
    )

    def wait_for_parent() -> None:
        while os.read(sys.stdin.fileno(), 4096):
            continue
        _end(process)

    signal.signal(signal.SIGTERM, lambda *_: _end(process))
    threading.Thread(target=wait_for_parent, daemon=True).start()
    return process.wait()


if __name__ == "__main__":
    sys.exit(guard(sys.argv[1:]))
