"""我的家人, 解除绑定, 取消关注: what the two of a bond can see and change of it, each alone."""

from bot import check_ins, family
from bot.commands import Command, choice, plain
from bot.context import Turn
from bot.elders import set_mode
from bot.kin_terms import Mode, mode_in, name_of, without_elder
from bot.spoken_hours import read_time
from bot.talks.checking_in import EARLIEST, LATEST
from models.kin import Bond
from models.people import Resident, has_wechat

USUAL = "09:00"
_ALL = frozenset({"全部", "都解除", "全部解除", "所有人"})


async def show(turn: Turn, command: Command) -> str:
    """我的家人: who may see my matters, and whose I may see."""
    kin = turn.services.store.kin
    theirs = [_line_of_child(turn, each) for each in await kin.of_elder(turn.person)]
    mine = [_line_of_elder(turn, each) for each in await kin.of_child(turn.person)]
    if not theirs and not mine:
        return turn.say("family.nobody")
    return "\n".join([*theirs, *mine, turn.say("family.hint")])


def _line_of_child(turn: Turn, bond: Bond) -> str:
    return turn.say("family.line_child", name=family.child_called(turn.services, bond))


def _line_of_elder(turn: Turn, bond: Bond) -> str:
    who = family.called(turn.services, bond)
    return turn.say("family.line_elder" if bond.told else "family.line_elder_silent", who=who)


async def end(turn: Turn, command: Command) -> str:
    """解除绑定: at once where there is one bond, else ask which."""
    bonds = await _bonds(turn)
    turn.close_form()
    if not bonds:
        return turn.say("family.nobody")
    named = [each for each in bonds if command.rest and plain(command.rest) in _other(turn, each)]
    if len(named or bonds) == 1:
        return await _end(turn, (named or bonds)[0])
    turn.open_form("kin_end", pairs=" ".join(each.id for each in bonds))
    lines = [f"{n} {_other(turn, each)}" for n, each in enumerate(bonds, 1)]
    return turn.say("family.which_end", lines="\n".join(lines))


async def answer_end(turn: Turn, text: str) -> str | None:
    """Which bond ends, or all; anything else is heard as words."""
    pairs, chosen = turn.session.answers["pairs"].split(), choice(text)
    if plain(text) in _ALL:
        turn.close_form()
        for pair in pairs:
            await family.end(turn.services, *pair.split("|"))
        return turn.say("family.ended_all")
    if chosen is None:
        turn.close_form()
        return None
    if not 0 < chosen <= len(pairs):
        return turn.say("family.wrong_end")
    turn.close_form()
    elder, child = pairs[chosen - 1].split("|")
    bond = await turn.services.store.kin.of_two(elder, child)
    return await _end(turn, bond) if bond else turn.say("family.ended_before")


async def _bonds(turn: Turn) -> list[Bond]:
    kin = turn.services.store.kin
    return [*await kin.of_elder(turn.person), *await kin.of_child(turn.person)]


def _other(turn: Turn, bond: Bond) -> str:
    """What the other of the two is called."""
    is_elder = bond.elder == turn.person
    return (family.child_called if is_elder else family.called)(turn.services, bond)


async def _end(turn: Turn, bond: Bond) -> str:
    await family.end(turn.services, bond.elder, bond.child)
    if bond.elder == turn.person:
        who = family.called(turn.services, bond)
        turn.tell(bond.child, turn.services.phrases("family.ended_to_child", who=who))
    else:
        name = family.child_called(turn.services, bond)
        turn.tell(bond.elder, turn.services.phrases("family.ended_to_elder", name=name))
    return turn.say("family.ended", who=_other(turn, bond))


async def stop_telling(turn: Turn, command: Command) -> str | None:
    """取消关注: hear no more of what happens to the elders' matters."""
    return await _set_telling(turn, told=False)


async def tell_again(turn: Turn, command: Command) -> str | None:
    """重新关注: hear of it again."""
    return await _set_telling(turn, told=True)


async def _set_telling(turn: Turn, *, told: bool) -> str | None:
    """For somebody without elders these are words like any others."""
    bonds = await turn.services.store.kin.of_child(turn.person)
    for bond in bonds:
        await family.tell_of_tickets(turn.services, bond, told=told)
    if not bonds:
        return None
    return turn.say("family.told_again" if told else "family.told_no_more")


async def set_mode_for(turn: Turn, command: Command) -> str | None:
    """给我妈开大字: an elder is talked to otherwise from now on, and told who wished it."""
    mode, named = mode_in(command.rest or ""), await _elders_named(turn, command)
    if mode is None or not named:
        return None
    if len(named) > 1:
        return turn.say("family.mode_of_whom")
    await _set_mode(turn, named[0], mode)
    done = turn.say(f"family.mode.{mode.key}")
    return turn.say("family.mode_set", who=family.called(turn.services, named[0]), mode=done)


async def propose_check_in(turn: Turn, command: Command) -> str | None:
    """让我妈每天九点报平安: the elder is asked, and nobody waits before they say yes."""
    named, said = await _elders_named(turn, command), without_elder(command.rest or "")
    if not named:
        return None
    if len(named) > 1:
        return turn.say("family.check_in_of_whom")
    by = read_time(said) if said else USUAL
    if by is None or not EARLIEST <= by <= LATEST:
        return turn.say("family.check_in_time")
    who = family.called(turn.services, named[0])
    if not has_wechat(named[0].elder):
        return turn.say("family.check_in_at_desk", who=who)
    is_asked = await check_ins.propose(turn.services, named[0].elder, by, turn.person)
    return turn.say("family.check_in_asked" if is_asked else "family.check_in_stands", who=who)


async def _elders_named(turn: Turn, command: Command) -> list[Bond]:
    """The elders of a child whom these words may mean."""
    bonds, name = await turn.services.store.kin.of_child(turn.person), name_of(command.rest or "")
    return [each for each in bonds if name is None or each.elder_name in (None, name)]


async def _set_mode(turn: Turn, bond: Bond, mode: Mode) -> None:
    services = turn.services
    elder = await services.store.residents.get(bond.elder) or Resident(bond.elder)
    if mode.is_voice:
        await set_mode(services, elder, listens=mode.is_on)
    else:
        await set_mode(services, elder, simple=mode.is_on)
    done, name = services.phrases(f"family.mode.{mode.key}"), family.child_called(services, bond)
    turn.tell(bond.elder, services.phrases("family.mode_to_elder", name=name, mode=done))
