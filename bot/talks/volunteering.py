"""Becoming a volunteer by chat: where, what they can do, and what to call them."""

from bot.commands import Command, choice, choices, plain
from bot.context import Turn
from bot.filing import area_path
from bot.neighbours import communities
from models.people import Volunteer

SKILLS = {1: "repair", 2: "legal_aid", 3: "benefits", 4: "volunteer"}
NAME_LENGTH = range(2, 11)


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
    if not chosen or any(number not in SKILLS for number in chosen):
        return turn.say("volunteer.wrong_skills")
    skills = ",".join(SKILLS[number] for number in chosen)
    turn.open_form("join_name", area=turn.session.answers["area"], skills=skills)
    return turn.say("volunteer.ask_name")


async def answer_name(turn: Turn, text: str) -> str:
    """Their name completes it."""
    name = plain(text)
    if len(name) not in NAME_LENGTH or not name.replace("·", "").isalpha():
        return turn.say("volunteer.wrong_name")
    answers = turn.session.answers
    turn.close_form()
    skills = tuple(answers["skills"].split(","))
    path = area_path(turn.services.areas, answers["area"])
    volunteer = Volunteer(turn.person, name, path, skills, since=turn.now)
    await turn.services.store.volunteers.put(volunteer)
    return turn.say(
        "volunteer.joined",
        name=name,
        area=turn.services.areas.name(volunteer.area),
        skills="、".join(turn.say(f"skill.{skill}") for skill in skills),
    )
