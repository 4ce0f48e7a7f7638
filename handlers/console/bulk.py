"""One deed for many tickets that were ticked on the board or in a list.

A form with thousands of tickets is refused with words, whether we count them or Tornado does, which
reads 1,000 fields; one over the server's limit of 1 MB (``handlers/server.py``) is cut off unread.
"""

from bot.office.bulk import MOST, IncompleteError, TooManyError, Wanted, do_all
from bot.powers import Duty
from handlers.console.door import ConsoleDoor

_TOO_MANY = f"一次最多选 {MOST} 张单子，您选得太多了。一张也没有动，请分几次办。"
_CALLED = {"supervise": "催办", "dispatch_group": "派给小组", "reroute": "改类别"}
_LONGEST_NUMBER = 20


class BulkDoor(ConsoleDoor):
    """Does it, and answers for every single number what happened."""

    duty = Duty.TICKETS
    here = "board"

    async def post(self) -> None:
        """Do one thing to all of them."""
        numbers = self.get_body_arguments("number")
        wanted = Wanted(
            deed=self.field("deed", 20),
            words=self.field("words"),
            group=self.field("group", 100),
            queue=self.field("queue", 100),
        )
        if any(len(each) > _LONGEST_NUMBER for each in numbers):
            self.refuse(422)
        try:
            outcomes = await do_all(self.oversight(), numbers, wanted)
        except TooManyError:
            self.refuse(413, _TOO_MANY)
        except IncompleteError as error:
            self.refuse(422, f"{error}\n一张也没有动。")
        done = sum(each.is_done for each in outcomes)
        told = " ".join(each.number for each in outcomes if each.is_done)
        if done:
            await self.note("bulk", note=f"{_CALLED[wanted.deed]} {told}")
        self.show("bulk.html", outcomes=outcomes, done=done)

    def _told(self, status: int, error: BaseException | None) -> tuple[int, str | None]:
        is_long = self.request.body.count(b"number=") > MOST
        return (413, _TOO_MANY) if is_long and status == 400 else super()._told(status, error)
