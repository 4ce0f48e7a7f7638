"""What an agency does with a case: the same rules by chat, by link and by its own program."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.neighbours import audiences
from bot.results import tells_result
from bot.services import Services
from models.agency import AgencySettings
from models.links import is_with
from models.mandates import normal
from models.moves import Actor, Move, Need
from models.people import Role, StaffMember
from models.steps import IllegalMoveError, MissingError, Step, possible_moves
from models.ticket import Attachment, HandOver, Ticket
from models.tickets import CrowdedError

DEEDS = (
    Move.RECEIVE,
    Move.DECIDE,
    Move.ASSIGN,
    Move.ANSWER,
    Move.FINISH,
    Move.EXTEND,
    Move.PAUSE,
    Move.RESUME,
    Move.RETURN,
)
_TRIES = 20

Changes = dict[str, Any]
Names = Mapping[str, Sequence[str]]


class StaleError(Exception):
    """The case changed since it was looked at; ``ticket`` is what stands."""

    def __init__(self, ticket: Ticket) -> None:
        super().__init__("the case changed meanwhile")
        self.ticket = ticket


class RuleError(Exception):
    """Not one of the rules by which this agency may return a case; ``rules`` are those."""

    def __init__(self, rules: Mapping[str, str]) -> None:
        super().__init__("no such rule")
        self.rules = rules


class ConflictError(Exception):
    """The lawyer stood on the other side in the case of this ``number``."""

    def __init__(self, number: str) -> None:
        super().__init__("conflict of interest")
        self.number = number


class NoLawyerError(Exception):
    """Nobody was named to be given the case."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing done with a case.

    ``words`` are the answer, result or reason; ``number`` and ``status`` are the agency's own;
    ``version`` makes it valid for the case as it was seen; ``ours`` and ``theirs`` are parties.
    """

    move: Move
    words: str | None = None
    rule: str | None = None
    number: str | None = None
    status: str | None = None
    lawyer: str | None = None
    ours: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    version: int | None = None


def possible(services: Services, ticket: Ticket) -> list[Move]:
    """What the agency may do with the case now, in the order it is usually done."""
    moves = possible_moves(ticket, Actor.AGENCY) - _behind(services, ticket)
    in_time, now = services.timetable.is_in_time, services.clock()
    return [each for each in DEEDS if each in moves and in_time(ticket, each, Actor.AGENCY, now)]


async def do(services: Services, ticket: Ticket, deed: Deed, by: str, key: str) -> Ticket:
    """The ticket after the deed; a deed whose key is on the timeline changes nothing.

    Raises IllegalMoveError, TooLateError, MissingError, StaleError, RuleError, ConflictError,
    NoLawyerError, VagueNameError or CrowdedError.
    """
    agency = ticket.handover.agency if ticket.handover else ""
    for _ in range(_TRIES):
        if ticket.heard(key):
            return ticket
        if deed.version not in (None, ticket.version):
            raise StaleError(ticket)
        if not is_with(ticket, agency) or deed.move in _behind(services, ticket):
            raise IllegalMoveError(ticket, deed.move, frozenset(possible(services, ticket)))
        step = await _step(services, ticket, deed, by, key)
        try:
            return await services.store.tickets.make(ticket.id, step, ticket)
        except IllegalMoveError as error:
            if error.ticket.version == ticket.version:
                raise
            # Somebody else was quicker; the deed is looked at again on what stands now.
            ticket = error.ticket
    raise CrowdedError(ticket.id)


def cited(rules: Mapping[str, str], words: str) -> tuple[str, str] | None:
    """The rule that words begin with, by its key, text or place in the list; and what is left."""
    for place, (key, text) in enumerate(rules.items(), 1):
        for form in (text, key, str(place)):
            rest = words[len(form) :]
            if words.startswith(form) and not (form.isdigit() and rest[:1].isdigit()):
                return text, rest.strip(" ，,。:：、")
    return None


def lawyer_named(members: list[StaffMember], name: str) -> StaffMember | None:
    """The lawyer of this name; None when no lawyer, or more than one, is called so."""
    found = [
        each for each in members if each.role is Role.LAWYER and normal(each.name) == normal(name)
    ]
    return found[0] if len(found) == 1 else None


def _behind(services: Services, ticket: Ticket) -> frozenset[Move]:
    """What was done already, or is not done at this agency."""
    handover = ticket.handover
    if handover is None:
        return frozenset(DEEDS)
    settings = services.timetable.agencies.get(handover.agency)
    done = {
        Move.RECEIVE: handover.received is not None,
        Move.DECIDE: handover.decided is not None,
        Move.ASSIGN: not (settings and settings.has_lawyers),
    }
    return frozenset(move for move, is_behind in done.items() if is_behind)


async def _step(services: Services, ticket: Ticket, deed: Deed, by: str, key: str) -> Step:
    note, changes, adds = await _told_and_changed(services, ticket, deed)
    return Step(
        move=deed.move,
        actor=Actor.AGENCY,
        by=by,
        at=services.clock(),
        key=key,
        note=note,
        attachments=deed.attachments,
        tell=await audiences(services, ticket, deed.move),
        changes=changes,
        adds=adds,
        version=ticket.version,
    )


async def _told_and_changed(
    services: Services, ticket: Ticket, deed: Deed
) -> tuple[str | None, Changes, Names]:
    """The note of the event, what it changes in the ticket, and which names join its lists."""
    handover = ticket.handover
    if handover is None:
        raise IllegalMoveError(ticket, deed.move, frozenset())
    name = handover.agency
    settings = services.timetable.agencies.get(name) or AgencySettings(name=name)
    if deed.move is Move.RETURN:
        return _rule_note(settings, deed), {}, {}
    noted = _noted(services, handover, deed)
    if deed.move is Move.ASSIGN:
        return await _assigned(services, ticket, noted, deed)
    changes: Changes = {"handover": noted}
    if deed.move is Move.FINISH:
        changes["level"] = settings.level
        if deed.words and not tells_result(deed.words):
            raise MissingError(deed.move, Need.RESULT)
    by_name = deed.move in (Move.RECEIVE, Move.DECIDE)
    return settings.name if by_name else deed.words, changes, {}


def _noted(services: Services, handover: HandOver, deed: Deed) -> HandOver:
    """What the agency told of itself; who goes on with a case has received it."""
    now = services.clock()
    decided = now if deed.move in (Move.DECIDE, Move.ASSIGN) else None
    return replace(
        handover,
        number=deed.number or handover.number,
        status=deed.status or handover.status,
        received=handover.received or now,
        decided=handover.decided or decided,
    )


async def _assigned(
    services: Services, ticket: Ticket, handover: HandOver, deed: Deed
) -> tuple[str, Changes, Names]:
    """The case in a lawyer's hands, if they never stood on the other side."""
    if not deed.lawyer or not normal(deed.lawyer):
        raise NoLawyerError
    mandates, agency = services.store.mandates, handover.agency
    parties = tuple(dict.fromkeys((*handover.parties, *mandates.parties(deed.ours, deed.theirs))))
    if number := await mandates.conflict(ticket, agency, deed.lawyer, parties):
        raise ConflictError(number)
    member = lawyer_named([*await services.store.staff.of_agency(agency)], deed.lawyer)
    name = member.name if member else deed.lawyer
    given = replace(
        handover,
        lawyer=member.id if member else None,
        lawyer_name=name,
        parties=parties,
    )
    return name, {"handover": given}, {"acted": mandates.marks(agency, name, parties)}


def _rule_note(settings: AgencySettings, deed: Deed) -> str:
    """The rule a case is returned by, with the words that explain it."""
    found = cited(settings.rules, deed.rule or "")
    if found is None:
        raise RuleError(settings.rules)
    text, more = found
    words = " ".join(each for each in (more, deed.words) if each)
    return f"{text}（{words}）" if words else text
