"""派: staff send somebody to a ticket; 接, 拒绝 and 退单 are what those say who were sent."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.addressees import Addressee, called, suitable
from bot.agencies.deeds import cited
from bot.commands import Command, choice, plain
from bot.context import Turn
from bot.display import details_of, task_line
from bot.neighbours import MOST_CHOICES, as_holder, chosen_of
from bot.oversight import Oversight
from bot.refusals import in_words
from bot.talks import staff
from models.moves import Actor, Move
from models.steps import GROUP, IllegalMoveError
from models.ticket import Ticket

_TO = ("派给", "交给", "给", "让", "由", "叫")


async def dispatch(turn: Turn, command: Command) -> str | None:
    """派 N 给 NAME; without a name, those it fits to choose from."""
    return await staff.do(turn, command, _dispatch)


async def candidates(turn: Turn, command: Command) -> str | None:
    """谁能办 N: those it fits, best first, to choose from."""
    return await staff.do(turn, command, _offer_choice)


async def answer_choice(turn: Turn, text: str) -> str | None:
    """Who of the list is sent, by number or name; the name of somebody else will do as well."""
    answers = turn.session.answers
    places = [Addressee(*each.split("\t")) for each in answers["choices"].splitlines()]
    number = choice(text)
    turn.close_form()
    if number is None:
        return await dispatch(turn, Command("dispatch", answers["number"], text))
    if not 1 <= number <= len(places):
        return await candidates(turn, Command("candidates", answers["number"]))
    chosen = places[number - 1]

    async def send(turn: Turn, oversight: Oversight, ticket: Ticket, words: str) -> str:
        return await _send(turn, oversight, ticket, chosen)

    return await staff.do(turn, Command("dispatch", answers["number"]), send)


async def _dispatch(turn: Turn, oversight: Oversight, ticket: Ticket, said: str) -> str:
    name = _without_to(said)
    if not name:
        return await _offer_choice(turn, oversight, ticket, "")
    if not ticket.heard(turn.message.key):
        oversight.check(ticket, Move.DISPATCH)
    found = await called(turn.services, oversight.member, ticket, name)
    if len(found) == 1:
        return await _send(turn, oversight, ticket, found[0])
    if found:
        question = turn.say("dispatch.which_one", number=ticket.number, name=name)
        return _choose(turn, ticket, question, [*found][:MOST_CHOICES])
    places = list(await suitable(turn.services, ticket))
    if not places:
        return turn.say("dispatch.nobody_called", name=name)
    return _choose(turn, ticket, turn.say("dispatch.nobody_called_so", name=name), places)


async def _offer_choice(turn: Turn, oversight: Oversight, ticket: Ticket, said: str) -> str:
    oversight.check(ticket, Move.DISPATCH)
    places = list(await suitable(turn.services, ticket))
    if not places:
        return turn.say("dispatch.nobody", number=ticket.number)
    return _choose(turn, ticket, turn.say("dispatch.choose", number=ticket.number), places)


def _choose(turn: Turn, ticket: Ticket, question: str, places: list[Addressee]) -> str:
    kept = "\n".join(f"{each.to}\t{each.name}" for each in places)
    turn.open_form("dispatch_to", number=ticket.number, choices=kept)
    lines = [f"{n} {_shown(turn, each)}" for n, each in enumerate(places, 1)]
    return "\n".join([question, *lines])


def _shown(turn: Turn, place: Addressee) -> str:
    return turn.say("reason.line", name=place.name, reason=place.why) if place.why else place.name


async def _send(turn: Turn, oversight: Oversight, ticket: Ticket, place: Addressee) -> str:
    await oversight.dispatch(ticket, place.to, place.name)
    return turn.say("dispatch.sent", number=ticket.number, name=place.name)


def _without_to(said: str) -> str:
    words = plain(said)
    little = next((each for each in _TO if words.startswith(each)), "")
    return plain(words.removeprefix(little))


async def take(turn: Turn, command: Command) -> str | None:
    """接: who was sent will go."""
    ticket, answer = await _sent(turn, command)
    return await accept(turn, ticket) if ticket else answer


async def accept(turn: Turn, ticket: Ticket) -> str:
    """Take what one was sent to; of a group exactly one takes it."""
    holder = await as_holder(turn.services, turn.person)
    if holder is None or not await is_sent(turn, ticket):
        return turn.say("dispatch.not_sent", number=ticket.number)
    taken = replace(holder, since=turn.now)
    try:
        ticket = await turn.move(ticket, Move.ACCEPT, Actor.CHOSEN, note=taken.name, holder=taken)
    except IllegalMoveError as error:
        return in_words(turn.services.phrases, error)
    return turn.say(
        "dispatch.accepted", **details_of(ticket, turn.services.phrases, turn.services.areas)
    )


async def refuse(turn: Turn, command: Command) -> str | None:
    """拒绝 and why: somebody else is looked for."""
    ticket, answer = await _sent(turn, command)
    if ticket is None:
        return answer
    if not command.rest:
        turn.open_form("more_words", command="refuse", number=ticket.number, said="")
        return turn.say("dispatch.ask_refusal", number=ticket.number)
    try:
        await turn.move(
            ticket, Move.REFUSE, Actor.CHOSEN, note=command.rest, adds=_barring(turn, ticket)
        )
    except IllegalMoveError as error:
        return in_words(turn.services.phrases, error)
    return turn.say("dispatch.refused", number=ticket.number)


async def give_back(turn: Turn, command: Command) -> str | None:
    """退单: it is no matter of theirs, by one of the rules; None for who was not sent."""
    ticket, _ = await _sent(turn, command)
    if ticket is None:
        return None
    rules = turn.services.not_ours
    found = cited(rules, command.rest or "")
    if found is None:
        turn.open_form("more_words", command="return_case", number=ticket.number, said="")
        lines = "\n".join(f"{n} {text}" for n, text in enumerate(rules.values(), 1))
        return turn.say("dispatch.ask_rule", number=ticket.number, lines=lines)
    rule, more = found
    note = f"{rule}（{more}）" if more else rule
    try:
        await turn.move(ticket, Move.RETURN, Actor.CHOSEN, note=note, adds=_barring(turn, ticket))
    except IllegalMoveError as error:
        return in_words(turn.services.phrases, error)
    return turn.say("dispatch.returned", number=ticket.number)


async def is_sent(turn: Turn, ticket: Ticket) -> bool:
    """Whether the person was sent to this ticket, themselves or with a group."""
    if ticket.dispatch is None:
        return ticket.heard(turn.message.key)
    return turn.person in await chosen_of(turn.services, ticket, ticket.dispatch)


async def _sent(turn: Turn, command: Command) -> tuple[Ticket | None, str | None]:
    """The ticket they were sent to that is meant; or None and what to answer.

    For whoever takes no tasks at all these are ordinary words: then there is no answer.
    """
    tickets = turn.services.store.tickets
    if await as_holder(turn.services, turn.person) is None:
        return None, None
    if command.number:
        named = await tickets.numbered(command.number)
        if named and await is_sent(turn, named):
            return named, None
        return None, turn.say("dispatch.not_sent", number=command.number)
    waiting = await _waiting(turn)
    if len(waiting) == 1:
        return waiting[0], None
    if not waiting:
        return None, None if command.rest else turn.say("dispatch.none")
    turn.open_form("which_ticket", command=command.name, rest=command.rest or "")
    phrases, areas = turn.services.phrases, turn.services.areas
    lines = "\n".join(task_line(each, phrases, areas) for each in waiting)
    return None, turn.say("dispatch.which", lines=lines)


async def _waiting(turn: Turn) -> list[Ticket]:
    """What waits for this person's answer, or was answered by this very message."""
    store = turn.services.store
    for held in await store.tickets.held_by(turn.person):
        if held.heard(turn.message.key):
            return [held]
    people = [await store.volunteers.get(turn.person), await store.staff.get(turn.person)]
    groups = [GROUP + name for each in people if each for name in each.groups]
    found = await store.tickets.dispatched_to([turn.person, *groups])
    return [each for each in found if await is_sent(turn, each)]


def _barring(turn: Turn, ticket: Ticket) -> Mapping[str, Sequence[str]]:
    """Neither they nor the group they were sent with is asked again."""
    to = ticket.dispatch.to if ticket.dispatch else turn.person
    return {"barred": list(dict.fromkeys((to, turn.person)))}
