"""Starts the stand-in from the command line: `python -m simulator`."""

import argparse
import asyncio
import os
import signal
import sys
from pathlib import Path

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from simulator.account import DEMO_ACCOUNT, load_account
from simulator.app import UPLOAD_BYTES, make_app
from simulator.faults import Faults
from simulator.people import DEMO_PEOPLE
from simulator.world import World


def main() -> int:
    """Serve until SIGINT or SIGTERM; returns the exit status."""
    options = _parser().parse_args()
    try:
        asyncio.run(_serve(options))
    except (OSError, ValueError) as error:
        print(f"simulator: {error}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="simulator", description="A stand-in for WeChat.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8001, help="0 takes any free port")
    parser.add_argument("--callback", default="http://127.0.0.1:8000/wechat", metavar="URL")
    parser.add_argument("--account", type=Path, default=DEMO_ACCOUNT, metavar="FILE.yaml")
    parser.add_argument("--people", type=Path, default=DEMO_PEOPLE, metavar="FILE.yaml")
    parser.add_argument("--latency-ms", type=int, default=0, help="delay of every API answer")
    return parser


async def _serve(options: argparse.Namespace) -> None:
    account = load_account(options.account, os.environ)
    sockets = bind_sockets(options.port, options.host)
    host = f"[{options.host}]" if ":" in options.host else options.host
    address = f"http://{host}:{sockets[0].getsockname()[1]}"
    faults = Faults().changed({"api_latency_ms": options.latency_ms})
    world = World(account, options.people, options.callback, address, faults)
    server = HTTPServer(make_app(world), max_body_size=UPLOAD_BYTES, idle_connection_timeout=60)
    server.add_sockets(sockets)
    print(f"simulator: {address} (callback {options.callback})", flush=True)
    await _until_told_to_stop()
    server.stop()
    world.close()
    await server.close_all_connections()


async def _until_told_to_stop() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await stop.wait()


if __name__ == "__main__":
    sys.exit(main())
