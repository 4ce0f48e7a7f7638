"""Judging the account's passive reply as WeChat does before showing it to the person."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from simulator.account import Account
from simulator.crypto import CryptoError, Cryptor, sign
from simulator.media import MediaStore
from simulator.xmltext import Element, XmlError, parse

TEXT_BYTES = 2048


class ReplyError(ValueError):
    """Why a reply cannot be shown."""


@dataclass(frozen=True)
class Reply:
    """The judgement: `ok`, `empty`, `invalid: why` or `unavailable`, and what was said."""

    verdict: str
    xml: str = ""
    content: dict[str, Any] | None = field(default=None)


class ReplyReader:
    """Opens and checks passive replies.

    Source: WeChat 服务号 docs, passive replies page; the 2048-byte limit is from its 2013 text.
    """

    def __init__(self, account: Account, cryptor: Cryptor, media: MediaStore) -> None:
        self._account = account
        self._cryptor = cryptor
        self._media = media

    def read(self, body: bytes, openid: str, mode: str, articles: int) -> Reply:
        """Judge one reply to a push; `articles` is how many news articles it may hold."""
        if body in (b"", b"success"):
            return Reply("empty")
        xml = ""
        try:
            document = self._open(body, mode)
            xml = document.decode("utf-8", "replace")
            return Reply("ok", xml, self._check(parse(document), openid, articles))
        except (ReplyError, CryptoError, XmlError) as error:
            return Reply(f"invalid: {error}", xml)

    def _open(self, body: bytes, mode: str) -> bytes:
        envelope = parse(body)
        encrypted = envelope.value("Encrypt")
        if encrypted is None:
            if mode == "safe":
                raise ReplyError("in safe mode a reply must be encrypted")
            return body
        if mode == "plain":
            raise ReplyError("in plain mode a reply must not be encrypted")
        stamp, nonce = envelope.value("TimeStamp") or "", envelope.value("Nonce") or ""
        if not stamp.isdecimal() or not nonce:
            raise ReplyError("the envelope needs an integer TimeStamp and a Nonce")
        if envelope.value("MsgSignature") != sign(self._account.token, stamp, nonce, encrypted):
            raise ReplyError("MsgSignature is wrong")
        return self._cryptor.open(encrypted)

    def _check(self, reply: Element, openid: str, articles: int) -> dict[str, Any]:
        if reply.value("ToUserName") != openid:
            raise ReplyError("ToUserName must be the sender's openid")
        if reply.value("FromUserName") != self._account.original_id:
            raise ReplyError("FromUserName must be the account's original id")
        if not (reply.value("CreateTime") or "").isdecimal():
            raise ReplyError("CreateTime must be an integer")
        kind = reply.value("MsgType") or ""
        checks: dict[str, Callable[[], dict[str, Any]]] = {
            "text": lambda: _text(reply),
            "image": lambda: self._file(reply, "Image"),
            "voice": lambda: self._file(reply, "Voice"),
            "video": lambda: self._file(reply, "Video"),
            "music": lambda: self._file(reply, "Music", "ThumbMediaId"),
            "news": lambda: _news(reply, articles),
            "transfer_customer_service": dict,
        }
        if kind not in checks:
            raise ReplyError(f"MsgType {kind!r} does not exist")
        return {"type": kind, **checks[kind]()}

    def _file(self, reply: Element, tag: str, name: str = "MediaId") -> dict[str, Any]:
        body = reply.find(tag)
        media_id = body.value(name) if body else None
        if not media_id or not self._media.has(media_id):
            raise ReplyError(f"{tag}.{name} is unknown or expired")
        return {"media_id": media_id}


def _text(reply: Element) -> dict[str, Any]:
    content = reply.value("Content") or ""
    if not content.strip():
        raise ReplyError("Content is empty; answer success to say nothing")
    if len(content.encode()) > TEXT_BYTES:
        raise ReplyError(f"Content is longer than {TEXT_BYTES} bytes")
    return {"content": content}


def _news(reply: Element, most: int) -> dict[str, Any]:
    holder = reply.find("Articles")
    items = [each for each in holder.children if each.tag == "item"] if holder else []
    if reply.value("ArticleCount") != str(len(items)):
        raise ReplyError("ArticleCount differs from the number of items")
    if not 1 <= len(items) <= most:
        raise ReplyError(f"1 to {most} articles are allowed here, not {len(items)}")
    articles = [{child.tag.lower(): child.text for child in item.children} for item in items]
    if not all(article.get("title") and article.get("url") for article in articles):
        raise ReplyError("each article needs Title and Url")
    return {"articles": articles}
