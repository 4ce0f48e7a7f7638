"""One understander for all tests: loading it takes a second, and it holds no state."""

import pytest

from nlp import Understander


@pytest.fixture(scope="session")
def understander() -> Understander:
    return Understander.load()
