"""Rooms on real parts for the tests: a store of their own, services, and a person to talk as."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path

import yaml

from bot.conversations import Conversations
from bot.dispatcher import BUDGET_SECONDS, Dispatcher
from bot.messages import Message, Text
from bot.office.counting import Counting
from bot.office.office import Office
from bot.office.setup import Setup
from bot.office.sign_in import SignIn
from bot.office.teaching import Teaching
from bot.office.watch import Watch
from bot.parse import parse
from bot.phrases import Phrases, load_phrases
from bot.services import Services
from bot.settings import TemplateSettings, WeChatSettings
from bot.understanding import LiveUnderstanding
from bot.wechat.account import ApiAccount
from bot.wechat.client import WeChatClient
from models.agency import AgencySettings
from models.alarm import AlarmSettings
from models.area import Level
from models.calendar import Calendar, CalendarSettings
from models.clock import Clock, ManualClock
from models.database import opened
from models.demo import read_community, seed
from models.ladder import QueueSettings, Rung
from models.span import Span
from models.store import Store
from models.timetable import Timetable
from models.vault import Vault
from nlp import Likeness, SearchWords, Understander
from nlp.workshop.examples import LABELLED, read_examples
from nlp.workshop.known import Labelled
from tests.support import databases

ROOT = Path(__file__).resolve().parents[2]
# 12:00 in China, in a year that the store's own clock does not sweep away.
NOON = datetime(2096, 11, 22, 4, 0, tzinfo=UTC)
VAULT = Vault({1: b"k" * 32})
ACCOUNT = "gh_de0000000001"

WANG = "oDemoResident00000000000wang"
LI = "oDemoElder0000000000000000li"
ZHANG = "oDemoVolunteer000000000zhang"
CHEN = "oDemoVolunteer0000000000chen"
ZHOU = "oDemoStaff00000000000000zhou"
FANG = "oDemoAgency0000000000000fang"  # of the legal-aid centre
LAWYER = "oDemoLawyer000000000000000li"
QIAN = "oDemoStaff00000000000000qian"
SUN = "oDemoLeader00000000000000sun"

_ids = count(7_250_000_000_000_000_000)


@asynccontextmanager
async def open_store(
    uri: str,
    clock: Clock | None = None,
    name: str | None = None,
    times: Timetable | None = None,
) -> AsyncIterator[Store]:
    """A store in its own empty database, with its indexes."""
    mine, is_ready = (name, False) if name else databases.take(uri)
    async with opened(uri, mine) as database:
        keep, times = timedelta(days=90), times or timetable()
        store = Store(database, VAULT, clock or ManualClock(NOON), keep, times, search_words())
        if not is_ready:
            await store.ensure_indexes()
        yield store
    if not name:
        databases.give_back(uri, mine)


@cache
def phrases() -> Phrases:
    """The real sentences, loaded once."""
    return load_phrases()


@cache
def understander() -> Understander:
    """The real understanding, loaded once."""
    return Understander.load()


@cache
def search_words() -> SearchWords:
    """The real cutting of texts into words, loaded once."""
    return SearchWords.load()


@cache
def likeness() -> Likeness:
    """The real sense of likeness, loaded once."""
    return Likeness.load()


SETTINGS = yaml.safe_load((ROOT / "config.yaml").read_text("utf-8"))
DEMO = WeChatSettings(**SETTINGS["wechat"])
SPECS = {name: TemplateSettings(**each).spec() for name, each in SETTINGS["templates"].items()}
NOWHERE = "http://127.0.0.1:9"  # where no WeChat answers
PATIENT = 30.0  # seconds for a count, so that a page shows it however slow the machine is


# Nobody goes alone to such a task.
PAIRED = QueueSettings(
    hands=2,
    ladder=(
        Rung(who="volunteers", lasts=Span.parse("30 minutes")),
        Rung(who="desk", lasts=Span.parse("1 day")),
        Rung(who="desk", within=Level.STREET),
    ),
)


def timetable(**queues: QueueSettings) -> Timetable:
    """The ladders and limits of config.yaml, but for the queues given."""
    written = {name: QueueSettings(**each) for name, each in SETTINGS["queues"].items()}
    agencies = {name: AgencySettings(**each) for name, each in SETTINGS["agencies"].items()}
    calendar = Calendar(CalendarSettings(**SETTINGS["calendar"]))
    return Timetable(written | queues, agencies, calendar, AlarmSettings(**SETTINGS["alarms"]))


@asynccontextmanager
async def open_services(
    uri: str,
    clock: ManualClock | None = None,
    name: str | None = None,
    times: Timetable | None = None,
) -> AsyncIterator[Services]:
    """Services on a store with the made-up community."""
    clock = clock or ManualClock(NOON)
    times = times or timetable()
    async with open_store(uri, clock, name, times) as store:
        await seed(store, read_community(), clock())
        yield await services_on(store, clock, times)


async def services_on(store: Store, clock: Clock, times: Timetable | None = None) -> Services:
    """Services on an open store."""
    return Services(
        store=store,
        understanding=LiveUnderstanding(understander()),
        likeness=likeness(),
        phrases=phrases(),
        areas=await store.areas.tree(),
        timetable=times or timetable(),
        groups=SETTINGS["groups"],
        not_ours=SETTINGS["not_ours"],
        clock=clock,
    )


def dispatcher_of(
    services: Services, *, alone: bool = True, budget: float = BUDGET_SECONDS
) -> Dispatcher:
    """A dispatcher as one process has it."""
    conversations = Conversations(services.store.receipts, services.clock, alone=alone)
    return Dispatcher(services, conversations, budget)


def some_sentences() -> Labelled:
    """Few enough of the labelled sentences to be answered in no time."""
    return Labelled(read_examples(LABELLED)[::40])


def office_of(services: Services, wechat: str = NOWHERE) -> Office:
    """The console on these services, with WeChat at an address."""
    sign_in, watch = SignIn(services, is_demo=True), Watch(services, pause=0.05)
    teaching, counting = Teaching(services, some_sentences), Counting(services, PATIENT)
    account = ApiAccount(DEMO.app_id, DEMO.app_secret.get_secret_value(), wechat)
    now, setup = services.clock, Setup(is_demo=True, templates=SPECS)
    client = WeChatClient(account, services.store.credentials, now=lambda: now().timestamp())
    return Office(services, sign_in, watch, teaching, counting, client, setup)


class Phone:
    """A person's WeChat: says things and reads the answers."""

    def __init__(self, services: Services, dispatcher: Dispatcher, person: str) -> None:
        self.person = person
        self._services = services
        self._dispatcher = dispatcher

    async def say(self, text: str) -> str:
        """Type words; the answer."""
        return await self.send("text", Content=text)

    async def send(self, kind: str, **fields: str) -> str:
        """Send any message; the answer, empty when there is none."""
        return await self.push(self.xml(kind, **fields))

    async def event(self, name: str, **fields: str) -> str:
        """Let an event happen."""
        return await self.push(self._xml("event", {"Event": name} | fields))

    async def push(self, xml: str) -> str:
        """Push XML as WeChat does; pushing it again is a retry."""
        reply = await self._dispatcher.answer(parse(xml.encode()), xml)
        return reply.content if reply else ""

    def xml(self, kind: str, **fields: str) -> str:
        """The XML of a message, with a MsgId of its own unless one is given."""
        return self._xml(kind, {"MsgId": str(next(_ids))} | fields)

    def _xml(self, kind: str, fields: dict[str, str]) -> str:
        fields.setdefault("CreateTime", str(int(self._services.clock().timestamp())))
        extra = "".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in fields.items())
        return (
            f"<xml><ToUserName><![CDATA[{ACCOUNT}]]></ToUserName>"
            f"<FromUserName><![CDATA[{self.person}]]></FromUserName>"
            f"<MsgType><![CDATA[{kind}]]></MsgType>{extra}</xml>"
        )


def message(person: str, text: str) -> Message:
    """A typed message of a person."""
    created = int(NOON.timestamp())
    return Text(
        sender=person,
        recipient=ACCOUNT,
        created=created,
        message_id=str(next(_ids)),
        content=text,
    )
