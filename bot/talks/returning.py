"""退单: what it means depends on who says it, so it has one place that asks in order."""

from bot.commands import Command
from bot.context import Turn
from bot.talks import cases, dispatching, giving_back


async def give_back(turn: Turn, command: Command) -> str | None:
    """An agency or who was sent says by a rule that it is not theirs; who holds it gives it up."""
    said = await cases.give_back(turn, command) or await dispatching.give_back(turn, command)
    return said or await giving_back.give_back(turn, command)
