"""Becoming a volunteer by chat: where, what they can do, and what to call them."""

from dataclasses import replace

from bot.applications import Answer, described, is_application
from bot.commands import Command, choice, choices, plain
from bot.context import Turn
from bot.filing import CHOICES, area_path, draft
from bot.helpers import concerns
from bot.names import is_name
from bot.neighbours import communities
from models.people import Volunteer
from nlp import OTHER


async def start(turn: Turn, command: Command) -> str:
    """Ask in which community."""
    found = communities(turn.services.areas)
    if not found:
        return turn.say("volunteer.no_areas")
    turn.open_form("join_area")
    lines = "\n".join(f"{n} {area.name}" for n, area in enumerate(found, 1))
    return turn.say("volunteer.ask_area", choices=lines)


async def answer_area(turn: Turn, text: str) -> str:
    """The community they chose."""
    found = communities(turn.services.areas)
    named = [n for n, area in enumerate(found, 1) if plain(text) == area.name]
    number = choice(text) or (named[0] if named else None)
    if not number or number > len(found):
        return turn.say("volunteer.wrong_area")
    turn.open_form("join_skills", area=found[number - 1].id)
    return turn.say("volunteer.ask_skills")


async def answer_skills(turn: Turn, text: str) -> str:
    """What they can do, as numbers."""
    chosen = choices(text)
    if not chosen or any(number not in CHOICES for number in chosen):
        return turn.say("volunteer.wrong_skills")
    skills = ",".join(CHOICES[number] for number in chosen)
    turn.open_form("join_name", area=turn.session.answers["area"], skills=skills)
    return turn.say("volunteer.ask_name")


async def answer_name(turn: Turn, text: str) -> str:
    """Their name completes it."""
    name = plain(text)
    if not is_name(name):
        return turn.say("volunteer.wrong_name")
    answers = turn.session.answers
    turn.close_form()
    skills = tuple(answers["skills"].split(","))
    path = area_path(turn.services.areas, answers["area"])
    known = await turn.services.store.volunteers.get(turn.person)
    is_known = known is not None and known.active and known.area_path == path
    volunteer = replace(
        known or Volunteer(turn.person, name, since=turn.now),
        name=name,
        area_path=path,
        skills=skills,
        active=is_known,
        paused=False,
    )
    await turn.services.store.volunteers.put(volunteer)
    said = described(turn.services, volunteer)
    if is_known:
        return turn.say("volunteer.changed", **said)
    ticket = await draft(turn, OTHER, turn.say("volunteer.application", **said), area=path)
    turn.session = turn.session.settled()
    return turn.say("volunteer.applied", **said, number=ticket.number)


async def approve(turn: Turn, command: Command) -> str | None:
    """同意: staff let somebody who applied take tasks; for everybody else it is just a word."""
    member = await turn.services.store.staff.get(turn.person)
    if member is None or not command.number:
        return None
    ticket = await turn.services.store.tickets.numbered(command.number)
    if ticket is None or not concerns(turn.services, ticket, member):
        return turn.say("volunteer.not_found", number=command.number)
    volunteer = await turn.services.store.volunteers.get(ticket.asker)
    if volunteer is None or not is_application(turn.services, ticket, volunteer):
        return turn.say("volunteer.no_application", number=command.number)
    await Answer(turn.services, turn.person, turn.message.key).approve(volunteer, ticket)
    return turn.say("volunteer.approved", name=volunteer.name)
