"""Which notice goes to whom in which words, and by which way: one notice, the best way there is.

Template message first, then a customer message while its window may be open, then the list of
the undelivered. What a template shows stands on a locked screen, so it holds no resident's words.
"""

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.display import rough_place
from bot.logs import masked
from bot.services import Services
from bot.wechat.client import WeChatClient
from bot.wechat.errors import Ambiguous, ApiError
from bot.wechat.media import Media, MediaKind
from bot.wechat.reactions import Reaction
from bot.wechat.templates import TemplateError, TemplateSpec, fit
from models.clock import CHINA
from models.debts import Delivery
from models.notice import Channel, Notice, NoticeState
from models.ticket import Ticket

log = logging.getLogger(__name__)

FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=5)
MOST_TRIES = 8
TASK_KINDS = {"task", "desk"}


def after_result(notice: Notice, status: str | None, now: datetime) -> Notice:
    """The notice after WeChat said what became of the template message that carried it.

    A failure of WeChat's is worth one more try under another id; who blocks template messages
    may still read a customer message. Source: WeChat 模板消息 docs, TEMPLATESENDJOBFINISH.
    """
    if status is None:
        return notice
    if status == "delivered":
        return replace(notice, state=NoticeState.DELIVERED, error=None)
    salt = notice.salt + 1
    again = replace(notice, state=NoticeState.OWED, due=now, error=status, salt=salt)
    if status == "failed" and notice.salt == 0:
        return again
    return replace(again, channel=Channel.CUSTOMER)


class Courier:
    """Pays one notice at a time."""

    def __init__(
        self, services: Services, client: WeChatClient, templates: Mapping[str, TemplateSpec]
    ) -> None:
        self._services = services
        self._client = client
        self._templates = templates

    async def deliver(self, notice: Notice, owner: str, ticket: Ticket | None) -> Notice:
        """The notice after an attempt: sent, waiting for another try, or undelivered."""
        resident = await self._services.store.residents.get(notice.to)
        if resident and not resident.follows:
            return self.undelivered(notice, "the person does not follow us")
        try:
            if notice.channel is Channel.TEMPLATE and ticket:
                return await self._send_template(notice, owner, ticket)
            if notice.media_id and ticket:
                return await self._send_attachment(notice, ticket)
            return await self._send_customer(notice, ticket)
        except TemplateError as error:
            log.error("template does not fit", extra={"notice": notice.kind, "why": str(error)})
            return self._by_customer(notice, "template")
        except ApiError as error:
            return self._react(notice, error)

    async def _send_template(self, notice: Notice, owner: str, ticket: Ticket) -> Notice:
        name = "task" if notice.kind in TASK_KINDS else "progress"
        spec = self._templates[name]
        data = fit(spec, self._values(notice, ticket))
        client_msg_id = f"{ticket.number}-{notice.id}-{notice.salt}"
        msgid = await self._client.send_template(notice.to, spec.id, data, client_msg_id)
        sent = replace(
            notice, state=NoticeState.SENT, msgid=msgid or None, at=self._services.clock()
        )
        return await self._with_early_result(sent, owner) if msgid else sent

    async def _with_early_result(self, notice: Notice, owner: str) -> Notice:
        """The result of a send can arrive before the answer to the send itself."""
        delivery = Delivery(notice.msgid or "", owner, notice.id)
        known = await self._services.store.deliveries.note(delivery, self._services.clock())
        return after_result(notice, known.status, self._services.clock())

    async def _send_attachment(self, notice: Notice, ticket: Ticket) -> Notice:
        """Pass on a photo or recording that was kept; wait while it is still being fetched."""
        found = next(each for each in ticket.attachments if each.media_id == notice.media_id)
        if found.state == "owed":
            # The fetching job keeps it or gives it up; either way this comes to an end.
            return replace(notice, due=self._services.clock() + FIRST_WAIT)
        if found.file is None:
            return self.undelivered(notice, "lost")
        content, kind = await self._services.store.media.read(found.file)
        is_photo = found.kind == "photo"
        media = Media(content, kind, "photo.jpg" if is_photo else "voice.amr")
        uploaded = await self._client.upload_media(
            MediaKind.IMAGE if is_photo else MediaKind.VOICE, media
        )
        send = self._client.send_image if is_photo else self._client.send_voice
        await send(notice.to, uploaded)
        return replace(notice, state=NoticeState.SENT, at=self._services.clock())

    async def _send_customer(self, notice: Notice, ticket: Ticket | None) -> Notice:
        words = notice.text or (self._words(notice, ticket) if ticket else "")
        await self._client.send_text(notice.to, words)
        return replace(notice, state=NoticeState.SENT, at=self._services.clock())

    def _react(self, notice: Notice, error: ApiError) -> Notice:
        """What the class of an error asks for."""
        log.warning(
            "notice not sent",
            extra={"kind": notice.kind, "to": masked(notice.to), "error": str(error)},
        )
        if isinstance(error, Ambiguous) and notice.channel is Channel.CUSTOMER:
            return self.undelivered(notice, "no answer; it may have arrived")
        if error.reaction is Reaction.BACK_OFF and notice.tries < MOST_TRIES:
            return self._later(notice, str(error))
        if notice.channel is Channel.TEMPLATE:
            return self._by_customer(notice, str(error))
        return self.undelivered(notice, str(error))

    def _later(self, notice: Notice, why: str) -> Notice:
        wait = min(FIRST_WAIT * 2**notice.tries, LONGEST_WAIT)
        due = self._services.clock() + wait
        return replace(notice, tries=notice.tries + 1, due=due, error=why)

    def _by_customer(self, notice: Notice, why: str) -> Notice:
        now = self._services.clock()
        return replace(notice, channel=Channel.CUSTOMER, tries=0, due=now, error=why)

    def undelivered(self, notice: Notice, why: str) -> Notice:
        """The notice on the list of those that did not reach anybody."""
        return replace(notice, state=NoticeState.UNDELIVERED, error=why)

    def _values(self, notice: Notice, ticket: Ticket) -> dict[str, str]:
        """Our fields of a template; which of the account's keys they fill is in config.yaml."""
        say = self._services.phrases
        event = ticket.events[notice.event] if notice.event < len(ticket.events) else None
        at = event.at if event else ticket.updated
        return {
            "number": ticket.number,
            "need": say(f"queue.{ticket.queue}"),
            "place": self._services.areas.name(ticket.area) or say("menu.community"),
            "time": _clock_time(at),
            "urgency": say("urgency.high" if ticket.urgent else "urgency.normal"),
            "state": say(f"state.{event.to if event else ticket.state}"),
            "note": say(f"template.{notice.kind}", **self._gaps(notice, ticket)),
        }

    def _words(self, notice: Notice, ticket: Ticket) -> str:
        say = self._services.phrases
        gaps = self._gaps(notice, ticket)
        return say(
            f"notice.{notice.kind}",
            **gaps,
            number=ticket.number,
            queue=say(f"queue.{ticket.queue}"),
            place=rough_place(ticket, say, self._services.areas),
        )

    def _gaps(self, notice: Notice, ticket: Ticket) -> dict[str, str]:
        """What the event noted: the name of who took it, the stars, or the words."""
        say = self._services.phrases
        event = ticket.events[notice.event] if notice.event < len(ticket.events) else None
        noted = event.note if event else None
        return {
            "who": noted or say("volunteer.staff"),
            "stars": noted or "",
            "note": noted or say("notice.photo"),
        }


def _clock_time(at: datetime) -> str:
    """A time as template fields of that kind want it: 2026-11-22 15:01."""
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}"
