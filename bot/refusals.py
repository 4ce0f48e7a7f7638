"""Why a step is not possible, and what is: the one place that puts it into words."""

from bot import powers
from bot.phrases import Phrases
from models.moves import Move
from models.people import StaffMember
from models.steps import IllegalMoveError, MissingError, TooLateError
from models.ticket import Ticket
from models.tickets import CrowdedError

Refusal = IllegalMoveError | MissingError | CrowdedError

# The moves people have a word for, in the order in which they are named.
SAID = (
    Move.GRAB,
    Move.ACCEPT,
    Move.REFUSE,
    Move.FINISH,
    Move.GIVE_BACK,
    Move.RESUME,
    Move.RATE,
    Move.NOT_FIXED,
    Move.URGE,
    Move.CANCEL,
)
SAID_BY_STAFF = (
    Move.GRAB,
    Move.DISPATCH,
    Move.VETO,
    Move.HAND_OVER,
    Move.SUPERVISE,
    Move.MERGE,
    Move.REROUTE,
    Move.RESUME,
    Move.CONFIRM,
)


def in_words(say: Phrases, error: Refusal, member: StaffMember | None = None) -> str:
    """A sentence that says why not, and what is possible now; of a member of staff, to them."""
    if isinstance(error, CrowdedError):
        return say("refusal.crowded")
    if isinstance(error, MissingError):
        return say(f"refusal.missing.{error.need}")
    words = possible(say, error, member)
    then = say("refusal.possible", words="、".join(words)) if words else say("refusal.look")
    return f"{why_not(say, error)}\n{then}"


def why_not(say: Phrases, error: IllegalMoveError) -> str:
    """A sentence that says how far the ticket is, and that this is not possible."""
    why = "late" if isinstance(error, TooLateError) else "state"
    return say(f"refusal.{why}", number=error.ticket.number, state=_state(say, error.ticket))


def _state(say: Phrases, ticket: Ticket) -> str:
    """How far a ticket is, with the name of who has it."""
    state, who = say(f"state.{ticket.state}"), ticket.holder or ticket.dispatch
    return say("refusal.with", state=state, who=who.name) if ticket.is_live() and who else state


def possible(say: Phrases, error: IllegalMoveError, member: StaffMember | None) -> list[str]:
    """What can be done instead, each in a word."""
    if member is None:
        return [say(f"can.{move}") for move in SAID if move in error.possible]
    return [
        say(f"staff.can.{move}")
        for move in SAID_BY_STAFF
        if move in error.possible and powers.may(member, move, error.ticket)
    ]
