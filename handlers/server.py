"""Listening: one socket shared by one or several processes, and an orderly end."""

import asyncio
import logging
import multiprocessing
import os
import signal
import socket
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from types import FrameType
from typing import NoReturn

from pydantic import BaseModel, ConfigDict, Field
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

log = logging.getLogger(__name__)

BODY_LIMIT = 1024 * 1024
RESTART_PAUSE = 1.0


class ServerSettings(BaseModel):
    """Where and how we listen."""

    model_config = ConfigDict(extra="forbid")

    address: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    public_url: str = Field(default="http://127.0.0.1:8000", pattern="^https?://[^/]+$")
    behind_proxy: bool = False
    processes: int = Field(default=1, ge=1, le=64)
    stop_seconds: float = Field(default=6.0, ge=0)
    log_level: str = Field(default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$")


class PortTakenError(Exception):
    """Somebody else listens there."""


def bind(settings: ServerSettings) -> list[socket.socket]:
    """The listening sockets. Raises PortTakenError."""
    try:
        return bind_sockets(settings.port, settings.address)
    except OSError as error:
        raise PortTakenError(
            f"port {settings.port} on {settings.address} is taken: {error.strerror}; "
            "stop the other program or set server.port"
        ) from error


def listen(
    application: Application, sockets: list[socket.socket], *, behind_proxy: bool = False
) -> HTTPServer:
    """Start answering requests; bodies over ``BODY_LIMIT`` bytes are refused unread.

    ``behind_proxy`` takes the address of who asks from the proxy's ``X-Forwarded-For``.
    """
    server = HTTPServer(
        application,
        max_body_size=BODY_LIMIT,
        idle_connection_timeout=120,
        body_timeout=10,
        xheaders=behind_proxy,
    )
    server.add_sockets(sockets)
    return server


def stop_requested() -> asyncio.Event:
    """An event that is set by Ctrl-C or SIGTERM, or when the process that started us is gone."""
    event = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, event.set)
    parent = os.getppid()

    def look() -> None:
        if os.getppid() != parent:
            event.set()
        else:
            loop.call_later(1.0, look)

    if multiprocessing.parent_process() is not None:
        look()
    return event


def run_workers(count: int, work: Callable[[], None]) -> None:
    """Run ``work`` in so many processes until we are told to stop; replace those that die."""
    context = multiprocessing.get_context("fork")
    workers: list[BaseProcess] = []
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGINT, _end)
    try:
        while True:
            alive = [worker for worker in workers if worker.is_alive()]
            if workers and len(alive) < len(workers):
                log.error("a worker process died; starting another")
            workers = alive + [_start(context, work) for _ in range(count - len(alive))]
            time.sleep(RESTART_PAUSE)
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.join()


def _start(context: multiprocessing.context.ForkContext, work: Callable[[], None]) -> BaseProcess:
    worker = context.Process(target=work)
    worker.start()
    return worker


def _end(number: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)
