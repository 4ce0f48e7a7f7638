"""A page link is good for a month, one at a time; nobody can make or bend one."""

import asyncio
import base64
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.links import EndedLinkError, ForgedLinkError
from models.page_links import GOOD_FOR, PageLinks
from models.store import Store
from models.vault import Vault
from tests.support.house import LI, NOON, WANG, open_store


def keep(uri: str, story: Callable[[Store], Awaitable[None]]) -> None:
    async def run() -> None:
        async with open_store(uri) as store:
            await story(store)

    asyncio.run(run())


def test_a_link_is_good_for_thirty_days(store_uri: str) -> None:
    async def story(store: Store) -> None:
        token = await store.page_links.give(LI, NOON)
        last = NOON + GOOD_FOR - timedelta(seconds=1)
        assert (await store.page_links.read(token, last)).person == LI
        with pytest.raises(EndedLinkError):
            await store.page_links.read(token, NOON + GOOD_FOR)

    keep(store_uri, story)


def test_a_new_link_ends_the_old_one_and_nobody_elses(store_uri: str) -> None:
    async def story(store: Store) -> None:
        links = store.page_links
        old, other = await links.give(LI, NOON), await links.give(WANG, NOON)
        new = await links.give(LI, NOON)
        with pytest.raises(EndedLinkError):
            await links.read(old, NOON)
        assert (await links.read(new, NOON)).person == LI
        assert (await links.read(other, NOON)).person == WANG
        assert await links.end(LI)
        assert not await links.end(LI)
        with pytest.raises(EndedLinkError):
            await links.read(new, NOON)

    keep(store_uri, story)


def test_neither_the_address_nor_the_store_tells_who_or_how(store_uri: str) -> None:
    async def story(store: Store) -> None:
        token = await store.page_links.give(LI, NOON)
        assert LI.encode() not in base64.urlsafe_b64decode(token)
        (kept,) = await store.database.collection("page_links").many({})
        assert token not in str(kept)

    keep(store_uri, story)


@given(st.text(max_size=60) | st.binary(max_size=60).map(lambda b: base64.b64encode(b).decode()))
def test_what_we_did_not_make_is_forged_without_a_look_at_the_store(token: str) -> None:
    async def read() -> None:
        links = PageLinks(None, Vault({1: b"k" * 32}))  # type: ignore[arg-type]
        with pytest.raises(ForgedLinkError):
            await links.read(token, NOON)

    asyncio.run(read())


def test_a_bent_link_is_forged(store_uri: str) -> None:
    async def story(store: Store) -> None:
        token = await store.page_links.give(LI, NOON)
        for place in range(len(token)):
            letter = "A" if token[place] != "A" else "B"
            for bent in (token[:place] + letter + token[place + 1 :], token + "=", token[:-4]):
                with pytest.raises(ForgedLinkError):
                    await store.page_links.read(bent, NOON)

    keep(store_uri, story)
