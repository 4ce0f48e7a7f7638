"""The stand-in for WeChat as the month sees it: people act, messages arrive, things go wrong."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import yaml
from tornado.httpclient import AsyncHTTPClient
from tornado.websocket import websocket_connect

from benchmarks.running import ROOT, process, wait_for

Item = dict[str, Any]
# As fast as the month needs it: what WeChat repeats after 5 s comes again after half a second.
DELIVERY = {"retry_gap_seconds": 0.5, "finish_event_seconds": 0.05}
HEALTHY = {
    "api_failure": "",
    "api_failure_times": 0,
    "api_failure_path": "",
    "api_failure_after_work": False,
    "push_duplicate": False,
    "finish_event": "normal",
    "template_status": "success",
}


@contextmanager
def running(folder: Path, port: int, callback: str) -> Iterator[int]:
    """The stand-in in a process of its own, without any people; its process id."""
    account = yaml.safe_load((ROOT / "simulator" / "account.yaml").read_text("utf-8"))
    account["delivery"] |= DELIVERY
    (folder / "account.yaml").write_text(yaml.safe_dump(account, allow_unicode=True), "utf-8")
    (folder / "people.yaml").write_text("[]", "utf-8")
    given = ["--account", str(folder / "account.yaml"), "--people", str(folder / "people.yaml")]
    arguments = ["-m", "simulator", "--port", str(port), "--callback", callback, *given]
    with process(*arguments, log=folder / "simulator.log") as started:
        wait_for(f"http://127.0.0.1:{port}/sim/people")
        yield started.pid


class WeChat:
    """The control doors of a running stand-in."""

    def __init__(self, port: int) -> None:
        self._base = f"127.0.0.1:{port}"

    async def tell(self, path: str, document: object) -> Any:
        """POST to a control door."""
        answer = await AsyncHTTPClient().fetch(
            f"http://{self._base}{path}",
            method="POST",
            body=json.dumps(document),
            request_timeout=120,
        )
        return json.loads(answer.body)

    async def ask(self, path: str) -> Any:
        """GET a control door."""
        answer = await AsyncHTTPClient().fetch(f"http://{self._base}{path}", request_timeout=60)
        return json.loads(answer.body)

    async def now(self) -> float:
        """Its clock, in epoch seconds."""
        return float((await self.ask("/sim/account"))["now"])

    async def act(self, pushes: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Several people do something at once; what became of each, in the same order."""
        done: list[dict[str, Any]] = await self.tell("/sim/push", list(pushes)) if pushes else []
        return done

    async def faults(self, **switches: Any) -> None:
        """Switch faults; all that is not named is healthy."""
        await self.tell("/sim/faults", HEALTHY | switches)

    async def received(self, person: str) -> list[Item]:
        """The last items of a chat."""
        found: list[Item] = await self.ask(f"/sim/chat/{person}")
        return found

    @asynccontextmanager
    async def watched(self, tell: Callable[[str, Item], None]) -> AsyncIterator[None]:
        """Every message that the account sends to anybody is told, as it arrives."""

        def hear(message: str | bytes | None) -> None:
            told = json.loads(message) if message else {}
            item = told.get("item", {})
            if item.get("from") == "account" and not item.get("exchange"):
                tell(told["person"], item)

        connection = await websocket_connect(
            f"ws://{self._base}/sim/live", on_message_callback=hear
        )
        try:
            yield
        finally:
            await asyncio.sleep(0)
            connection.close()
