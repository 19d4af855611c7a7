"""Cells, areas and grids: what a sheet holds, whatever file it comes from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from plangen.diagnostics import Diagnostic, Position, column_letters


class SheetError(Exception):
    """A file or sheet cannot be read as a table; ``message`` and ``hint`` are templates over ``values``."""

    def __init__(self, message: str, hint: str, **values: object) -> None:
        self.message, self.hint, self.values = message, hint, values
        super().__init__(message)


LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_AREA = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})(?::\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6}))?")


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, counted from 1, both corners inside."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, row: int, column: int) -> bool:
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def __str__(self) -> str:
        return f"{column_letters(self.left)}{self.top}:{column_letters(self.right)}{self.bottom}"


WHOLE = Area(1, 1, LAST_ROW, LAST_COLUMN)


def parse_area(text: str) -> Area | None:
    """Read ``B2:H20``, ``$B$2:$H$20`` or one cell; nothing where it is none, or is larger than a sheet."""
    match = _AREA.fullmatch(text.strip().upper())
    if match is None:
        return None
    left, top = column_number(match[1]), int(match[2])
    right, bottom = (column_number(match[3]), int(match[4])) if match[3] else (left, top)
    area = Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right))
    return area if area.bottom <= LAST_ROW and area.right <= LAST_COLUMN else None


def column_number(letters: str) -> int:
    """Return the number of a column by its letters: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


Kind = Literal["text", "number", "date", "flag"]


@dataclass(frozen=True, slots=True)
class SheetCell:
    """One filled cell, as an editor would have written it.

    ``text`` has the unit that the cell's number format shows: ``25%``, ``1,200万元``; a date is ISO. ``number`` is the
    bare figure in front of ``unit``, of numbers only. ``problem`` is what makes the cell unusable, reported where it is
    used. ``start`` and ``end`` index the text of a CSV file.
    """

    text: str
    kind: Kind
    at: Position
    number: Decimal | None = None
    unit: str = ""
    problem: Diagnostic | None = None
    start: int = 0
    end: int = 0


@dataclass(slots=True)
class Grid:
    """The filled cells of one sheet by row and column, and what else decides how they are to be read.

    ``widths`` counts the fields of each row, with the place where it ends, of files whose rows may differ in it.
    ``text`` is the whole text of a CSV file, and ``blanks`` the places of its empty fields.
    """

    file: str
    cells: dict[tuple[int, int], SheetCell] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    widths: dict[int, tuple[int, Position]] = field(default_factory=dict)
    text: str = ""
    blanks: dict[tuple[int, int], Position] = field(default_factory=dict)

    def at(self, row: int, column: int) -> Position:
        """Return the place of a cell, filled or not."""
        cell = self.cells.get((row, column))
        if cell:
            return cell.at
        if (row, column) in self.blanks:
            return self.blanks[row, column]
        if self.widths:
            return self.widths[row][1] if row in self.widths else Position(self.file)
        return Position(self.file, row, column)

    def column_hidden(self, column: int) -> bool:
        return any(first <= column <= last for first, last in self.hidden_columns)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row below the header: its filled cells by column, and the place it begins at."""

    number: int
    at: Position
    cells: Mapping[int, SheetCell]


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A header row and the rows below it; ``heads`` are the header's cells by column."""

    file: str
    heads: Mapping[int, SheetCell]
    rows: tuple[SheetRow, ...]
    grid: Grid

    def place(self, row: SheetRow, column: int) -> Position:
        """Return the place of a cell, filled or not."""
        return self.grid.at(row.number, column)
