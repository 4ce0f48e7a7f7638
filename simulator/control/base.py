"""What all control doors share: JSON in, JSON out, a clear sentence for a mistake."""

import json
from typing import Any
from urllib.parse import urlsplit

from tornado.web import HTTPError, RequestHandler

from simulator.world import World

PAGE_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
    "connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)


class ControlHandler(RequestHandler):
    """A handler that knows the world and answers JSON."""

    def initialize(self, world: World) -> None:
        """Take what the route table gives."""
        self.world = world

    def set_default_headers(self) -> None:
        """Keep answers from being guessed at or cached."""
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "no-store")

    def prepare(self) -> None:
        """Refuse pages of other sites, which could otherwise steer a local stand-in."""
        origin = self.request.headers.get("Origin")
        if origin and urlsplit(origin).netloc != self.request.host:
            raise HTTPError(403, reason="another site may not steer the simulator")

    def read_json(self) -> Any:
        """Return the body; answers 400 unless it is JSON."""
        try:
            return json.loads(self.request.body or b"{}")
        except ValueError as error:
            raise HTTPError(400, reason="send a JSON body") from error

    def read_object(self) -> dict[str, Any]:
        """Return the body; answers 400 unless it is a JSON object."""
        document = self.read_json()
        if not isinstance(document, dict):
            raise HTTPError(400, reason="send a JSON object")
        return document

    def send_json(self, answer: Any) -> None:
        """Finish with a JSON answer."""
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(json.dumps(answer, ensure_ascii=False))

    def refuse(self, error: Exception | str, status: int = 400) -> None:
        """Finish with a sentence that says what to mend."""
        self.set_status(status)
        self.send_json({"error": str(error)})

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Answer errors as JSON."""
        self.send_json({"error": self._reason})
