"""Jieyou 解忧: joins the rooms' settings, composes the rooms and runs them; the command line."""

import argparse
import asyncio
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from socket import socket

import uvloop
import yaml
from pydantic import BaseModel, ConfigDict, Field
from tornado.httpclient import AsyncHTTPClient, HTTPClientError
from tornado.httpserver import HTTPServer
from tornado.web import Application

from bot.account_menu import BUTTONS
from bot.agencies.webhook import AgencyWebhooks
from bot.conversations import Conversations
from bot.dispatcher import Dispatcher
from bot.logs import start_logging
from bot.notices import Courier
from bot.office.accounts import AccountError, AccountKeeper, Wanted, opened_account
from bot.office.counting import Counting
from bot.office.office import Office
from bot.office.setup import Setup
from bot.office.sign_in import SignIn
from bot.office.teaching import Teaching
from bot.office.watch import Watch
from bot.phrases import PhrasesError, load_phrases
from bot.report_words import Wording
from bot.reporting import Question, QuestionError, answer
from bot.screens import ScreensError, drawn, screens
from bot.senders import Sender
from bot.services import Services
from bot.settings import (
    MiniProgramSettings,
    TalkSettings,
    TemplateSettings,
    WeChatSettings,
)
from bot.signed_post import SignedPost
from bot.sms import TextMessages
from bot.speech.opening import open_ears, open_mouth
from bot.speech.settings import SpeechSettings
from bot.understanding import LiveUnderstanding
from bot.wechat.client import WeChatClient
from bot.wechat.errors import ApiError
from bot.wechat.tokens import PrivateShelf
from handlers.metrics import Metrics
from handlers.server import (
    PortTakenError,
    ServerSettings,
    bind,
    listen,
    run_workers,
    stop_requested,
)
from handlers.urls import make_application
from jobs.catch_up import file_unfinished, handle_waiting
from jobs.check_in import check_in
from jobs.deliver import Postman
from jobs.due import settle_due
from jobs.fetch_media import fetch_media
from jobs.fold_words import fold_words
from jobs.refresh_areas import AreaRefresher
from jobs.refresh_elders import refresh_elders
from jobs.schedule import Job, Schedule
from models.agency import AgencySettings, Webhook
from models.alarm import AlarmSettings
from models.audit import BrokenChainError, Entry
from models.calendar import Calendar, CalendarSettings
from models.check_ins import CheckInSettings
from models.child import Child
from models.clock import Clock, system_clock
from models.database import StoreUnavailableError
from models.demo import read_community, seed, seed_account_holders
from models.embedded import EmbeddedStoreError
from models.ladder import QueueSettings, strange_names
from models.notice import Channel
from models.opening import opened_store, running_or_started, started
from models.people import OUTSIDE, Role
from models.settings import (
    PREFIX,
    FileSettings,
    Problem,
    SettingsProblemError,
    load_settings,
    nearest,
)
from models.store import StoreSettings
from models.timetable import Timetable
from models.vault import VaultError
from nlp import QUEUES, LexiconError, Likeness, SearchWords, Understander

log = logging.getLogger("jieyou")

TEMPLATES = ("task", "progress")
# Agencies and lawyers get theirs from the console, which knows the agencies.
INSIDE = [role for role in Role if role not in OUTSIDE]
DEMO_APP_ID = "wxde00000000000001"
DEMO_PASSWORD = "jieyou-demo"  # noqa: S105 - known to everybody, and good for the demonstration only
DEMO_TOKEN = "jieyoudemo"  # noqa: S105 - known to everybody, and refused for real accounts
TROUBLES = (
    EmbeddedStoreError,
    StoreUnavailableError,
    PortTakenError,
    VaultError,
    LexiconError,
    PhrasesError,
    ScreensError,
)


class DemoSettings(BaseModel):
    """The demonstration's stand-in for WeChat."""

    model_config = ConfigDict(extra="forbid")

    simulator_port: int = Field(default=8001, ge=1, le=65535)


class Settings(FileSettings):
    """Every room's settings, joined."""

    server: ServerSettings = ServerSettings()
    store: StoreSettings = StoreSettings()
    wechat: WeChatSettings = WeChatSettings()
    miniprogram: MiniProgramSettings = MiniProgramSettings()
    templates: dict[str, TemplateSettings] = Field(default_factory=dict)
    calendar: CalendarSettings = CalendarSettings()
    groups: dict[str, str] = Field(default_factory=dict)
    not_ours: dict[str, str] = Field(default_factory=dict)
    agencies: dict[str, AgencySettings] = Field(default_factory=dict)
    queues: dict[str, QueueSettings] = Field(default_factory=dict)
    alarms: AlarmSettings = AlarmSettings()
    sms: Webhook | None = None
    talk: TalkSettings = TalkSettings()
    check_in: CheckInSettings = CheckInSettings()
    speech: SpeechSettings = SpeechSettings()
    demo: DemoSettings = DemoSettings()

    @property
    def is_demo(self) -> bool:
        """Whether the keys are those everybody knows."""
        return self.wechat.app_id == DEMO_APP_ID

    def inconsistencies(self) -> list[Problem]:
        """Keys that do not work, templates and queues that are missing or unknown."""
        problems = [Problem(("wechat",), each) for each in self.wechat.problems()]
        if not self.is_demo and self.wechat.token.get_secret_value() == DEMO_TOKEN:
            told = "everybody knows the demonstration's; set your own"
            problems.append(Problem(("wechat", "token"), told))
        wanted = (("templates", self.templates, TEMPLATES), ("queues", self.queues, QUEUES))
        for group, given, names in wanted:
            missing = [name for name in names if name not in given]
            strange = [name for name in given if name not in names]
            problems += [Problem((group, name), "missing") for name in missing]
            problems += [
                Problem((group, name), f"unknown{nearest(name, names)}") for name in strange
            ]
        problems += [
            Problem(("speech", *place), sentence) for place, sentence in self.speech.problems()
        ]
        return problems + strange_names(self.queues, self.groups, self.agencies)


@dataclass(frozen=True, slots=True)
class House:
    """Everything composed and ready to serve."""

    services: Services
    office: Office
    dispatcher: Dispatcher
    client: WeChatClient
    postman: Postman
    metrics: Metrics


@asynccontextmanager
async def composed(
    settings: Settings, uri: str, understander: Understander, clock: Clock = system_clock
) -> AsyncIterator[House]:
    """The rooms on an open store. Raises StoreUnavailableError or VaultError."""
    calendar = Calendar(settings.calendar)
    timetable = Timetable(settings.queues, settings.agencies, calendar, settings.alarms)
    cutter = SearchWords.load()
    async with (
        opened_store(settings.store, uri, timetable, clock, cutter) as store,
        AsyncExitStack() as at_end,
    ):
        await store.ensure_indexes()
        client = WeChatClient(
            settings.wechat.account(), store.credentials, now=lambda: clock().timestamp()
        )
        at_end.callback(client.close)
        ears = open_ears(settings.speech.ears)
        if ears:
            at_end.callback(ears.close)
        services = Services(
            store=store,
            understanding=LiveUnderstanding(understander),
            likeness=Likeness.load(),
            phrases=load_phrases(),
            areas=await store.areas.tree(),
            timetable=timetable,
            clock=clock,
            home=settings.talk.home,
            join_minutes=settings.talk.join_minutes,
            groups=settings.groups,
            not_ours=settings.not_ours,
            public_url=settings.server.public_url,
            check_in=settings.check_in,
            ears=ears,
            mouth=open_mouth(settings.speech.mouth),
            wechat=client,
        )
        await services.elders.refresh(store.residents, clock())
        conversations = Conversations(store.receipts, clock, alone=settings.server.processes == 1)
        await conversations.warm()
        specs = {name: template.spec() for name, template in settings.templates.items()}
        post = SignedPost(system_clock)
        at_end.callback(post.close)
        senders: dict[Channel, Sender] = {Channel.WEBHOOK: AgencyWebhooks(services, post)}
        if settings.sms:
            senders[Channel.SMS] = TextMessages(services, post, settings.sms)
        courier = Courier(services, client, specs, senders)
        at_end.push_async_callback(courier.voice.close)
        counting = Counting(services)
        at_end.push_async_callback(counting.close)
        warn_of_gaps(services)
        sign_in, watch = SignIn(services, is_demo=settings.is_demo), Watch(services)
        setup = Setup(settings.is_demo, specs, str(settings.store.key_file))
        office = Office(services, sign_in, watch, Teaching(services), counting, client, setup)
        dispatcher = Dispatcher(services, conversations)
        yield House(services, office, dispatcher, client, Postman(services, courier), Metrics())


def warn_of_gaps(services: Services) -> None:
    """Say what the settings cannot know: years without a list of holidays, areas that are gone."""
    timetable, now = services.timetable, services.clock()
    years = (now.year, (now + timedelta(days=31)).year)
    for year in dict.fromkeys(timetable.calendar.unknown_years(*years)):
        log.warning(
            "no list of holidays for this year yet, so Monday to Friday count as working days; "
            "update chinesecalendar or fill in calendar.holidays and calendar.workdays",
            extra={"year": year},
        )
    for name, queue in timetable.queues.items():
        for area in queue.areas:
            if services.areas.get(area) is None:
                log.warning(
                    "a ladder for an area that is not there", extra={"at": f"{name}.{area}"}
                )


def jobs_of(house: House) -> tuple[Job, ...]:
    """The table of jobs."""
    services = house.services
    return (
        Job("due", 0.5, lambda: settle_due(services)),
        Job("deliver", 0.5, house.postman.go_round),
        Job("check in", 5.0, lambda: check_in(services)),
        Job("fetch media", 1.0, lambda: fetch_media(services, house.client)),
        Job("catch up", 20.0, lambda: handle_waiting(services, house.dispatcher)),
        Job("fold words", 300.0, lambda: fold_words(services)),
        Job("forget voices", 3600.0, lambda: services.store.spoken.forget_unused(services.clock())),
        Job("lexicon", 3.0, services.follow_lexicon, everywhere=True),
        Job("elders", 10.0, lambda: refresh_elders(services), everywhere=True),
        Job("areas", 10.0, AreaRefresher(services).look, everywhere=True),
    )


def doors_of(settings: Settings, house: House, is_stopping: Callable[[], bool]) -> Application:
    """The web application; pushes carry the real time, whatever the clock of the house shows."""
    return make_application(
        envelope=settings.wechat.envelope(system_clock),
        dispatcher=house.dispatcher,
        metrics=house.metrics,
        office=house.office,
        clock=system_clock,
        is_stopping=is_stopping,
    )


async def serve_house(settings: Settings, house: House, sockets: list[socket]) -> None:
    """Answer pushes and run the jobs until we are asked to stop, then end in order."""
    stop = stop_requested()
    await file_unfinished(house.services)
    await house.services.follow_lexicon()
    schedule = Schedule(jobs_of(house), house.services.store.leases)
    await schedule.start()
    doors = doors_of(settings, house, stop.is_set)
    server = listen(doors, sockets, behind_proxy=settings.server.behind_proxy)
    log.info("listening", extra={"port": sockets[0].getsockname()[1]})
    await stop.wait()
    log.info("stopping")
    await _end(server, house, schedule, settings.server.stop_seconds)


async def _end(server: HTTPServer, house: House, schedule: Schedule, seconds: float) -> None:
    """Take no more, finish what runs, and give the jobs to another process."""
    server.stop()
    await house.dispatcher.drain(seconds)
    await house.postman.finish(seconds)
    await schedule.stop()
    await server.close_all_connections()


def serve(settings: Settings) -> None:
    """Run the bot in one or several processes."""
    if settings.is_demo:
        log.warning("these are the demonstration's keys; set wechat.* before real use")
    sockets = bind(settings.server)
    understander = Understander.load()
    with started(settings.store) as uri:

        def work() -> None:
            uvloop.run(_serve(settings, uri, understander, sockets))

        if settings.server.processes == 1:
            work()
        else:
            run_workers(settings.server.processes, work)


async def _serve(
    settings: Settings, uri: str, understander: Understander, sockets: list[socket]
) -> None:
    async with composed(settings, uri, understander) as house:
        await serve_house(settings, house, sockets)


def demo(settings: Settings) -> None:
    """Run the bot, the stand-in for WeChat with its chat page, and a made-up community."""
    port = settings.demo.simulator_port
    settings.wechat.api_base = settings.miniprogram.api_base = f"http://127.0.0.1:{port}"
    bot = f"http://127.0.0.1:{settings.server.port}"
    sockets = bind(settings.server)
    understander = Understander.load()
    with started(settings.store) as uri:
        simulator = Child(
            [sys.executable, "-m", "simulator", "--port", str(port), "--callback", f"{bot}/wechat"],
            environment=_simulator_environment(settings),
        )
        try:
            uvloop.run(_demo(settings, uri, understander, sockets))
        finally:
            simulator.stop()


async def _demo(
    settings: Settings, uri: str, understander: Understander, sockets: list[socket]
) -> None:
    # First, because a house reads its areas once, when it is composed.
    await _seed(settings, uri)
    async with composed(settings, uri, understander) as house:
        greeting = asyncio.create_task(_greet(settings, house))
        await serve_house(settings, house, sockets)
        greeting.cancel()


async def _greet(settings: Settings, house: House) -> None:
    """Say where everything is, once it answers; end it all when it does not."""
    bot = f"http://127.0.0.1:{settings.server.port}"
    page = settings.wechat.api_base
    try:
        for address in (f"{bot}/healthz", page):
            await _wait_for(address)
        await house.client.create_menu(BUTTONS)
    except (TimeoutError, ApiError) as trouble:
        print(f"the demonstration did not come up: {trouble}", file=sys.stderr)
        signal.raise_signal(signal.SIGTERM)
        return
    lines = (
        "\nJieyou 解忧 is ready.",
        f"  bot        {bot}",
        f"  chat page  {page}",
        f"  console    {bot}/console/   sign in as zhou or admin with {DEMO_PASSWORD}",
        "Ctrl-C ends it.\n",
    )
    print("\n".join(lines), flush=True)


async def _wait_for(address: str, tries: int = 150) -> None:
    client = AsyncHTTPClient()
    for _ in range(tries):
        with suppress(OSError, HTTPClientError):
            await client.fetch(address)
            return
        await asyncio.sleep(0.2)
    raise TimeoutError(f"{address} does not answer; is its port taken by another program?")


def _simulator_environment(settings: Settings) -> dict[str, str]:
    """The stand-in shares our account's values."""
    wechat, mini = settings.wechat, settings.miniprogram
    return dict(os.environ) | {
        "SIMULATOR_APP_ID": wechat.app_id,
        "SIMULATOR_APP_SECRET": wechat.app_secret.get_secret_value(),
        "SIMULATOR_TOKEN": wechat.token.get_secret_value(),
        "SIMULATOR_ENCODING_AES_KEY": wechat.encoding_aes_key.get_secret_value(),
        "SIMULATOR_MODE": wechat.mode.value,
        "SIMULATOR_MINIPROGRAM_APP_ID": mini.app_id,
        "SIMULATOR_MINIPROGRAM_APP_SECRET": mini.app_secret.get_secret_value(),
    }


def seed_demo(settings: Settings) -> None:
    """Add the made-up community to the store."""
    with started(settings.store) as uri:
        print(f"{asyncio.run(_seed(settings, uri))} entries added")


async def _seed(settings: Settings, uri: str) -> int:
    async with opened_store(settings.store, uri, Timetable()) as store:
        added = await seed(store, read_community(), system_clock())
        keeper = AccountKeeper(store, system_clock)
        for name, member in (await seed_account_holders(store, read_community())).items():
            await keeper.open_demo(name, member, DEMO_PASSWORD)
        return added


def publish_menu(settings: Settings) -> None:
    """Put the menu under the chat of the account."""

    async def publish() -> None:
        client = WeChatClient(settings.wechat.account(), PrivateShelf())
        await client.create_menu(BUTTONS)
        client.close()

    asyncio.run(publish())
    print("published; WeChat shows it within five minutes")


def report(settings: Settings, question: Question, form: str) -> None:
    """Print the figures of a period: received, solved, how fast, how well."""

    async def count(uri: str) -> str:
        timetable = Timetable(calendar=Calendar(settings.calendar))
        async with opened_store(settings.store, uri, timetable) as store:
            areas, calendar = await store.areas.tree(), timetable.calendar
            found = await answer(question, store.facts, areas, calendar, system_clock())
        return Wording(load_phrases(), areas).written(found, form)

    with running_or_started(settings.store) as uri:
        print(asyncio.run(count(uri)), end="")


def account(settings: Settings, wanted: Wanted) -> None:
    """Open an account of the console, or set a new first password; the first one is made so."""

    async def open_it(uri: str) -> str:
        async with opened_store(settings.store, uri, Timetable()) as store:
            return await opened_account(store, wanted, system_clock)

    with running_or_started(settings.store) as uri:
        password = asyncio.run(open_it(uri))
    print(
        f"{wanted.login}: {password}\nIt is shown once, and has to be changed at the first sign-in."
    )


def audit(settings: Settings) -> None:
    """Check that nobody changed the audit trail, and print its last mark to be kept elsewhere."""

    async def verify(uri: str) -> Entry | None:
        async with opened_store(settings.store, uri, Timetable()) as store:
            return await store.audit.verify()

    with running_or_started(settings.store) as uri:
        last = asyncio.run(verify(uri))
    print(f"unbroken, {last.id} entries, last mark {last.mark}" if last else "nothing noted yet")


def show_menus(settings: Settings) -> None:
    """Print the map of the menus that people answer with numbers."""
    print(drawn(screens(), load_phrases()))


def check(settings: Settings) -> None:
    """Print the effective settings; secrets stay hidden."""
    print(yaml.safe_dump(settings.model_dump(mode="json"), allow_unicode=True, sort_keys=False))


COMMANDS = {
    "serve": serve,
    "demo": demo,
    "check": check,
    "seed": seed_demo,
    "menu": publish_menu,
    "menus": show_menus,
    "audit": audit,
}


def parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python app.py", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, function in (*COMMANDS.items(), ("report", report), ("account", account)):
        command = commands.add_parser(name, help=(function.__doc__ or "").splitlines()[0])
        command.add_argument("--config", type=Path, default=Path(__file__).with_name("config.yaml"))
        command.add_argument("--port", type=int, help="overrides server.port")
        command.add_argument("--processes", type=int, help="overrides server.processes")
    _add_question(commands.choices["report"])
    _add_wanted(commands.choices["account"])
    return parser.parse_args(arguments)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as 2026-10-01") from None


def _add_question(command: argparse.ArgumentParser) -> None:
    """What figures are wanted of, and how they are written."""
    command.add_argument("--area", help="an area's identifier or name; without it everywhere")
    days = {"--from": "the first day; else of the month", "--to": "the first that does not count"}
    for option, told in days.items():
        command.add_argument(option, type=_day, metavar="YYYY-MM-DD", help=told)
    forms = command.add_mutually_exclusive_group()
    for form in ("json", "csv"):
        forms.add_argument(f"--{form}", dest="form", action="store_const", const=form)
    command.set_defaults(form="table")


def _add_wanted(command: argparse.ArgumentParser) -> None:
    """Whose account it shall be."""
    command.add_argument("login", help="the name to sign in by")
    command.add_argument("--name", help="what the person is called")
    command.add_argument("--role", choices=INSIDE, default=Role.ADMINISTRATOR)
    command.add_argument("--area", help="the area they see, by identifier; without it everything")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 2 for wrong settings, 1 when something it needs is not there."""
    given = parse_arguments(arguments)
    for name in ("port", "processes"):
        if (value := getattr(given, name)) is not None:
            os.environ[f"{PREFIX}SERVER__{name.upper()}"] = str(value)
    try:
        settings = load_settings(Settings, given.config)
        start_logging(settings.server.log_level)
        if given.command == "report":
            report(settings, Question(given.area, getattr(given, "from"), given.to), given.form)
        elif given.command == "account":
            account(settings, Wanted(given.login, given.name, Role(given.role), given.area))
        else:
            COMMANDS[given.command](settings)
    except (SettingsProblemError, QuestionError, AccountError) as problem:
        print(problem, file=sys.stderr)
        return 2
    except (*TROUBLES, ApiError, BrokenChainError) as trouble:
        print(f"cannot {given.command}: {trouble}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
