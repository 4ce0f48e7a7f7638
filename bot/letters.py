"""What goes to one person as one message, and who owes it."""

from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any

from bot.manners import needs_call
from models.notice import Notice, NoticeState
from models.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Errand:
    """A notice, and the document that owes it; receipts owe without a ticket."""

    notice: Notice
    owner: str
    ticket: Ticket | None


@dataclass(frozen=True, slots=True)
class Letter:
    """What goes to one person as one message: mostly one notice, or a volunteer's digest."""

    errands: tuple[Errand, ...]

    @property
    def first(self) -> Notice:
        """The notice whose state stands for all of them."""
        return self.errands[0].notice

    @property
    def ticket(self) -> Ticket | None:
        """The ticket of the first notice."""
        return self.errands[0].ticket

    @property
    def told(self) -> list[tuple[Notice, Ticket]]:
        """The notices with their tickets."""
        return [(each.notice, each.ticket) for each in self.errands if each.ticket]

    @property
    def notices(self) -> list[Notice]:
        """The notices alone."""
        return [each.notice for each in self.errands]

    @property
    def mark(self) -> str:
        """By what WeChat knows that it gets the same letter again."""
        names = [f"{ticket.number}-{each.id}-{each.salt}" for each, ticket in self.told]
        if not names:
            owner = blake2b(self.errands[0].owner.encode(), digest_size=8).hexdigest()
            return f"{owner}-{self.first.id}-{self.first.salt}"
        if len(names) == 1:
            return names[0]
        return "digest-" + blake2b("|".join(names).encode(), digest_size=8).hexdigest()

    def with_each(self, **changes: Any) -> "Letter":
        """All its notices changed alike."""
        errands = (replace(e, notice=replace(e.notice, **changes)) for e in self.errands)
        return Letter(tuple(errands))


def given_up(letter: Letter, why: str) -> Letter:
    """Nobody got it: on the list of the undelivered, or dropped where nobody has to be phoned."""
    errands = []
    for each in letter.errands:
        state = NoticeState.UNDELIVERED if needs_call(each.notice) else NoticeState.DROPPED
        errands.append(replace(each, notice=replace(each.notice, state=state, error=why)))
    return Letter(tuple(errands))
