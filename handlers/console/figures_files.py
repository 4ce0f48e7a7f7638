"""Figures and tickets as files for spreadsheets; who took which is in the audit trail."""

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import quote

from bot import powers
from bot.office.figures import Asked
from bot.office.ticket_list import MOST, TooManyError, listed
from bot.office.workbook import as_xlsx
from bot.spreadsheet import BOM, Row, as_csv
from handlers.console.figures import FiguresRoom

_KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_AT_A_TIME = 200  # rows
SHEET = {"figures": "数字", "tickets": "单子"}


class FilesRoom(FiguresRoom):
    """What both files share."""

    async def begin(self, what: str, form: str, asked: Asked) -> None:
        """Note who takes it, and name the file."""
        days = asked.days
        about = f"{what}.{form} {asked.area or '*'} {days.first}..{days.last}"
        await self.note("export", about)
        name = f"{SHEET[what]}-{self.area_name(asked.area)}-{days.first}-{days.last}.{form}"
        self.set_header("Content-Type", _KINDS[form])
        self.set_header(
            "Content-Disposition",
            f"attachment; filename=\"{what}.{form}\"; filename*=UTF-8''{quote(name, safe='')}",
        )


class FiguresFileDoor(FilesRoom):
    """Every figure of the whole and of each group."""

    async def get(self, form: str) -> None:
        """Send it."""
        asked = self.wanted().asked
        found = await self.compared(asked)
        rows = list(self.wording.rows(found.whole, found.by))
        await self.begin("figures", form, asked)
        self.finish(BOM + as_csv(rows) if form == "csv" else as_xlsx({SHEET["figures"]: rows}))


class TicketsFileDoor(FilesRoom):
    """The tickets filed in the period, masked."""

    async def get(self, form: str) -> None:
        """Send it, CSV as it is read."""
        asked = self.wanted().asked
        rows = listed(self.services, asked, with_words=powers.reads_words(self.member))
        try:
            head = await anext(rows)
        except TooManyError as error:
            self.refuse(413, f"有 {error.count} 件，一个文件最多 {MOST} 件。请选短一点的日子。")
        await self.begin("tickets", form, asked)
        if form == "csv":
            await self._stream(head, rows)
        else:
            content = [head, *[row async for row in rows]]
            self.finish(await asyncio.to_thread(as_xlsx, {SHEET["tickets"]: content}))

    async def _stream(self, head: Row, rows: AsyncIterator[Row]) -> None:
        self.write(BOM)
        waiting = [head]
        async for row in rows:
            waiting.append(row)
            if len(waiting) >= _AT_A_TIME:
                self.write(as_csv(waiting))
                await self.flush()
                waiting.clear()
        self.finish(as_csv(waiting))
