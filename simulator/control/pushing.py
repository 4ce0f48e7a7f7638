"""Acting as a person over HTTP."""

import asyncio
from typing import Any

from simulator.control.base import ControlHandler
from simulator.pushes import PushError

KINDS = ("image", "voice", "video")


class PushHandler(ControlHandler):
    """POST /sim/push: do something on a phone and wait until the exchange ends.

    A list does many things at the same time and is answered by a list.
    """

    async def post(self) -> None:
        """Answer what was pushed, each delivery, the reply and the judgement."""
        document = self.read_json()
        if isinstance(document, list):
            return self.send_json(await asyncio.gather(*map(self._push_or_say_why, document)))
        answer = await self._push_or_say_why(document)
        if "error" in answer:
            self.set_status(400)
        return self.send_json(answer)

    async def _push_or_say_why(self, given: Any) -> dict[str, Any]:
        if not isinstance(given, dict):
            return {"error": "send an object with person and kind, or a list of them"}
        openid, kind = str(given.get("person", "")), str(given.get("kind", ""))
        try:
            exchange = await self.world.phone.act(openid, kind, given)
        except PushError as error:
            return {"error": str(error)}
        return exchange.to_json()


class UploadHandler(ControlHandler):
    """POST /sim/upload?person=&kind=: send a file from the phone as multipart field `media`."""

    async def post(self) -> None:
        """Store the file, push the message about it, answer as /sim/push does."""
        kind, sent = self.get_query_argument("kind", ""), self.request.files.get("media")
        if kind not in KINDS or not sent:
            return self.refuse(f"give kind as one of {', '.join(KINDS)} and a file named media")
        file = sent[0]
        media = self.world.media.put(kind, file.body, file.content_type, file.filename)
        openid = self.get_query_argument("person", "")
        try:
            exchange = await self.world.phone.act(openid, kind, {"media_id": media.id})
        except PushError as error:
            return self.refuse(error)
        return self.send_json({**exchange.to_json(), "media_id": media.id})


class HandshakeHandler(ControlHandler):
    """POST /sim/handshake: ask the callback by GET whether it knows the token."""

    async def post(self) -> None:
        """Answer status, time and error; no error means the callback is fit."""
        attempt = await self.world.pusher.handshake()
        is_ok = attempt.is_answered and not attempt.error
        self.send_json({"ok": is_ok, **attempt.to_json()})
