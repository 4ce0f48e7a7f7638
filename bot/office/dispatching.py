"""Sending somebody from a page: who suits a ticket and why, who does not, and the sending itself.

Whom a form names is looked for again among those who can be sent: a page may be old or forged.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.addressees import Addressee, called, groups_near
from bot.candidates import candidates, reason
from bot.oversight import Oversight
from bot.services import Services
from models.area import Level
from models.moves import Actor, Move
from models.people import StaffMember
from models.steps import IllegalMoveError, possible_moves
from models.suitability import Place
from models.ticket import Ticket

MOST = 12
MOST_LEFT_OUT = 30
MOST_FOUND = 30


class NobodyError(Exception):
    """Whoever was named cannot be sent to this ticket: unknown, elsewhere or unfit."""


class ChangedError(Exception):
    """The ticket is not the one the page showed any more; ``ticket`` is how it stands."""

    def __init__(self, ticket: Ticket) -> None:
        super().__init__(f"ticket {ticket.number} has changed")
        self.ticket = ticket


@dataclass(frozen=True, slots=True)
class Choices:
    """Who can be sent to a ticket: the best first with a reason, groups, and who was searched.

    ``left_out`` are those around who do not suit it, with why; ``more`` how many fit besides.
    """

    fitting: Sequence[Addressee]
    groups: Sequence[Addressee]
    left_out: Sequence[Addressee]
    found: Sequence[Addressee] | None = None
    more: int = 0


async def choices(
    services: Services, member: StaffMember, ticket: Ticket, name: str = ""
) -> Choices:
    """Who can be sent, and with a name those who are called so."""
    fitting, left_out = await _ranked(services, ticket)
    found = await called(services, member, ticket, name) if name else None
    return Choices(
        fitting=fitting[:MOST],
        groups=await groups_near(services, ticket),
        left_out=left_out[:MOST_LEFT_OUT],
        found=found[:MOST_FOUND] if found is not None else None,
        more=max(0, len(fitting) - MOST),
    )


def can_dispatch(oversight: Oversight, ticket: Ticket) -> bool:
    """Whether somebody can be sent now. Raises NotAllowedError for whoever never may."""
    try:
        oversight.check(ticket, Move.DISPATCH)
    except IllegalMoveError:
        return False
    return True


async def send(oversight: Oversight, ticket: Ticket, to: str, version: int) -> Ticket:
    """Send somebody to the version of a ticket that a page showed.

    Raises NotAllowedError, NobodyError, ChangedError, or IllegalMoveError where it cannot be
    dispatched any more; then nothing is changed.
    """
    if ticket.heard(oversight.key, Move.DISPATCH):
        return ticket
    oversight.check(ticket, Move.DISPATCH)
    chosen = await _chosen(oversight, ticket, to)
    try:
        return await oversight.dispatch(ticket, chosen.to, chosen.name, version)
    except IllegalMoveError as error:
        if Move.DISPATCH in possible_moves(error.ticket, Actor.STAFF):
            raise ChangedError(error.ticket) from error
        raise


async def _chosen(oversight: Oversight, ticket: Ticket, to: str) -> Addressee:
    """Who is meant, if they can be sent. Raises NobodyError."""
    fitting, _ = await _ranked(oversight.services, ticket)
    known = _by_id([*fitting, *await groups_near(oversight.services, ticket)])
    if to in known:
        return known[to]
    everybody = _by_id(await called(oversight.services, oversight.member, ticket, ""))
    if to not in everybody:
        raise NobodyError(to)
    return everybody[to]


async def _ranked(
    services: Services, ticket: Ticket
) -> tuple[Sequence[Addressee], Sequence[Addressee]]:
    """The volunteers around whom it fits, best first, and those it does not, each with why."""
    places = await candidates(services, ticket, Level.COMMUNITY)
    return (
        [_named(services, each, ticket) for each in places if each.unfit is None],
        [_named(services, each, ticket) for each in places if each.unfit],
    )


def _named(services: Services, place: Place, ticket: Ticket) -> Addressee:
    volunteer = place.volunteer
    return Addressee(volunteer.id, volunteer.name, reason(services, place, ticket))


def _by_id(addressees: Iterable[Addressee]) -> Mapping[str, Addressee]:
    return {each.to: each for each in addressees}
