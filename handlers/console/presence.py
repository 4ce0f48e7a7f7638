"""Who has a ticket open just now: the page says so from time to time, and hears of the others."""

from bot.powers import Duty
from handlers.console.door import ConsoleDoor


class PresenceDoor(ConsoleDoor):
    """One open page of a ticket."""

    duty = Duty.TICKETS

    async def post(self, number: str) -> None:
        """Note that this member looks at it, or with ``leaving`` no longer; who else does."""
        ticket = await self.ticket(number)
        presences = self.services.store.presences
        if self.field("leaving", 1):
            await presences.leave(ticket.id, self.member)
        else:
            await presences.look(ticket.id, self.member, self.now)
        names = await presences.others(ticket.id, self.member, self.now)
        self.finish({"others": list(names)})
