"""One stand-in and one account server for the whole run, made new for every test."""

from collections.abc import Iterator

import pytest

from tests.simulator.callback import AccountServer, running_account_server
from tests.simulator.platform import Platform
from tests.support.simulator import running_simulator


@pytest.fixture(scope="session")
def shared_server() -> Iterator[AccountServer]:
    with running_account_server() as server:
        yield server


@pytest.fixture(scope="session")
def shared_platform(shared_server: AccountServer) -> Iterator[Platform]:
    with running_simulator(shared_server.url) as base:
        yield Platform(base)


@pytest.fixture
def server(shared_server: AccountServer) -> AccountServer:
    shared_server.reset()
    return shared_server


@pytest.fixture
def platform(shared_platform: Platform) -> Platform:
    shared_platform.post("/sim/reset")
    return shared_platform
