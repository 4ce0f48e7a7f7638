"""帮我妈报修: a child asks for an elder who agreed; who has no such elder is heard as ever.

The ticket is the elder's, says that the child asked for it, and the elder is told.
"""

from collections.abc import Awaitable, Callable, Mapping

from bot import family
from bot.commands import Command, choice, plain, recognise
from bot.context import Turn
from bot.kin_terms import Address, addressed
from bot.noises import bare
from bot.talks import cancel, progress, rating, report
from models.kin import Bond

LEAST_LETTERS = 4  # fewer, such as 报个修, say that there is something but not what
# What may be asked of a matter that is there already.
_OF_A_TICKET: Mapping[str, Callable[[Turn, Command], Awaitable[str | None]]] = {
    "progress": progress.tell,
    "urge": progress.urge,
    "cancel": cancel.cancel,
    "rate": rating.rate,
    "not_fixed": rating.not_fixed,
}


async def hear(turn: Turn, text: str) -> str | None:
    """File what a child asks for an elder; None where these words ask for nobody they may."""
    address = addressed(bare(plain(text)))
    if address is None:
        return None
    bonds = await turn.services.store.kin.of_child(turn.person)
    meant = [each for each in bonds if await _fits(turn, each, address)]
    if not meant:
        return None
    command = recognise(address.rest)
    if command and command.name in _OF_A_TICKET:
        return await _OF_A_TICKET[command.name](turn, command)
    if len(meant) == 1:
        return await _file(turn, meant[0], text, address.rest)
    turn.open_form("kin_which", elders=" ".join(each.elder for each in meant), said=text)
    lines = [f"{n} {family.called(turn.services, each)}" for n, each in enumerate(meant, 1)]
    return turn.say("family.for_whom", lines="\n".join(lines))


async def answer_which(turn: Turn, text: str) -> str | None:
    """For which elder it was; anything else is heard as words."""
    answers, chosen = turn.session.answers, choice(text)
    elders = answers["elders"].split()
    if chosen is not None and not 0 < chosen <= len(elders):
        return turn.say("family.wrong_end")
    turn.close_form()
    if chosen is None:
        return None
    said = answers["said"]
    address = addressed(bare(plain(said)))
    return await _go_on(turn, elders[chosen - 1], said, address.rest if address else said)


async def answer_words(turn: Turn, text: str) -> str | None:
    """What it is about, where only for whom was said."""
    answers = turn.session.answers
    turn.close_form()
    return await _go_on(turn, answers["elder"], f"{answers['said']}，{text}", text)


async def _go_on(turn: Turn, elder: str, said: str, rest: str) -> str:
    """As long as the elder has not taken the consent back meanwhile."""
    bond = await turn.services.store.kin.of_two(elder, turn.person)
    return await _file(turn, bond, said, rest) if bond else turn.say("family.ended_before")


async def _file(turn: Turn, bond: Bond, text: str, rest: str) -> str:
    who = family.called(turn.services, bond)
    if sum(letter.isalnum() for letter in rest) < LEAST_LETTERS:
        turn.open_form("kin_words", elder=bond.elder, said=text)
        return turn.say("family.what", who=who)
    turn.close_form()
    # Nothing of the child's own matters may flow into the elder's.
    turn.session, turn.behalf = turn.session.settled(), bond
    answer = await report.hear(turn, text)
    return f"{turn.say('family.filed_for', who=who)}\n{answer}" if turn.filed else answer


async def _fits(turn: Turn, bond: Bond, address: Address) -> bool:
    """Whether this elder may be meant: nothing that is known of them speaks against it."""
    if address.name and bond.elder_name:
        return address.name == bond.elder_name
    if address.surname is None:
        return True
    elder = await turn.services.store.residents.get(bond.elder)
    return elder is None or elder.name is None or elder.name.startswith(address.surname)
