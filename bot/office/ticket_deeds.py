"""What a member can do with a ticket on its page: which forms there are, and the doing.

Each form is shown only where ``bot/powers.py`` and the table of moves allow its move now; the
doing is checked again, for a page may be old.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from bot import powers
from bot.neighbours import agencies_for
from bot.office.deeds import DeedRefusedError
from bot.office.dispatching import ChangedError
from bot.oversight import Oversight, UnmergeableError
from bot.results import tells_result
from bot.services import Services
from bot.telling import told_by_phone, untold
from models.moves import Actor, Move
from models.people import StaffMember
from models.steps import IllegalMoveError, find_rule
from models.ticket import Ticket
from nlp import QUEUES

_HOLDER, _CHOSEN = Actor.HOLDER, Actor.CHOSEN
PURPOSES = ("告知进展", "核实情况", "上门之前联系", "回访")
SHORTEST_PURPOSE = 2
CONFIRM_ALARM = "confirm_alarm"


@dataclass(frozen=True, slots=True)
class Form:
    """What was filled in: words, what was chosen, and the version the page showed."""

    words: str = ""
    choice: str = ""
    version: int | None = None


Do = Callable[[Oversight, Ticket, Form], Awaitable[Ticket]]


@dataclass(frozen=True, slots=True)
class Deed:
    """One form: its title, what it asks for in words, and what can be chosen."""

    title: str
    move: Move
    do: Do
    words: str = ""
    needs_words: bool = True
    choose: str = ""
    actor: Actor = Actor.STAFF
    takes_away: bool = False  # it strikes who has it, so it holds for what the page showed


@dataclass(frozen=True, slots=True)
class OpenDeed:
    """A form as the page shows it; without ``choices`` what is chosen is typed."""

    name: str
    deed: Deed
    choices: Mapping[str, str]


async def _hand_over(oversight: Oversight, ticket: Ticket, form: Form) -> Ticket:
    if form.choice not in agencies_for(oversight.services, ticket):
        raise DeedRefusedError("请选一个单位。")
    return await oversight.hand_over(ticket, form.choice)


async def _merge(oversight: Oversight, ticket: Ticket, form: Form) -> Ticket:
    into = await oversight.find(form.choice)
    if into is None:
        raise DeedRefusedError("没找到要并到的那一件，请再看看编号。")
    try:
        return await oversight.merge(ticket, into)
    except UnmergeableError as error:
        raise DeedRefusedError("不能并到这一件：是同一件，或者已经办完了。") from error


async def _reroute(oversight: Oversight, ticket: Ticket, form: Form) -> Ticket:
    if form.choice not in QUEUES or form.choice == ticket.queue:
        raise DeedRefusedError("请选另外一类。")
    return await oversight.reroute(ticket, form.choice)


async def _confirm(oversight: Oversight, ticket: Ticket, form: Form) -> Ticket:
    results = _results(oversight.services)
    if form.choice not in results:
        raise DeedRefusedError("请选居民怎么说。")
    said = [results[form.choice], form.words]
    return await oversight.confirm(ticket, "，".join(each for each in said if each))


async def _finish(oversight: Oversight, ticket: Ticket, form: Form) -> Ticket:
    if not tells_result(form.words):
        raise DeedRefusedError("请写清楚怎么办好的，居民会看到。")
    return await oversight.work(ticket, Move.FINISH, form.words)


DEEDS: Mapping[str, Deed] = {
    "accept": Deed(
        "答应去", Move.ACCEPT, lambda oversight, ticket, _: oversight.accept(ticket), actor=_CHOSEN
    ),
    "refuse": Deed(
        "去不了",
        Move.REFUSE,
        lambda oversight, ticket, form: oversight.refuse(ticket, form.words),
        "为什么",
        actor=_CHOSEN,
    ),
    CONFIRM_ALARM: Deed(
        "我去处理",
        Move.CONFIRM_ALARM,
        lambda oversight, ticket, _: oversight.confirm_alarm(ticket),
    ),
    "all_clear": Deed(
        "误报，没有危险",
        Move.ALL_CLEAR,
        lambda oversight, ticket, form: oversight.all_clear(ticket, form.words),
        "怎么知道没事的",
    ),
    "take": Deed("自己接下来", Move.GRAB, lambda oversight, ticket, _: oversight.take(ticket)),
    "start": Deed(
        "动身了",
        Move.START,
        lambda oversight, ticket, _: oversight.work(ticket, Move.START),
        actor=_HOLDER,
    ),
    "finish": Deed("办好了", Move.FINISH, _finish, "怎么办好的，居民会看到", actor=_HOLDER),
    "give_back": Deed(
        "退回，另找人",
        Move.GIVE_BACK,
        lambda oversight, ticket, form: oversight.work(ticket, Move.GIVE_BACK, form.words),
        "为什么",
        actor=_HOLDER,
    ),
    "confirm": Deed(
        "回访：问过了", Move.CONFIRM, _confirm, "居民还说了什么", False, choose="居民怎么说"
    ),
    "redo": Deed(
        "回访：没办好，重新办",
        Move.NOT_FIXED,
        lambda oversight, ticket, form: oversight.redo(ticket, form.words),
        "哪里没好",
        takes_away=True,
    ),
    "phoned": Deed(
        "已打电话告知",
        Move.PHONED,
        lambda oversight, ticket, form: told_by_phone(oversight, ticket, form.words),
        "电话里说了什么",
        needs_words=False,
    ),
    "resume": Deed("接着办", Move.RESUME, lambda oversight, ticket, _: oversight.resume(ticket)),
    "hand_over": Deed("转给专门单位", Move.HAND_OVER, _hand_over, choose="转给谁"),
    "reroute": Deed("改到另一类", Move.REROUTE, _reroute, choose="改到哪一类"),
    "merge": Deed("并到另一件", Move.MERGE, _merge, choose="并到哪一件（编号）"),
    "extend": Deed(
        "多给一些时间",
        Move.EXTEND,
        lambda oversight, ticket, form: oversight.extend(ticket, form.words),
        "为什么，居民会看到",
    ),
    "pause": Deed(
        "先停一停",
        Move.PAUSE,
        lambda oversight, ticket, form: oversight.pause(ticket, form.words),
        "为什么，居民会看到",
    ),
    "veto": Deed(
        "换人：不让现在这位去",
        Move.VETO,
        lambda oversight, ticket, form: oversight.veto(ticket, form.words),
        "为什么，对方会看到",
        takes_away=True,
    ),
    "supervise": Deed(
        "督办",
        Move.SUPERVISE,
        lambda oversight, ticket, form: oversight.supervise(ticket, form.words),
        "要怎么办，经手的人都会看到",
    ),
    "note": Deed(
        "写内部备注",
        Move.NOTE,
        lambda oversight, ticket, form: oversight.note(ticket, form.words),
        "只有工作人员看得到",
    ),
}


def may_now(
    services: Services,
    member: StaffMember,
    ticket: Ticket,
    move: Move,
    actor: Actor = Actor.STAFF,
) -> bool:
    """Whether role, area, table and time allow a move now."""
    if not powers.may_as(member, actor, move, ticket):
        return False
    try:
        find_rule(ticket, move, actor)
    except IllegalMoveError:
        return False
    return services.timetable.is_in_time(ticket, move, actor, services.clock())


def open_deeds(services: Services, member: StaffMember, ticket: Ticket) -> Sequence[OpenDeed]:
    """The forms this member can use now."""
    found = []
    for name, deed in DEEDS.items():
        choices = _choices(services, ticket, name)
        has_reason = choices or name not in ("hand_over", "reroute")
        if name == "phoned" and not untold(ticket):
            continue
        if has_reason and may_now(services, member, ticket, deed.move, deed.actor):
            found.append(OpenDeed(name, deed, choices))
    return found


async def do(oversight: Oversight, ticket: Ticket, name: str, form: Form) -> Ticket:
    """Do it, once for a click.

    Raises DeedRefusedError, ChangedError where somebody else may have it by now, and what every
    deed of an Oversight raises; then nothing is changed.
    """
    deed = DEEDS.get(name)
    if deed is None:
        raise DeedRefusedError("请从单子的页面上办。")
    if ticket.heard(oversight.key, deed.move):
        return ticket
    oversight.check(ticket, deed.move, deed.actor)
    if deed.takes_away and form.version != ticket.version:
        raise ChangedError(ticket)
    if deed.words and deed.needs_words and not form.words:
        raise DeedRefusedError(f"请写一句：{deed.words}。")
    return await deed.do(oversight, ticket, form)


async def reveal(oversight: Oversight, ticket: Ticket, purpose: str) -> Ticket:
    """Note that the contact is shown, and for what. Raises DeedRefusedError without a purpose."""
    oversight.check(ticket, Move.REVEAL)
    if len(purpose) < SHORTEST_PURPOSE:
        raise DeedRefusedError("请选一个用途，或者写一句。")
    return await oversight.reveal(ticket, purpose)


def _choices(services: Services, ticket: Ticket, name: str) -> Mapping[str, str]:
    if name == "hand_over":
        return agencies_for(services, ticket)
    if name == "reroute":
        queues = [queue for queue in QUEUES if queue != ticket.queue]
        return {queue: services.phrases(f"queue.{queue}") for queue in queues}
    return _results(services) if name == "confirm" else {}


def _results(services: Services) -> Mapping[str, str]:
    """What can come of a call."""
    return {name: services.phrases(f"call_back.noted.{name}") for name in ("content", "unreached")}
