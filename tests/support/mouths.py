"""A server of voices for the tests: real HTTP on loopback that says a tone, refuses or hangs."""

import asyncio
import json
import math
import wave
from array import array
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any

from pydantic import SecretStr
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from bot.elders import set_mode
from bot.notices import Courier
from bot.speech.mouth import Mouth
from bot.speech.openai_mouth import OpenAiMouth
from bot.speech.settings import MouthSettings
from jobs.deliver import Postman
from models.people import Resident
from tests.support.post import PATIENT_ROUND, Post
from tests.support.street import Street

RATE = 8_000
KEY = "key-of-the-voice"


def tone(seconds: float) -> bytes:
    """A WAV file that hums."""
    count = int(seconds * RATE)
    samples = array("h", (int(9000 * math.sin(n / 3)) for n in range(count)))
    file = BytesIO()
    with wave.open(file, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(RATE)
        written.writeframes(samples.tobytes())
    return file.getvalue()


HUM = tone(1)


@dataclass
class VoiceServer:
    """What was asked for; ``answers`` are the next ones: sound, a status, or None, which hangs."""

    url: str = ""
    answers: list[bytes | int | None] = field(default_factory=list)
    heard: list[tuple[dict[str, str], dict[str, Any]]] = field(default_factory=list)

    @property
    def said(self) -> list[str]:
        """The words it was to say, oldest first."""
        return [asked["input"] for _, asked in self.heard]

    def mouth(self, seconds: float = 5, voice: str = "grandson") -> OpenAiMouth:
        """A mouth that has its words said here."""
        settings = MouthSettings(engine="openai", url=self.url, key=SecretStr(KEY), voice=voice)
        return OpenAiMouth(settings.model_copy(update={"seconds": seconds}))


class _Door(RequestHandler):
    def initialize(self, server: VoiceServer) -> None:
        self._server = server

    async def post(self) -> None:
        self._server.heard.append((dict(self.request.headers), json.loads(self.request.body)))
        answer = self._server.answers.pop(0) if self._server.answers else HUM
        if answer is None:
            await asyncio.sleep(3)
        elif isinstance(answer, int):
            self.set_status(answer)
            self.set_header("Location", self._server.url)
        else:
            self.set_header("Content-Type", "audio/mpeg")
            self.write(answer)


@asynccontextmanager
async def voice_server() -> AsyncIterator[VoiceServer]:
    """A server that listens on loopback."""
    voices = VoiceServer()
    server = HTTPServer(Application([("/v1/audio/speech", _Door, {"server": voices})]))
    (socket,) = bind_sockets(0, "127.0.0.1")
    server.add_sockets([socket])
    voices.url = f"http://127.0.0.1:{socket.getsockname()[1]}"
    try:
        yield voices
    finally:
        server.stop()
        await server.close_all_connections()


def with_mouth(at: Post, mouth: Mouth) -> Post:
    """The same street, where answers can be said aloud."""
    services = replace(at.street.services, mouth=mouth)
    courier = Courier(services, at.client, at.courier.templates)
    postman = Postman(services, courier, round_seconds=PATIENT_ROUND)
    street = Street(services, at.street.clock)
    return Post(street, at.wechat, at.client, courier, postman)


async def let_listen(at: Post, person: str) -> None:
    """Somebody wants to hear answers from now on."""
    services = at.street.services
    resident = await services.store.residents.get(person) or Resident(id=person)
    await set_mode(services, resident, listens=True)


async def deliver_aloud(at: Post, looks: int = 3) -> None:
    """Run the delivery job until what is being said is said, or is given up."""
    for _ in range(looks):
        await at.deliver(seconds=1)
        await at.courier.voice.settled()


async def custom(at: Post, person: str) -> list[str]:
    """What came as customer messages: the words, or ``[voice]``."""
    items = await at.wechat.ask(f"/sim/chat/{person}")
    found = [each for each in items if each["type"] == "custom"]
    return ["[voice]" if each["msgtype"] == "voice" else each["text"] for each in found]
