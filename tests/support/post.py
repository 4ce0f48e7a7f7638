"""A street whose notices go out to the stand-in for WeChat, and what people get there."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import yaml
from tornado.httpclient import AsyncHTTPClient

from bot.notices import Courier
from bot.settings import TemplateSettings, WeChatSettings
from bot.wechat.account import Timeouts
from bot.wechat.client import WeChatClient
from handlers.metrics import Metrics
from handlers.server import ServerSettings, bind, listen
from handlers.urls import make_application
from jobs.deliver import Postman
from models.clock import ManualClock, system_clock
from models.ticket import Ticket
from tests.support.house import NOON, ROOT, office_of, open_services
from tests.support.street import Street

SETTINGS = yaml.safe_load((ROOT / "config.yaml").read_text("utf-8"))
TEMPLATES = SETTINGS["templates"]
IMPATIENT = Timeouts(connect=1, call=0.5, media=0.5)
PATIENT_ROUND = 60.0  # seconds, so that a slow machine still sees whole rounds


@dataclass
class WeChat:
    """A running stand-in at `base`, which pushes to our door at `port`."""

    base: str
    port: int

    async def tell(self, path: str, document: object) -> Any:
        """POST to a control door."""
        body = json.dumps(document)
        answer = await AsyncHTTPClient().fetch(self.base + path, method="POST", body=body)
        return json.loads(answer.body)

    async def ask(self, path: str) -> Any:
        """GET a control door."""
        return json.loads((await AsyncHTTPClient().fetch(self.base + path)).body)

    async def faults(self, **switches: Any) -> None:
        """Switch faults; those of the API hit sending unless told otherwise."""
        if "api_failure" in switches:
            switches.setdefault("api_failure_path", "/cgi-bin/message/template")
        await self.tell("/sim/faults", switches)

    async def write(self, person: str) -> None:
        """Let a person say something, which opens the window for customer messages."""
        await self.tell("/sim/push", {"person": person, "kind": "text", "content": "您好"})

    async def unfollow(self, person: str) -> None:
        """Let a person leave without our hearing of it."""
        await self.tell("/sim/people", {"openid": person, "follows": False})

    async def cards(self, person: str) -> list[dict[str, str]]:
        """The values of the template messages somebody got."""
        return [each["values"] for each in await self._items(person, "template")]

    async def words(self, person: str) -> list[str]:
        """The customer messages somebody got."""
        return [each["text"] for each in await self._items(person, "custom")]

    async def calls(self, path: str) -> list[dict[str, Any]]:
        """The API calls seen under `path`."""
        found: list[dict[str, Any]] = await self.ask(f"/sim/calls?path={path}")
        return found

    async def _items(self, person: str, kind: str) -> list[dict[str, Any]]:
        return [each for each in await self.ask(f"/sim/chat/{person}") if each["type"] == kind]


@dataclass
class Post:
    """A street whose notices go out through a real client to a stand-in."""

    street: Street
    wechat: WeChat
    client: WeChatClient
    courier: Courier
    postman: Postman

    async def deliver(self, **later: float) -> int:
        """Run the delivery job once, after a while by the manual clock."""
        self.street.clock.advance(**later)
        return await self.postman.go_round()

    async def deliver_all(self) -> None:
        """Run it until nothing is due any more."""
        while await self.deliver():
            pass

    async def write(self, person: str) -> None:
        """Let a person say something that both sides hear, which opens the window."""
        await self.wechat.write(person)
        phones = self.street.phones.values()
        await next(each for each in phones if each.person == person).say("您好")

    async def ticket(self, answer: str) -> Ticket:
        """The ticket of an answer, as it stands."""
        return await self.street.ticket(answer)


def settings_at(wechat: WeChat) -> WeChatSettings:
    """The demonstration account, whose API is the stand-in."""
    return WeChatSettings(**SETTINGS["wechat"] | {"api_base": wechat.base})


def post(
    uri: str,
    wechat: WeChat,
    story: Callable[[Post], Awaitable[None]],
    *,
    templates: dict[str, Any] = TEMPLATES,
    timeouts: Timeouts | None = None,
    round_seconds: float = PATIENT_ROUND,
) -> None:
    """Live through a story with a stand-in as new."""

    async def run() -> None:
        clock = ManualClock(NOON)
        await wechat.tell("/sim/reset", {})
        async with open_services(uri, clock) as services:
            account = settings_at(wechat).account()
            client = WeChatClient(account, services.store.credentials, timeouts=timeouts)
            specs = {name: TemplateSettings(**each).spec() for name, each in templates.items()}
            courier = Courier(services, client, specs)
            try:
                postman = Postman(services, courier, round_seconds=round_seconds)
                await story(Post(Street(services, clock), wechat, client, courier, postman))
            finally:
                client.close()

    asyncio.run(run())


class AtDoor(Protocol):
    """Who can be reached by pushes."""

    street: Street
    wechat: WeChat


@asynccontextmanager
async def open_door(at: AtDoor) -> AsyncIterator[None]:
    """Our door for WeChat's pushes, as long as somebody wants to hear them."""
    application = make_application(
        envelope=settings_at(at.wechat).envelope(system_clock),
        dispatcher=at.street.dispatcher,
        metrics=Metrics(),
        office=office_of(at.street.services),
        clock=system_clock,
        is_stopping=lambda: False,
    )
    server = listen(application, bind(ServerSettings(port=at.wechat.port)))
    try:
        yield
    finally:
        server.stop()
        await server.close_all_connections()
