"""Says in plain words why a deed was refused and what can be done instead."""

from bot.agencies.deeds import (
    ConflictError,
    NoLawyerError,
    RuleError,
    StaleError,
    possible,
)
from bot.display import moment
from bot.services import Services
from models.mandates import VagueNameError
from models.moves import Move
from models.steps import IllegalMoveError, MissingError, TooLateError
from models.ticket import Ticket
from models.tickets import CrowdedError

# Where only words are missing, which may still be given.
LACKING = (MissingError, RuleError, NoLawyerError)
REFUSALS = (
    IllegalMoveError,
    MissingError,
    StaleError,
    RuleError,
    ConflictError,
    NoLawyerError,
    VagueNameError,
    CrowdedError,
)


def refusal(services: Services, ticket: Ticket, error: Exception) -> str:
    """The sentence for one of ``REFUSALS``."""
    say, number = services.phrases, ticket.number
    match error:
        case TooLateError():
            return _too_late(services, error)
        case IllegalMoveError():
            return _not_now(services, error.ticket)
        case MissingError():
            return say(f"agency.missing.{error.need}", number=number)
        case RuleError():
            return _rules(services, number, error)
        case ConflictError():
            return say("agency.conflict", other=error.number)
        case NoLawyerError():
            return say("agency.no_lawyer", number=number)
        case VagueNameError():
            return say("agency.vague_name", name=error.name)
    return say("agency.changed", number=number)


def deed_names(services: Services, moves: list[Move]) -> str:
    """What can be done, as one would say it."""
    return "、".join(services.phrases(f"agency.deed.{move}") for move in moves)


def _not_now(services: Services, ticket: Ticket) -> str:
    say, moves = services.phrases, possible(services, ticket)
    state = say(f"state.{ticket.state}")
    if not moves:
        return say("agency.nothing_now", number=ticket.number, state=state)
    deeds = deed_names(services, moves)
    return say("agency.not_now", number=ticket.number, state=state, deeds=deeds)


def _too_late(services: Services, error: TooLateError) -> str:
    ticket, handover = error.ticket, error.ticket.handover
    if error.move is Move.RETURN and handover:
        last = services.timetable.return_by(handover.agency, handover.at)
        until = moment(last, services.clock())
        return services.phrases("agency.too_late_to_return", number=ticket.number, until=until)
    return services.phrases("agency.too_late", number=ticket.number)


def _rules(services: Services, number: str, error: RuleError) -> str:
    lines = [f"{place} {text}" for place, text in enumerate(error.rules.values(), 1)]
    return services.phrases("agency.rules", number=number, lines="\n".join(lines))
