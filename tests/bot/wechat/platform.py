"""The other side of the wire for these tests: a running stand-in, and a client to talk to it."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from tornado.httpclient import AsyncHTTPClient
from tornado.httputil import url_concat

from bot.wechat.account import ApiAccount, Timeouts
from bot.wechat.client import WeChatClient

APP_ID, APP_SECRET = "wxde00000000000001", "0123456789abcdef0123456789abcdef"
MINI_ID, MINI_SECRET = "wxde00000000000002", "fedcba9876543210fedcba9876543210"
RESIDENT = "oDemoResident00000000000wang"
ALL_KINDS = {
    "short_thing": "short_thing1",
    "number": "number2",
    "letter": "letter3",
    "symbol": "symbol4",
    "character_string": "character_string5",
    "time": "time6",
    "date": "date7",
    "amount": "amount8",
    "phone_number": "phone_number9",
    "car_number": "car_number10",
    "name": "name11",
    "phrase": "phrase12",
    "const": "const13",
    "enum": "enum14",
    "thing": "thing15",
}

NOTICE = {
    "character_string1": {"value": "A20261122-0007"},
    "thing2": {"value": "楼道灯不亮"},
    "time3": {"value": "2026-11-22 15:01"},
}
IMPATIENT = Timeouts(connect=1, call=1, media=1)

T = TypeVar("T")


class MemoryShelf:
    """A token shelf for one process."""

    def __init__(self) -> None:
        self.tokens: dict[str, tuple[str, float]] = {}

    async def get(self, name: str) -> tuple[str, float] | None:
        return self.tokens.get(name)

    async def put(self, name: str, token: str, expires_at: float) -> None:
        self.tokens[name] = (token, expires_at)

    async def drop(self, name: str, token: str) -> None:
        if self.tokens.get(name, ("", 0.0))[0] == token:
            del self.tokens[name]


@dataclass
class Platform:
    """A stand-in at `base`, steered through its control doors."""

    base: str

    async def tell(self, path: str, document: object) -> Any:
        """POST to a control door and return its answer."""
        body = json.dumps(document)
        answer = await AsyncHTTPClient().fetch(self.base + path, method="POST", body=body)
        return json.loads(answer.body)

    async def ask(self, door: str, **query: str) -> Any:
        """GET a control door and return its answer."""
        answer = await AsyncHTTPClient().fetch(url_concat(self.base + door, query))
        return json.loads(answer.body)

    async def calls(self, path: str) -> list[dict[str, Any]]:
        """Return the API calls seen under `path`, oldest first."""
        found: list[dict[str, Any]] = await self.ask("/sim/calls", path=path)
        return found

    async def chat(self) -> list[dict[str, Any]]:
        """Return what the resident sees in the chat."""
        items: list[dict[str, Any]] = await self.ask(f"/sim/chat/{RESIDENT}")
        return items

    async def hear(self, text: str = "您好") -> None:
        """Let the resident say something, which opens the window for customer messages."""
        await self.tell("/sim/push", {"person": RESIDENT, "kind": "text", "content": text})

    def run(
        self,
        story: Callable[[WeChatClient], Coroutine[Any, Any, T]],
        *,
        account: ApiAccount | None = None,
        shelf: MemoryShelf | None = None,
        timeouts: Timeouts | None = None,
    ) -> T:
        """Run one story with a client of its own, on a platform as new."""

        async def whole() -> T:
            await self.tell("/sim/reset", {})
            client = WeChatClient(
                account or ApiAccount(APP_ID, APP_SECRET, self.base),
                shelf or MemoryShelf(),
                timeouts=timeouts,
            )
            try:
                return await story(client)
            finally:
                client.close()

        return asyncio.run(whole())


async def failure_of(call: Awaitable[object]) -> Exception:
    """Return what `call` raises; fail if it raises nothing."""
    try:
        await call
    except Exception as error:
        return error
    raise AssertionError("the call did not fail")


async def send_notice(client: WeChatClient, client_msg_id: str = "t7-done") -> str:
    """Tell the resident how far a ticket is."""
    return await client.send_template(RESIDENT, "TPL_PROGRESS", NOTICE, client_msg_id)
