"""The cases of an agency as a list in the console: each with how far it is and what is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot import powers
from bot.agencies.access import is_agency_of
from bot.agencies.deeds import possible
from bot.agencies.view import dues
from bot.services import Services
from models.moves import Move
from models.people import Role, StaffMember
from models.ticket import Ticket

MOST = 200


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case on a line; nothing of the words or the contact, which are noted when seen."""

    number: str
    queue: str
    state: str
    since: datetime
    theirs: str | None
    is_urgent: bool
    is_late: bool
    dues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cases:
    """What is with a member's agency, or with this lawyer."""

    services: Services
    member: StaffMember

    async def list(self) -> Sequence[CaseLine]:
        """Their cases, what is due first at the top."""
        lawyer = self.member.id if self.member.role is Role.LAWYER else None
        tickets = self.services.store.tickets
        found = await tickets.with_agency(self.member.agency or "", lawyer, limit=MOST)
        return [self._line(each) for each in found]

    async def find(self, number: str) -> Ticket | None:
        """The case of a number, if it is theirs."""
        found = await self.services.store.tickets.numbered(number)
        return found if found and is_agency_of(self.member, found) else None

    def moves(self, ticket: Ticket) -> Sequence[Move]:
        """What they can do with it now."""
        now = possible(self.services, ticket)
        return [each for each in now if powers.may_on_case(self.member, each)]

    def _line(self, ticket: Ticket) -> CaseLine:
        say, handover, now = self.services.phrases, ticket.handover, self.services.clock()
        due = ticket.next_deadline
        return CaseLine(
            number=ticket.number,
            queue=say(f"queue.{ticket.queue}"),
            state=(handover and handover.status) or say(f"state.{ticket.state}"),
            since=handover.at if handover else ticket.created,
            theirs=handover.number if handover else None,
            is_urgent=ticket.urgent,
            is_late=due is not None and due.at <= now,
            dues=dues(self.services, ticket),
        )
