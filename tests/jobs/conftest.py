"""One stand-in for WeChat for all jobs."""

from collections.abc import Iterator

import pytest

from tests.jobs.wechat import WeChat
from tests.support.bot import free_port
from tests.support.simulator import running_simulator


@pytest.fixture(scope="package")
def wechat() -> Iterator[WeChat]:
    """It pushes to a port where a test may open our door."""
    port = free_port()
    with running_simulator(f"http://127.0.0.1:{port}/wechat") as base:
        yield WeChat(base, port)
