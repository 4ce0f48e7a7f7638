"""All our doors on loopback in this very process, so that a story may turn the clock."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from urllib.parse import urlencode

from pydantic import SecretStr
from tornado.httpclient import AsyncHTTPClient, HTTPResponse

from bot.settings import WeChatSettings
from handlers.metrics import Metrics
from handlers.server import ServerSettings, bind, listen
from handlers.urls import make_application
from models.agency import Webhook
from models.clock import ManualClock, system_clock
from models.moves import Actor, Move
from models.steps import Step
from models.ticket import HandOver, Ticket
from models.timetable import Timetable
from tests.models.samples import a_ticket
from tests.support.house import NOON, NOWHERE, SETTINGS, WANG, office_of, open_services, timetable
from tests.support.street import Street

CENTRE = "legal_aid_centre"
SECRET = "a shared secret of 24 ch."
PHONE = "13812345678"
WORDS = "老板欠我三个月工资"


class Doors:
    """A street with its doors open at `base`."""

    def __init__(self, street: Street, base: str) -> None:
        self.street = street
        self.base = base

    async def get(self, path: str) -> HTTPResponse:
        """Look at a page, without following where it leads."""
        return await AsyncHTTPClient().fetch(
            self.base + path, raise_error=False, follow_redirects=False
        )

    async def post(self, path: str, body: bytes, headers: dict[str, str]) -> HTTPResponse:
        """Send something."""
        return await AsyncHTTPClient().fetch(
            self.base + path,
            method="POST",
            body=body,
            headers=headers,
            raise_error=False,
            follow_redirects=False,
        )

    async def send_form(self, path: str, headers: dict[str, str], **fields: object) -> HTTPResponse:
        """Send a form as a browser does."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return await self.post(path, urlencode(fields).encode(), kind | headers)

    async def case(self, identifier: str = "c1", number: str = "10019") -> Ticket:
        """A case that was just handed over to the centre, filed."""
        services, now = self.street.services, self.street.clock()
        filed = a_ticket(
            identifier,
            number=number,
            queue="legal_aid",
            asker=WANG,
            created=now,
            updated=now,
            text=WORDS,
            area_path=("hefei", "shushan", "wanhe", "feicui"),
            place="3栋502",
            phone=PHONE,
        )
        tickets = services.store.tickets
        await tickets.file(tickets.document(services.timetable.filed(filed)))
        handover = HandOver(CENTRE, now)
        step = Step(Move.HAND_OVER, Actor.CLOCK, "clock", now, changes={"handover": handover})
        return await tickets.make(identifier, step)

    async def stands(self, ticket: Ticket) -> Ticket:
        """The ticket as it stands."""
        found = await self.street.services.store.tickets.get(ticket.id)
        assert found is not None
        return found

    async def link(self, ticket: Ticket) -> str:
        """The path of the link that staff get in the chat."""
        said = await self.street.zhou.say(f"链接 {ticket.number}")
        found = re.search(r"(/handover/\S+)", said)
        assert found, said
        return found[1]


def with_webhook() -> Timetable:
    """The settings of config.yaml with a program at the centre, and a firm without one."""
    times = timetable()
    webhook = Webhook(url="https://centre.example/hook", secret=SecretStr(SECRET))
    centre = times.agencies[CENTRE].model_copy(update={"webhook": webhook})
    agencies = {CENTRE: centre, "elsewhere": times.agencies[CENTRE]}
    return replace(times, agencies=agencies | {"another": centre})


def play(uri: str, story: Callable[[Doors], Awaitable[None]], wechat: str = NOWHERE) -> None:
    """Live through a story with the doors open, and WeChat at an address."""

    async def run() -> None:
        clock = ManualClock(NOON)
        async with open_services(uri, clock, times=with_webhook()) as services:
            street = Street(services, clock)
            async with _open(street, wechat) as doors:
                await story(doors)

    asyncio.run(run())


@asynccontextmanager
async def _open(street: Street, wechat: str) -> AsyncIterator[Doors]:
    office = office_of(street.services, wechat)
    application = make_application(
        office=office,
        envelope=WeChatSettings(**SETTINGS["wechat"]).envelope(system_clock),
        dispatcher=street.dispatcher,
        metrics=Metrics(),
        clock=system_clock,
        is_stopping=lambda: False,
    )
    sockets = bind(ServerSettings(port=0))
    server = listen(application, sockets)
    try:
        yield Doors(street, f"http://127.0.0.1:{sockets[0].getsockname()[1]}")
    finally:
        server.stop()
        await office.counting.close()
        office.wechat.close()
        await server.close_all_connections()
