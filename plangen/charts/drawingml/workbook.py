"""The workbook inside a Word chart, which "Edit data" opens."""

from __future__ import annotations

import datetime
import io
from decimal import Decimal

from xlsxwriter import Workbook

from plangen.charts.drawingml.sheet import GENERAL, NAME, Column, Sheet, exact
from plangen.xmltext import holdable

EPOCH = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)  # the first moment an archive's entries can name
FORMULA_STARTS = ("=", "+", "-", "@")
NARROWEST, WIDEST = 8, 40  # characters
LONGEST = 32767  # characters that a cell holds


def workbook(sheet: Sheet, made: datetime.datetime = EPOCH) -> bytes:
    """Return a sheet as an .xlsx file that was made at a moment in UTC; the same sheet gives the same bytes.

    Texts are text cells whatever they begin with, and stay so when somebody edits them.
    """
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": made})
        page = book.add_worksheet(NAME)
        head = book.add_format({"bold": True, "quote_prefix": True})
        plain = book.add_format({})
        quoted = book.add_format({"quote_prefix": True})
        for number, column in enumerate(sheet.columns):
            form = book.add_format({"num_format": column.code}) if column.code != GENERAL else plain
            page.set_column(number, number, _width(column))
            page.write_string(0, number, _text(column.title), head)
            for row, cell in enumerate(column.cells, start=1):
                if cell is None:
                    continue
                value = float(exact(cell)) if isinstance(cell, Decimal) else _text(cell)
                if column.formulas:
                    page.write_formula(row, number, f"={column.formulas[row - 1]}", form, value)
                elif isinstance(value, float):
                    page.write_number(row, number, value, form)
                else:
                    page.write_string(row, number, value, quoted if value.startswith(FORMULA_STARTS) else plain)
    return out.getvalue()


def _text(text: str) -> str:
    return holdable(text)[:LONGEST]


def _width(column: Column) -> float:
    """Return a width that shows the longest text of a column; a Chinese character takes two places."""
    texts = (column.title, *(str(cell) for cell in column.cells if cell is not None))
    longest = max(sum(1 if character.isascii() else 2 for character in text) for text in texts)
    return min(max(longest + 2, NARROWEST), WIDEST)
