"""The routes of the stand-in: WeChat's paths, the control doors, the chat page."""

from pathlib import Path
from typing import Any

from tornado.web import Application, StaticFileHandler

from simulator.api.door import ApiHandler
from simulator.api.urls import CALLS
from simulator.control import live, looking, people, pushing, steering
from simulator.control.base import PAGE_POLICY
from simulator.world import World

STATIC = Path(__file__).with_name("static")
UPLOAD_BYTES = 12 * 2**20


class PageHandler(StaticFileHandler):
    """The chat page and its parts, allowed to load nothing from elsewhere."""

    def set_extra_headers(self, path: str) -> None:
        """Forbid inline scripts, foreign hosts and stale copies."""
        self.set_header("Content-Security-Policy", PAGE_POLICY)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "no-cache")


def make_app(world: World) -> Application:
    """Return the application for one world."""
    here: dict[str, Any] = {"world": world}
    page: dict[str, Any] = {"path": str(STATIC), "default_filename": "index.html"}
    return Application(
        [
            *[(call.path, ApiHandler, {"world": world, "call": call}) for call in CALLS],
            ("/sim/people", people.PeopleHandler, here),
            ("/sim/login-code", people.LoginCodeHandler, here),
            ("/sim/push", pushing.PushHandler, here),
            ("/sim/upload", pushing.UploadHandler, here),
            ("/sim/handshake", pushing.HandshakeHandler, here),
            ("/sim/account", looking.AccountHandler, here),
            ("/sim/chat/([^/]+)", looking.ChatHandler, here),
            ("/sim/exchange/([^/]+)", looking.ExchangeHandler, here),
            ("/sim/exchanges", looking.ExchangesHandler, here),
            ("/sim/calls", looking.CallsHandler, here),
            ("/sim/menu", looking.MenuHandler, here),
            ("/sim/qrcodes", looking.QrCodesHandler, here),
            ("/sim/media/([^/]+)", looking.MediaHandler, here),
            ("/sim/faults", steering.FaultsHandler, here),
            ("/sim/clock", steering.ClockHandler, here),
            ("/sim/reset", steering.ResetHandler, here),
            ("/sim/live", live.LiveHandler, here),
            ("/(.*)", PageHandler, page),
        ],
        log_function=lambda handler: None,
    )
