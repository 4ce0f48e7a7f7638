"""By which way a notice goes: one notice, the best way there is.

The ways are tried in the order of a table. What WeChat would refuse, because a person's budget or
the account's quota of the day is used up, is not even asked.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.letters import Letter, given_up
from bot.logs import masked
from bot.manners import TO_TAKE, goes_every_way, needs_call
from bot.notice_words import NoticeWords
from bot.senders import NotSentError, Sender
from bot.services import Services
from bot.speech.mouth import MuteError
from bot.speech.voice import Voice
from bot.ways import NOTHING_LEFT, Ways, ways_of
from bot.wechat.client import WeChatClient
from bot.wechat.errors import Ambiguous, ApiError
from bot.wechat.media import Media, MediaKind
from bot.wechat.reactions import OUTSIDE_WINDOW, PERSONAL_QUOTA, Reaction
from bot.wechat.templates import TemplateError, TemplateSpec, fit
from models.debts import Carried, Delivery
from models.notice import ALOUD, UNSETTLED, Channel, Notice, NoticeState
from models.people import NO_WECHAT
from models.ticket import Attachment

log = logging.getLogger(__name__)

DELIVERED = "delivered"  # what our reading of WeChat's result calls a success
FIRST_WAIT = timedelta(seconds=2)
VOICE_WAIT = timedelta(seconds=1)  # between two looks whether a voice message is made
WORDS_AND_VOICE = 2  # messages
MEDIA_GONE = 40007  # errcode for a file that WeChat does not know any more
WITHOUT_TICKET = frozenset({"check_in", "check_in_offer"})  # a template tells of these as well


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a way is tried while it is busy, and the longest time between two tries."""

    tries: int
    longest: timedelta


PATIENCE: Mapping[Channel, Patience] = {
    # All within the ten minutes in which WeChat knows a repeated template message.
    Channel.TEMPLATE: Patience(8, timedelta(minutes=5)),
    Channel.CUSTOMER: Patience(8, timedelta(minutes=5)),
    Channel.SMS: Patience(10, timedelta(minutes=30)),
    # A program may be down for a night.
    Channel.WEBHOOK: Patience(30, timedelta(hours=1)),
}


Begin = Callable[[Letter], Awaitable[None]]


class NoWayError(Exception):
    """A way that cannot be gone with this letter; the words say why."""


def after_result(notice: Notice, status: str | None, now: datetime) -> Notice:
    """The notice after WeChat said what became of the template message that carried it.

    A failure of WeChat's is worth one more try under another id; who blocks template messages
    may still read a customer message. Source: WeChat 模板消息 docs, TEMPLATESENDJOBFINISH.
    """
    if status is None:
        return notice
    if status == DELIVERED:
        return replace(notice, state=NoticeState.DELIVERED, error=None)
    salt = notice.salt + 1
    again = replace(notice, state=NoticeState.OWED, due=now, error=status, salt=salt)
    if status == "failed" and notice.salt == 0:
        return again
    ways = ways_of(notice.kind)
    return replace(again, channel=ways[ways.index(Channel.TEMPLATE) + 1])


class Courier:
    """Takes one letter at a time to its person; ``senders`` are the ways outside WeChat."""

    def __init__(
        self,
        services: Services,
        client: WeChatClient,
        templates: Mapping[str, TemplateSpec],
        senders: Mapping[Channel, Sender] | None = None,
    ) -> None:
        self._services = services
        self._client = client
        self.templates = templates
        self._senders = senders or {}
        self._words = NoticeWords(services)
        self._ways = Ways(services)
        self.budgets = self._ways.budgets
        self.voice = Voice(services, client)

    async def deliver(self, letter: Letter, begin: Begin) -> Letter:
        """The letter after an attempt: sent, waiting for another try, or given up.

        An alarm goes every way at once; one that is noticed is enough. ``begin`` is awaited right
        before a message goes out that must not go out twice.
        """
        if letter.first.to.startswith(NO_WECHAT):
            return self._sent(letter.with_each(channel=Channel.CONSOLE))
        reasons, tried = list[str](), list[Letter]()
        for channel in _ways_from(letter.first):
            tries = letter.first.tries if channel is letter.first.channel else 0
            error = "; ".join(reasons) or letter.first.error
            letter = letter.with_each(channel=channel, tries=tries, error=error)
            try:
                if why := await self._ways.obstacle(channel, letter.first.to):
                    raise NoWayError(why)
                tried.append(await self._send(channel, letter, begin))
            except NoWayError as none:
                reasons.append(f"{channel}: {none}")
            except (ApiError, NotSentError) as error:
                if after := await self._after_failure(letter, error):
                    tried.append(after)
                reasons.append(f"{channel}: {error}")
            if tried and not goes_every_way(letter.first):
                break
        return min(tried, key=_still_to_go, default=given_up(letter, "; ".join(reasons)))

    def later(self, letter: Letter, why: str) -> Letter | None:
        """The letter to be tried again after a longer and longer wait; None after too many."""
        patience = PATIENCE[letter.first.channel]
        tries = letter.first.tries
        if tries >= patience.tries:
            return None
        wait = min(FIRST_WAIT * 2**tries, patience.longest)
        return letter.with_each(tries=tries + 1, due=self._services.clock() + wait, error=why)

    async def _send(self, channel: Channel, letter: Letter, begin: Begin) -> Letter:
        if channel is Channel.CUSTOMER:
            return await self._send_customer(letter, begin)
        if channel is Channel.TEMPLATE:
            return await self._send_template(letter)
        return await self._send_outside(channel, letter)

    async def _send_template(self, letter: Letter) -> Letter:
        if letter.ticket is None and letter.first.kind not in WITHOUT_TICKET:
            raise NoWayError("no template is for this")
        spec, data = self._filled(letter)
        msgid = await self._client.send_template(letter.first.to, spec.id, data, letter.mark)
        sent = self._sent(letter)
        return await self._with_early_result(sent.with_each(msgid=msgid), msgid) if msgid else sent

    def _filled(self, letter: Letter) -> tuple[TemplateSpec, Mapping[str, Mapping[str, str]]]:
        told = letter.told
        name = "task" if letter.first.kind in TO_TAKE else "progress"
        several = len(told) > 1
        if not told:
            fields = self._words.check_in_fields(letter.first)
        else:
            fields = self._words.digest_fields(told) if several else self._words.fields(*told[0])
        try:
            return self.templates[name], fit(self.templates[name], fields)
        except TemplateError as error:
            told_kind = {"notice": letter.first.kind, "why": str(error)}
            log.error("template does not fit", extra=told_kind)
            raise NoWayError(f"template does not fit: {error}") from error

    async def _with_early_result(self, letter: Letter, msgid: str) -> Letter:
        """The result of a send can arrive before the answer to the send itself."""
        carried = tuple(Carried(each.owner, each.notice.id) for each in letter.errands)
        now = self._services.clock()
        known = await self._services.store.deliveries.note(Delivery(msgid, carried), now)
        errands = (
            replace(each, notice=after_result(each.notice, known.status, now))
            for each in letter.errands
        )
        return Letter(tuple(errands))

    async def _send_customer(self, letter: Letter, begin: Begin) -> Letter:
        if letter.first.kind == ALOUD:
            return await self._say_aloud(letter, begin)
        person, kept = letter.first.to, self._kept(letter)
        if kept and kept.state == "owed":
            # The fetching job keeps it or gives it up; either way this comes to an end.
            return letter.with_each(due=self._services.clock() + FIRST_WAIT)
        if kept and not await self.budgets.left(person):
            raise NoWayError(NOTHING_LEFT)
        # An upload that nobody sees may be repeated, so it does not count as begun.
        send = await self._uploaded(person, kept) if kept else self._spoken(person, letter)
        return await self._send_counted(letter, begin, send)

    async def _say_aloud(self, letter: Letter, begin: Begin) -> Letter:
        """An answer once more as a voice message; it never takes the last message there is."""
        person, words = letter.first.to, letter.first.text or ""
        if await self.budgets.left(person) < WORDS_AND_VOICE:
            raise NoWayError("the last message is kept for words")
        try:
            media_id = await self.voice.ready(words)
        except MuteError as error:
            raise NoWayError(str(error)) from error
        if media_id is None:
            return letter.with_each(due=self._services.clock() + VOICE_WAIT)

        try:
            return await self._send_counted(
                letter, begin, lambda: self._client.send_voice(person, media_id)
            )
        except ApiError as error:
            again = self.later(letter, str(error))
            if error.code != MEDIA_GONE or again is None:
                raise
            await self.voice.expired(words, media_id)
            return again

    async def _send_counted(
        self, letter: Letter, begin: Begin, send: Callable[[], Awaitable[None]]
    ) -> Letter:
        """Send a customer message within what WeChat allows."""
        person = letter.first.to
        before = await self.budgets.spend(person)
        if before is None:
            raise NoWayError(NOTHING_LEFT)
        await begin(letter)
        try:
            await send()
        except Ambiguous:
            raise
        except ApiError:
            await self.budgets.take_back(person, before)
            raise
        return self._sent(letter)

    def _kept(self, letter: Letter) -> Attachment | None:
        """The photo or recording it brings."""
        if letter.ticket is None or letter.first.media_id is None:
            return None
        found = letter.ticket.attachments
        return next(each for each in found if each.media_id == letter.first.media_id)

    async def _uploaded(self, person: str, kept: Attachment) -> Callable[[], Awaitable[None]]:
        if kept.file is None:
            raise NoWayError("the file is lost")
        content, kind = await self._services.store.media.read(kept.file)
        is_photo = kept.kind == "photo"
        media = Media(content, kind, "photo.jpg" if is_photo else "voice.amr")
        uploaded = await self._client.upload_media(
            MediaKind.IMAGE if is_photo else MediaKind.VOICE, media
        )
        send = self._client.send_image if is_photo else self._client.send_voice
        return lambda: send(person, uploaded)

    def _spoken(self, person: str, letter: Letter) -> Callable[[], Awaitable[None]]:
        told = letter.told
        if len(told) > 1:
            words = self._words.digest(told)
        else:
            words = self._words.words(*told[0]) if told else letter.first.text or ""
        return lambda: self._client.send_text(person, words)

    async def _send_outside(self, channel: Channel, letter: Letter) -> Letter:
        sender = self._senders.get(channel)
        if sender is None:
            raise NoWayError("is not set up")
        if letter.ticket is None or (channel is Channel.SMS and not needs_call(letter.first)):
            raise NoWayError("is not for this")
        await sender.send(letter.first, letter.ticket)
        return self._sent(letter)

    def _sent(self, letter: Letter) -> Letter:
        return letter.with_each(state=NoticeState.SENT, at=self._services.clock())

    async def _after_failure(self, letter: Letter, error: ApiError | NotSentError) -> Letter | None:
        """What the class of an error asks for; None to try the next way."""
        channel, person = letter.first.channel, letter.first.to
        told = {"kind": letter.first.kind, "to": masked(person), "error": str(error)}
        log.warning("notice not sent", extra=told)
        if isinstance(error, NotSentError):
            return None if error.final else self.later(letter, str(error))
        if isinstance(error, Ambiguous) and channel is Channel.CUSTOMER:
            # The person would get it twice.
            return given_up(letter, "no answer; it may have arrived")
        if error.reaction is Reaction.BACK_OFF:
            return self.later(letter, str(error))
        if channel is Channel.CUSTOMER and error.code in (PERSONAL_QUOTA, OUTSIDE_WINDOW):
            await self.budgets.shut(person)
        elif error.reaction is Reaction.QUOTA and letter.first.media_id is None:
            # Uploads have a quota of their own.
            await self.budgets.close(channel)
        return None


def _ways_from(notice: Notice) -> Sequence[Channel]:
    """The way it goes and those after it; what stands in no table has no other way."""
    ways, channel = ways_of(notice.kind), notice.channel
    return ways[ways.index(channel) :] if channel in ways else (channel,)


def _still_to_go(letter: Letter) -> int:
    """How far a letter is from its person: sent, waiting for another try, or given up."""
    state = letter.first.state
    if state in (NoticeState.SENT, NoticeState.DELIVERED):
        return 0
    return 1 if state in UNSETTLED else 2
