"""The text message, for whom WeChat does not reach: a program of the operator's sends it for us."""

import orjson

from bot.notice_words import NoticeWords
from bot.senders import NotSentError
from bot.services import Services
from bot.signed_post import SignedPost
from models.agency import Webhook
from models.notice import Notice
from models.ticket import Ticket


class TextMessages:
    """Hands notices to the program that ``sms`` in config.yaml names.

    It gets ``{"phone", "text"}``; the ``webhook-id`` of a repeat is the same. The text stands on
    a locked screen, so it says no more than a template does.
    """

    def __init__(self, services: Services, post: SignedPost, webhook: Webhook) -> None:
        self._services = services
        self._words = NoticeWords(services)
        self._post = post
        self._webhook = webhook

    async def send(self, notice: Notice, ticket: Ticket) -> None:
        """Have one notice sent. Raises NotSentError, final when no phone number is known."""
        phone = await self._phone_of(notice.to, ticket)
        if phone is None:
            raise NotSentError("no phone number is known", final=True)
        text = self._words.on_a_locked_screen(notice, ticket)
        body = orjson.dumps({"phone": phone, "text": text})
        await self._post.post(self._webhook, f"{ticket.id}-{notice.id}", body)

    async def _phone_of(self, person: str, ticket: Ticket) -> str | None:
        """The person's own number, or the one their ticket was filed with."""
        resident = await self._services.store.residents.get(person)
        if resident and resident.phone:
            return resident.phone
        return ticket.phone if person == ticket.asker else None
