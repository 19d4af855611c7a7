"""The sheet behind a Word chart: what stands in the workbook's cells, and the same once more as the chart caches it.

A chart in Word refers to ranges of a workbook and keeps a copy of what it found there. Both are written from one
``Sheet``, so that they cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal

from plangen.xmltext import escape

NAME = "Sheet1"  # in every language: a name beyond ASCII would have to be quoted in each reference
DAY_ZERO = date(1899, 12, 30)  # what Excel's serial days count from, for days after February 1900
DIGITS = Context(prec=15)  # what a cell holds for certain
GENERAL = "General"

Content = str | Decimal | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title in row 1, and a cell for each category below.

    ``formulas`` stand behind the cells of a column that is worked out from others, one for each cell, so that an edit
    in Word moves what follows from it. The title and cells of content never become formulas.
    """

    title: str
    cells: tuple[Content, ...]
    code: str = GENERAL
    formulas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """Columns of equal length. Column 0 holds the categories."""

    columns: tuple[Column, ...]

    @property
    def rows(self) -> int:
        return len(self.columns[0].cells)

    def title(self, column: int) -> str:
        """Return ``c:strRef`` to the title of a column."""
        return _texts(f"{NAME}!${letter(column)}$1", (self.columns[column].title,))

    def texts(self, column: int) -> str:
        """Return ``c:strRef`` to the cells of a column of texts."""
        return _texts(self.reference(column), self.columns[column].cells)

    def text(self, column: int, row: int) -> str:
        """Return ``c:strRef`` to one cell."""
        return _texts(f"{NAME}!${letter(column)}${row + 2}", (self.columns[column].cells[row],))

    def numbers(self, column: int) -> str:
        """Return ``c:numRef`` to the cells of a column of numbers; a cell without one is no point."""
        source = self.columns[column]
        points = "".join(
            f'<c:pt idx="{index}"><c:v>{value}</c:v></c:pt>'
            for index, cell in enumerate(source.cells)
            if (value := cached(cell))
        )
        return (
            f"<c:numRef><c:f>{self.reference(column)}</c:f><c:numCache><c:formatCode>{escape(source.code)}"
            f'</c:formatCode><c:ptCount val="{self.rows}"/>{points}</c:numCache></c:numRef>'
        )

    def points(self, column: int) -> str:
        """Return the cells of a column as a cache of texts without their reference."""
        return _points(self.columns[column].cells)

    def reference(self, column: int) -> str:
        """Return the range of a column's cells, ``Sheet1!$B$2:$B$5``."""
        name = letter(column)
        return f"{NAME}!${name}$2:${name}${self.rows + 1}"


def letter(column: int) -> str:
    """Return the name of a column counted from 0: A to Z, AA and so on."""
    first, last = divmod(column, 26)
    return (letter(first - 1) if first else "") + chr(ord("A") + last)


def serial(day: str) -> Decimal:
    """Return an ISO date as Excel counts days."""
    return Decimal((date.fromisoformat(day) - DAY_ZERO).days)


def exact(value: Decimal) -> Decimal:
    """Return a number with as many digits as a cell holds."""
    return DIGITS.plus(value)


def cached(cell: Content) -> str:
    """Write a cell as the chart caches it."""
    match cell:
        case None:
            return ""
        case Decimal():
            return f"{exact(cell):f}"
        case str():
            return escape(cell)


def _texts(reference: str, cells: Iterable[Content]) -> str:
    return f"<c:strRef><c:f>{reference}</c:f><c:strCache>{_points(tuple(cells))}</c:strCache></c:strRef>"


def _points(cells: tuple[Content, ...]) -> str:
    points = "".join(
        f'<c:pt idx="{index}"><c:v>{cached(cell)}</c:v></c:pt>' for index, cell in enumerate(cells) if cell is not None
    )
    return f'<c:ptCount val="{len(cells)}"/>{points}'
