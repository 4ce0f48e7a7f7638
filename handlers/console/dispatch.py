"""Sending somebody to a ticket: a page, which the board opens as a dialog."""

from bot.office.dispatching import ChangedError, NobodyError, can_dispatch, choices, send
from bot.office.rows import row_of
from bot.powers import Duty
from bot.refusals import possible, why_not
from handlers.console.door import ConsoleDoor
from models.steps import IllegalMoveError
from models.ticket import Ticket

_CHANGED = "这张单子刚刚有了变化。请看看下面现在的样子，再派一次。"
_NOBODY = "这个人现在派不了这件事。请在下面另选一位。"
_NO_VERSION = "这一页不完整，请刷新以后再派。"
_LONGEST_NUMBER = 18


class DispatchDoor(ConsoleDoor):
    """Candidates with reasons; exactly one of two who send at once wins."""

    duty = Duty.TICKETS
    here = "board"

    async def get(self, number: str) -> None:
        """Show who can be sent, or why nobody can any more."""
        ticket = await self.ticket(number)
        await self.services.store.presences.look(ticket.id, self.member, self.now)
        await self._show(ticket)

    async def post(self, number: str) -> None:
        """Send the one who was chosen to the ticket as the page showed it."""
        ticket = await self.ticket(number)
        version = self.field("version", _LONGEST_NUMBER)
        if not (version.isascii() and version.isdecimal()):
            self.refuse(422, _NO_VERSION)
        try:
            await send(self.oversight(), ticket, self.field("to", 100), int(version))
        except ChangedError as error:
            return await self._show(error.ticket, 409, _CHANGED)
        except IllegalMoveError as error:
            return await self._show(error.ticket, 409, self._too_late(error))
        except NobodyError:
            return await self._show(ticket, 422, _NOBODY)
        await self.services.store.presences.leave(ticket.id, self.member)
        return self.back("/console/board", "dispatched")

    def _too_late(self, error: IllegalMoveError) -> str:
        """How it stands now, and what can be done instead."""
        say = self.services.phrases
        words = possible(say, error, self.member)
        then = f"现在可以：{'、'.join(words)}。" if words else "需要的话，打开这张单子看看。"
        return f"晚了一步。{why_not(say, error)}\n{then}"

    async def _show(self, ticket: Ticket, status: int = 200, refused: str | None = None) -> None:
        is_open = can_dispatch(self.oversight(), ticket)
        name = self.query("name", 40)
        found = await choices(self.services, self.member, ticket, name) if is_open else None
        presences = self.services.store.presences
        self.show(
            "dispatch.html",
            status=status,
            refused=refused,
            ticket=ticket,
            row=row_of(self.services, ticket),
            choices=found,
            name=name,
            others=await presences.others(ticket.id, self.member, self.now),
        )
