"""What is done with a ticket from its page; what is refused keeps the words that were typed."""

from bot.office.deeds import DeedRefusedError
from bot.office.dispatching import ChangedError
from bot.office.replying import TooLongError, reply, too_long
from bot.office.ticket_deeds import CONFIRM_ALARM, DEEDS, Form, do, reveal
from bot.refusals import in_words
from handlers.console.ticket import TicketPage
from models.steps import IllegalMoveError, MissingError
from models.ticket import Ticket
from models.tickets import CrowdedError

CHANGED = "这张单子刚刚有变化，没有办成。请看看现在的样子，还要办就再按一次。"

LOOK = "现在能办的，都列在这一页上。"


class DeedDoor(TicketPage):
    """One deed of a member, named by the field ``deed``."""

    async def post(self, number: str) -> None:
        """Do it, and show the ticket as it stands afterwards."""
        ticket = await self.ticket(number)
        try:
            await self._do(ticket)
        except (DeedRefusedError, TooLongError, MissingError) as error:
            await self._refuse(ticket, 422, self._why(error))
        except ChangedError as error:
            await self._refuse(error.ticket, 409, CHANGED)
        except IllegalMoveError as error:
            await self._refuse(error.ticket, 409, self._why(error))
        except CrowdedError as error:
            await self._refuse(ticket, 409, self._why(error))

    async def _do(self, ticket: Ticket) -> None:
        name, oversight = self.field("deed", 20), self.oversight()
        words = self.field("words", 4000)
        if name == "reveal":
            purpose = "，".join(each for each in (self.field("purpose", 40), words) if each)
            ticket = await reveal(oversight, ticket, purpose)
            await self.note("reveal", ticket.number, purpose)
            return await self.show_ticket(ticket, is_revealed=True)
        if name == "answer":
            await reply(oversight, ticket, words)
            return self._back(ticket, "answered")
        version = self.field("version", 12)
        form = Form(words, self.field("choice", 100), int(version) if version.isdigit() else None)
        after = await do(oversight, ticket, name, form)
        if name == CONFIRM_ALARM:
            # Whoever goes has to know where, and the ticket's own timeline says that they saw it.
            await self.note("reveal", ticket.number, DEEDS[name].title)
            return await self.show_ticket(after, is_revealed=True)
        return self._back(ticket, "done")

    def _back(self, ticket: Ticket, noted: str) -> None:
        self.back(f"/console/tickets/{ticket.number}", noted)

    async def _refuse(self, ticket: Ticket, status: int, why: str) -> None:
        """Show how it stands, why nothing was done, and the words to be sent again."""
        typed = {name: self.field(name, 4000) for name in ("deed", "words", "choice", "purpose")}
        await self.show_ticket(ticket, status=status, refused=why, typed=typed)

    def _why(self, error: Exception) -> str:
        say = self.services.phrases
        if isinstance(error, TooLongError):
            return too_long(self.services, error)
        if isinstance(error, IllegalMoveError):
            # What follows there is what to answer in the chat; here the forms say it.
            return f"{in_words(say, error, self.member).splitlines()[0]}\n{LOOK}"
        if isinstance(error, (MissingError, CrowdedError)):
            return in_words(say, error, self.member)
        return str(error)
