"""What an API call is: a request to read, a function to run, an answer to give."""

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.errors import ApiError
from simulator.world import World

_ESCAPE = re.compile(r"(?<!\\)(?:\\\\)*\\u[0-9a-fA-F]{4}")


@dataclass(frozen=True)
class Upload:
    """One file of a multipart body."""

    filename: str
    content_type: str
    body: bytes


@dataclass(frozen=True)
class Request:
    """The parts of an HTTP request that an API reads."""

    path: str
    query: Mapping[str, str]
    body: bytes
    uploads: Mapping[str, Upload] = field(default_factory=dict)
    escapes_allowed: bool = False

    def text(self, name: str, errcode: int) -> str:
        """Return a query parameter; raises ApiError with this errcode when it is missing."""
        if not self.query.get(name):
            raise ApiError(errcode)
        return self.query[name]

    def json(self, escape_errcode: int = 47002) -> dict[str, Any]:
        r"""Return the body as an object, refusing `\uXXXX` where raw UTF-8 is demanded.

        Raises ApiError 44002 for no body, 65318 for other charsets, 47001 for broken JSON.
        """
        if not self.body:
            raise ApiError(44002)
        try:
            text = self.body.decode("utf-8")
            if _ESCAPE.search(text):
                text = self._show_escapes(text, escape_errcode)
            document = json.loads(text)
        except UnicodeDecodeError as error:
            raise ApiError(65318) from error
        except ValueError as error:
            raise ApiError(47001) from error
        if not isinstance(document, dict):
            raise ApiError(47001)
        return document

    def _show_escapes(self, text: str, errcode: int) -> str:
        if not self.escapes_allowed:
            raise ApiError(errcode)
        return text.replace("\\u", "\\\\u")


@dataclass(frozen=True)
class Blob:
    """An answer that is a file."""

    body: bytes
    content_type: str
    filename: str = ""
    status: int = 200


Answer = Mapping[str, Any] | Blob
Run = Callable[[World, Request], Answer | Awaitable[Answer]]
OK: Mapping[str, Any] = {"errcode": 0, "errmsg": "ok"}


@dataclass(frozen=True)
class Call:
    """One row of the API: path, HTTP method, what runs, and whether a token is needed."""

    path: str
    method: str
    run: Run
    needs_token: bool = True
