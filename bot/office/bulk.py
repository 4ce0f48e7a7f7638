"""One deed for many tickets: each is checked by itself, and each says what became of it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.addressees import groups_near
from bot.oversight import NotAllowedError, Oversight
from bot.refusals import in_words
from models.moves import Move
from models.steps import GROUP, IllegalMoveError, MissingError
from models.ticket import Ticket
from models.tickets import CrowdedError
from nlp import QUEUES

MOST = 100

_NOT_THERE = "没有这张单子，或者不归您看。"
_NOT_ALLOWED = "这一步不归您的岗位，没有办。"
_NO_GROUP = "附近没有这个小组，没有派。"
_SAME_QUEUE = "本来就是这一类，没有改。"


class TooManyError(Exception):
    """More tickets were selected than one may change at once."""


class IncompleteError(Exception):
    """The form asks for nothing we do, or leaves out what the deed needs; the words say what."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a form asks for: a deed, and of words, group and queue what that deed needs."""

    deed: str
    words: str = ""
    group: str = ""
    queue: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one ticket."""

    number: str
    is_done: bool
    words: str


class _LeftError(Exception):
    """This ticket was left as it is; the message says why."""


_Deed = Callable[[Oversight, Ticket, Wanted], Awaitable[str]]


async def do_all(oversight: Oversight, numbers: Sequence[str], wanted: Wanted) -> Sequence[Outcome]:
    """Do it to the ticket of each number, in the order given, each once.

    Raises TooManyError or IncompleteError, and then nothing was done to any. The oversight's key
    makes a form that is sent again change nothing and answer the same.
    """
    each_once = list(dict.fromkeys(numbers))
    if len(each_once) > MOST:
        raise TooManyError
    check(oversight, each_once, wanted)
    return [await _outcome(oversight, number, wanted) for number in each_once]


def check(oversight: Oversight, numbers: Sequence[str], wanted: Wanted) -> None:
    """Refuse what says too little. Raises IncompleteError."""
    missing = {
        "supervise": "" if wanted.words else "催办要写一句话，说清楚要怎么办。",
        "dispatch_group": "" if wanted.group in oversight.services.groups else "请选一个小组。",
        "reroute": "" if wanted.queue in QUEUES else "请选要改到哪一类。",
    }
    if not numbers:
        raise IncompleteError("还没有选单子。请先在单子前面打勾。")
    if said := missing.get(wanted.deed, "请选要办什么。"):
        raise IncompleteError(said)


async def _outcome(oversight: Oversight, number: str, wanted: Wanted) -> Outcome:
    ticket = await oversight.find(number)
    if ticket is None:
        return Outcome(number, is_done=False, words=_NOT_THERE)
    try:
        return Outcome(number, True, await _DEEDS[wanted.deed](oversight, ticket, wanted))
    except NotAllowedError:
        return Outcome(number, is_done=False, words=_NOT_ALLOWED)
    except _LeftError as why:
        return Outcome(number, is_done=False, words=str(why))
    except (IllegalMoveError, MissingError, CrowdedError) as error:
        said = in_words(oversight.services.phrases, error, oversight.member)
        return Outcome(number, is_done=False, words=said)


async def _supervise(oversight: Oversight, ticket: Ticket, wanted: Wanted) -> str:
    await oversight.supervise(ticket, wanted.words)
    return "催办了，经手的人都会收到。"


async def _dispatch(oversight: Oversight, ticket: Ticket, wanted: Wanted) -> str:
    to, name = GROUP + wanted.group, oversight.services.groups[wanted.group]
    if not ticket.heard(oversight.key, Move.DISPATCH):
        oversight.check(ticket, Move.DISPATCH)
        if to not in [each.to for each in await groups_near(oversight.services, ticket)]:
            raise _LeftError(_NO_GROUP)
    await oversight.dispatch(ticket, to, name)
    return f"派给{name}了，等对方回话。"


async def _reroute(oversight: Oversight, ticket: Ticket, wanted: Wanted) -> str:
    if not ticket.heard(oversight.key, Move.REROUTE):
        oversight.check(ticket, Move.REROUTE)
        if ticket.queue == wanted.queue:
            raise _LeftError(_SAME_QUEUE)
    await oversight.reroute(ticket, wanted.queue)
    return f"改为{oversight.services.phrases(f'queue.{wanted.queue}')}，重新找人。"


_DEEDS: Mapping[str, _Deed] = {
    "supervise": _supervise,
    "dispatch_group": _dispatch,
    "reroute": _reroute,
}
