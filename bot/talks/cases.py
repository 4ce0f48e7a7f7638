"""案件, 详情, 签收, 受理, 指派, 答复, 办结, 退单 …: how an agency works on its cases."""

from collections.abc import Awaitable, Callable, Sequence

from bot import powers
from bot.agencies.access import is_agency_of, reveal
from bot.agencies.deeds import Deed, RuleError, do, possible
from bot.agencies.parties import read_naming
from bot.agencies.refusals import LACKING, REFUSALS, deed_names, refusal
from bot.agencies.view import next_due, view
from bot.agencies.webhook import link_to
from bot.commands import Command
from bot.context import Turn
from bot.display import moment
from bot.oversight import NotAllowedError, Oversight
from bot.talks import staff
from models.moves import Move
from models.people import Role, StaffMember
from models.ticket import Ticket

SHOWN = 5
LONGEST_NUMBER = 64  # characters of an agency's own number
Reading = Callable[[Turn, str], Deed]


async def tell(turn: Turn, command: Command) -> str | None:
    """案件: what the agency, or this lawyer, has, the most pressing first."""
    member = await _member(turn)
    if member is None:
        return None
    found = await _cases_of(turn, member)
    if not found:
        return turn.say("agency.none")
    return turn.say("agency.list", lines=_lines(turn, found[:SHOWN]))


async def details(turn: Turn, command: Command) -> str | None:
    """详情 N: the sealed view; that it was seen is noted."""

    async def show(ticket: Ticket) -> str:
        seen = await reveal(turn.services, ticket, turn.person, turn.person)
        return await _shown(turn, seen)

    return await _with_case(turn, command, show)


async def receive(turn: Turn, command: Command) -> str | None:
    """签收 N, with the agency's own number if it has one."""
    return await _do(turn, command, lambda _, rest: Deed(Move.RECEIVE, number=_number(rest)))


async def decide(turn: Turn, command: Command) -> str | None:
    """受理 N, with the agency's own number if it has one."""
    return await _do(turn, command, lambda _, rest: Deed(Move.DECIDE, number=_number(rest)))


async def assign(turn: Turn, command: Command) -> str | None:
    """指派 N, the lawyer, and who is on which side."""
    return await _do(turn, command, _assignment)


async def answer(turn: Turn, command: Command) -> str | None:
    """答复 N and what the asker shall know."""
    return await _do(turn, command, _worded(Move.ANSWER))


async def finish(turn: Turn, command: Command) -> str | None:
    """办结 N and how it ended."""
    return await _do(turn, command, _worded(Move.FINISH))


async def extend(turn: Turn, command: Command) -> str | None:
    """延时 N and why."""
    return await _do(turn, command, _worded(Move.EXTEND))


async def pause(turn: Turn, command: Command) -> str | None:
    """暂停 N and why: the clock stands still."""
    return await _do(turn, command, _worded(Move.PAUSE))


async def resume(turn: Turn, command: Command) -> str | None:
    """恢复 N: it goes on."""
    return await _do(turn, command, _worded(Move.RESUME))


async def give_back(turn: Turn, command: Command) -> str | None:
    """退单 N and by which rule; None for who works for no agency."""
    return await _do(turn, command, lambda _, rest: Deed(Move.RETURN, rule=rest))


async def link(turn: Turn, command: Command) -> str | None:
    """链接 N: staff get a link to the case, to be passed on to an agency without accounts."""
    return await staff.do(turn, command, _link)


async def _link(turn: Turn, oversight: Oversight, ticket: Ticket, words: str) -> str:
    if not powers.may(oversight.member, Move.HAND_OVER, ticket):
        raise NotAllowedError(Move.HAND_OVER)
    made = link_to(turn.services, ticket)
    if made is None or ticket.handover is None:
        return turn.say("agency.no_link", number=ticket.number)
    url, until = made
    return turn.say(
        "agency.link",
        number=ticket.number,
        agency=turn.services.timetable.agencies[ticket.handover.agency].name,
        until=moment(until, turn.now),
        url=url,
    )


async def _do(turn: Turn, command: Command, read: Reading) -> str | None:
    deed = read(turn, command.rest or "")

    async def make(ticket: Ticket) -> str:
        after = await do(turn.services, ticket, deed, turn.person, turn.message.key)
        return _done(turn, after, deed)

    return await _with_case(turn, command, make, deed.move)


async def _with_case(
    turn: Turn,
    command: Command,
    act: Callable[[Ticket], Awaitable[str]],
    move: Move | None = None,
) -> str | None:
    """Act on the case that is meant, and say why when it is refused; None for all others."""
    member = await _member(turn)
    if member is None:
        return None
    if move and not powers.may_on_case(member, move):
        return turn.say("agency.centre_only", deed=turn.say(f"agency.deed.{move}"))
    ticket, said = await _case(turn, command, member)
    if ticket is None:
        return said
    try:
        return await act(ticket)
    except REFUSALS as error:
        if isinstance(error, RuleError) and not error.rules:
            return turn.say("agency.no_rules")
        if isinstance(error, LACKING):
            turn.open_form("more_words", command=command.name, number=ticket.number, said="")
        return refusal(turn.services, ticket, error)


async def _member(turn: Turn) -> StaffMember | None:
    """The person as somebody of an agency; None for everybody else."""
    member = await turn.services.store.staff.get(turn.person)
    return member if member and member.is_outside and member.agency else None


async def _cases_of(turn: Turn, member: StaffMember) -> Sequence[Ticket]:
    lawyer = member.id if member.role is Role.LAWYER else None
    return await turn.services.store.tickets.with_agency(member.agency or "", lawyer)


async def _case(
    turn: Turn, command: Command, member: StaffMember
) -> tuple[Ticket | None, str | None]:
    """The case that is meant, or None and what to answer."""
    if command.number:
        named = await turn.services.store.tickets.numbered(command.number)
        if named and (is_agency_of(member, named) or named.heard(turn.message.key)):
            return named, None
        return None, turn.say("agency.not_found", number=command.number)
    found = await _cases_of(turn, member)
    if not found:
        return None, turn.say("agency.none")
    if len(found) > 1:
        turn.open_form("which_ticket", command=command.name, rest=command.rest or "")
        return None, turn.say("agency.which", lines=_lines(turn, found[:SHOWN]))
    return found[0], None


def _lines(turn: Turn, tickets: Sequence[Ticket]) -> str:
    return "\n".join(
        turn.say(
            "agency.line",
            number=each.number,
            queue=turn.say(f"queue.{each.queue}"),
            due=next_due(turn.services, each),
        )
        for each in tickets
    )


async def _shown(turn: Turn, ticket: Ticket) -> str:
    case = await view(turn.services, ticket)
    deeds = deed_names(turn.services, possible(turn.services, ticket))
    return turn.say(
        "agency.details",
        number=case.number,
        queue=case.queue,
        urgency=case.urgency,
        story=case.story,
        who=case.who,
        phone=case.phone,
        place=case.place,
        dues="\n".join(case.dues),
        deeds=deeds or turn.say("agency.nothing_to_do"),
    )


def _done(turn: Turn, ticket: Ticket, deed: Deed) -> str:
    handover = ticket.handover
    said = turn.say(
        f"agency.done.{deed.move}",
        number=ticket.number,
        due=next_due(turn.services, ticket),
        lawyer=(handover and handover.lawyer_name) or "",
    )
    if deed.move is not Move.ASSIGN or handover is None:
        return said
    told = turn.say("agency.lawyer_told" if handover.lawyer else "agency.lawyer_untold")
    is_checked = any(each.side == "theirs" for each in handover.parties)
    return "\n".join([said, told, *([] if is_checked else [turn.say("agency.unchecked")])])


def _assignment(turn: Turn, rest: str) -> Deed:
    named = read_naming(rest)
    return Deed(Move.ASSIGN, lawyer=named.lawyer, ours=named.ours, theirs=named.theirs)


def _worded(move: Move) -> Reading:
    return lambda turn, rest: Deed(move, words=rest, attachments=turn.attachments)


def _number(rest: str) -> str | None:
    return rest.strip()[:LONGEST_NUMBER] or None
