"""Turning plain XML into the signed request WeChat sends, in each of its three modes."""

import time
from dataclasses import dataclass
from secrets import randbelow
from urllib.parse import urlencode

from simulator.account import Account
from simulator.crypto import Cryptor, sign
from simulator.exchanges import Push, Wire
from simulator.xmltext import build, cdata


@dataclass(frozen=True)
class Letter:
    """A request ready to be posted to the callback."""

    query: str
    body: str


class Sealer:
    """Signs and encrypts pushes of one account.

    Source: WeChat 消息推送 docs, server configuration and message encryption pages.
    """

    def __init__(self, account: Account, cryptor: Cryptor) -> None:
        self._account = account
        self._cryptor = cryptor

    def seal(self, push: Push, wire: Wire) -> Letter:
        """Return the request. The timestamp is the real time, as the other side checks it."""
        stamp = wire.timestamp or str(int(time.time()))
        nonce = wire.nonce or str(randbelow(10**10))
        query = {
            "signature": wire.signature or sign(self._account.token, stamp, nonce),
            "timestamp": stamp,
            "nonce": nonce,
            "openid": push.openid,
        }
        mode = wire.mode or self._account.mode
        if mode == "plain":
            return Letter(urlencode(query), push.xml)
        encrypted = self._cryptor.seal(push.xml.encode())
        query["encrypt_type"] = "aes"
        query["msg_signature"] = wire.signature or sign(
            self._account.token, stamp, nonce, encrypted
        )
        return Letter(urlencode(query), self._body(push.xml, encrypted, mode))

    def handshake(self, echo: str) -> str:
        """Return the query of the GET that asks whether a server knows the token."""
        stamp, nonce = str(int(time.time())), str(randbelow(10**10))
        signature = sign(self._account.token, stamp, nonce)
        return urlencode(
            {"signature": signature, "timestamp": stamp, "nonce": nonce, "echostr": echo}
        )

    def _body(self, xml: str, encrypted: str, mode: str) -> str:
        if mode == "compatible":
            plain = xml.removesuffix("</xml>")
            return f"{plain}<Encrypt>{cdata(encrypted)}</Encrypt></xml>"
        return build({"ToUserName": self._account.original_id, "Encrypt": encrypted})
