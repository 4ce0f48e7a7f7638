"""Looking at what happened: chats, exchanges, calls, menu, codes, files."""

from dataclasses import asdict

from tornado.web import HTTPError

from simulator.control.base import ControlHandler

_SHOWN_INLINE = ("image/", "audio/", "video/")
_LIMIT = "100"


def _limit(handler: ControlHandler) -> int:
    limit = handler.get_query_argument("limit", _LIMIT)
    if not limit.isdecimal():
        raise HTTPError(400, reason="limit: give a whole number")
    return int(limit)


class ChatHandler(ControlHandler):
    """GET /sim/chat/<openid>."""

    def get(self, openid: str) -> None:
        """List the items of one chat, oldest first."""
        self.send_json(self.world.chats.of(openid))


class ExchangeHandler(ControlHandler):
    """GET /sim/exchange/<id>."""

    def get(self, exchange_id: str) -> None:
        """Show everything that went over the wire."""
        exchange = self.world.exchanges.get(exchange_id)
        if exchange is None:
            return self.refuse("no such exchange, or it is too old", 404)
        return self.send_json(exchange.to_json())


class ExchangesHandler(ControlHandler):
    """GET /sim/exchanges?limit=."""

    def get(self) -> None:
        """List the last exchanges, oldest first."""
        exchanges = self.world.exchanges.last(_limit(self))
        self.send_json([exchange.to_json() for exchange in exchanges])


class CallsHandler(ControlHandler):
    """GET /sim/calls?path=&limit=."""

    def get(self) -> None:
        """List the last API calls whose path starts like this, oldest first."""
        path = self.get_query_argument("path", "")
        self.send_json(self.world.calls.last(path, _limit(self)))


class MenuHandler(ControlHandler):
    """GET /sim/menu."""

    def get(self) -> None:
        """Show the buttons of the custom menu."""
        self.send_json(self.world.menu)


class QrCodesHandler(ControlHandler):
    """GET /sim/qrcodes."""

    def get(self) -> None:
        """List the codes that can be scanned."""
        self.send_json([asdict(code) for code in self.world.qrcodes.valid()])


class MediaHandler(ControlHandler):
    """GET /sim/media/<id>: the picture address of pushes, also used by the chat page."""

    def get(self, media_id: str) -> None:
        """Send the file, as a download unless it is picture, sound or film."""
        media = self.world.media.shown(media_id)
        if media is None:
            raise HTTPError(404, reason="no such file")
        is_inline = media.content_type.startswith(_SHOWN_INLINE) and "svg" not in media.content_type
        kind = media.content_type if is_inline else "application/octet-stream"
        self.set_header("Content-Type", kind)
        self.set_header("Content-Security-Policy", "default-src 'none'")
        self.finish(media.body)


class AccountHandler(ControlHandler):
    """GET /sim/account: what the chat page tells about the account."""

    def get(self) -> None:
        """Show the name and the clock; no secret."""
        account = self.world.account
        self.send_json(
            {
                "name": account.name,
                "original_id": account.original_id,
                "app_id": account.app_id,
                "mode": account.mode,
                "callback": self.world.callback,
                "now": self.world.clock.now(),
                "offset": self.world.clock.offset,
            }
        )
