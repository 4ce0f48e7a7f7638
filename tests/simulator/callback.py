"""A tiny account server: checks every push with its own crypto and answers as it is told."""

import asyncio
import base64
import hashlib
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from xml.etree import ElementTree

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

ACCOUNT = "gh_de0000000001"
TOKEN = "jieyoudemo"
APP_ID = b"wxde00000000000001"
AES_KEY = base64.b64decode("JieyouDemoOnlyNotForRealUse1234567890abcdef=")


@dataclass(frozen=True)
class Pushed:
    """One push as it arrived: the query, the plain XML and its fields."""

    query: dict[str, str]
    xml: str
    fields: dict[str, str]


@dataclass
class AccountServer:
    """What the server saw, and how it shall answer."""

    url: str = ""
    answer: Callable[[Pushed], bytes] = lambda _pushed: b"success"
    status: int = 200
    delays: list[float] = field(default_factory=list)
    pushes: list[Pushed] = field(default_factory=list)
    refused: int = 0

    def reset(self) -> None:
        self.answer = lambda _pushed: b"success"
        self.status, self.refused = 200, 0
        self.pushes, self.delays = [], []


class CallbackHandler(RequestHandler):
    def initialize(self, server: AccountServer) -> None:
        self.server = server

    def get(self) -> None:
        self.refuse_unless(self.is_signed("signature"))
        self.finish(self.get_query_argument("echostr"))

    async def post(self) -> None:
        document = ElementTree.fromstring(self.request.body)  # noqa: S314
        encrypted = document.findtext("Encrypt")
        xml = self.request.body.decode() if encrypted is None else open_sealed(encrypted).decode()
        extra, name = ([encrypted], "msg_signature") if encrypted else ([], "signature")
        if not self.refuse_unless(self.is_signed(name, *extra)):
            return
        fields = {child.tag: child.text or "" for child in ElementTree.fromstring(xml)}  # noqa: S314
        query = {key: self.get_query_argument(key) for key in self.request.query_arguments}
        pushed = Pushed(query, xml, fields)
        self.server.pushes.append(pushed)
        if self.server.delays:
            await asyncio.sleep(self.server.delays.pop(0))
        self.set_status(self.server.status)
        self.finish(self.server.answer(pushed))

    def is_signed(self, name: str, *extra: str) -> bool:
        stamp, nonce = self.get_query_argument("timestamp"), self.get_query_argument("nonce")
        return self.get_query_argument(name) == signature(stamp, nonce, *extra)

    def refuse_unless(self, is_signed: bool) -> bool:
        if not is_signed:
            self.server.refused += 1
            self.send_error(403)
        return is_signed


@contextmanager
def running_account_server() -> Iterator[AccountServer]:
    """Serve on a free port in a thread of its own."""
    server, ready = AccountServer(), threading.Event()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    async def serve() -> None:
        routes = [("/wechat", CallbackHandler, {"server": server})]
        sockets = bind_sockets(0, "127.0.0.1")
        http = HTTPServer(Application(routes, log_function=lambda _handler: None))
        http.add_sockets(sockets)
        server.url = f"http://127.0.0.1:{sockets[0].getsockname()[1]}/wechat"
        ready.set()
        await stop.wait()
        http.stop()
        await http.close_all_connections()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    ready.wait(timeout=10)
    yield server
    loop.call_soon_threadsafe(stop.set)
    thread.join(timeout=10)
    loop.close()


def signature(*parts: str) -> str:
    return hashlib.sha1("".join(sorted([TOKEN, *parts])).encode()).hexdigest()  # noqa: S324


def open_sealed(encrypted: str) -> bytes:
    decryptor = Cipher(algorithms.AES(AES_KEY), modes.CBC(AES_KEY[:16])).decryptor()
    plain = decryptor.update(base64.b64decode(encrypted)) + decryptor.finalize()
    content = plain[: -plain[-1]]
    (length,) = struct.unpack(">I", content[16:20])
    assert content[20 + length :] == APP_ID
    return content[20 : 20 + length]


def sealed(xml: str) -> bytes:
    """Return the encrypted envelope of a reply."""
    message = xml.encode()
    plain = bytes(16) + struct.pack(">I", len(message)) + message + APP_ID
    pad = 32 - len(plain) % 32
    encryptor = Cipher(algorithms.AES(AES_KEY), modes.CBC(AES_KEY[:16])).encryptor()
    encrypted = base64.b64encode(encryptor.update(plain + bytes([pad]) * pad)).decode()
    stamp = str(int(time.time()))
    return (
        f"<xml><Encrypt><![CDATA[{encrypted}]]></Encrypt>"
        f"<MsgSignature><![CDATA[{signature(stamp, 'n1', encrypted)}]]></MsgSignature>"
        f"<TimeStamp>{stamp}</TimeStamp><Nonce><![CDATA[n1]]></Nonce></xml>"
    ).encode()


def reply_xml(pushed: Pushed, body: str, kind: str = "text", **replaced: str) -> str:
    """Return a plain passive reply; `replaced` spoils single fields of the head."""
    head = {
        "ToUserName": pushed.fields["FromUserName"],
        "FromUserName": ACCOUNT,
        "CreateTime": "1760000000",
        "MsgType": kind,
        **replaced,
    }
    return f"<xml>{''.join(f'<{tag}>{text}</{tag}>' for tag, text in head.items())}{body}</xml>"


def says(words: str, **replaced: str) -> Callable[[Pushed], bytes]:
    """Return an answer to any push: this text, sealed."""
    body = f"<Content><![CDATA[{words}]]></Content>"
    return lambda pushed: sealed(reply_xml(pushed, body, **replaced))
