"""An .xlsx workbook: its sheets, and the cells of one as they are meant. Source: ECMA-376-1:2016, 18.2 to 18.8."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from plangen.diagnostics import Diagnostic, Position, finding
from plangen.sheets.archive import Archive, Attributes, damaged, link
from plangen.sheets.cells import (
    LAST_COLUMN,
    LAST_ROW,
    Area,
    Grid,
    Kind,
    SheetCell,
    SheetError,
    column_number,
    parse_area,
)
from plangen.sheets.numberformats import BUILT_IN, NoSuchDayError, day_text, number_text, read_format
from plangen.sheets.texts import tidy

MAX_CELLS = 50_000  # filled ones of one sheet
MAX_CHARACTERS = 4_000_000
MAX_CELL_CHARACTERS = 32_767  # that a cell holds
MAX_STRINGS = 400_000
_BOOK = "xl/workbook.xml"
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_NUMBER = re.compile(r"-?(?:[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})(?:[eE][+-]?[0-9]{1,3})?")
_LARGEST = 30  # powers of ten; no figure of a plan comes near
_MACROS = "macroEnabled"
_TRUE = ("1", "true", "on")
_NO_RESULT = "the formula has no result in the file, since no spreadsheet program has calculated it"
_CALCULATE = "open the workbook in Excel or WPS and save it there, or write the value itself"


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """One worksheet of a workbook by its name, the part it is in, and whether it is hidden."""

    name: str
    part: str
    hidden: bool


@dataclass(slots=True)
class Workbook:
    """An opened workbook; sheets are read when asked for, each once."""

    file: str
    archive: Archive
    sheets: tuple[SheetEntry, ...]
    names: dict[str, str]
    from_1904: bool
    uncalculated: bool  # it was written by a program that calculates nothing and asks the next one to
    _strings: list[str] | None = None
    _formats: list[str] | None = None
    _grids: dict[str, Grid] = field(default_factory=dict)

    def grid(self, sheet: SheetEntry) -> Grid:
        """Read a sheet. Raises ``SheetError``."""
        if sheet.name not in self._grids:
            if self._strings is None:
                self._strings = _shared_strings(self.archive)
                self._formats = _style_formats(self.archive)
            self._grids[sheet.name] = _read_sheet(self, sheet)
        return self._grids[sheet.name]

    def string(self, index: int) -> str | None:
        strings = self._strings or []
        return strings[index] if 0 <= index < len(strings) else None

    def format(self, style: int) -> str:
        formats = self._formats or []
        return formats[style] if 0 <= style < len(formats) else "General"


def open_workbook(data: bytes, file: str) -> Workbook:
    """Read what a workbook says of itself. Raises ``SheetError`` where it is none or must not be opened."""
    archive = Archive(data)
    if "xl/vbaProject.bin" in archive.entries or _has_macros(archive):
        raise SheetError("the workbook holds macros", "save it as .xlsx, which holds none")
    if _BOOK not in archive.entries:
        raise SheetError("the file is an archive, but no .xlsx workbook", "save it as .xlsx in Excel or WPS")
    listed: list[Attributes] = []
    names: dict[str, str] = {}
    properties: dict[str, Attributes] = {}
    current: list[str] = []

    def start(name: str, attributes: Attributes) -> None:
        match name:
            case "sheet":
                listed.append(attributes | {"link": link(attributes)})
            case "workbookPr" | "calcPr":
                properties[name] = attributes
            case "definedName":
                current.append(attributes.get("name", ""))
                names[current[-1]] = ""
            case _:
                pass

    def end(name: str) -> None:
        if name == "definedName" and current:
            current.pop()

    def text(piece: str) -> None:
        if current and len(names[current[-1]]) < 1000:
            names[current[-1]] += piece

    archive.read(_BOOK, start, end, text)
    parts = _worksheet_parts(archive)
    sheets = tuple(
        SheetEntry(entry.get("name", ""), parts[entry["link"]], entry.get("state", "visible") != "visible")
        for entry in listed
        if entry["link"] in parts
    )
    if not sheets:
        raise damaged()
    from_1904 = properties.get("workbookPr", {}).get("date1904", "") in _TRUE
    uncalculated = properties.get("calcPr", {}).get("fullCalcOnLoad", "") in _TRUE
    return Workbook(file, archive, sheets, names, from_1904, uncalculated)


def _has_macros(archive: Archive) -> bool:
    if "[Content_Types].xml" not in archive.entries:
        return False
    return _MACROS.encode() in b"".join(archive.pieces("[Content_Types].xml"))


def _worksheet_parts(archive: Archive) -> dict[str, str]:
    """Return the parts that hold worksheets by the id of their relationship; links out of the file are none."""
    parts: dict[str, str] = {}

    def start(name: str, attributes: Attributes) -> None:
        if name != "Relationship" or attributes.get("TargetMode") == "External":
            return
        if not attributes.get("Type", "").endswith("/worksheet"):
            return
        target = attributes.get("Target", "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        if part in archive.entries:
            parts[attributes.get("Id", "")] = part

    archive.read("xl/_rels/workbook.xml.rels", start)
    return parts


def _shared_strings(archive: Archive) -> list[str]:
    strings: list[str] = []
    if "xl/sharedStrings.xml" not in archive.entries:
        return strings
    pieces: list[str] = []
    total = 0
    state = {"t": False, "rPh": False}

    def start(name: str, attributes: Attributes) -> None:
        if name == "si":
            pieces.clear()
        elif name in state:
            state[name] = True

    def end(name: str) -> None:
        nonlocal total
        if name == "si":
            text = "".join(pieces)
            total += len(text)
            if len(strings) >= MAX_STRINGS or total > 4 * MAX_CHARACTERS:
                raise SheetError("the workbook holds too much text", "copy the table into a new workbook")
            strings.append(text)
        elif name in state:
            state[name] = False

    def text(piece: str) -> None:
        if state["t"] and not state["rPh"]:  # phonetic guides are no part of the text
            pieces.append(piece)

    archive.read("xl/sharedStrings.xml", start, end, text)
    return strings


def _style_formats(archive: Archive) -> list[str]:
    """Return the number format of each cell style."""
    formats: list[str] = []
    if "xl/styles.xml" not in archive.entries:
        return formats
    codes: dict[int, str] = dict(BUILT_IN)
    inside = {"cellXfs": False}

    def start(name: str, attributes: Attributes) -> None:
        match name:
            case "numFmt":
                codes[_int(attributes.get("numFmtId", ""))] = attributes.get("formatCode", "")[:500]
            case "cellXfs":
                inside[name] = True
            case "xf" if inside["cellXfs"]:
                formats.append(codes.get(_int(attributes.get("numFmtId", "0")), "General"))
            case _:
                pass

    def end(name: str) -> None:
        if name in inside:
            inside[name] = False

    archive.read("xl/styles.xml", start, end)
    return formats


def _int(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


@dataclass(slots=True)
class _Reading:
    """Where the reading of a sheet stands: the row, the cell, and the text of the elements in it."""

    row: int = 0
    column: int = 0
    kind: str = ""
    style: int = 0
    formula: bool = False
    within: str = ""
    phonetic: bool = False
    value: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    characters: int = 0


def _read_sheet(book: Workbook, sheet: SheetEntry) -> Grid:
    grid = Grid(f"{book.file}!{sheet.name}")
    now = _Reading()

    def start(name: str, attributes: Attributes) -> None:
        match name:
            case "c":
                _begin_cell(now, attributes)
            case "v" | "t":
                now.within = name
            case "f":
                now.formula = True
            case "rPh":
                now.phonetic = True
            case "row":
                number = _int(attributes.get("r", ""))
                now.row, now.column = number if number > 0 else now.row + 1, 0
                if attributes.get("hidden") in _TRUE:
                    grid.hidden_rows.add(now.row)
            case "col" if attributes.get("hidden") in _TRUE:
                grid.hidden_columns.append((_int(attributes.get("min", "")), _int(attributes.get("max", ""))))
            case "mergeCell" if area := parse_area(attributes.get("ref", "")):
                grid.merges.append(area)
            case _:
                pass

    def end(name: str) -> None:
        match name:
            case "c":
                _end_cell(now, grid, book)
            case "v" | "t":
                now.within = ""
            case "rPh":
                now.phonetic = False
            case _:
                pass

    def text(piece: str) -> None:
        if now.within == "v":
            now.value.append(piece)
        elif now.within == "t" and not now.phonetic:
            now.inline.append(piece)

    book.archive.read(sheet.part, start, end, text)
    return grid


def _begin_cell(now: _Reading, attributes: Attributes) -> None:
    match = _PLACE.fullmatch(attributes.get("r", ""))
    now.column = column_number(match[1]) if match else now.column + 1
    if match:
        now.row = int(match[2])
    now.kind, now.formula = attributes.get("t", "n"), False
    now.style = _int(attributes.get("s", "0"))
    now.value.clear()
    now.inline.clear()


def _end_cell(now: _Reading, grid: Grid, book: Workbook) -> None:
    if not 0 < now.row <= LAST_ROW or not 0 < now.column <= LAST_COLUMN:
        raise damaged()
    at = Position(grid.file, now.row, now.column)
    made = _cell(now, "".join(now.value), at, book)
    if made is None:
        return
    now.characters += len(made.text)
    if len(grid.cells) >= MAX_CELLS:
        message = "the sheet {sheet} has more than {limit} filled cells"
        hint = "copy the table into a workbook of its own"
        raise SheetError(message, hint, sheet=grid.file.rpartition("!")[2], limit=MAX_CELLS)
    if now.characters > MAX_CHARACTERS:
        raise SheetError("the workbook holds too much text", "copy the table into a new workbook")
    grid.cells[now.row, now.column] = made


def _cell(now: _Reading, value: str, at: Position, book: Workbook) -> SheetCell | None:
    """Return a cell as it is meant; nothing where it is blank."""
    if now.formula and now.kind != "str" and (not value or (book.uncalculated and value == "0")):
        return _unusable(at, _NO_RESULT, _CALCULATE)
    match now.kind:
        case "e":
            hint = "mend the formula, or write the value itself"
            return _unusable(at, "the cell shows the error {shown}", hint, shown=value[:20])
        case "b":
            return SheetCell("true" if value == "1" else "false", "flag", at) if value else None
        case "s":
            shared = book.string(_int(value.strip())) if value.strip() else ""
            if shared is None:
                raise damaged()
            return _text(shared, at)
        case "inlineStr":
            return _text("".join(now.inline), at)
        case "str":
            return _text(value, at)
        case "d":
            return SheetCell(value.strip().replace("T00:00:00", "").rstrip("Z")[:19], "date", at)
        case _:
            return _number(value.strip(), now, at, book) if value.strip() else None


def _text(text: str, at: Position) -> SheetCell | None:
    text = tidy(text, escapes=True)
    if len(text) > MAX_CELL_CHARACTERS:
        return _unusable(at, "the text has more than {limit} characters", "shorten it", limit=MAX_CELL_CHARACTERS)
    return SheetCell(text, "text", at) if text else None


def _number(value: str, now: _Reading, at: Position, book: Workbook) -> SheetCell:
    try:
        stored = Decimal(value) if _NUMBER.fullmatch(value) else Decimal("NaN")
    except InvalidOperation:
        stored = Decimal("NaN")
    if not stored.is_finite():
        raise damaged()
    if stored and abs(stored.adjusted()) > _LARGEST:
        return _unusable(at, "the number {number} is out of all bounds", "correct it", number=value[:30])
    code = book.format(now.style)
    form = read_format(code, stored < 0)
    if form.kind in ("date", "time"):
        try:
            return SheetCell(day_text(stored, form.kind, from_1904=book.from_1904), "date", at)
        except NoSuchDayError:
            message = "the cell is formatted as a date, and {number} is no day there is"
            return _unusable(at, message, "write the date again, such as 2026-03-31", number=value[:30])
    if form.kind == "unclear":
        message = "the number format {format} shows something else than the number {number}"
        hint = "choose a plain number format; a unit belongs in the header, such as 目标值（万元）"
        return _unusable(at, message, hint, format=code[:60], number=value[:30])
    number, digits = number_text(stored, form, computed=now.formula)
    return SheetCell(digits + form.suffix, "number", at, number, form.suffix.strip())


def _unusable(at: Position, message: str, hint: str, kind: Kind = "text", **values: object) -> SheetCell:
    problem: Diagnostic = finding("PG006", at, message, hint, **values)
    return SheetCell("", kind, at, problem=problem)


def area_of_name(book: Workbook, name: str) -> tuple[str, Area] | None:
    """Return sheet and area of a name that the workbook gives to one range; nothing where there is none."""
    wanted = {key.casefold(): value for key, value in book.names.items()}.get(name.casefold(), "")
    sheet, mark, area_text = wanted.rpartition("!")
    area = parse_area(area_text) if mark else None
    return (sheet.strip("'").replace("''", "'"), area) if area else None
