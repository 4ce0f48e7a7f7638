"""The menu, the first greeting, the way back, and the way to a person."""

from dataclasses import replace

from bot.commands import Command, choice, spoken_choice
from bot.context import Turn
from bot.events import Click, Scan, ScanCode, Subscribe
from bot.filing import CHOICES, draft
from bot.messages import Text
from bot.phrases import SCREEN
from bot.screens import ELDER, MAIN, WAYS_OUT, Goal, screens, spoken
from bot.talks import help_card, progress, report, tasks, volunteering
from models.area import Level
from models.moves import LIVE
from models.ticket import Ticket
from nlp import OTHER

AREA_SCENE = "area:"
NEW_KEY = "NEW:"
MOST_MISSES, MOST_MISSES_OF_ELDERS = 3, 2


async def show(turn: Turn, command: Command) -> str:
    """菜单: the choices."""
    turn.close_form()
    return shown(turn)


def shown(turn: Turn, name: str | None = None) -> str:
    """The screen of this name, whose numbers are awaited; without one where the person begins."""
    if name is None or name == _start_of(turn):
        return turn.say(f"screen.{_start_of(turn)}")
    turn.open_form("screen", at=name)
    return turn.say(f"screen.{name}")


def _start_of(turn: Turn) -> str:
    return ELDER if turn.is_elder else MAIN


async def back(turn: Turn, command: Command) -> str:
    """返回: leave whatever is open."""
    turn.close_form()
    return shown(turn) if turn.is_elder else turn.say("menu.back")


async def repeat(turn: Turn, command: Command) -> str:
    """重复: the last answer again."""
    return await last_answer(turn) or turn.say("menu.no_repeat")


async def last_answer(turn: Turn) -> str | None:
    """What was said to this person last; None where nothing was."""
    previous = turn.previous or await turn.services.store.receipts.latest(turn.person)
    last = previous.reply if previous else None
    return last["content"] if last else None


async def person(turn: Turn, command: Command) -> str:
    """人工: a ticket for the desk, so that somebody calls back; asking again adds none."""
    turn.close_form()
    ticket = await report.open_ticket(turn)
    if ticket is None or ticket.state not in LIVE or not report.wants_person(turn, ticket):
        ticket = await draft(turn, OTHER, turn.say("report.person_text"))
    return turn.say("report.person", number=ticket.number)


async def or_person(turn: Turn, said: str | None) -> str | None:
    """What was said; a person instead when we did not understand several times in a row."""
    turn.session = turn.session.counted(missed=turn.is_missed)
    most = MOST_MISSES_OF_ELDERS if turn.is_elder else MOST_MISSES
    if turn.session.misses < most:
        return said
    turn.session = turn.session.counted(missed=False).closed()
    ticket = turn.filed[-1] if turn.filed else await report.open_ticket(turn)
    if ticket is None or not _is_for_desk(turn, ticket):
        ticket = await draft(turn, OTHER, turn.say("report.person_text"))
    return turn.say("report.person_instead", number=ticket.number)


def _is_for_desk(turn: Turn, ticket: Ticket) -> bool:
    """Whether a person is going to look at it anyway, to find out what is meant."""
    is_open = ticket.undecided or report.wants_person(turn, ticket)
    return is_open and ticket.state in LIVE


async def hello(turn: Turn, command: Command) -> str:
    """A greeting."""
    return turn.say("menu.hello")


async def thanks(turn: Turn, command: Command) -> str:
    """Thanks, or a nod."""
    return turn.say("menu.thanks")


def number_of(turn: Turn, text: str) -> int | None:
    """The number that was said, or whose words on the screen were; None for any other words."""
    name = turn.session.answers["at"] if turn.session.form == "screen" else _start_of(turn)
    return spoken_choice(text, spoken(turn.services.phrases(SCREEN + name)))


async def choose(turn: Turn, number: int, name: str | None = None) -> str | Command | None:
    """Follow a number of a screen; a bare one outside any form is a choice of the first.

    What comes back is the answer, or a command to be followed; None when it leads nowhere.
    """
    if number in WAYS_OUT:
        return Command(WAYS_OUT[number])
    goal = screens()[name or _start_of(turn)].get(number)
    return await _follow(turn, goal) if goal else None


async def _follow(turn: Turn, goal: Goal) -> str | Command:
    turn.close_form()
    if goal.kind == "command":
        return Command(goal.name)
    if goal.kind == "screen":
        return shown(turn, goal.name)
    if goal.kind == "ask":
        return start(turn, goal.name)
    turn.session = turn.session.settled()
    understood = turn.services.understander.understand(goal.words)
    return await report.file(turn, goal.words, understood, goal.name)


async def answer_screen(turn: Turn, text: str) -> str | Command | None:
    """The number of a screen that is open; anything else is heard as words."""
    number, name = number_of(turn, text), turn.session.answers["at"]
    if number is None:
        turn.close_form()
        return None
    chosen = await choose(turn, number, name)
    return chosen or f"{turn.missed('menu.wrong_number')}\n{shown(turn, name)}"


async def tapped(turn: Turn) -> str | Command | None:
    """A number tapped on a screen, however long ago that was shown, means that screen's."""
    message = turn.message
    if not isinstance(message, Text) or not (message.menu_id or "").startswith(SCREEN):
        return None
    name = (message.menu_id or "").removeprefix(SCREEN)
    number = choice(message.content)
    return await choose(turn, number, name) if number and name in screens() else None


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
    if (code := help_card.code_in(event.scene)) is not None:
        return await help_card.scanned(turn, code)
    community = turn.services.areas.above(found.area, Level.COMMUNITY)
    name = community.name if community else turn.say("menu.community")
    return turn.say("menu.welcome", community=name)


async def scan(turn: Turn, event: Scan) -> str:
    """A follower scanned the code of an area, or the card on a door."""
    if (code := help_card.code_in(event.scene)) is not None:
        return await help_card.scanned(turn, code)
    area = _area_of(turn, event.scene)
    return await _move_to(turn, area) if area else shown(turn)


async def scan_code(turn: Turn, event: ScanCode) -> str | None:
    """A code scanned through the menu; only some buttons wait for words."""
    if not event.waits:
        return None
    if (code := help_card.code_in(event.result)) is not None:
        return await help_card.scanned(turn, code)
    area = _area_of(turn, event.result)
    return await _move_to(turn, area) if area else shown(turn)


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
