"""The door WeChat pushes to: opens the envelope, hands the message on, seals the reply."""

import logging

from bot.dispatcher import Dispatcher
from bot.envelope import Envelope, Opened, Refused, single_values
from bot.parse import MalformedMessage, parse
from bot.replies import TextReply, render
from handlers.base import Door
from handlers.metrics import Metrics
from models.clock import Clock
from models.database import StoreUnavailableError

log = logging.getLogger(__name__)

ACKNOWLEDGEMENT = "success"


class CallbackDoor(Door):
    """GET is the handshake, POST a push. A refusal says nothing and does nothing."""

    def initialize(
        self, envelope: Envelope, dispatcher: Dispatcher, metrics: Metrics, clock: Clock
    ) -> None:
        """Take what the door needs."""
        self._envelope = envelope
        self._dispatcher = dispatcher
        self._metrics = metrics
        self._clock = clock

    def get(self) -> None:
        """Answer WeChat's check that this address is ours."""
        try:
            echo = self._envelope.handshake(self._query())
        except Refused as refusal:
            self._refuse(403, refusal.reason)
            return
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(echo)

    async def post(self) -> None:
        """Handle a push within WeChat's five seconds; 4xx for what is not WeChat's."""
        started = self._clock().timestamp()
        try:
            opened = self._envelope.open(self._query(), self.request.body)
            message = parse(opened.xml)
        except Refused as refusal:
            self._refuse(403, refusal.reason)
            return
        except MalformedMessage as error:
            self._refuse(400, f"malformed: {error}")
            return
        try:
            reply = await self._dispatcher.answer(message, opened.xml.decode())
        except StoreUnavailableError:
            # Not acknowledged, so WeChat pushes again.
            self._refuse(503, "store unavailable")
            return
        except Exception:
            log.exception("push failed")
            self._refuse(503, "our own error")
            return
        self._metrics.handled(type(message).__name__, self._clock().timestamp() - started)
        self._answer(reply, message.sender, message.recipient, opened)

    def _answer(self, reply: TextReply | None, person: str, account: str, opened: Opened) -> None:
        if reply is None:
            self.finish(ACKNOWLEDGEMENT)
            return
        xml = render(reply, person, account, self._clock().timestamp())
        self.set_header("Content-Type", "application/xml; charset=utf-8")
        self.finish(self._envelope.seal(xml, opened.nonce) if opened.sealed else xml)

    def _query(self) -> dict[str, str]:
        return single_values(self.request.query_arguments)

    def _refuse(self, status: int, reason: str) -> None:
        self._metrics.refused(reason)
        log.warning("push refused", extra={"status": status, "reason": reason})
        self.set_status(status)
        self.write_error(status)
