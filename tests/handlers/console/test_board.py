"""The dispatch board: what stands on it, for whom, and how it tells that something is new."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace

from tornado.httpclient import AsyncHTTPClient

from bot.office.watch import MOST_STREAMS
from tests.support.console import Console, Visitor, play, text_of
from tests.support.house import ZHOU
from tests.support.street import LIGHT

BOARD, ROWS, EVENTS = "/console/board", "/console/board/rows", "/console/board/events"


class Stream:
    """A board's stream of events, as a browser hears it."""

    def __init__(self) -> None:
        self.heard: asyncio.Queue[str] = asyncio.Queue()
        self._rest = ""

    def take(self, chunk: bytes) -> None:
        *whole, self._rest = (self._rest + chunk.decode()).split("\n\n")
        for each in whole:
            if each.startswith("event:"):
                self.heard.put_nowait(each)

    async def next(self) -> tuple[str, str]:
        """The next event: its name and what it says."""
        lines = (await asyncio.wait_for(self.heard.get(), 20)).splitlines()
        name, data = (line.split(": ", 1)[1] for line in lines)
        return name, data


@asynccontextmanager
async def listening(visitor: Visitor, mark: str = "") -> AsyncIterator[Stream]:
    """A browser that has the stream open."""
    stream, client = Stream(), AsyncHTTPClient(force_instance=True)
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    answer = asyncio.ensure_future(
        client.fetch(
            f"{visitor.base}{EVENTS}?mark={mark}",
            headers={"Cookie": cookies, "Accept": "text/event-stream"},
            streaming_callback=stream.take,
            request_timeout=60,
        )
    )
    try:
        yield stream
    finally:
        client.close()
        answer.cancel()
        await asyncio.gather(answer, return_exceptions=True)


def test_what_nobody_took_stands_on_the_board_with_why_and_since_when(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket = await at.street.ticket(await at.street.wang.say(LIGHT))
        await at.street.pass_time(hours=3)
        page = text_of(await (await at.sign_in("zhou")).get(BOARD))
        assert f'<a class="open" href="/console/tickets/{ticket.number}">' in page
        assert "没人接" in page
        assert "等了 3 小时" in page
        assert "<mark>" in page
        assert "因为说到" in page
        assert "第一网格" in page

    play(store_uri, story)


def test_an_empty_board_says_what_to_do_first(store_uri: str) -> None:
    async def story(at: Console) -> None:
        page = text_of(await (await at.sign_in("zhou")).get(BOARD))
        assert "现在没有要您管的事" in page

    play(store_uri, story)


def test_a_script_and_a_phone_number_in_a_residents_words_do_no_harm(store_uri: str) -> None:
    async def story(at: Console) -> None:
        await at.street.wang.say("灯不亮了<script>alert(1)</script>打我电话13812345678")
        page = text_of(await (await at.sign_in("zhou")).get(BOARD))
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page
        assert "13812345678" not in page

    play(store_uri, story)


def test_a_ticket_of_another_area_is_on_nobody_elses_board(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket = await at.street.ticket(await at.street.wang.say(LIGHT))
        elsewhere = ("hefei", "shushan", "wanhe", "tingtao")
        zhou = await at.street.services.store.staff.get(ZHOU)
        assert zhou is not None
        await at.street.services.store.staff.put(replace(zhou, area_path=elsewhere))
        assert ticket.number not in text_of(await (await at.sign_in("zhou")).get(BOARD))
        assert ticket.number in text_of(await (await at.sign_in("admin")).get(BOARD))

    play(store_uri, story)


def test_the_board_is_for_those_who_oversee_and_nobody_else(store_uri: str) -> None:
    async def story(at: Console) -> None:
        await at.street.wang.say(LIGHT)
        for name, status in {"zhou": 200, "wu": 200, "sun": 200, "fang": 403, "li": 403}.items():
            visitor = await at.sign_in(name)
            for path in (BOARD, ROWS, EVENTS) if status == 403 else (BOARD, ROWS):
                assert (await visitor.get(path)).code == status, (name, path)
        leader = text_of(await (await at.sign_in("sun")).get(BOARD))
        assert "/dispatch" not in leader
        assert 'value="reroute"' not in leader
        assert 'value="supervise"' in leader

    play(store_uri, story)


def test_the_stream_tells_of_a_new_ticket_and_the_rows_show_it(store_uri: str) -> None:
    async def story(at: Console) -> None:
        zhou = await at.sign_in("zhou")
        async with listening(zhou) as stream:
            _, empty = await stream.next()
            ticket = await at.street.ticket(await at.street.wang.say(LIGHT))
            name, mark = await stream.next()
            assert name == "board"
            assert mark != empty
            assert ticket.number in text_of(await zhou.get(f"{ROWS}?mark={mark}"))

    play(store_uri, story)


def test_the_stream_ends_with_the_sign_in(store_uri: str) -> None:
    async def story(at: Console) -> None:
        zhou = await at.sign_in("zhou")
        async with listening(zhou) as stream:
            await stream.next()
            await at.street.services.store.visits.end_all("zhou")
            await at.street.wang.say(LIGHT)
            assert (await stream.next())[0] == "board"
            assert (await stream.next())[0] == "ended"

    play(store_uri, story)


def test_one_account_opens_only_so_many_streams(store_uri: str) -> None:
    async def story(at: Console) -> None:
        zhou = await at.sign_in("zhou")
        async with AsyncExitStack() as open_streams:
            for _ in range(MOST_STREAMS):
                stream = await open_streams.enter_async_context(listening(zhou))
                await stream.next()
            refused = await zhou.get(EVENTS, accept="text/event-stream")
            assert refused.code == 429
            assert "开得太多了" in text_of(refused)
            async with listening(await at.sign_in("tong")) as other:
                await other.next()

    play(store_uri, story)


def test_who_is_at_a_ticket_is_shown_to_everybody_else(store_uri: str) -> None:
    async def story(at: Console) -> None:
        ticket = await at.street.ticket(await at.street.wang.say(LIGHT))
        await at.street.pass_time(hours=3)
        zhou, tong = await at.sign_in("zhou"), await at.sign_in("tong")
        path = f"/console/tickets/{ticket.number}"
        await tong.get(f"{path}/dispatch")
        assert "童统筹正在看这张" in text_of(await zhou.get(BOARD))
        assert "正在看这张" not in text_of(await tong.get(BOARD))
        assert json.loads((await zhou.post(f"{path}/presence")).body) == {"others": ["童统筹"]}
        assert "周主任" in text_of(await tong.get(f"{path}/dispatch"))
        await tong.post(f"{path}/presence", leaving="1")
        assert "童统筹" not in text_of(await zhou.get(BOARD))
        at.street.clock.advance(seconds=91)
        assert "正在看这张" not in text_of(await tong.get(BOARD))
        assert (await (await at.sign_in("fang")).post(f"{path}/presence")).code == 403
        assert (await zhou.post("/console/tickets/99999/presence")).code == 404

    play(store_uri, story)
