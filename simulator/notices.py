"""Template messages: checked as WeChat does, shown once, and given an id to report on."""

import time
from collections.abc import Mapping
from itertools import count
from typing import Any

from simulator.account import Account
from simulator.chats import Chats
from simulator.clock import VirtualClock
from simulator.errors import ApiError
from simulator.parameters import check_data
from simulator.people import People

DEDUPE_SECONDS = 600
CLIENT_ID_LENGTH = 32
URL_BYTES = 1024
_REMEMBERED = 100_000
# An int64 beyond 2^53, never repeated by a restarted process.
_MSG_IDS = 4_000_000_000_000_000_000


class NoticeDesk:
    """Takes template messages and remembers their client ids for ten minutes.

    Source: WeChat 服务号 docs, send template message page.
    """

    def __init__(self, account: Account, clock: VirtualClock, people: People, chats: Chats) -> None:
        self._account = account
        self._clock = clock
        self._people = people
        self._chats = chats
        self._msg_ids = count(_MSG_IDS + time.time_ns() // 1000)
        self._sent: dict[tuple[str, str], tuple[int, float]] = {}

    def send(self, message: Mapping[str, Any]) -> tuple[int, bool]:
        """Show a message; returns its msgid and whether it is a new one.

        Raises ApiError 40003, 43004, 40035, 40037, 40013, 40039 or 47003.
        """
        person = self._people.follower(message.get("touser"))
        key = (person.openid, _client_id(message))
        if earlier := self._earlier(key):
            return earlier, False
        template = self._account.template(str(message.get("template_id")))
        if template is None:
            raise ApiError(40037)
        values = check_data(template.keys, message.get("data"))
        card = {
            "title": template.title,
            "template_id": template.id,
            "fields": template.fill(values),
            "values": values,
            **self._jump(message),
        }
        self._chats.add(person.openid, "account", "template", card)
        return self._number(key), True

    def _jump(self, message: Mapping[str, Any]) -> dict[str, Any]:
        url, page = message.get("url", ""), message.get("miniprogram", {})
        if not isinstance(url, str) or len(url.encode()) > URL_BYTES:
            raise ApiError(40039)
        if not page:
            return {"url": url}
        if not isinstance(page, dict) or page.get("appid") != self._account.miniprogram.app_id:
            raise ApiError(40013)
        return {"url": url, "pagepath": str(page.get("pagepath", ""))}

    def _earlier(self, key: tuple[str, str]) -> int | None:
        msgid, sent_at = self._sent.get(key, (0, 0.0))
        return msgid if msgid and self._clock.now() - sent_at < DEDUPE_SECONDS else None

    def _number(self, key: tuple[str, str]) -> int:
        msgid = next(self._msg_ids)
        if key[1]:
            self._sent.pop(key, None)
            self._sent[key] = (msgid, self._clock.now())
        if len(self._sent) > _REMEMBERED:
            del self._sent[next(iter(self._sent))]
        return msgid


def _client_id(message: Mapping[str, Any]) -> str:
    client_id = message.get("client_msg_id", "")
    if not isinstance(client_id, str) or len(client_id) > CLIENT_ID_LENGTH:
        raise ApiError(40035, f"client_msg_id must be a text of at most {CLIENT_ID_LENGTH}")
    return client_id
