"""What all tests share: one embedded store and one stand-in for WeChat for the whole session."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from models.embedded import EmbeddedStore
from tests.support import databases
from tests.support.bot import free_port
from tests.support.post import WeChat
from tests.support.simulator import running_simulator

# A busy machine is no reason to fail: what is slow is measured elsewhere.
settings.register_profile("jieyou", deadline=None)
settings.load_profile("jieyou")


@pytest.fixture(scope="session")
def store_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real store on a loopback socket."""
    store = EmbeddedStore(tmp_path_factory.mktemp("store"))
    store.start()
    yield store.uri
    databases.close(store.uri)
    store.stop()


@pytest.fixture(scope="session")
def wechat() -> Iterator[WeChat]:
    """A stand-in that pushes to a port where a test may open our door."""
    port = free_port()
    with running_simulator(f"http://127.0.0.1:{port}/wechat") as base:
        yield WeChat(base, port)
