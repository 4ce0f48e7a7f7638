"""任务 and 抢: what can be taken near, what is in hand, and taking it, which exactly one does."""

from dataclasses import replace

from bot.commands import Command
from bot.context import Turn
from bot.display import details_of, task_line
from bot.helpers import Helper, concerns, helper_of, on_offer
from bot.neighbours import as_holder
from bot.talks import dispatching
from models.moves import HELD, Actor, Move, State
from models.people import StaffMember, Volunteer
from models.steps import GROUP, IllegalMoveError
from models.ticket import Holder, Ticket

SHOWN = 5
_TRIES = 3  # somebody may pledge, or withdraw, while a second one comes
_MINE = HELD | {State.PAUSED}


async def tell(turn: Turn, command: Command) -> str | None:
    """任务: what can be taken near, and what is in hand; with a number, all about one in hand."""
    helper = await helper_of(turn.services, turn.person)
    if helper is None:
        return await _not_one(turn, command)
    if command.number:
        return await _details(turn, command.number)
    tickets = turn.services.store.tickets
    pledged = await tickets.pledged_by(turn.person)
    offered = await on_offer(turn.services, helper)
    lists = {
        "tasks_head": [each for each in offered if each.id not in {own.id for own in pledged}],
        "pledged_head": pledged,
        "mine_head": await tickets.held_by(turn.person, _MINE),
    }
    lines: list[str] = []
    for head, found in lists.items():
        if found:
            lines += [turn.say(f"volunteer.{head}"), *(_line(turn, each) for each in found[:SHOWN])]
    return "\n".join(lines) or turn.say("volunteer.no_tasks")


async def take(turn: Turn, command: Command) -> str | None:
    """接: what one was sent to; said of a task that is on offer it means 抢."""
    ticket = await turn.services.store.tickets.numbered(command.number) if command.number else None
    is_offered = ticket is not None and ticket.state is State.OFFERED
    return await (grab if is_offered else dispatching.take)(turn, command)


async def grab(turn: Turn, command: Command) -> str | None:
    """抢: exactly one wins; everybody else hears at once who has it."""
    helper = await helper_of(turn.services, turn.person)
    holder = await as_holder(turn.services, turn.person)
    if helper is None or holder is None:
        return await _not_one(turn, command)
    ticket = await _wanted(turn, command, helper)
    if ticket is None:
        if command.number:
            return turn.say("volunteer.not_found", number=command.number)
        return turn.say("volunteer.no_tasks")
    if ticket.heard(turn.message.key):
        return _won(turn, ticket)
    if ticket.state is State.DISPATCHED and await dispatching.is_sent(turn, ticket):
        return await dispatching.accept(turn, ticket)
    if isinstance(helper, Volunteer) and await _has_enough(turn, helper, ticket):
        return turn.say("volunteer.enough", most=helper.cap)
    return await _try(turn, ticket, helper, replace(holder, since=turn.now))


async def _try(turn: Turn, ticket: Ticket, helper: Helper, own: Holder) -> str:
    """Take it as it stands; when another one pledged or withdrew meanwhile, as it stands now."""
    for _ in range(_TRIES):
        if ticket.pledged and ticket.pledged.id == turn.person:
            break
        try:
            return _won(turn, await _take(turn, ticket, helper, own))
        except IllegalMoveError as error:
            is_same = error.ticket.version == ticket.version
            ticket = error.ticket
            if is_same or ticket.state is not State.OFFERED:
                break
    return _lost(turn, ticket)


async def _take(turn: Turn, ticket: Ticket, helper: Helper, own: Holder) -> Ticket:
    """Grab it; where two go together the first one pledges, and whoever comes next goes along."""
    actor = Actor.STAFF if isinstance(helper, StaffMember) else Actor.VOLUNTEER
    if ticket.pledged:
        first = replace(ticket.pledged, since=own.since)
        names = f"{first.name}、{own.name}"
        return await turn.move(ticket, Move.GRAB, actor, note=names, holder=first, partner=own)
    if actor is Actor.VOLUNTEER and ticket.hands > 1:
        return await turn.move(ticket, Move.PLEDGE, actor, note=own.name, pledged=own)
    return await turn.move(ticket, Move.GRAB, actor, note=own.name, holder=own)


async def _has_enough(turn: Turn, volunteer: Volunteer, wanted: Ticket) -> bool:
    """Whether they have as many tasks in hand, without this one, as they can see to."""
    held = await turn.services.store.tickets.held_by(turn.person)
    return len([each for each in held if each.id != wanted.id]) >= volunteer.cap


async def _not_one(turn: Turn, command: Command) -> str | None:
    """What somebody hears who may not take tasks; a sentence of theirs means something else."""
    if await turn.services.store.volunteers.get(turn.person) is not None:
        return turn.say("volunteer.waiting")
    return None if command.rest else turn.say("volunteer.not_one")


async def _wanted(turn: Turn, command: Command, helper: Helper) -> Ticket | None:
    """The ticket named, if this person may see it; else what they were sent to, or the oldest."""
    if command.number:
        ticket = await turn.services.store.tickets.numbered(command.number)
        is_mine = ticket and (await dispatching.is_sent(turn, ticket) or _holds(turn, ticket))
        return ticket if ticket and (is_mine or concerns(turn.services, ticket, helper)) else None
    tickets = turn.services.store.tickets
    for own in (*await tickets.held_by(turn.person), *await tickets.pledged_by(turn.person)):
        if own.heard(turn.message.key):
            return own
    groups = [GROUP + name for name in helper.groups]
    for sent in await tickets.dispatched_to([turn.person, *groups]):
        if await dispatching.is_sent(turn, sent):
            return sent
    offered = await on_offer(turn.services, helper)
    free = [each for each in offered if not each.pledged or each.pledged.id != turn.person]
    return free[0] if free else None


async def _details(turn: Turn, number: str) -> str:
    """All about a task in hand, with the contact; about any other no more than a list says."""
    ticket = await turn.services.store.tickets.numbered(number)
    helper = await helper_of(turn.services, turn.person)
    if ticket and ticket.state in _MINE and _holds(turn, ticket):
        shown = details_of(ticket, turn.services.phrases, turn.services.areas)
        return turn.say("volunteer.details", **shown)
    if ticket and helper and concerns(turn.services, ticket, helper):
        return _line(turn, ticket)
    return turn.say("volunteer.not_found", number=number)


def _holds(turn: Turn, ticket: Ticket) -> bool:
    return ticket.is_held_by(turn.person)


def _won(turn: Turn, ticket: Ticket) -> str:
    if not _holds(turn, ticket):
        return turn.say("volunteer.pledged", number=ticket.number)
    shown = details_of(ticket, turn.services.phrases, turn.services.areas)
    words = turn.say("volunteer.won", **shown)
    others = [each.name for each in ticket.holders if each.id != turn.person]
    return "\n".join([words, *(turn.say("volunteer.together", who=name) for name in others)])


def _lost(turn: Turn, ticket: Ticket) -> str:
    if ticket.pledged and ticket.pledged.id == turn.person:
        return turn.say("volunteer.pledged", number=ticket.number)
    if ticket.state not in HELD:
        state = turn.say(f"state.{ticket.state}")
        return turn.say("volunteer.gone", number=ticket.number, state=state)
    if _holds(turn, ticket):
        return turn.say("volunteer.yours_already", number=ticket.number)
    who = "、".join(each.name for each in ticket.holders)
    return turn.say("volunteer.lost", number=ticket.number, who=who)


def _line(turn: Turn, ticket: Ticket) -> str:
    return task_line(ticket, turn.services.phrases, turn.services.areas)
