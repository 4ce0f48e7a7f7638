"""The one door to xlsxwriter: a workbook of plain cells, without formulas and links."""

import io
from collections.abc import Iterable, Mapping

from xlsxwriter import Workbook

from bot.spreadsheet import Row

LONGEST_CELL = 32_767  # characters; Excel takes no more
_PLAIN = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_WIDE = 18  # characters


def as_xlsx(sheets: Mapping[str, Iterable[Row]]) -> bytes:
    """A workbook with these sheets; the first row of each is its head and stays in sight."""
    written = io.BytesIO()
    with Workbook(written, _PLAIN) as book:
        bold = book.add_format({"bold": True, "text_wrap": True})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, 60, _WIDE)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    style = bold if number == 0 else None
                    if isinstance(cell, str):
                        sheet.write_string(number, column, cell[:LONGEST_CELL], style)
                    elif cell is not None:
                        sheet.write_number(number, column, cell, style)
    return written.getvalue()
