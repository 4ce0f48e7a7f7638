"""What each person sees in the chat with the account, and who is watching it live."""

from collections import deque
from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

from simulator.clock import VirtualClock

KEPT_PER_PERSON = 200

Item = dict[str, Any]
Watcher = Callable[[str, Item], None]


class Watchers:
    """Those who are told of every new item, by a call with openid and item."""

    def __init__(self) -> None:
        self._watchers: set[Watcher] = set()

    def add(self, watcher: Watcher) -> None:
        """Tell this watcher from now on."""
        self._watchers.add(watcher)

    def remove(self, watcher: Watcher) -> None:
        """Tell this watcher no more."""
        self._watchers.discard(watcher)

    def tell(self, openid: str, item: Item) -> None:
        """Tell all."""
        for watcher in tuple(self._watchers):
            watcher(openid, item)


class Chats:
    """The last items of every chat."""

    def __init__(self, clock: VirtualClock, watchers: Watchers) -> None:
        self._clock = clock
        self._watchers = watchers
        self._numbers = count(1)
        self._items: dict[str, deque[Item]] = {}

    def add(
        self,
        openid: str,
        sender: str,
        kind: str,
        fields: Mapping[str, Any],
        exchange: str | None = None,
    ) -> Item:
        """Append an item from `user` or `account` and tell the watchers."""
        item: Item = {
            "id": next(self._numbers),
            "at": self._clock.now(),
            "from": sender,
            "type": kind,
            **fields,
            "exchange": exchange,
        }
        self._items.setdefault(openid, deque(maxlen=KEPT_PER_PERSON)).append(item)
        self._watchers.tell(openid, item)
        return item

    def show_typing(self, openid: str, on: bool) -> None:
        """Tell the watchers that the typing hint appears or goes; it is not kept."""
        self._watchers.tell(openid, {"type": "typing", "on": on})

    def of(self, openid: str) -> list[Item]:
        """Return the items of one chat, oldest first."""
        return list(self._items.get(openid, ()))
