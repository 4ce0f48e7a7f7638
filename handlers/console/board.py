"""The dispatch board: the first page of whoever watches over an area, and its rows alone."""

from typing import Any

from bot.office.board import Board
from bot.office.bulk import MOST
from bot.office.guide import SHORTCUTS
from bot.powers import POWERS, Duty
from handlers.console.door import ConsoleDoor
from models.moves import Move


class BoardDoor(ConsoleDoor):
    """The whole page; it works without JavaScript as well."""

    duty = Duty.BOARD
    here = "board"
    template = "board.html"

    async def get(self) -> None:
        """Show what has to be looked at first."""
        board = await self.office.watch.board(self.member.area, self.query("mark", 40))
        self.show(self.template, **self._values(board))

    def _values(self, board: Board) -> dict[str, Any]:
        return {
            "board": board,
            "powers": POWERS[self.member.role],
            "Move": Move,
            "groups": self.services.groups,
            "queues": self.services.timetable.queues,
            "most": MOST,
            "shortcuts": SHORTCUTS,
        }


class BoardRowsDoor(BoardDoor):
    """The rows as they are now; with the mark that was pushed, those that were pushed."""

    template = "board_rows.html"
