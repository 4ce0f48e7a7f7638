"""An engine that hears, on loopback: real HTTP, with answers that are set beforehand.

It knows recordings by their sound, as an engine does: by how long they last.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPFile
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from bot.speech.audio import Sound, decoded
from tests.support.recordings import recording

PATH = "/v1/audio/transcriptions"


@dataclass
class Engine:
    """What it will answer, and what it was asked."""

    url: str = ""
    said: dict[int, str] = field(default_factory=dict)  # by the number of samples
    segments: list[dict[str, Any]] | None = None
    status: int = 200
    content_type: str = "application/json"
    body: bytes | None = None
    hangs: bool = False
    asked: list[dict[str, str]] = field(default_factory=list)
    sounds: list[Sound] = field(default_factory=list)
    is_over: asyncio.Event = field(default_factory=asyncio.Event)

    def hears(self, name: str, words: str) -> None:
        """Say these words for a recording of ours."""
        self.said[len(decoded(recording(name)).samples)] = words


class _Door(RequestHandler):
    """POST /v1/audio/transcriptions, as OpenAI's reference describes it."""

    def initialize(self, engine: Engine) -> None:
        self.engine = engine

    async def post(self) -> None:
        engine = self.engine
        file: HTTPFile = self.request.files["file"][0]
        sound = decoded(file["body"])
        fields = {name: self.get_body_argument(name) for name in self.request.body_arguments}
        engine.asked.append(fields | {"key": self.request.headers.get("Authorization", "")})
        engine.sounds.append(sound)
        if engine.hangs:
            await engine.is_over.wait()
        self.set_status(engine.status)
        self.set_header("Content-Type", engine.content_type)
        told: dict[str, Any] = {"text": engine.said.get(len(sound.samples), "")}
        if engine.segments is not None:
            told["segments"] = engine.segments
        self.finish(json.dumps(told) if engine.body is None else engine.body)


@asynccontextmanager
async def running_engine() -> AsyncIterator[Engine]:
    """An engine on a free port, as long as somebody needs it."""
    engine, sockets = Engine(), bind_sockets(0, "127.0.0.1")
    server = HTTPServer(Application([(PATH, _Door, {"engine": engine})]))
    server.add_sockets(sockets)
    engine.url = f"http://127.0.0.1:{sockets[0].getsockname()[1]}"
    try:
        yield engine
    finally:
        engine.is_over.set()
        server.stop()
        await server.close_all_connections()
