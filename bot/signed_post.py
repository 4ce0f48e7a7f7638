"""Posts what the programs of others have to know, signed, so that nobody can speak in our name.

The receiver drops repeats by the identifier. Source: Standard Webhooks specification 1.0.0
(headers, signature, what an answer means).
"""

import logging

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest

from bot.agencies.signing import signed
from bot.senders import NotSentError
from models.agency import Webhook
from models.clock import Clock

log = logging.getLogger(__name__)

CONNECT_SECONDS = 3.0
ANSWER_SECONDS = 10.0
_LATER = (408, 425, 429)


class SignedPost:
    """Make it inside the running event loop, and close it.

    ``answer_seconds`` is how long a program may take.
    """

    def __init__(self, clock: Clock, answer_seconds: float = ANSWER_SECONDS) -> None:
        self._clock = clock
        self._seconds = answer_seconds
        self._http = AsyncHTTPClient(force_instance=True, max_body_size=64 * 1024)

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    async def post(self, webhook: Webhook, identifier: str, body: bytes) -> None:
        """Post a JSON body. Raises NotSentError, final for what the program will keep refusing."""
        timestamp, secret = int(self._clock().timestamp()), webhook.secret.get_secret_value()
        marks = signed(secret, identifier, timestamp, body)
        request = HTTPRequest(
            webhook.url,
            method="POST",
            headers={"Content-Type": "application/json"} | marks,
            body=body,
            connect_timeout=CONNECT_SECONDS,
            request_timeout=self._seconds,
            # Elsewhere is not where we agreed to send it.
            follow_redirects=False,
        )
        try:
            await self._http.fetch(request)
        except HTTPClientError as error:
            raise _refused(error.code) from error
        except (OSError, ValueError) as error:
            raise NotSentError(type(error).__name__, final=False) from error


def _refused(code: int) -> NotSentError:
    """Whether an answer is worth another try: not what the program means to keep saying."""
    final = 300 <= code < 500 and code not in _LATER
    if final:
        log.error("a program refuses what we send", extra={"status": code})
    return NotSentError(f"status {code}", final=final)
