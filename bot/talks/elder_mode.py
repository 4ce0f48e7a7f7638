"""我看不清, 说慢点, 念给我听: people say how they want to be talked to, and hear it so at once."""

from bot.commands import Command
from bot.context import Turn
from bot.elders import set_mode
from bot.talks import menu


async def on(turn: Turn, command: Command) -> str:
    """老人模式: short sentences and numbers from now on."""
    turn.known = await set_mode(turn.services, await turn.resident(), simple=True)
    turn.close_form()
    return f"{turn.say('elder_mode.begun')}\n{menu.shown(turn)}"


async def off(turn: Turn, command: Command) -> str:
    """普通模式: talked to like everybody else, whatever their age."""
    turn.known = await set_mode(turn.services, await turn.resident(), simple=False)
    turn.close_form()
    return turn.say("elder_mode.ended")


async def too_hard(turn: Turn, command: Command) -> str:
    """我看不清: the last answer again, as elders hear it; what was asked stays asked."""
    last = await menu.last_answer(turn)
    if last is None:
        return await on(turn, command)
    turn.known = await set_mode(turn.services, await turn.resident(), simple=True)
    return f"{turn.say('elder_mode.begun')}\n{turn.services.phrases.reworded(last)}"


async def listens_on(turn: Turn, command: Command) -> str:
    """念给我听: answers are spoken as well."""
    turn.known = await set_mode(turn.services, await turn.resident(), listens=True)
    return turn.say("elder_mode.spoken")


async def listens_off(turn: Turn, command: Command) -> str:
    """不用念: answers are only written."""
    turn.known = await set_mode(turn.services, await turn.resident(), listens=False)
    return turn.say("elder_mode.written")
