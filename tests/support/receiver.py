"""An agency's own program for the tests: a real server that records, refuses or hangs."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler


@dataclass
class Receiver:
    """What came in; ``answers`` are the next statuses (None hangs), then 204."""

    url: str = ""
    answers: list[int | None] = field(default_factory=list)
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def events(self) -> list[dict[str, Any]]:
        """The bodies, oldest first."""
        return [json.loads(body) for _, body in self.heard]

    @property
    def ids(self) -> list[str]:
        """The identifiers, oldest first."""
        return [headers["Webhook-Id"] for headers, _ in self.heard]


class _Door(RequestHandler):
    def initialize(self, receiver: Receiver) -> None:
        self._receiver = receiver

    async def post(self) -> None:
        self._receiver.heard.append((dict(self.request.headers), self.request.body))
        status = self._receiver.answers.pop(0) if self._receiver.answers else 204
        if status is None:
            await asyncio.sleep(5)
        elif 300 <= status < 400:
            self.redirect(self._receiver.url, status=status)
        else:
            self.set_status(status)


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    """A program that listens on loopback."""
    receiver = Receiver()
    server = HTTPServer(Application([("/hook", _Door, {"receiver": receiver})]))
    (socket,) = bind_sockets(0, "127.0.0.1")
    server.add_sockets([socket])
    receiver.url = f"http://127.0.0.1:{socket.getsockname()[1]}/hook"
    try:
        yield receiver
    finally:
        server.stop()
        await server.close_all_connections()
