"""任务, 抢, 完成, 退回: how a volunteer or staff member takes a task and brings it to an end."""

from collections.abc import Sequence
from dataclasses import replace

from bot.commands import Command
from bot.context import Turn
from bot.display import place_of, rough_place, story_of, ticket_line
from bot.messages import ChatMessage
from bot.neighbours import as_holder
from bot.talks import rating
from models.area import Level
from models.people import StaffMember, Volunteer
from models.ticket import HELD, Actor, IllegalMoveError, Move, Ticket

SHOWN = 5
MOST_HELD = 5


async def tell(turn: Turn, command: Command) -> str | None:
    """任务: what can be taken near, and what is in hand."""
    helper = await helper_of(turn)
    if helper is None:
        return await _not_one(turn, command)
    offered = await _on_offer(turn, helper)
    held = await turn.services.store.tickets.held_by(turn.person)
    if not offered and not held:
        return turn.say("volunteer.no_tasks")
    lines: list[str] = []
    for head, found in (("tasks_head", offered), ("mine_head", held)):
        if found:
            lines += [turn.say(f"volunteer.{head}"), *(_line(turn, each) for each in found[:SHOWN])]
    return "\n".join(lines)


async def grab(turn: Turn, command: Command) -> str | None:
    """抢: exactly one wins; everybody else hears at once who has it."""
    helper = await helper_of(turn)
    holder = await as_holder(turn.services, turn.person)
    if helper is None or holder is None:
        return await _not_one(turn, command)
    if isinstance(helper, Volunteer) and await _has_enough(turn):
        return turn.say("volunteer.enough", most=MOST_HELD)
    ticket = await _wanted(turn, command, helper)
    if ticket is None:
        if command.number:
            return turn.say("volunteer.not_found", number=command.number)
        return turn.say("volunteer.no_tasks")
    actor = Actor.STAFF if isinstance(helper, StaffMember) else Actor.VOLUNTEER
    taken = replace(holder, since=turn.now)
    try:
        ticket = await turn.move(ticket, Move.GRAB, actor, note=taken.name, holder=taken)
    except IllegalMoveError as error:
        return _lost(turn, error.ticket)
    return _won(turn, ticket) if _holds(turn, ticket) else _lost(turn, ticket)


async def _has_enough(turn: Turn) -> bool:
    """Whether a volunteer has as many tasks as one can see to, not counting this very one."""
    held = await turn.services.store.tickets.held_by(turn.person)
    return len([each for each in held if not each.heard(turn.message.key)]) >= MOST_HELD


async def finish(turn: Turn, command: Command) -> str | None:
    """完成: with a word or a photo of how it ended."""
    if turn.session.form == "result" and not command.number:
        return None  # these words are the ones that were asked for
    ticket, answer = await _held(turn, command)
    if ticket is None:
        return await rating.invite(turn) or answer
    if not command.rest and not ticket.heard(turn.message.key):
        turn.open_form("result", ticket=ticket.id)
        return turn.say("volunteer.ask_result", number=ticket.number)
    return await _finish(turn, ticket, note=command.rest)


async def answer_result(turn: Turn, text: str) -> str:
    """The word asked for after 完成."""
    return await _finish_by_id(turn, note=text.strip())


async def answer_result_shown(turn: Turn, message: ChatMessage) -> str:
    """The photo, recording or video instead of that word."""
    return await _finish_by_id(turn, note=None)


async def give_back(turn: Turn, command: Command) -> str | None:
    """退回: the task goes out again."""
    ticket, answer = await _held(turn, command)
    if ticket is None:
        return answer
    await turn.move(
        ticket,
        Move.GIVE_BACK,
        Actor.HOLDER,
        note=command.rest,
    )
    return turn.say("volunteer.given_back", number=ticket.number)


async def _finish_by_id(turn: Turn, *, note: str | None) -> str:
    ticket = await turn.services.store.tickets.get(turn.session.answers["ticket"])
    turn.close_form()
    if ticket is None or not _holds(turn, ticket):
        return turn.say("volunteer.nothing_held")
    return await _finish(turn, ticket, note=note)


async def _finish(turn: Turn, ticket: Ticket, *, note: str | None) -> str:
    try:
        await turn.move(ticket, Move.FINISH, Actor.HOLDER, note=note)
    except IllegalMoveError as error:
        return turn.say("volunteer.gone", number=ticket.number, state=_state(turn, error.ticket))
    return turn.say("volunteer.finished", number=ticket.number)


async def helper_of(turn: Turn) -> Volunteer | StaffMember | None:
    """Whom we talk to, as somebody who takes tasks; staff first, for they may take anything."""
    store = turn.services.store
    volunteer = await store.volunteers.get(turn.person)
    return await store.staff.get(turn.person) or (
        volunteer if volunteer and volunteer.active else None
    )


async def _not_one(turn: Turn, command: Command) -> str | None:
    """What somebody hears who may not take tasks; a sentence of theirs means something else."""
    if await turn.services.store.volunteers.get(turn.person) is not None:
        return turn.say("volunteer.waiting")
    return None if command.rest else turn.say("volunteer.not_one")


async def _on_offer(turn: Turn, helper: Volunteer | StaffMember) -> Sequence[Ticket]:
    """What this person may take: fitting tasks near, or for staff what nobody took."""
    tickets = turn.services.store.tickets
    area = helper.area_path[-1] if helper.area_path else ""
    if isinstance(helper, StaffMember):
        return await tickets.untaken_in(area)
    around = turn.services.areas.above(area, Level.COMMUNITY)
    offered = await tickets.offered_in(around.id if around else area, helper.skills)
    return [ticket for ticket in offered if ticket.asker != turn.person]


async def _wanted(turn: Turn, command: Command, helper: Volunteer | StaffMember) -> Ticket | None:
    """The ticket named, if it is one this person may see, or the oldest on offer."""
    if not command.number:
        for held in await turn.services.store.tickets.held_by(turn.person):
            if held.heard(turn.message.key):
                return held
        offered = await _on_offer(turn, helper)
        return offered[0] if offered else None
    ticket = await turn.services.store.tickets.numbered(command.number)
    return ticket if ticket and concerns(turn, ticket, helper) else None


def concerns(turn: Turn, ticket: Ticket, helper: Volunteer | StaffMember) -> bool:
    """Whether a ticket is near enough to this person for them to see it."""
    was_told = any(notice.to == turn.person for notice in ticket.notices)
    if isinstance(helper, StaffMember):
        return was_told or not helper.area_path or helper.area_path[-1] in ticket.area_path
    around = turn.services.areas.above(helper.area, Level.COMMUNITY)
    is_near = was_told or (around is not None and around.id in ticket.area_path)
    return is_near and ticket.queue in helper.skills and ticket.asker != turn.person


async def _held(turn: Turn, command: Command) -> tuple[Ticket | None, str | None]:
    """The ticket in hand that is meant; or None and what to answer.

    Whoever has no task and says more than the word means something else: then there is no answer.
    """
    if command.number:
        named = await turn.services.store.tickets.numbered(command.number)
        if named and (_is_in_hand(turn, named) or named.heard(turn.message.key)):
            return named, ""
        return None, turn.say("volunteer.not_yours", number=command.number)
    held = await turn.services.store.tickets.held_by(turn.person)
    if not held:
        return None, None if command.rest else turn.say("volunteer.nothing_held")
    if len(held) > 1:
        turn.open_form("which_ticket", command=command.name, rest=command.rest or "")
        lines = "\n".join(ticket_line(each, turn.services.phrases) for each in held[:SHOWN])
        return None, turn.say("volunteer.which", lines=lines)
    return held[0], ""


def _holds(turn: Turn, ticket: Ticket) -> bool:
    return ticket.is_held_by(turn.person)


def _is_in_hand(turn: Turn, ticket: Ticket) -> bool:
    return ticket.state in HELD and _holds(turn, ticket)


def _won(turn: Turn, ticket: Ticket) -> str:
    return turn.say(
        "volunteer.won",
        number=ticket.number,
        queue=turn.say(f"queue.{ticket.queue}"),
        text=story_of(ticket),
        place=place_of(ticket, turn.services.phrases, turn.services.areas),
        phone=ticket.phone or turn.say("volunteer.unknown_phone"),
    )


def _lost(turn: Turn, ticket: Ticket) -> str:
    if ticket.state not in HELD or ticket.holder is None:
        return turn.say("volunteer.gone", number=ticket.number, state=_state(turn, ticket))
    if _holds(turn, ticket):
        return turn.say("volunteer.yours_already", number=ticket.number)
    return turn.say("volunteer.lost", number=ticket.number, who=ticket.holder.name)


def _line(turn: Turn, ticket: Ticket) -> str:
    return turn.say(
        "volunteer.task_line",
        number=ticket.number,
        queue=turn.say(f"queue.{ticket.queue}"),
        place=rough_place(ticket, turn.services.phrases, turn.services.areas),
        when=ticket.when or turn.say("volunteer.any_time"),
    )


def _state(turn: Turn, ticket: Ticket) -> str:
    return turn.say(f"state.{ticket.state}")
