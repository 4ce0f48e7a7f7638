"""What all tests share: one embedded store for the whole session."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from models.embedded import EmbeddedStore

# A busy machine is no reason to fail: what is slow is measured elsewhere.
settings.register_profile("jieyou", deadline=None)
settings.load_profile("jieyou")


@pytest.fixture(scope="session")
def store_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real store on a loopback socket."""
    store = EmbeddedStore(tmp_path_factory.mktemp("store"))
    store.start()
    yield store.uri
    store.stop()
