"""Everything the stand-in remembers, put together in one place and forgotten as a whole."""

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from simulator.account import Account
from simulator.callback_client import CallbackClient
from simulator.calls import CallLog
from simulator.chats import Chats, Watchers
from simulator.clock import VirtualClock
from simulator.crypto import Cryptor
from simulator.customer import CustomerDesk
from simulator.exchanges import Exchanges, Push
from simulator.faults import FaultDesk, Faults
from simulator.logins import Logins
from simulator.media import MediaStore
from simulator.notices import NoticeDesk
from simulator.people import People
from simulator.phone import Phone
from simulator.pusher import Pusher
from simulator.pushes import Fielder
from simulator.qrcodes import QrCodes
from simulator.quotas import Quotas
from simulator.replies import ReplyReader
from simulator.sealing import Sealer
from simulator.tokens import TokenDesk
from simulator.windows import Windows
from simulator.xmltext import build


class World:
    """One platform: an account, its people, and all that happened between them."""

    def __init__(
        self, account: Account, people_file: Path, callback: str, address: str, faults: Faults
    ) -> None:
        self.account = account
        self.address = address
        self.watchers = Watchers()
        self._people_file = people_file
        self.callback = callback
        self._first_faults = faults
        self._client = CallbackClient(callback)
        self._tasks: set[asyncio.Task[Any]] = set()
        self.reset()

    def reset(self) -> None:
        """Forget everything that happened; settings and watchers stay."""
        account, clock = self.account, VirtualClock()
        cryptor = Cryptor(account.encoding_aes_key, account.app_id)
        self.clock = clock
        self.faults = FaultDesk(self._first_faults)
        self.people = People(clock, self._people_file)
        self.tokens = TokenDesk(clock)
        self.quotas = Quotas(clock, account.quotas)
        self.windows = Windows(clock)
        self.media = MediaStore(clock)
        self.qrcodes = QrCodes(clock)
        self.logins = Logins(clock)
        self.calls = CallLog(clock)
        self.menu: list[dict[str, Any]] = []
        self.chats = Chats(clock, self.watchers)
        self.exchanges = Exchanges(clock)
        self.notices = NoticeDesk(account, clock, self.people, self.chats)
        self.customer = CustomerDesk(account, self.people, self.windows, self.media, self.chats)
        self.pusher = Pusher(
            self.callback,
            self._client,
            account,
            Sealer(account, cryptor),
            ReplyReader(account, cryptor, self.media),
            self.faults,
            self.exchanges,
        )
        fielder = Fielder(self.media, self.qrcodes, f"{self.address}/sim/media/")
        self.phone = Phone(
            account,
            clock,
            self.people,
            self.windows,
            self.chats,
            self.faults,
            fielder,
            self.pusher,
        )

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run work in the background and keep it alive until it ends."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def push_event(self, openid: str, event: str, fields: dict[str, Any]) -> None:
        """Push an event that no person caused."""
        head = {
            "ToUserName": self.account.original_id,
            "FromUserName": openid,
            "CreateTime": self.clock.seconds(),
            "MsgType": "event",
            "Event": event,
        }
        await self.pusher.deliver(self.pusher.start(Push(openid, build({**head, **fields}))))

    def close(self) -> None:
        """Stop background work and outgoing connections."""
        for task in self._tasks:
            task.cancel()
        self._client.close()
