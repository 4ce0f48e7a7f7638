"""A street where people speak: the stand-in for WeChat has the recordings, an engine hears them."""

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from tornado.httpclient import AsyncHTTPClient

from bot.office.listening import waiting
from bot.speech.openai_ears import OpenAiEars
from bot.speech.settings import EarsSettings
from bot.wechat.client import WeChatClient
from models.clock import ManualClock
from models.ticket import Ticket
from tests.support.engine import Engine, running_engine
from tests.support.house import NOON, Phone, open_services
from tests.support.post import WeChat, open_door, settings_at
from tests.support.recordings import recording
from tests.support.street import Street


@dataclass
class Voices:
    """A street with an engine, and a phone that records."""

    street: Street
    wechat: WeChat
    client: WeChatClient
    engine: Engine

    async def speak(self, who: str, name: str) -> str:
        """Send a recording of ours; the answer."""
        return await self.send(self.street.phones[who], recording(name))

    async def send(self, phone: Phone, content: bytes, name: str = "voice.amr") -> str:
        """Send any file as a recording; the answer, empty when it comes later."""
        mark = secrets.token_hex(8)
        head = f'--{mark}\r\nContent-Disposition: form-data; name="media"; filename="{name}"\r\n'
        body = f"{head}Content-Type: audio/amr\r\n\r\n".encode() + content
        answer = await AsyncHTTPClient().fetch(
            f"{self.wechat.base}/sim/upload?person={phone.person}&kind=voice",
            method="POST",
            headers={"Content-Type": f"multipart/form-data; boundary={mark}"},
            body=body + f"\r\n--{mark}--\r\n".encode(),
            request_timeout=60,
        )
        reply = json.loads(answer.body).get("reply")
        return reply["content"] if reply else ""

    async def listed(self) -> list[Ticket]:
        """What stands on 听一听."""
        return list(await waiting(self.street.services, None))


def speaking(
    uri: str,
    wechat: WeChat,
    story: Callable[[Voices], Awaitable[None]],
    *,
    has_engine: bool = True,
    seconds: float = 20,
) -> None:
    """Live through a story with a stand-in as new."""

    async def run() -> None:
        clock = ManualClock(NOON)
        await wechat.tell("/sim/reset", {})
        async with open_services(uri, clock) as bare, running_engine() as engine:
            client = WeChatClient(settings_at(wechat).account(), bare.store.credentials)
            ears = OpenAiEars(EarsSettings(engine="openai", url=engine.url, seconds=seconds))
            services = replace(bare, ears=ears if has_engine else None, wechat=client)
            at = Voices(Street(services, clock), wechat, client, engine)
            try:
                async with open_door(at):
                    await story(at)
            finally:
                client.close()
                ears.close()

    asyncio.run(run())
