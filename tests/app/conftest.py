"""One running bot for all tests of a file that leave it well: starting it takes seconds."""

from collections.abc import Iterator

import pytest

from tests.support.bot import Bot, WeChat, running_bot


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Bot, WeChat]]:
    """A bot with the made-up community, and the stand-in it talks to."""
    with running_bot(tmp_path_factory.mktemp("bot")) as both:
        yield both
