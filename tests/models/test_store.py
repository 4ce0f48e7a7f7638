"""Everything that is kept, composed once; opening it again changes nothing."""

import asyncio
from pathlib import Path

import pytest
from pydantic import ValidationError

from models.clock import ManualClock
from models.store import StoreSettings
from tests.support.house import NOON, open_store


def test_opening_a_store_again_finds_its_indexes_standing(store_uri: str) -> None:
    async def scenario() -> None:
        for _ in range(2):
            async with open_store(store_uri, ManualClock(NOON), "twice") as store:
                await store.database.ping()

    asyncio.run(scenario())


def test_the_store_is_embedded_unless_an_address_is_given() -> None:
    assert StoreSettings().is_embedded
    assert StoreSettings().path == Path("var/store")
    assert not StoreSettings(uri="mongodb://db/").is_embedded


@pytest.mark.parametrize("name", ["", "a b", "a.b", "解忧", "x" * 41, "$where"])
def test_a_database_has_a_plain_name(name: str) -> None:
    with pytest.raises(ValidationError, match="name"):
        StoreSettings(name=name)


@pytest.mark.parametrize("days", [0, -1, 3651])
def test_chat_is_kept_for_a_day_to_ten_years(days: int) -> None:
    with pytest.raises(ValidationError, match="keep_chat_days"):
        StoreSettings(keep_chat_days=days)
