"""A case and the forms to work on it, the same behind a signed link and in the console."""

from collections.abc import Callable, Sequence
from typing import Any

from bot.agencies.deeds import DEEDS, Deed
from bot.agencies.parties import names_in
from bot.agencies.view import view
from bot.services import Services
from models.moves import Move
from models.ticket import Ticket

LONGEST = {"words": 2000, "rule": 200, "number": 64, "lawyer": 40, "ours": 400, "theirs": 400}


def read_deed(field: Callable[[str, str], str]) -> Deed | None:
    """What the form asks for; None when no form of ours looks like that.

    ``field`` gives the value of a name, or what else to take.
    """
    given = {name: field(name, "") for name in (*LONGEST, "version", "deed")}
    version, move = given["version"], given["deed"]
    is_ours = move in DEEDS and version.isascii() and version.isdigit()
    if not is_ours or any(len(given[name]) > most for name, most in LONGEST.items()):
        return None
    return Deed(
        Move(move),
        words=given["words"] or None,
        rule=given["rule"] or None,
        number=given["number"] or None,
        lawyer=given["lawyer"] or None,
        ours=names_in(given["ours"]),
        theirs=names_in(given["theirs"]),
        version=int(version[:18]),
    )


async def shown_of(
    services: Services, ticket: Ticket, moves: Sequence[Move], given: Deed | None
) -> dict[str, Any]:
    """What ``_case.html`` needs; show it only after the reveal of the ticket was noted.

    ``moves`` have a form; ``given`` is a deed that was refused, so that nobody types it again.
    """
    agency = ticket.handover.agency if ticket.handover else ""
    settings = services.timetable.agencies.get(agency)
    return {
        "case": await view(services, ticket),
        "agency": settings.name if settings else agency,
        "handover": ticket.handover,
        "state": services.phrases(f"state.{ticket.state}"),
        "version": ticket.version,
        "moves": moves,
        "rules": settings.rules if settings else {},
        "longest": LONGEST,
        "given": given,
        "Move": Move,
    }
