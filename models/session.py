"""What a conversation must remember from one message to the next."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Self

FORM_MINUTES = 30
MOST_AN_HOUR = 20


@dataclass(frozen=True, slots=True)
class Session:
    """The open form with its answers so far, and the ticket that more words would join."""

    form: str | None = None
    answers: dict[str, str] = field(default_factory=dict)
    form_until: float = 0.0
    ticket: str | None = None
    joins_until: float = 0.0
    filings: list[float] = field(default_factory=list)
    misses: int = 0

    def filed(self, now: datetime) -> Self:
        """A ticket was filed; the last ``MOST_AN_HOUR`` filings are remembered."""
        return replace(self, filings=[*self.filings, now.timestamp()][-MOST_AN_HOUR:])

    def files_too_much(self, now: datetime) -> bool:
        """Whether so many tickets were filed within the hour that more would drown the rest."""
        recent = [at for at in self.filings if at > now.timestamp() - 3600]
        return len(recent) >= MOST_AN_HOUR

    def opened(
        self, form: str, now: datetime, minutes: float = FORM_MINUTES, /, **answers: str
    ) -> Self:
        """A form is open, with the answers so far, and waits so long for the next one."""
        until = now.timestamp() + minutes * 60
        return replace(self, form=form, answers=answers, form_until=until)

    def closed(self) -> Self:
        """No form is open."""
        return replace(self, form=None, answers={}, form_until=0.0)

    def joining(self, ticket: str, now: datetime, minutes: float) -> Self:
        """Further words within so many minutes belong to this ticket."""
        return replace(self, ticket=ticket, joins_until=now.timestamp() + minutes * 60)

    def settled(self) -> Self:
        """Nothing joins any more."""
        return replace(self, ticket=None, joins_until=0.0)

    def counted(self, *, missed: bool) -> Self:
        """One more that we did not understand in a row, or none any more."""
        return replace(self, misses=self.misses + 1 if missed else 0)

    def at(self, now: datetime) -> Self:
        """The session as it stands at this time: what ran out is gone."""
        session = self
        if session.form and session.form_until < now.timestamp():
            session = session.closed()
        if session.ticket and session.joins_until < now.timestamp():
            session = session.settled()
        return session

    @classmethod
    def from_plain(cls, plain: dict[str, Any] | None) -> Self:
        """Read back what ``dataclasses.asdict`` gave; unknown fields are dropped."""
        known = {name: value for name, value in (plain or {}).items() if name in cls.__slots__}
        return cls(**known)
