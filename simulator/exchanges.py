"""The record of what went over the wire between the platform and the account's server."""

from collections import OrderedDict
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from simulator.clock import VirtualClock
from simulator.replies import Reply

KEPT_EXCHANGES = 1000
UNAVAILABLE = Reply("unavailable")


@dataclass(frozen=True)
class Push:
    """What is to be pushed: the plain XML, and what WeChat knows about it."""

    openid: str
    xml: str
    msg_id: str = ""
    articles: int = 1  # how many news articles may answer it


@dataclass(frozen=True)
class Wire:
    """How it is to be sent; every value left out is chosen as WeChat would."""

    timestamp: str = ""
    nonce: str = ""
    mode: str = ""
    signature: str = ""
    deliveries: int = 0
    deliver_all: bool = False  # deliver again even after a good answer


@dataclass
class Attempt:
    """One HTTP request to the callback."""

    status: int = 0
    ms: float = 0.0
    error: str = ""
    body: bytes = b""

    @property
    def is_answered(self) -> bool:
        """Tell whether no further attempt is due."""
        return 200 <= self.status < 300

    def to_json(self) -> dict[str, Any]:
        """Return the attempt for people to read."""
        body = self.body.decode("utf-8", "replace")
        ms = round(self.ms, 1)
        return {"status": self.status, "ms": ms, "error": self.error, "reply": body}


@dataclass
class Exchange:
    """One push from its first attempt to the judgement of the answer."""

    id: str
    at: float
    push: Push
    url: str = ""
    body: str = ""
    attempts: list[Attempt] = field(default_factory=list)
    reply: Reply = UNAVAILABLE

    def to_json(self) -> dict[str, Any]:
        """Return everything about it for people to read."""
        return {
            "id": self.id,
            "at": self.at,
            "person": self.push.openid,
            "msg_id": self.push.msg_id,
            "method": "POST",
            "url": self.url,
            "body": self.body,
            "xml": self.push.xml,
            "deliveries": [attempt.to_json() for attempt in self.attempts],
            "reply": self.reply.content,
            "reply_xml": self.reply.xml,
            "verdict": self.reply.verdict,
        }


class Exchanges:
    """The last exchanges, by id."""

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock
        self._numbers = count(1)
        self._kept: OrderedDict[str, Exchange] = OrderedDict()

    def start(self, push: Push) -> Exchange:
        """Begin a record and forget the oldest."""
        exchange = Exchange(str(next(self._numbers)), self._clock.now(), push)
        self._kept[exchange.id] = exchange
        if len(self._kept) > KEPT_EXCHANGES:
            self._kept.popitem(last=False)
        return exchange

    def get(self, exchange_id: str) -> Exchange | None:
        """Return a record, or None when it is unknown or forgotten."""
        return self._kept.get(exchange_id)

    def last(self, limit: int) -> list[Exchange]:
        """Return up to `limit` of the last records, oldest first."""
        return list(self._kept.values())[-limit:] if limit > 0 else []
