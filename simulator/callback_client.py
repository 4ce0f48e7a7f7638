"""A lean HTTP client for one address, since load tests push hundreds of messages a second.

Connections are kept open between requests; a general client costs ten times the processor time.
"""

import asyncio
from collections import deque
from dataclasses import dataclass
from urllib.parse import urlsplit

LARGEST_BODY = 2**20
_MOST_IDLE = 500


class AnswerError(OSError):
    """An answer that is not HTTP/1.1, or a connection that ended in the middle of one."""


@dataclass(frozen=True)
class Answer:
    """Status and body of an HTTP answer."""

    status: int
    body: bytes


@dataclass
class _Connection:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    is_fresh: bool = True


class CallbackClient:
    """Sends requests to the account's server; raises OSError or TimeoutError when it fails."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"callback: {url!r} is not an address such as http://127.0.0.1:8000/")
        self._host = parts.hostname
        self._secure = parts.scheme == "https"
        self._port = parts.port or (443 if self._secure else 80)
        self._path = parts.path or "/"
        self._host_header = parts.netloc.rpartition("@")[2]
        self._idle: deque[_Connection] = deque()

    async def get(self, query: str, seconds: float) -> Answer:
        """GET with a query, within a number of seconds."""
        return await self._request(self._head("GET", query), seconds)

    async def post(self, query: str, body: str, seconds: float) -> Answer:
        """POST an XML body with a query, within a number of seconds."""
        content = body.encode()
        more = f"Content-Type: text/xml\r\nContent-Length: {len(content)}\r\n"
        return await self._request(self._head("POST", query, more) + content, seconds)

    def close(self) -> None:
        """Close every idle connection."""
        while self._idle:
            self._idle.pop().writer.close()

    def _head(self, method: str, query: str, more: str = "") -> bytes:
        start = f"{method} {self._path}?{query} HTTP/1.1\r\nHost: {self._host_header}\r\n"
        return f"{start}User-Agent: Mozilla/4.0\r\nAccept: */*\r\n{more}\r\n".encode()

    async def _request(self, data: bytes, seconds: float) -> Answer:
        async with asyncio.timeout(seconds):
            while True:
                connection = await self._connection()
                try:
                    return await self._exchange(connection, data)
                except (AnswerError, ConnectionError):
                    if connection.is_fresh:
                        raise  # an idle one may have been closed meanwhile: take another

    async def _connection(self) -> _Connection:
        while self._idle:
            connection = self._idle.pop()
            if not connection.reader.at_eof():
                return connection
            connection.writer.close()
        ssl = True if self._secure else None
        reader, writer = await asyncio.open_connection(
            self._host, self._port, ssl=ssl, limit=LARGEST_BODY
        )
        return _Connection(reader, writer)

    async def _exchange(self, connection: _Connection, data: bytes) -> Answer:
        keeps_open = False
        try:
            connection.writer.write(data)
            answer, keeps_open = await _read(connection.reader)
            return answer
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError) as error:
            raise AnswerError(f"the answer is not whole HTTP/1.1: {error}") from error
        finally:
            if keeps_open and len(self._idle) < _MOST_IDLE:
                connection.is_fresh = False
                self._idle.append(connection)
            else:
                connection.writer.close()


async def _read(reader: asyncio.StreamReader) -> tuple[Answer, bool]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    start, *lines = head.lower().split("\r\n")
    version, status, *_ = start.split(" ", 2)
    headers = {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}
    keeps_open = version == "http/1.1" and headers.get("connection") != "close"
    if "chunked" in headers.get("transfer-encoding", ""):
        body = await _read_chunks(reader)
    elif "content-length" in headers:
        body = await reader.readexactly(_bounded(int(headers["content-length"])))
    elif status == "204":
        body = b""
    else:
        body, keeps_open = await reader.read(LARGEST_BODY), False
    return Answer(int(status), body), keeps_open


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int((await reader.readuntil(b"\r\n")).partition(b";")[0], 16):
        body += await reader.readexactly(_bounded(size + len(body)) - len(body))
        await reader.readexactly(2)
    while await reader.readuntil(b"\r\n") != b"\r\n":
        pass
    return body


def _bounded(size: int) -> int:
    if not 0 <= size <= LARGEST_BODY:
        raise ValueError(f"a body of {size} bytes is too large")
    return size
