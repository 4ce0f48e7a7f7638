"""What happens when a person does something on the phone: state, chat bubble, push, answer."""

import re
import time
from collections.abc import Mapping
from dataclasses import fields as fields_of
from itertools import count
from typing import Any

from simulator.account import Account
from simulator.bubbles import bubble_of_action, bubble_of_reply
from simulator.chats import Chats
from simulator.clock import VirtualClock
from simulator.exchanges import Exchange, Push, Wire
from simulator.faults import FaultDesk
from simulator.people import People, Person
from simulator.pusher import Pusher
from simulator.pushes import MESSAGES, Fielder, PushError, XmlFields
from simulator.windows import Windows
from simulator.xmltext import build

UNAVAILABLE = "该公众号暂时无法提供服务，请稍后再试"
_SILENT = ("unsubscribe", "view", "event", "raw")
_OPENS = {
    "click": "menu",
    "subscribe": "follow",
    "scan": "scan",
    "scancode_push": "menu",
    "scancode_waitmsg": "menu",
}
# Beyond 2^53 like the real ids, and never repeated by a restarted process.
_MSG_IDS = 7_000_000_000_000_000_000
_MSG_ID = re.compile(r"<MsgId>(\d+)</MsgId>")


class Phone:
    """The phones of all people."""

    def __init__(
        self,
        account: Account,
        clock: VirtualClock,
        people: People,
        windows: Windows,
        chats: Chats,
        faults: FaultDesk,
        fielder: Fielder,
        pusher: Pusher,
    ) -> None:
        self._account = account
        self._clock = clock
        self._people = people
        self._windows = windows
        self._chats = chats
        self._faults = faults
        self._fielder = fielder
        self._pusher = pusher
        self._msg_ids = count(_MSG_IDS + time.time_ns() // 1000)

    async def act(self, openid: str, kind: str, given: Mapping[str, Any]) -> Exchange:
        """Do one thing as a person and wait for the answer; raises PushError when impossible."""
        person = self._people.get(openid)
        if person is None:
            raise PushError(f"person: nobody has openid {openid!r}; add them by POST /sim/people")
        if kind == "scan":
            given = self._fielder.scanned(given)
        if kind == "scan" and not person.follows:
            kind = "subscribe"  # scanning leads to the follow button first
        if kind in MESSAGES and not person.follows:
            raise PushError(f"{person.name} does not follow the account; push subscribe first")
        wire = _wire(given)
        push, fields = self._push(person, kind, given)
        self._remember(person, kind, given)
        exchange = self._pusher.start(push)
        bubble, details = bubble_of_action(kind, given, fields)
        self._chats.add(openid, "user", bubble, details, exchange.id)
        await self._pusher.deliver(exchange, wire)
        self._show_answer(openid, kind, exchange)
        return exchange

    def _push(self, person: Person, kind: str, given: Mapping[str, Any]) -> tuple[Push, XmlFields]:
        if kind == "raw":
            xml = str(given.get("xml", ""))
            found = _MSG_ID.search(xml)
            return Push(person.openid, xml, found[1] if found else "", 8), {}
        head: XmlFields = {
            "ToUserName": self._account.original_id,
            "FromUserName": person.openid,
            "CreateTime": _whole(given, "create_time", self._clock.seconds()),
        }
        fields = self._fielder.fields(kind, given, self._faults.faults)
        if kind not in MESSAGES:
            return Push(person.openid, build({**head, **fields}), "", 8), fields
        msg_id = str(_whole(given, "msg_id", 0) or next(self._msg_ids))
        xml = build({**head, **fields, "MsgId": int(msg_id)})
        return Push(person.openid, xml, msg_id, 1), fields

    def _remember(self, person: Person, kind: str, given: Mapping[str, Any]) -> None:
        if kind == "subscribe":
            person.follows = True
            person.subscribe_time = self._clock.seconds()
            person.qr_scene = str(given.get("scene", ""))
            person.subscribe_scene = "ADD_SCENE_QR_CODE" if person.qr_scene else "ADD_SCENE_SEARCH"
        if kind == "unsubscribe":
            person.follows = False
            self._windows.close(person.openid)
        elif kind in MESSAGES:
            self._windows.act(person.openid, "answer" if "menu_id" in given else "message")
        elif opens := _OPENS.get(str(given.get("event")) if kind == "event" else kind):
            self._windows.act(person.openid, opens)

    def _show_answer(self, openid: str, kind: str, exchange: Exchange) -> None:
        reply = exchange.reply
        if reply.content is not None:
            bubble, details = bubble_of_reply(reply.content)
            self._chats.add(openid, "account", bubble, details, exchange.id)
        elif reply.verdict != "empty" and kind not in _SILENT:
            self._chats.add(openid, "account", "notice", {"text": UNAVAILABLE}, exchange.id)


def _wire(given: Mapping[str, Any]) -> Wire:
    wire = Wire(**{each.name: given[each.name] for each in fields_of(Wire) if each.name in given})
    if wire.mode not in ("", "safe", "compatible", "plain"):
        raise PushError("mode: give safe, compatible or plain")
    if type(wire.deliveries) is not int or not 0 <= wire.deliveries <= 3:
        raise PushError("deliveries: give 1, 2 or 3")
    return Wire(
        str(wire.timestamp),
        str(wire.nonce),
        wire.mode,
        str(wire.signature),
        wire.deliveries,
        bool(wire.deliver_all),
    )


def _whole(given: Mapping[str, Any], name: str, default: int) -> int:
    try:
        return int(given.get(name, default))
    except (TypeError, ValueError) as error:
        raise PushError(f"{name}: give a whole number") from error
