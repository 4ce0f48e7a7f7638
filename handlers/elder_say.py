"""The screen where an elder says what it is about, with a photo if they like.

A photo is larger than any other body we take, so this door reads it itself, and only after the
link was found good.
"""

from urllib.parse import urlencode

from tornado.http1connection import HTTP1Connection
from tornado.httputil import HTTPInputError, parse_body_arguments
from tornado.web import stream_request_body

from bot.elder_page import asking
from bot.elder_page.asking import Asked, AskingError
from bot.elder_page.photo import LARGEST
from handlers.elder_door import ElderDoor
from handlers.elder_page import question

_WORDS = 64 * 1024  # bytes of all that is no photo
_READ = 4 * LARGEST  # so much is read and thrown away, so that whoever sent it is told why
_SECONDS = 120  # a photo by a slow line


@stream_request_body
class SayDoor(ElderDoor):
    """Say it, and send it."""

    async def prepare(self) -> None:
        """Take a large body from whoever has a good link."""
        self._body = bytearray()
        self._is_too_large = False
        await super().prepare()
        connection = self.request.connection
        if isinstance(connection, HTTP1Connection):
            connection.set_max_body_size(_READ)
            connection.set_body_timeout(_SECONDS)

    def data_received(self, chunk: bytes) -> None:
        """Keep what comes, as far as it is no more than a photo."""
        self._is_too_large = self._is_too_large or len(self._body) + len(chunk) > LARGEST + _WORDS
        if self._is_too_large:
            self._body.clear()
        else:
            self._body += chunk

    async def get(self, token: str) -> None:
        """Ask for the words."""
        self._ask(need=self.get_query_argument("for", ""))

    async def post(self, token: str) -> None:
        """File it, and show what became of it."""
        if self._is_too_large:
            self.refuse(413)
        self._read()
        key = self.key()
        words = self.get_body_argument("words", "").replace("\r\n", "\n").strip()
        need = self.get_body_argument("for", "")[:20]
        files = self.request.files.get("photo", [])
        photo = files[0].body if files else b""
        try:
            asked = await asking.ask(self.services, self.person, key, words, need, photo)
        except AskingError as error:
            return self._ask(need=need, status=422, key=key, words=words, refused=str(error))
        return self.on(_done(asked))

    def _read(self) -> None:
        request, kind = self.request, self.request.headers.get("Content-Type", "")
        try:
            parse_body_arguments(kind, bytes(self._body), request.body_arguments, request.files)
        except HTTPInputError:
            self.refuse(400)
        request.arguments.update(request.body_arguments)

    def _ask(
        self,
        *,
        need: str,
        status: int = 200,
        key: str = "",
        words: str = "",
        refused: str | None = None,
    ) -> None:
        self.show(
            "say",
            status=status,
            key=key,
            need=need if need in asking.QUEUES else "",
            question=question(need),
            words=words[: asking.LONGEST * 2],
            refused=refused,
        )


def _done(asked: Asked) -> str:
    """Where what became of it is shown."""
    danger = [("danger", asked.danger)] if asked.danger else []
    return "done?" + urlencode([*(("n", each.number) for each in asked.tickets), *danger])
