"""Bytes of a file to a table: which sheet, which range."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from difflib import get_close_matches

from plangen.diagnostics import Diagnostic, Position, finding
from plangen.messages import translate
from plangen.sheets.cells import WHOLE, Grid, SheetError, SheetTable, parse_area
from plangen.sheets.delimited import read_delimited
from plangen.sheets.table import read_table
from plangen.sheets.workbook import SheetEntry, Workbook, area_of_name, open_workbook

MAX_BYTES = 5_000_000
SUFFIXES = (".xlsx", ".csv", ".tsv")
NOTES_SHEETS = ("说明", "Notes")  # what the sheet of explanations is called that a ready workbook brings along


@dataclass(frozen=True, slots=True)
class Request:
    """Which part of a file is wanted, and where it was asked for: the file, its sheet, its range."""

    at: Position
    sheet: str = ""
    range: str = ""
    sheet_at: Position | None = None
    range_at: Position | None = None


@dataclass(frozen=True, slots=True)
class SheetFile:
    """A file that was opened: a workbook, or the one grid of a CSV file with what is to be said of it."""

    file: str
    content: Workbook | Grid
    found: tuple[Diagnostic, ...] = ()


def open_file(data: bytes, file: str, at: Position) -> tuple[SheetFile | None, list[Diagnostic]]:
    """Open a file by the ending of its name; ``file`` is relative to the workspace, ``at`` is where it is asked for."""
    if len(data) > MAX_BYTES:
        message = "{file} has {size} bytes; at most {limit} are read"
        hint = "copy the table into a workbook of its own"
        return None, [finding("PG012", at, message, hint, file=file, size=len(data), limit=MAX_BYTES)]
    try:
        if file.casefold().endswith(".xlsx"):
            return SheetFile(file, open_workbook(data, file)), []
        grid, found = read_delimited(data, file)
        return SheetFile(file, grid, tuple(found)), []
    except SheetError as error:
        return None, [_refused(error, file, at)]


def table_of(opened: SheetFile, request: Request) -> tuple[SheetTable | None, list[Diagnostic]]:
    """Return the table that is asked for. Without one the findings say why; with one they are warnings."""
    content = opened.content
    found = list(opened.found)
    area = parse_area(request.range) if request.range else WHOLE
    if isinstance(content, Grid):
        if request.sheet:
            at = request.sheet_at or request.at
            return None, [finding("PG016", at, "a CSV file has no sheets", "delete the line sheet:")]
        if any(each.severity == "error" for each in found):
            return None, found
        grid = content
    else:
        named = area_of_name(content, request.range) if area is None else None
        if named:
            request, area = Request(request.at, request.sheet or named[0], "", request.sheet_at), named[1]
        try:
            entry, problems = _sheet(content, request)
            found += problems
            if entry is None:
                return None, found
            grid = content.grid(entry)
        except SheetError as error:
            return None, [_refused(error, opened.file, request.at)]
    if area is None:
        at = request.range_at or request.at
        hint = "write two corners such as B2:H20, or the name of a range of the workbook"
        return None, [finding("PG016", at, "{range} is no range of cells", hint, range=request.range[:40])]
    table, problems = read_table(grid, area)
    return table, [*found, *problems]


def _refused(error: SheetError, file: str, at: Position) -> Diagnostic:
    said = finding("PG012", at, error.message, error.hint, **error.values)
    return replace(said, message=f"{file}: {said.message}")


def _sheet(book: Workbook, request: Request) -> tuple[SheetEntry | None, list[Diagnostic]]:
    """Choose the sheet by its name, else the only one that is shown and has something in it."""
    if request.sheet:
        return _named(book, request)
    shown = [sheet for sheet in book.sheets if not sheet.hidden] or list(book.sheets)
    if len(shown) > 1:
        filled = [sheet for sheet in shown if sheet.name not in NOTES_SHEETS and book.grid(sheet).cells]
        shown = filled or shown[:1]
    if len(shown) == 1:
        return shown[0], []
    message = "{file} has several sheets: {sheets}"
    hint = "name one beside from:, such as sheet: {first}"
    names = ", ".join(sheet.name for sheet in shown[:12])
    values = {"file": book.file, "sheets": names, "first": shown[0].name}
    return None, [finding("PG016", request.at, message, hint, **values)]


def _named(book: Workbook, request: Request) -> tuple[SheetEntry | None, list[Diagnostic]]:
    at = request.sheet_at or request.at
    folded = {_folded(sheet.name): sheet for sheet in reversed(book.sheets)}
    entry = next((sheet for sheet in book.sheets if sheet.name == request.sheet), folded.get(_folded(request.sheet)))
    if entry and not entry.hidden:
        return entry, []
    if entry:
        message = "the sheet {sheet} is hidden in the workbook, and is read all the same"
        return entry, [finding("PG017", at, message, "show the sheet", sheet=entry.name)]
    close = get_close_matches(_folded(request.sheet), folded, 1, 0.5)
    hint = "did you mean {near}?" if close else "there is: {names}"
    names = ", ".join(sheet.name for sheet in book.sheets[:12]) or translate("none")
    values = {"sheet": request.sheet[:40], "near": folded[close[0]].name if close else "", "names": names}
    return None, [finding("PG016", at, "there is no sheet {sheet} in {file}", hint, file=book.file, **values)]


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().strip()
