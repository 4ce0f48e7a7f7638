"""One running bot and one stand-in for all tests of the doors."""

from collections.abc import Iterator

import pytest

from tests.support.bot import Bot, WeChat, running_bot


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Bot, WeChat]]:
    """The bot and the stand-in."""
    with running_bot(tmp_path_factory.mktemp("bot")) as both:
        yield both
