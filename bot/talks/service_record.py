"""我的记录: what somebody did so far, counted from what happened."""

from bot.commands import Command
from bot.context import Turn
from bot.helpers import helper_of


async def tell(turn: Turn, command: Command) -> str | None:
    """All counts of the record."""
    if await helper_of(turn.services, turn.person) is None:
        return turn.say("volunteer.not_one")
    record = (await turn.services.store.records.of([turn.person]))[turn.person]
    return turn.say(
        "record.all",
        taken=record.taken,
        finished=record.finished,
        given_back=record.given_back + record.given_back_late,
        late=record.given_back_late,
        expired=record.expired,
        not_fixed=record.not_fixed,
        praised=record.praised,
        criticised=record.criticised,
    )
