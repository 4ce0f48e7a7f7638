"""Delivering pushes to the account's server: timed, tried again, and the answer judged."""

import asyncio
import time
from collections.abc import Awaitable
from dataclasses import replace
from secrets import randbelow

from simulator.account import Account
from simulator.callback_client import Answer, CallbackClient
from simulator.exchanges import Attempt, Exchange, Exchanges, Push, Wire
from simulator.faults import FaultDesk
from simulator.replies import Reply, ReplyReader
from simulator.sealing import Letter, Sealer

REFUSED_GAP = 1.0
OVERTAKING_SECONDS = 2.0
WRONG_SIGNATURE = "0" * 40


class Pusher:
    """Posts pushes to one callback address.

    Source: WeChat 消息推送 docs, receiving messages page: 5 seconds, three times in total.
    """

    def __init__(
        self,
        callback: str,
        client: CallbackClient,
        account: Account,
        sealer: Sealer,
        reader: ReplyReader,
        faults: FaultDesk,
        exchanges: Exchanges,
    ) -> None:
        self._callback = callback
        self._account = account
        self._sealer = sealer
        self._reader = reader
        self._faults = faults
        self._exchanges = exchanges
        self._client = client
        self._held: dict[str, asyncio.Event] = {}

    def start(self, push: Push) -> Exchange:
        """Open the record of a push, so that the chat can refer to it before it is sent."""
        return self._exchanges.start(push)

    async def deliver(self, exchange: Exchange, wire: Wire | None = None) -> Exchange:
        """Send a push until it is answered or the attempts are used up; judge the answer."""
        wire = wire or Wire()
        if self._faults.faults.push_wrong_signature:
            wire = replace(wire, signature=WRONG_SIGNATURE)
        letter = self._sealer.seal(exchange.push, wire)
        exchange.url, exchange.body = f"{self._callback}?{letter.query}", letter.body
        release = await self._wait_to_be_overtaken(exchange.push.openid)
        if self._faults.faults.push_duplicate:
            await asyncio.gather(
                self._attempts(exchange, letter, wire), self._attempt(exchange, letter)
            )
        else:
            await self._attempts(exchange, letter, wire)
        release.set()
        exchange.reply = self._judge(exchange, wire)
        return exchange

    async def handshake(self) -> Attempt:
        """Ask the callback by GET whether it knows the token; an error says what it lacks."""
        echo = str(randbelow(10**19))
        query = self._sealer.handshake(echo)
        attempt = await self._timed(self._client.get(query, self._patience))
        if attempt.is_answered and attempt.body != echo.encode():
            attempt.error = "the body must be echostr and nothing else"
        return attempt

    @property
    def _patience(self) -> float:
        return self._account.delivery.answer_seconds

    async def _attempts(self, exchange: Exchange, letter: Letter, wire: Wire) -> None:
        for left in range((wire.deliveries or self._account.delivery.attempts) - 1, -1, -1):
            started = time.monotonic()
            attempt = await self._attempt(exchange, letter)
            if left == 0 or (attempt.is_answered and not wire.deliver_all):
                return
            gap = self._account.delivery.retry_gap_seconds
            gap = gap if attempt.status or "timed out" in attempt.error else min(gap, REFUSED_GAP)
            await asyncio.sleep(max(0.0, gap - (time.monotonic() - started)))

    async def _attempt(self, exchange: Exchange, letter: Letter) -> Attempt:
        attempt = await self._timed(self._client.post(letter.query, letter.body, self._patience))
        exchange.attempts.append(attempt)
        return attempt

    async def _timed(self, request: Awaitable[Answer]) -> Attempt:
        started = time.perf_counter()
        attempt = Attempt()
        try:
            answer = await request
            attempt.status, attempt.body = answer.status, answer.body
        except TimeoutError:
            attempt.error = f"timed out after {self._patience:g} s"
        except ConnectionRefusedError:
            attempt.error = "connection refused"
        except OSError as error:
            attempt.error = str(error) or type(error).__name__
        attempt.ms = (time.perf_counter() - started) * 1000
        return attempt

    def _judge(self, exchange: Exchange, wire: Wire) -> Reply:
        answers = [attempt for attempt in exchange.attempts if attempt.is_answered]
        if not answers:
            return Reply("unavailable")
        push, mode = exchange.push, wire.mode or self._account.mode
        return self._reader.read(answers[0].body, push.openid, mode, push.articles)

    async def _wait_to_be_overtaken(self, openid: str) -> asyncio.Event:
        """Hold this push until the person's next one was delivered, if that fault is on.

        Returns the event to set after delivery, which lets the held one go.
        """
        if not self._faults.faults.push_out_of_order:
            return asyncio.Event()
        if held := self._held.pop(openid, None):
            return held
        event = self._held[openid] = asyncio.Event()
        try:
            await asyncio.wait_for(event.wait(), OVERTAKING_SECONDS)
        except TimeoutError:
            self._held.pop(openid, None)
        return asyncio.Event()
