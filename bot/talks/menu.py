"""The menu, the first greeting, the way back, and the way to a person."""

from dataclasses import replace

from bot.commands import Command
from bot.context import Turn
from bot.events import Click, Scan, ScanCode, Subscribe
from bot.filing import CHOICES, draft
from bot.talks import progress, report, tasks, volunteering
from models.area import Level
from models.moves import LIVE
from nlp import OTHER

AREA_SCENE = "area:"
NEW_KEY = "NEW:"


async def show(turn: Turn, command: Command) -> str:
    """菜单: the choices."""
    turn.close_form()
    return turn.say("menu.main")


async def back(turn: Turn, command: Command) -> str:
    """返回: leave whatever is open."""
    turn.close_form()
    return turn.say("menu.back")


async def repeat(turn: Turn, command: Command) -> str:
    """重复: the last answer again."""
    previous = turn.previous or await turn.services.store.receipts.latest(turn.person)
    last = previous.reply if previous else None
    return last["content"] if last else turn.say("menu.no_repeat")


async def person(turn: Turn, command: Command) -> str:
    """人工: a ticket for the desk, so that somebody calls back; asking again adds none."""
    turn.close_form()
    ticket = await report.open_ticket(turn)
    if ticket is None or ticket.state not in LIVE or not report.wants_person(turn, ticket):
        ticket = await draft(turn, OTHER, turn.say("report.person_text"))
    return turn.say("report.person", number=ticket.number)


async def hello(turn: Turn, command: Command) -> str:
    """A greeting."""
    return turn.say("menu.hello")


async def thanks(turn: Turn, command: Command) -> str:
    """Thanks, or a nod."""
    return turn.say("menu.thanks")


async def choose(turn: Turn, number: int) -> str | None:
    """A bare number outside any form is a choice of the menu."""
    if number in CHOICES:
        return start(turn, CHOICES[number])
    if number == 5:
        return await progress.tell(turn, Command("progress"))
    if number == 6:
        return await volunteering.start(turn, Command("join"))
    return None


def start(turn: Turn, queue: str) -> str:
    """Ask for the words of a request whose queue is chosen."""
    turn.session = turn.session.settled()
    turn.open_form("describe", queue=queue)
    return turn.say(f"describe.{queue}")


async def answer_description(turn: Turn, text: str) -> str:
    """The words of a request whose queue was chosen."""
    understood = turn.services.understander.understand(text)
    answer = await report.file(turn, text, understood, turn.session.answers["queue"])
    if turn.session.form == "describe":
        turn.close_form()
    return answer


async def click(turn: Turn, event: Click) -> str | None:
    """A menu button of the account."""
    key = event.event_key
    queue = key.removeprefix(NEW_KEY)
    if key.startswith(NEW_KEY) and queue in CHOICES.values():
        return start(turn, queue)
    button = BUTTONS.get(key, show)
    return await button(turn, Command(key.lower()))


async def follow(turn: Turn, event: Subscribe) -> str:
    """Somebody follows us, perhaps through the code of an area."""
    area = _area_of(turn, event.scene)
    known = await turn.resident()
    found = replace(known, follows=True, area=area or known.area, since=turn.now)
    await turn.keep(found)
    community = turn.services.areas.above(found.area, Level.COMMUNITY)
    name = community.name if community else turn.say("menu.community")
    return turn.say("menu.welcome", community=name)


async def scan(turn: Turn, event: Scan) -> str:
    """A follower scanned the code of an area."""
    area = _area_of(turn, event.scene)
    return await _move_to(turn, area) if area else turn.say("menu.main")


async def scan_code(turn: Turn, event: ScanCode) -> str | None:
    """A code scanned through the menu; only some buttons wait for words."""
    if not event.waits:
        return None
    area = _area_of(turn, event.result)
    return await _move_to(turn, area) if area else turn.say("menu.main")


async def _move_to(turn: Turn, area: str) -> str:
    await turn.keep(replace(await turn.resident(), area=area))
    return turn.say("menu.scanned", community=turn.services.areas.name(area))


def _area_of(turn: Turn, scene: str | None) -> str | None:
    """The area a code stands for; codes are texts such as ``area:feicui``."""
    found = turn.services.areas.get((scene or "").removeprefix(AREA_SCENE))
    return found.id if found else None


# The buttons of the account's menu that are words by another name.
BUTTONS = {
    "PROGRESS": progress.tell,
    "PERSON": person,
    "TASKS": tasks.tell,
    "JOIN": volunteering.start,
}
