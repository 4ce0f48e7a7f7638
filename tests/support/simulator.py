"""Runs the WeChat stand-in as its own process, the other side of the wire for every test."""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
DEMO_ACCOUNT = ROOT / "simulator" / "account.yaml"
QUICK_DELIVERY = {
    "attempts": 3,
    "answer_seconds": 5,
    "retry_gap_seconds": 0.05,
    "finish_event_seconds": 0,
}
_ADDRESS = re.compile(r"simulator: (http://\S+)")


@contextmanager
def running_simulator(callback_url: str, **account: Any) -> Iterator[str]:
    """Yield the base URL of a stand-in on a free port, and end it by its process id.

    Keyword arguments replace fields of the demonstration account (`mode="plain"`,
    `quotas={"/cgi-bin/token": 1}`); `delivery` is merged over quick retries.
    """
    document = yaml.safe_load(DEMO_ACCOUNT.read_text("utf-8"))
    delivery = {**QUICK_DELIVERY, **account.pop("delivery", {})}
    document.update(account, delivery=delivery)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "account.yaml")
        file.write_text(yaml.safe_dump(document, allow_unicode=True), "utf-8")
        command = [sys.executable, "-m", "simulator", "--port", "0"]
        command += ["--callback", callback_url, "--account", str(file)]
        with subprocess.Popen(  # noqa: S603 - our own module with our own arguments
            command, cwd=ROOT, stdout=subprocess.PIPE, text=True
        ) as process:
            try:
                yield _address(process)
            finally:
                process.terminate()
                process.wait(timeout=10)


def _address(process: subprocess.Popen[str]) -> str:
    line = process.stdout.readline() if process.stdout else ""
    found = _ADDRESS.match(line)
    if not found:
        raise RuntimeError(f"the simulator did not start; it printed {line!r}")
    return found[1]
