"""The lean client against a server that speaks every byte by hand."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from simulator.callback_client import AnswerError, CallbackClient

Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class HandmadeServer:
    """Answers each request with the next script: bytes, and whether to hang up after them."""

    def __init__(self, *answers: tuple[bytes, bool]) -> None:
        self.answers = list(answers)
        self.connections = 0
        self.requests: list[bytes] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        hangs_up = False
        try:
            while not hangs_up and (request := await self.read(reader)):
                self.requests.append(request)
                answer, hangs_up = self.answers.pop(0)
                writer.write(answer)
        finally:
            writer.close()

    async def read(self, reader: asyncio.StreamReader) -> bytes:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return b""
        _, _, length = head.partition(b"Content-Length: ")
        return head + await reader.readexactly(int(length.split(b"\r\n")[0] or 0))


def run(server: HandmadeServer, work: Callable[[CallbackClient], Coroutine[Any, Any, Any]]) -> Any:
    async def both() -> Any:
        listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
        port = listening.sockets[0].getsockname()[1]
        client = CallbackClient(f"http://127.0.0.1:{port}/wechat")
        try:
            return await work(client)
        finally:
            client.close()
            listening.close()

    return asyncio.run(both())


def http(body: bytes, *headers: bytes, status: bytes = b"200 OK") -> bytes:
    return b"HTTP/1.1 " + b"\r\n".join([status, *headers]) + b"\r\n\r\n" + body


SUCCESS = http(b"success", b"Content-Length: 7")


def test_a_post_carries_query_type_length_and_body() -> None:
    server = HandmadeServer((SUCCESS, False))
    answer = run(server, lambda client: client.post("a=1", "<xml>好</xml>", 5))
    assert (answer.status, answer.body) == (200, b"success")
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /wechat?a=1 HTTP/1.1\r\nHost: 127.0.0.1:")
    assert b"Content-Type: text/xml" in head
    assert body.decode() == "<xml>好</xml>"


def test_a_connection_is_used_again() -> None:
    server = HandmadeServer((SUCCESS, False), (SUCCESS, False))

    async def twice(client: CallbackClient) -> None:
        await client.get("a=1", 5)
        await client.get("a=2", 5)

    run(server, twice)
    assert server.connections == 1


def test_a_connection_the_server_closed_meanwhile_is_replaced() -> None:
    server = HandmadeServer((SUCCESS, True), (SUCCESS, False))

    async def twice(client: CallbackClient) -> None:
        await client.get("a=1", 5)
        await client.get("a=2", 5)

    run(server, twice)
    assert server.connections == 2


@pytest.mark.parametrize(
    ("raw", "hangs_up"),
    [
        (http(b"7;x=1\r\nsuccess\r\n0\r\n\r\n", b"Transfer-Encoding: chunked"), False),
        (http(b"3\r\nsuc\r\n4\r\ncess\r\n0\r\nA: b\r\n\r\n", b"Transfer-Encoding: chunked"), False),
        (http(b"success", b"Connection: close"), True),
        (b"HTTP/1.0 200 OK\r\n\r\nsuccess", True),
    ],
)
def test_every_way_to_end_a_body_is_understood(raw: bytes, hangs_up: bool) -> None:
    answer = run(HandmadeServer((raw, hangs_up)), lambda client: client.get("a=1", 5))
    assert answer.body == b"success"


def test_an_answer_without_body_is_empty() -> None:
    server = HandmadeServer((http(b"", status=b"204 No Content"), False))
    assert run(server, lambda client: client.get("a=1", 5)).body == b""


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"nonsense\r\n\r\n",
        http(b"", b"Content-Length: many"),
        http(b"", b"Content-Length: 99999999"),
        http(b"short", b"Content-Length: 7"),
        http(b"zz\r\n", b"Transfer-Encoding: chunked"),
    ],
)
def test_what_is_not_whole_http_is_an_error(raw: bytes) -> None:
    with pytest.raises(AnswerError):
        run(HandmadeServer((raw, True)), lambda client: client.get("a=1", 5))


def test_a_server_that_says_nothing_is_cut_off() -> None:
    with pytest.raises(TimeoutError):
        run(HandmadeServer((b"", False)), lambda client: client.get("a=1", 0.05))


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://x/", "http:///wechat"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="is not an address"):
        CallbackClient(url)
