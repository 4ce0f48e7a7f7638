"""The command: one line when it answers, a clear word when it cannot, a clean end."""

import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.simulator.platform import Platform
from tests.support.simulator import ROOT

COMMAND = [sys.executable, "-m", "simulator"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_prints_its_address_and_ends_cleanly_when_told(number: signal.Signals) -> None:
    command = [*COMMAND, "--port", "0", "--callback", "http://127.0.0.1:9/wechat"]
    with subprocess.Popen(  # noqa: S603
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        line = process.stdout.readline()
        address = line.split()[1]
        assert line == f"simulator: {address} (callback http://127.0.0.1:9/wechat)\n"
        assert len(Platform(address).get("/sim/people")) >= 5
        process.send_signal(number)
        rest, errors = process.communicate(timeout=10)
    assert (process.returncode, rest, errors) == (0, "", "")


def refusal(*options: str) -> str:
    done = subprocess.run(  # noqa: S603
        [*COMMAND, *options], cwd=ROOT, capture_output=True, text=True, timeout=20, check=False
    )
    assert done.returncode == 2
    assert done.stdout == ""
    return done.stderr


def test_a_wrong_account_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "account.yaml"
    file.write_text("name: only a name", "utf-8")
    assert "compare with account.yaml" in refusal("--port", "0", "--account", str(file))
    assert "No such file" in refusal("--port", "0", "--account", str(tmp_path / "none.yaml"))


def test_a_wrong_callback_is_named() -> None:
    assert "'nowhere' is not an address" in refusal("--port", "0", "--callback", "nowhere")


def test_a_port_in_use_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert "in use" in refusal("--port", str(taken.getsockname()[1]))
