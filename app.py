"""Jieyou 解忧: joins the rooms' settings, composes the rooms and runs them; the command line."""

import argparse
import asyncio
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from socket import socket

import uvloop
import yaml
from pydantic import BaseModel, ConfigDict, Field
from tornado.httpclient import AsyncHTTPClient, HTTPClientError
from tornado.httpserver import HTTPServer

from bot.account_menu import BUTTONS
from bot.conversations import Conversations
from bot.dispatcher import Dispatcher
from bot.logs import start_logging
from bot.notices import Courier
from bot.phrases import load_phrases
from bot.services import Services
from bot.settings import (
    MiniProgramSettings,
    TalkSettings,
    TemplateSettings,
    WeChatSettings,
)
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
from jobs.climb import climb
from jobs.deliver import deliver
from jobs.fetch_media import fetch_media
from jobs.schedule import Job, Schedule
from models.child import Child
from models.clock import system_clock
from models.database import StoreUnavailableError, opened
from models.demo import read_community, seed
from models.embedded import EmbeddedStore, EmbeddedStoreError
from models.ladder import QueueSettings
from models.settings import (
    PREFIX,
    FileSettings,
    SettingsProblemError,
    load_settings,
    nearest,
)
from models.store import Store, StoreSettings
from models.vault import VaultError, load_vault
from nlp import QUEUES, LexiconError, Understander

log = logging.getLogger("jieyou")

TEMPLATES = ("task", "progress")
DEMO_APP_ID = "wxde00000000000001"
DEMO_TOKEN = "jieyoudemo"  # noqa: S105 - known to everybody, and refused for real accounts
TROUBLES = (
    EmbeddedStoreError,
    StoreUnavailableError,
    PortTakenError,
    VaultError,
    LexiconError,
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
    queues: dict[str, QueueSettings] = Field(default_factory=dict)
    talk: TalkSettings = TalkSettings()
    demo: DemoSettings = DemoSettings()

    def inconsistencies(self) -> list[str]:
        """Keys that do not work, templates and queues that are missing or unknown."""
        problems = self.wechat.problems()
        if self.wechat.app_id != DEMO_APP_ID and self.wechat.token.get_secret_value() == DEMO_TOKEN:
            problems.append("wechat.token: everybody knows the demonstration's; set your own")
        wanted = (("templates", self.templates, TEMPLATES), ("queues", self.queues, QUEUES))
        for group, given, names in wanted:
            missing = [name for name in names if name not in given]
            strange = [name for name in given if name not in names]
            problems += [f"{group}.{name}: missing" for name in missing]
            problems += [f"{group}.{name}: unknown{nearest(name, names)}" for name in strange]
        return problems


@dataclass(frozen=True, slots=True)
class House:
    """Everything composed and ready to serve."""

    services: Services
    dispatcher: Dispatcher
    client: WeChatClient
    courier: Courier
    metrics: Metrics


@asynccontextmanager
async def composed(
    settings: Settings, uri: str, understander: Understander
) -> AsyncIterator[House]:
    """The rooms on an open store. Raises StoreUnavailableError or VaultError."""
    vault = load_vault(settings.store.key_file)
    async with opened(uri, settings.store.name) as database:
        keep = timedelta(days=settings.store.keep_chat_days)
        store = Store(database, vault, system_clock, keep)
        await store.check_keys()
        await store.ensure_indexes()
        services = Services(
            store=store,
            understander=understander,
            phrases=load_phrases(),
            areas=await store.areas.tree(),
            queues=settings.queues,
            clock=system_clock,
            home=settings.talk.home,
            join_minutes=settings.talk.join_minutes,
        )
        alone = settings.server.processes == 1
        conversations = Conversations(store.receipts, system_clock, alone=alone)
        await conversations.warm()
        client = WeChatClient(settings.wechat.account(), store.credentials)
        specs = {name: template.spec() for name, template in settings.templates.items()}
        courier = Courier(services, client, specs)
        try:
            yield House(services, Dispatcher(services, conversations), client, courier, Metrics())
        finally:
            client.close()


def schedule_of(house: House) -> Schedule:
    """The table of jobs."""
    services = house.services
    jobs = (
        Job("climb", 0.5, lambda: climb(services)),
        Job("deliver", 0.5, lambda: deliver(services, house.courier)),
        Job("fetch media", 1.0, lambda: fetch_media(services, house.client)),
        Job("catch up", 20.0, lambda: handle_waiting(services, house.dispatcher)),
    )
    return Schedule(jobs, services.store.leases)


async def serve_house(settings: Settings, house: House, sockets: list[socket]) -> None:
    """Answer pushes and run the jobs until we are asked to stop, then end in order."""
    stop = stop_requested()
    await file_unfinished(house.services)
    application = make_application(
        envelope=settings.wechat.envelope(system_clock),
        dispatcher=house.dispatcher,
        metrics=house.metrics,
        database=house.services.store.database,
        clock=system_clock,
        is_stopping=stop.is_set,
    )
    schedule = schedule_of(house)
    await schedule.start()
    server = listen(application, sockets)
    log.info("listening", extra={"port": sockets[0].getsockname()[1]})
    await stop.wait()
    log.info("stopping")
    await _end(server, house, schedule, settings.server.stop_seconds)


async def _end(server: HTTPServer, house: House, schedule: Schedule, seconds: float) -> None:
    """Take no more, finish what runs, and give the jobs to another process."""
    server.stop()
    await house.dispatcher.drain(seconds)
    await schedule.stop()
    await server.close_all_connections()


@contextmanager
def store_of(settings: Settings) -> Iterator[str]:
    """The address of the store, started first when it is embedded. Raises EmbeddedStoreError."""
    if not settings.store.is_embedded:
        yield settings.store.uri
        return
    embedded = EmbeddedStore(settings.store.path)
    embedded.start()
    embedded.keep_alive()
    try:
        yield embedded.uri
    finally:
        embedded.stop()


def serve(settings: Settings) -> None:
    """Run the bot in one or several processes."""
    if settings.wechat.app_id == DEMO_APP_ID:
        log.warning("these are the demonstration's keys; set wechat.* before real use")
    sockets = bind(settings.server)
    understander = Understander.load()
    with store_of(settings) as uri:

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
    with store_of(settings) as uri:
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
    async with composed(settings, uri, understander) as house:
        await seed(house.services.store, read_community(), system_clock())
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
    print(
        f"\nJieyou 解忧 is ready.\n  bot        {bot}\n  chat page  {page}\nCtrl-C ends it.\n",
        flush=True,
    )


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

    async def add(uri: str) -> None:
        async with composed(settings, uri, Understander.load()) as house:
            added = await seed(house.services.store, read_community(), system_clock())
            print(f"{added} entries added")

    with store_of(settings) as uri:
        asyncio.run(add(uri))


def publish_menu(settings: Settings) -> None:
    """Put the menu under the chat of the account."""

    async def publish() -> None:
        client = WeChatClient(settings.wechat.account(), PrivateShelf())
        await client.create_menu(BUTTONS)
        client.close()

    asyncio.run(publish())
    print("published; WeChat shows it within five minutes")


def check(settings: Settings) -> None:
    """Print the effective settings; secrets stay hidden."""
    print(yaml.safe_dump(settings.model_dump(mode="json"), allow_unicode=True, sort_keys=False))


COMMANDS = {
    "serve": serve,
    "demo": demo,
    "check": check,
    "seed": seed_demo,
    "menu": publish_menu,
}


def parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python app.py", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, function in COMMANDS.items():
        command = commands.add_parser(name, help=(function.__doc__ or "").splitlines()[0])
        command.add_argument("--config", type=Path, default=Path(__file__).with_name("config.yaml"))
        command.add_argument("--port", type=int, help="overrides server.port")
        command.add_argument("--processes", type=int, help="overrides server.processes")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 2 for wrong settings, 1 when something it needs is not there."""
    given = parse_arguments(arguments)
    for name in ("port", "processes"):
        if (value := getattr(given, name)) is not None:
            os.environ[f"{PREFIX}SERVER__{name.upper()}"] = str(value)
    try:
        settings = load_settings(Settings, given.config)
        start_logging(settings.server.log_level)
        COMMANDS[given.command](settings)
    except SettingsProblemError as problem:
        print(problem, file=sys.stderr)
        return 2
    except (*TROUBLES, ApiError) as trouble:
        print(f"cannot {given.command}: {trouble}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
