"""Looking at a board for all who watch it: once an area, only while somebody watches."""

import asyncio

import pytest

from bot.office.watch import MOST_STREAMS, TooManyError, Watch
from tests.support.street import LIGHT, Street, play

AREA = "feicui"
SOON = 20.0  # seconds, for a machine that does much else


def watch_of(street: Street) -> Watch:
    return Watch(street.services, pause=0.01)


def test_all_of_an_area_share_one_watcher_which_ends_with_the_last(store_uri: str) -> None:
    async def story(street: Street) -> None:
        watch = watch_of(street)
        with watch.watching(AREA, "zhou") as first:
            with watch.watching(AREA, "tong") as second, watch.watching("wanhe", "sun"):
                assert first is second
                assert len(watch) == 2
            assert len(watch) == 1
        assert len(watch) == 0

    play(store_uri, story)


def test_whoever_waits_hears_of_a_change_made_anywhere(store_uri: str) -> None:
    async def story(street: Street) -> None:
        with watch_of(street).watching(AREA, "zhou") as watcher:
            empty = await watcher.another("", within=SOON)
            assert empty
            waiting = asyncio.create_task(watcher.another(empty, within=SOON))
            await street.wang.say(LIGHT)
            assert await waiting not in (None, empty)

    play(store_uri, story)


def test_a_board_on_which_nothing_happens_is_not_told_of_again(store_uri: str) -> None:
    async def story(street: Street) -> None:
        await street.wang.say(LIGHT)
        with watch_of(street).watching(AREA, "zhou") as watcher:
            mark = await watcher.another("", within=SOON)
            assert mark
            street.clock.advance(minutes=5)
            assert await watcher.another(mark, within=0.2) is None

    play(store_uri, story)


def test_the_board_of_a_mark_is_the_one_that_was_seen_and_any_other_is_looked_at(
    store_uri: str,
) -> None:
    async def story(street: Street) -> None:
        watch = watch_of(street)
        with watch.watching(AREA, "zhou") as watcher:
            mark = await watcher.another("", within=SOON)
            assert mark
            assert await watch.board(AREA, mark) is watcher.board
            assert await watch.board(AREA) is not watcher.board

    play(store_uri, story)


def test_an_account_watches_in_so_many_windows_and_no_more(store_uri: str) -> None:
    async def story(street: Street) -> None:
        watch = watch_of(street)

        async def watching() -> None:
            with watch.watching(AREA, "zhou"):
                await asyncio.Event().wait()

        windows = [asyncio.create_task(watching()) for _ in range(MOST_STREAMS)]
        await asyncio.sleep(0)
        with pytest.raises(TooManyError), watch.watching(AREA, "zhou"):
            pass
        windows.pop().cancel()
        await asyncio.sleep(0)
        with watch.watching(AREA, "zhou"):
            assert len(watch) == 1
        for window in windows:
            window.cancel()
        await asyncio.gather(*windows, return_exceptions=True)

    play(store_uri, story)
