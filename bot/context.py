"""One message being answered: what a talk may look at and what it may change.

A talk reads the message and the session, makes moves on tickets, and answers with words. It never
writes the session or files a ticket itself: it says so here, and the dispatcher commits it all at
once, so that a message handled twice by accident still counts once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.messages import Image, Message, ShortVideo, Video, Voice
from bot.neighbours import desk_of
from bot.services import Services
from models.people import Resident
from models.receipt import Receipt
from models.session import Session
from models.ticket import Actor, Attachment, Audience, Move, Step, Ticket


@dataclass(slots=True)
class Turn:
    """A person's turn to be answered."""

    services: Services
    message: Message
    session: Session
    now: datetime
    previous: Receipt | None = None
    filed: list[Ticket] = field(default_factory=list)

    @property
    def person(self) -> str:
        """The openid of whom we answer."""
        return self.message.sender

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """The photo, recording or video this message brings; of a recording its 16 kHz twin."""
        match self.message:
            case Image(media_id=media_id):
                return (Attachment(media_id, "photo", self.now),)
            case Voice(media_id=media_id, media_id_16k=better):
                return (Attachment(better or media_id, "voice", self.now),)
            case Video(media_id=media_id) | ShortVideo(media_id=media_id):
                return (Attachment(media_id, "video", self.now),)
        return ()

    def say(self, name: str, /, **values: object) -> str:
        """The sentence of this name."""
        return self.services.phrases(name, **values)

    def open_form(self, form: str, **answers: str) -> None:
        """Wait for the answer to a question."""
        self.session = self.session.opened(form, self.now, **answers)

    def close_form(self) -> None:
        """Wait for nothing."""
        self.session = self.session.closed()

    def join_to(self, ticket: str) -> None:
        """Further words belong to this ticket for a while."""
        self.session = self.session.joining(ticket, self.now, self.services.join_minutes)

    async def resident(self) -> Resident:
        """What we know of the person; somebody new lives where we are at home."""
        known = await self.services.store.residents.get(self.person)
        return known or Resident(id=self.person, area=self.services.home, since=self.now)

    async def asked(self, number: str | None) -> Sequence[Ticket]:
        """The person's own tickets, newest first; with a number that one or none."""
        tickets = self.services.store.tickets
        if number is None:
            return await tickets.asked_by(self.person, limit=20)
        named = await tickets.numbered(number)
        return [named] if named and named.asker == self.person else []

    async def move(
        self,
        ticket: Ticket,
        move: Move,
        actor: Actor,
        *,
        note: str | None = None,
        **changes: object,
    ) -> Ticket:
        """Make a move because of this message, with what it brings; once, however often handled.

        Raises IllegalMoveError, NoteMissingError or CrowdedError.
        """
        tell = {}
        if move is Move.URGE and ticket.holder is None:
            tell = {Audience.DESK: await desk_of(self.services, ticket.area)}
        step = Step(
            move=move,
            actor=actor,
            by=self.person,
            at=self.now,
            key=self.message.key,
            note=note,
            attachments=self.attachments,
            tell=tell,
            changes=changes,
        )
        return await self.services.store.tickets.make(ticket.id, step, ticket)
