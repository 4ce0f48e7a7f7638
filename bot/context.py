"""One message being answered: what a talk may look at and what it may change.

A talk reads the message and the session, makes moves on tickets, and answers with words. It never
writes the session or files a ticket itself: it says so here, and the dispatcher commits it all at
once, so that a message handled twice by accident still counts once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.messages import Image, Message, ShortVideo, Video, Voice
from bot.neighbours import audiences
from bot.services import Services
from models.kin import Bond
from models.moves import Actor, Move, State
from models.notice import Channel, Notice
from models.people import Resident
from models.receipt import Receipt
from models.session import FORM_MINUTES, Session
from models.steps import Step
from models.ticket import Attachment, Ticket


@dataclass(slots=True)
class Turn:
    """A person's turn to be answered."""

    services: Services
    message: Message
    session: Session
    now: datetime
    previous: Receipt | None = None
    known: Resident | None = None  # once it was asked for
    filed: list[Ticket] = field(default_factory=list)
    kept: Attachment | None = None  # its recording, once it was fetched
    heard: str | None = None  # the words of its recording, where they are acted on at once
    is_missed: bool = False  # when we did not understand
    behalf: Bond | None = None  # by which a child asks for an elder
    owed: list[Notice] = field(default_factory=list)  # to others, because of this message

    @property
    def person(self) -> str:
        """The openid of whom we answer."""
        return self.message.sender

    @property
    def is_elder(self) -> bool:
        """Whether they are talked to in elder mode."""
        return self.services.elders.is_elder(self.person)

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """The photo, recording or video this message brings; of a recording its 16 kHz twin."""
        match self.message:
            case Image(media_id=media_id):
                return (Attachment(media_id, "photo", self.now),)
            case Voice(media_id=media_id, media_id_16k=better):
                return (self.kept or Attachment(better or media_id, "voice", self.now),)
            case Video(media_id=media_id) | ShortVideo(media_id=media_id):
                return (Attachment(media_id, "video", self.now),)
        return ()

    @property
    def is_unheard(self) -> bool:
        """Whether it is a recording whose words nobody is sure of yet."""
        return isinstance(self.message, Voice) and self.heard is None

    def say(self, name: str, /, **values: object) -> str:
        """The sentence of this name, as elders hear it when they are one."""
        phrases = self.services.phrases
        return phrases(phrases.for_elders(name) if self.is_elder else name, **values)

    def tell(self, person: str, words: str) -> None:
        """Let somebody else know, if WeChat still lets us write to them."""
        name = f"kin{len(self.owed)}"
        to_them = Notice(name, person, "kin", self.now, channel=Channel.CUSTOMER, text=words)
        self.owed.append(to_them)

    def open_form(self, form: str, minutes: float = FORM_MINUTES, /, **answers: str) -> None:
        """Wait for the answer to a question."""
        self.session = self.session.opened(form, self.now, minutes, **answers)

    def close_form(self) -> None:
        """Wait for nothing."""
        self.session = self.session.closed()

    def missed(self, name: str, /, **values: object) -> str:
        """The sentence of this name, for something we did not understand; it is counted."""
        self.is_missed = True
        return self.say(name, **values)

    def join_to(self, ticket: str) -> None:
        """Further words belong to this ticket for a while."""
        self.session = self.session.joining(ticket, self.now, self.services.join_minutes)

    async def resident(self) -> Resident:
        """What we know of the person; somebody new lives where we are at home."""
        if self.known is None:
            known = await self.services.store.residents.get(self.person)
            self.known = known or Resident(self.person, self.services.home, since=self.now)
        return self.known

    async def keep(self, resident: Resident) -> None:
        """Remember something new of the person."""
        await self.services.store.residents.put(resident)
        self.known = resident

    async def asked(self, number: str | None) -> Sequence[Ticket]:
        """The person's own tickets, newest first; with a number that one or none."""
        tickets = self.services.store.tickets
        if number is None:
            return await tickets.asked_by(self.person, limit=20)
        named = await tickets.numbered(number)
        return [named] if named and named.asker == self.person else []

    async def awaited(self, number: str | None) -> Sequence[Ticket]:
        """All that the person waits for: their own tickets, then those they follow."""
        if number is None:
            own = [each for each in await self.asked(None) if each.state is not State.MERGED]
            return [*own, *await self.services.store.tickets.followed_by(self.person)]
        named = await self.services.store.tickets.numbered(number)
        return [named] if named and self.person in named.askers else []

    def role_in(self, ticket: Ticket) -> Actor:
        """What the person is to a ticket they wait for."""
        is_asker = ticket.asker == self.person or ticket.is_entrusted_to(self.person)
        return Actor.ASKER if is_asker else Actor.FOLLOWER

    async def move(
        self,
        ticket: Ticket,
        move: Move,
        actor: Actor,
        *,
        note: str | None = None,
        adds: Mapping[str, Sequence[str]] | None = None,
        drops: Mapping[str, Sequence[str]] | None = None,
        **changes: Any,
    ) -> Ticket:
        """Make a move because of this message, with what it brings; once, however often handled.

        ``adds`` and ``drops`` are names that join or leave a list of the ticket.
        Raises IllegalMoveError, MissingError or CrowdedError.
        """
        step = Step(
            move=move,
            actor=actor,
            by=self.person,
            at=self.now,
            key=self.message.key,
            note=note,
            attachments=self.attachments,
            tell=await audiences(self.services, replace(ticket, **changes), move),
            changes=changes,
            adds=adds or {},
            drops=drops or {},
        )
        return await self.services.store.tickets.make(ticket.id, step, ticket)
