"""CSV files as spreadsheets and people write them: delimiters, encodings, quotes, line breaks inside."""

from __future__ import annotations

import re
from bisect import bisect_right

from plangen.diagnostics import Diagnostic, Position, finding
from plangen.sheets.cells import LAST_COLUMN, Grid, SheetCell, SheetError
from plangen.sheets.texts import tidy
from plangen.sheets.workbook import MAX_CELLS

DELIMITERS = (",", ";", "\t")
_SEPARATOR_LINE = re.compile(r"sep=([,;\t|])[\t ;,]*(?:\r\n|\r|\n|\Z)", re.IGNORECASE)
_BREAK = re.compile(r"\r\n|\r|\n")
_QUOTED = re.compile(r'"[^"]*(?:""[^"]*)*(?:"|\Z)')


def read_delimited(data: bytes, file: str) -> tuple[Grid, list[Diagnostic]]:
    """Read a CSV file. The findings say what had to be guessed, or what is wrong at a place in the file.

    Raises ``SheetError`` where nothing can be read.
    """
    text, found = _decoded(data, file)
    grid = Grid(file, text=text)
    begin = 0
    if match := _SEPARATOR_LINE.match(text):
        delimiter, begin = match[1], match.end()
    else:
        delimiter = _delimiter(text)
    starts = (0, *(match.end() for match in _BREAK.finditer(text)))

    def place(index: int) -> Position:
        line = bisect_right(starts, index)
        return Position(file, line, index - starts[line - 1] + 1)

    cut = re.escape(delimiter)
    field = re.compile(rf'(?: *"(?P<quoted>[^"]*(?:""[^"]*)*)" *|(?P<plain>[^{cut}\r\n]*))(?P<end>{cut}|\r\n|\r|\n|\Z)')
    row, column, index = 1, 1, begin
    while index < len(text):
        match = field.match(text, index)
        if match is None or (match["plain"] is not None and match["plain"].lstrip(" ").startswith('"')):
            hint = 'close the quotation mark; a " inside a quoted field is written twice'
            found.append(finding("PG001", place(index), "a field is quoted, and its quotation mark never closed", hint))
            break
        quoted = match["quoted"] is not None
        written = match["quoted"].replace('""', '"') if quoted else match["plain"]
        content = tidy(written)
        if content:
            first = match.start("quoted" if quoted else "plain")
            first += len(written) - len(written.lstrip()) if '""' not in match[0] else 0
            end = match.end("quoted" if quoted else "plain")
            grid.cells[row, column] = SheetCell(content, "text", place(first), start=first, end=end)
            if len(grid.cells) > MAX_CELLS or column > LAST_COLUMN:
                message = "the file has more than {limit} filled fields"
                raise SheetError(message, "split it into several files", limit=MAX_CELLS)
        elif len(grid.blanks) < MAX_CELLS:
            grid.blanks[row, column] = place(match.start())
        index = match.end()
        if match["end"] == delimiter and index < len(text):
            column += 1
            continue
        # the width of a row counts a field behind a delimiter that ends the file
        column += match["end"] == delimiter
        grid.widths[row] = (column, place(match.end("quoted" if quoted else "plain")))
        row, column = row + 1, 1
    return grid, found


def _decoded(data: bytes, file: str) -> tuple[str, list[Diagnostic]]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SheetError("the file is encoded in UTF-16", "save it as “CSV UTF-8” in Excel or WPS")
    if data.startswith(b"PK\x03\x04"):
        raise SheetError("the file is a workbook and no CSV file", "give it the ending .xlsx")
    if b"\x00" in data:
        raise SheetError("the file holds bytes that are no text", "save it as “CSV UTF-8” in Excel or WPS")
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        before = _BREAK.split(data[: error.start].decode("utf-8", "replace").removeprefix("\ufeff"))
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise SheetError(
            "the file is neither UTF-8 nor GB18030 text", "save it as “CSV UTF-8” in Excel or WPS"
        ) from error
    message = "the file is not UTF-8 and was read as GB18030 (GBK)"
    hint = "look whether the characters are right; saved as “CSV UTF-8” the file leaves no doubt"
    return text, [finding("PG017", Position(file, len(before), len(before[-1]) + 1), message, hint)]


def _delimiter(text: str) -> str:
    """Return the delimiter that the header line has most of, outside quotation marks."""
    header = ""
    for line in _QUOTED.sub("", text[:100_000]).splitlines():
        if line.strip(" ,;\t"):
            header = line
            break
    return max(DELIMITERS, key=header.count)
