"""A child process ends with us, however we end."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from models.child import Child
from tests.support.house import ROOT

WAITS = """
import os, pathlib, signal, sys, time
file = pathlib.Path(sys.argv[1])
def end(number, frame):
    file.with_suffix(".ended").touch()
    raise SystemExit(0)
signal.signal(signal.SIGTERM, signal.SIG_IGN if "stubborn" in sys.argv else end)
draft = file.with_suffix(".draft")
draft.write_text(str(os.getpid()))
draft.rename(file)
print("started", flush=True)
time.sleep(60)
"""


def waiting(file: Path, *words: str) -> list[str]:
    """A command that writes its process id into a file and waits."""
    return [sys.executable, "-c", WAITS, str(file), *words]


def until(is_so: Callable[[], bool], seconds: float = 10) -> bool:
    """Whether something comes true in time."""
    deadline = time.monotonic() + seconds
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.02)
    return is_so()


def runs(pid: int) -> bool:
    """Whether a process of this number is there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the child writes its process id."""
    return tmp_path / "pid"


def started(file: Path) -> int:
    """The process id of the child once it runs."""
    assert until(file.exists)
    return int(file.read_text())


def test_stopping_asks_the_child_to_end_and_waits_until_it_has(file: Path) -> None:
    child = Child(waiting(file))
    pid = started(file)
    assert child.alive
    child.stop()
    assert not child.alive
    assert not runs(pid)
    assert file.with_suffix(".ended").exists()


def test_a_child_that_does_not_listen_is_ended_all_the_same(file: Path) -> None:
    child = Child(waiting(file, "stubborn"))
    pid = started(file)
    child.stop()
    assert not runs(pid)


def test_a_child_ends_when_its_parent_is_killed(file: Path) -> None:
    parent = subprocess.Popen(  # noqa: S603
        [
            *(sys.executable, "-c"),
            "import sys, time; from models.child import Child;"
            "child = Child(sys.argv[1:]); time.sleep(60)",
            *waiting(file),
        ],
        cwd=ROOT,
    )
    pid = started(file)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    assert until(lambda: not runs(pid))
    assert file.with_suffix(".ended").exists()


def test_a_child_that_ended_by_itself_is_not_alive() -> None:
    child = Child([sys.executable, "-c", "pass"])
    assert until(lambda: not child.alive)
    child.stop()
    child.stop()


def test_what_the_child_says_is_in_its_log(file: Path, tmp_path: Path) -> None:
    log = tmp_path / "child.log"
    child = Child(waiting(file), log=log)
    started(file)
    assert until(lambda: "started" in log.read_text())
    child.stop()


def test_the_child_sees_the_environment_it_was_given(tmp_path: Path) -> None:
    log = tmp_path / "child.log"
    script = "import os; print(os.environ['WORD'])"
    child = Child(
        [sys.executable, "-c", script], log=log, environment=dict(os.environ) | {"WORD": "sesame"}
    )
    assert until(lambda: not child.alive)
    child.stop()
    assert log.read_text() == "sesame\n"


def test_the_terminals_interrupt_does_not_reach_the_child(file: Path) -> None:
    child = Child(waiting(file))
    pid = started(file)
    assert os.getpgid(pid) != os.getpgid(0)
    child.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends it for us")
def test_a_child_ends_when_its_guard_is_killed(file: Path) -> None:
    child = Child(waiting(file))
    pid = started(file)
    child._guard.kill()
    assert until(lambda: not runs(pid))
    child.stop()
