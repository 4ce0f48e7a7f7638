"""Customer-service messages: each kind's rules, and the window they are counted in."""

from collections.abc import Callable, Mapping
from typing import Any

from simulator.account import Account
from simulator.chats import Chats
from simulator.errors import ApiError
from simulator.media import MediaStore
from simulator.people import People
from simulator.windows import Windows

TEXT_BYTES = 2048
MENU_ITEMS = 10
MENU_ITEM_CHARACTERS = 60

Body = Mapping[str, Any]


class CustomerDesk:
    """Takes customer-service messages.

    Source: WeChat 服务号 docs, send customer-service message page; the text limit is that of
    passive replies, the msgmenu limits are ours (the page gives the errcodes, not the numbers).
    """

    def __init__(
        self, account: Account, people: People, windows: Windows, media: MediaStore, chats: Chats
    ) -> None:
        self._account = account
        self._people = people
        self._windows = windows
        self._media = media
        self._chats = chats
        self._checks: Mapping[str, Callable[[Body], dict[str, Any]]] = {
            "text": _text,
            "image": self._file,
            "voice": self._file,
            "video": self._file,
            "music": lambda body: self._file(body, "thumb_media_id"),
            "news": _news,
            "msgmenu": _menu,
            "miniprogrampage": self._page,
        }

    def send(self, message: Mapping[str, Any]) -> None:
        """Show a message and count it in the person's window.

        Raises ApiError 40003, 45015, 45047, 40008, 47001 or the errcode of the kind's own rule.
        """
        person = self._people.known(message.get("touser"))
        kind = str(message.get("msgtype"))
        if kind not in self._checks:
            raise ApiError(40008)
        body = message.get(kind)
        if not isinstance(body, dict):
            raise ApiError(47001, f"{kind} must be an object")
        details = self._checks[kind](body)
        self._windows.spend(person.openid)
        bubble = "menu" if kind == "msgmenu" else "custom"
        self._chats.add(person.openid, "account", bubble, {"msgtype": kind, **details})

    def hint(self, message: Mapping[str, Any]) -> None:
        """Show or hide the typing hint; raises ApiError 40003, 45072, 45080 or 45081."""
        openid = self._people.known(message.get("touser")).openid
        command = message.get("command")
        if command == "Typing":
            self._windows.start_typing(openid)
        elif command == "CancelTyping":
            self._windows.stop_typing(openid)
        else:
            raise ApiError(45072)
        self._chats.show_typing(openid, command == "Typing")

    def _file(self, body: Body, name: str = "media_id") -> dict[str, Any]:
        media_id = body.get(name)
        if not isinstance(media_id, str) or not self._media.has(media_id):
            raise ApiError(40007)
        return {"media_id": media_id}

    def _page(self, body: Body) -> dict[str, Any]:
        if body.get("appid") != self._account.miniprogram.app_id:
            raise ApiError(40013)
        self._file(body, "thumb_media_id")
        return {"title": _words(body, "title"), "pagepath": _words(body, "pagepath")}


def _words(body: Body, name: str) -> str:
    text = body.get(name, "")
    if not isinstance(text, str):
        raise ApiError(47001, f"{name} must be a string")
    if len(text.encode()) > TEXT_BYTES:
        raise ApiError(45002)
    return text


def _text(body: Body) -> dict[str, Any]:
    text = _words(body, "content")
    if not text.strip():
        raise ApiError(44004)
    return {"text": text}


def _news(body: Body) -> dict[str, Any]:
    articles = body.get("articles")
    if not isinstance(articles, list) or not all(isinstance(each, dict) for each in articles):
        raise ApiError(47001, "articles must be a list of objects")
    if len(articles) != 1:
        raise ApiError(45008)
    names = ("title", "description", "url", "picurl")
    return {"articles": [{name: _words(each, name) for name in names} for each in articles]}


def _menu(body: Body) -> dict[str, Any]:
    items = body.get("list")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise ApiError(47001, "list must be a list of objects")
    if not 1 <= len(items) <= MENU_ITEMS:
        raise ApiError(45098)
    shown = [{"id": _words(item, "id"), "content": _words(item, "content")} for item in items]
    if not all(1 <= len(each["content"]) <= MENU_ITEM_CHARACTERS for each in shown):
        raise ApiError(45099)
    return {
        "head": _words(body, "head_content"),
        "list": shown,
        "tail": _words(body, "tail_content"),
    }
