"""What all doors share: no server banner, safe headers, and errors that tell nothing."""

import logging
from typing import Any

from tornado.web import RequestHandler

log = logging.getLogger(__name__)

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class Door(RequestHandler):
    """A request handler that answers in plain words and leaks nothing."""

    def set_default_headers(self) -> None:
        """Set the safe headers and drop the server's name."""
        self.clear_header("Server")
        for name, value in _HEADERS.items():
            self.set_header(name, value)

    def compute_etag(self) -> None:
        """No hashing of bodies that nobody caches."""

    def log_exception(self, *error: Any) -> None:
        """Log what kind of error it was: the request holds an openid and a signature."""
        log.error("a door failed", exc_info=error)

    def write_error(self, status_code: int, **_: Any) -> None:
        """One generic word a status; details belong into the log."""
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish({403: "refused", 404: "not found"}.get(status_code, "error"))
