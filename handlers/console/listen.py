"""听一听: the recordings nobody has written down, and what staff heard in them."""

from collections.abc import Mapping

from bot.office.listening import give_up, recordings, waiting, write_down
from bot.office.ticket_view import media_of
from bot.powers import Duty
from bot.refusals import in_words
from handlers.console.door import ConsoleDoor
from models.steps import IllegalMoveError

PATH = "/console/listen"
SHOWN = 20
LONGEST = 1000
EMPTY = "请写一写听到的话。听不清就按“听不清”。"
HEARD_ALREADY = "这段语音刚刚有人听过了，没有再记一遍。"


class ListenDoor(ConsoleDoor):
    """What waits to be heard around where a member works."""

    duty = Duty.LISTEN
    here = "listen"

    async def get(self) -> None:
        """Show it, longest waiting first."""
        await self._show()

    async def post(self) -> None:
        """Write down what was heard, or that it cannot be made out."""
        ticket = await self.ticket(self.field("number", 20))
        words, oversight = self.field("words", LONGEST), self.oversight()
        typed = {ticket.number: words}
        is_done = any(each.key == oversight.key for each in ticket.events)
        if ticket.listen_at is None and not is_done:
            return await self._show(409, HEARD_ALREADY, typed)
        try:
            if self.field("deed", 20) == "unheard":
                await give_up(oversight, ticket)
                return self.back(PATH, "unheard")
            if not words:
                return await self._show(422, EMPTY, typed)
            await write_down(oversight, ticket, words)
        except IllegalMoveError as error:
            return await self._show(409, in_words(self.services.phrases, error, self.member), typed)
        return self.back(PATH, "heard")

    async def _show(
        self, status: int = 200, refused: str | None = None, typed: Mapping[str, str] | None = None
    ) -> None:
        found = await waiting(self.services, self.member.area, SHOWN)
        listed = [
            (ticket, [media_of(ticket, each) for each in recordings(ticket)]) for ticket in found
        ]
        shown = {ticket.number for ticket in found}
        lost = {number: words for number, words in (typed or {}).items() if number not in shown}
        self.show(
            "listen.html",
            status=status,
            refused=refused,
            typed=typed or {},
            unplaced=[words for words in lost.values() if words],
            listed=listed,
            longest=LONGEST,
        )
