"""Rows for a spreadsheet, in which nothing that somebody wrote is ever calculated."""

import csv
import io
from collections.abc import Iterable, Sequence

Cell = str | int | float | None
Row = Sequence[Cell]

BOM = "\ufeff"  # without it spreadsheets take Chinese for another encoding

# A spreadsheet would calculate what begins so; some take the wide forms for the same.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(cell: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def as_csv(rows: Iterable[Row]) -> str:
    """The rows as CSV, without the mark of the encoding."""
    written = io.StringIO()
    csv.writer(written).writerows([harmless(cell) for cell in row] for row in rows)
    return written.getvalue()
