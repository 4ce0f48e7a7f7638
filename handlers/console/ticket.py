"""The page of one ticket: all there is to know of it, and what can be done with it."""

from collections.abc import Mapping

from bot import powers
from bot.office.chat import chat_around
from bot.office.replying import outlook, sentences
from bot.office.ticket_deeds import PURPOSES, may_now, open_deeds
from bot.office.ticket_view import view_of
from bot.powers import Duty
from bot.wechat.wording import mask_digits
from handlers.console.door import ConsoleDoor
from models.moves import Move
from models.ticket import Ticket


class TicketPage(ConsoleDoor):
    """What the page and its deeds share: showing the ticket as it stands."""

    duty = Duty.TICKETS
    here = "tickets"

    async def show_ticket(
        self,
        ticket: Ticket,
        *,
        status: int = 200,
        refused: str | None = None,
        typed: Mapping[str, str] | None = None,
        is_revealed: bool = False,
    ) -> None:
        """Send the page; ``typed`` are words of a deed that was refused, which must not be lost."""
        services, member = self.services, self.member
        may_answer = may_now(services, member, ticket, Move.ANSWER)
        is_theirs = ticket.is_held_by(member.id)  # taking it showed them the contact
        self.show(
            "ticket.html",
            status=status,
            refused=refused,
            typed=typed or {},
            ticket=ticket,
            view=await view_of(services, ticket, is_revealed=is_revealed or is_theirs),
            deeds=open_deeds(services, member, ticket),
            purposes=PURPOSES,
            may_reveal=may_now(services, member, ticket, Move.REVEAL),
            may_dispatch=may_now(services, member, ticket, Move.DISPATCH),
            may_listen=ticket.listen_at and powers.may(member, Move.HEAR, ticket),
            may_chat=powers.reads_chat(member, ticket),
            chat=await self._chat(ticket),
            may_answer=may_answer,
            outlook=await outlook(services, ticket) if may_answer else "",
            sentences=await sentences(services, ticket) if may_answer else (),
            chosen=self.query("reply"),
            others=await services.store.presences.others(ticket.id, member, self.now),
        )

    async def _chat(self, ticket: Ticket) -> object:
        """The chat where it was asked for and is theirs; the first look of a day is noted."""
        if not self.query("chat") or not powers.reads_chat(self.member, ticket):
            return None
        looks = self.services.store.chat_looks
        if await looks.is_first(self.member.id, ticket.id, self.now):
            await self.note("chat", ticket.number)
        return await chat_around(self.services, ticket, mask_digits)


class TicketDoor(TicketPage):
    """One ticket."""

    async def get(self, number: str) -> None:
        """Show it."""
        await self.show_ticket(await self.ticket(number))
