"""Sealed pushes in bulk and a lean client that sends them, so that the client costs little."""

import asyncio
import itertools
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from simulator.account import load_account
from simulator.crypto import Cryptor
from simulator.exchanges import Push, Wire
from simulator.sealing import Sealer

ACCOUNT = Path(__file__).resolve().parents[1] / "simulator" / "account.yaml"
TEXTS = (
    "三楼楼道的灯不亮了，晚上上下楼看不见",
    "公司拖欠工资三个月了，想问问怎么讨回来",
    "老人八十岁了，高龄补贴在哪里办",
    "奶奶腿脚不便，想请人帮忙去药店买药",
    "厨房水管漏水，水都流到地上了",
)
_ids = itertools.count(int(time.time()) * 1_000_000)


@dataclass(frozen=True, slots=True)
class Sent:
    """One push and what came back."""

    push: Push
    status: int
    seconds: float
    body: bytes


@dataclass(slots=True)
class Results:
    """What came back, and how long it all took."""

    sent: list[Sent] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.sent) / self.seconds

    def percentile(self, share: float) -> float:
        """The answer time, in seconds, that this share of the answers stayed below."""
        times = sorted(each.seconds for each in self.sent)
        return times[min(len(times) - 1, int(share * len(times)))]


def text_push(person: str, text: str) -> Push:
    """A text message of a person with a MsgId of its own."""
    number = str(next(_ids))
    xml = (
        "<xml><ToUserName><![CDATA[gh_de0000000001]]></ToUserName>"
        f"<FromUserName><![CDATA[{person}]]></FromUserName>"
        f"<CreateTime>{int(time.time())}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content><![CDATA[{text}]]></Content><MsgId>{number}</MsgId></xml>"
    )
    return Push(openid=person, xml=xml, msg_id=number)


def reports(count: int, prefix: str = "oBench") -> list[Push]:
    """Reports of so many different people."""
    width = 28 - len(prefix)
    texts = itertools.cycle(TEXTS)
    return [text_push(f"{prefix}{n:0{width}d}", next(texts)) for n in range(count)]


async def send_all(address: str, pushes: Sequence[Push], *, connections: int = 64) -> Results:
    """Send every push once over so many connections; a broken connection ends its share."""
    account = load_account(ACCOUNT, {})
    sealer = Sealer(account, Cryptor(account.encoding_aes_key, account.app_id))
    letters = [(push, _request(address, sealer, push)) for push in pushes]
    queue, results = iter(letters), Results()
    started = time.perf_counter()
    await asyncio.gather(*(_connection(address, queue, results) for _ in range(connections)))
    results.seconds = time.perf_counter() - started
    return results


def _request(address: str, sealer: Sealer, push: Push) -> bytes:
    letter = sealer.seal(push, Wire())
    parts = urlsplit(address)
    body = letter.body.encode()
    head = (
        f"POST {parts.path or '/'}?{letter.query} HTTP/1.1\r\nHost: {parts.netloc}\r\n"
        f"Content-Type: text/xml\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def _connection(address: str, queue: Iterable[tuple[Push, bytes]], results: Results) -> None:
    parts = urlsplit(address)
    try:
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        for push, request in queue:
            started = time.perf_counter()
            writer.write(request)
            status, body = await _response(reader)
            elapsed = time.perf_counter() - started
            results.sent.append(Sent(push, status, elapsed, body))
        writer.close()
    except (OSError, asyncio.IncompleteReadError):
        return


async def _response(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    lines = head.split("\r\n")
    lengths = [line.split(":")[1] for line in lines if line.lower().startswith("content-length:")]
    return int(lines[0].split(" ")[1]), await reader.readexactly(int(lengths[0]))
