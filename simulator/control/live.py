"""New chat items as they happen, over a WebSocket."""

import json
from typing import Any

from tornado.websocket import WebSocketClosedError, WebSocketHandler

from simulator.chats import Item
from simulator.world import World


class LiveHandler(WebSocketHandler):
    """GET /sim/live?person=: items of one person, or of everyone."""

    def initialize(self, world: World) -> None:
        """Take what the route table gives."""
        self._world = world

    def open(self, *_args: str, **_kwargs: str) -> None:
        """Begin to watch."""
        self._person = self.get_query_argument("person", "")
        self._world.watchers.add(self._tell)

    def on_message(self, message: str | bytes) -> None:
        """Ignore what the page says; it only listens."""

    def on_close(self) -> None:
        """Stop watching."""
        self._world.watchers.remove(self._tell)

    def _tell(self, openid: str, item: Item) -> None:
        if self._person in ("", openid):
            self._send({"person": openid, "item": item})

    def _send(self, told: dict[str, Any]) -> None:
        try:
            self.write_message(json.dumps(told, ensure_ascii=False))
        except WebSocketClosedError:
            self.on_close()
